import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { addAbortSignal, type Readable } from 'node:stream';
import {
  concatTables,
  type PlainDate,
  selectRows,
  TitansError,
  type TransactionTable,
  toEpochDay,
} from '@titans/core';
import { type ExtractInput, extract, type ImportSettings, type Warehouse } from '@titans/etl';
import type { CommandContext } from '../command-line/command-context.js';
import { counted } from '../terminal/format.js';
import type { State } from './state.js';

/** Which transactions a command looks at. */
export interface TransactionQuestion {
  /** Paths and patterns; the warehouse where there are none. */
  readonly files?: readonly string[] | undefined;
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  readonly account?: string | undefined;
}

/**
 * Reads transactions of files, or of the warehouse. Records of files that are none are counted in a note.
 *
 * @throws TitansError `NOT_FOUND` for an account that no row names, with those there are.
 */
export async function readTransactions(
  { files = [], from, to, account }: TransactionQuestion,
  context: CommandContext,
  state: State,
): Promise<TransactionTable> {
  const { signal, onProgress } = context;
  if (files.length === 0) {
    const warehouse = await state.warehouse();
    const found = await warehouse.transactions({
      signal,
      onProgress,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(account === undefined ? {} : { accountId: account }),
    });
    if (found.length === 0 && account !== undefined) requireAccount(account, await accountsOf(warehouse));
    return found;
  }
  const tables: TransactionTable[] = [];
  for (const file of files) {
    const input = await inputOf(file, context);
    const { transactions, rejections } = await extract(input, importSettings(context)).table({
      signal,
      onProgress,
    });
    if (rejections.length > 0) {
      context.note(`${file}: ${counted(rejections.length, 'record')} left out; titans import shows why`);
    }
    tables.push(transactions);
  }
  const all = tables.length === 1 ? (tables[0] as TransactionTable) : concatTables(tables);
  if (account !== undefined) requireAccount(account, all.columns.accountId.values);
  return selected(all, { from, to, account });
}

/** Accounts that rows of the warehouse name, in the order of the alphabet. */
export async function accountsOf({ database }: Warehouse): Promise<readonly string[]> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT DISTINCT account_id AS id FROM raw_transactions ORDER BY 1',
  );
  return rows.map(({ id }) => id);
}

/** An account that is written otherwise must not look like one without transactions. */
function requireAccount(account: string, known: readonly string[]): void {
  if (known.includes(account)) return;
  throw new TitansError(
    'NOT_FOUND',
    `There are no transactions of the account "${account}". ${knownAccounts(known)}`,
    {
      details: { field: '--account' },
    },
  );
}

const shownAccounts = 10;

/** Says which accounts there are. */
export function knownAccounts(known: readonly string[]): string {
  const more = known.length > shownAccounts ? ` and ${known.length - shownAccounts} more` : '';
  return known.length === 0
    ? 'There are none of any account.'
    : `Those there are: ${known.slice(0, shownAccounts).join(', ')}${more}.`;
}

/**
 * A file as the user names it: `-` is the standard input. That and pipes, such as `<(zcat statement.csv.gz)`, can be read
 * once only, and files are looked at before they are loaded: so what comes out of them is kept in memory.
 */
export async function inputOf(
  file: string,
  { cwd, stdin, signal }: Pick<CommandContext, 'cwd' | 'stdin' | 'signal'>,
): Promise<ExtractInput> {
  if (file === '-') return { name: 'standard input', bytes: await bytesOf(stdin as Readable, signal) };
  const path = pathFrom(cwd, file);
  const found = await stat(path).catch(() => null);
  if (found?.isFIFO() !== true) return path;
  return { name: path, bytes: await bytesOf(createReadStream(path), signal) };
}

async function bytesOf(stream: Readable, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  // Whoever waits for input that does not come can be stopped.
  for await (const chunk of addAbortSignal(signal, stream)) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return Buffer.concat(chunks);
}

/** Paths stay as they were written where they mean the same: they are names of sources. */
export function pathFrom(cwd: string, path: string): string {
  return isAbsolute(path) || cwd === process.cwd() ? path : join(cwd, path);
}

/** How files are read, as the configuration says. */
export function importSettings({ settings }: Pick<CommandContext, 'settings'>): ImportSettings {
  return settings.file.import ?? {};
}

function selected(table: TransactionTable, { from, to, account }: TransactionQuestion): TransactionTable {
  if (from === undefined && to === undefined && account === undefined) return table;
  const first = from === undefined ? Number.NEGATIVE_INFINITY : toEpochDay(from);
  const last = to === undefined ? Number.POSITIVE_INFINITY : toEpochDay(to);
  const { date, accountId } = table.columns;
  const wanted = Uint32Array.from({ length: table.length }, (_, row) => row).filter((row) => {
    const day = date[row] as number;
    const isOfAccount = account === undefined || accountId.values[accountId.codes[row] as number] === account;
    return day >= first && day <= last && isOfAccount;
  });
  return selectRows(table, wanted);
}
