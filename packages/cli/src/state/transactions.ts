import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { concatTables, type PlainDate, selectRows, type TransactionTable, toEpochDay } from '@titans/core';
import { type ExtractInput, extract, type ImportSettings } from '@titans/etl';
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

/** Reads transactions of files, or of the warehouse. Records of files that are none are counted in a note. */
export async function readTransactions(
  { files = [], from, to, account }: TransactionQuestion,
  context: CommandContext,
  state: State,
): Promise<TransactionTable> {
  const { signal, onProgress } = context;
  if (files.length === 0) {
    const warehouse = await state.warehouse();
    return warehouse.transactions({
      signal,
      onProgress,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(account === undefined ? {} : { accountId: account }),
    });
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
  return selected(all, { from, to, account });
}

/** A file as the user names it: `-` is the standard input. */
export async function inputOf(
  file: string,
  { cwd, stdin }: Pick<CommandContext, 'cwd' | 'stdin'>,
): Promise<ExtractInput> {
  if (file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return { name: 'standard input', bytes: Buffer.concat(chunks) };
  }
  return pathFrom(cwd, file);
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
