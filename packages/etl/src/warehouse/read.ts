import {
  type CurrencyCode,
  concatTables,
  type Database,
  fromSecondOfDay,
  type PaymentMethod,
  type PlainDate,
  type QueryRunner,
  type Transaction,
  type TransactionSelection,
  type TransactionSource,
  type TransactionTable,
  type TransactionType,
  tableFromRows,
  throwIfAborted,
} from '@titans/core';
import { sql } from 'kysely';
import { requireSelection } from '../load/selection.js';
import { amountReader } from '../normalise/amounts.js';
import { kyselyOf } from './kysely-dialect.js';
import { loadTransactionOf } from './load-transaction.js';
import type { WarehouseTables } from './tables.js';

const pageRows = 20_000;
/**
 * Reads transactions, oldest first; those of one moment in the order in which they were loaded. Reads pages of one
 * snapshot, so that a load going on meanwhile is seen whole or not at all; within the transaction of a load, as long as
 * its batches are asked for, what was there before.
 *
 * @throws TitansError `INVALID_ARGUMENT` for an unknown option, `DATE_INVALID` for a bound that is no day, `ABORTED`, or what the database throws.
 */
export async function readTransactions(
  database: Database,
  selection: TransactionSelection = {},
): Promise<TransactionTable> {
  return readUpTo(database, selection, null);
}

/**
 * The transactions that are there now, for reading later: those that are inserted meanwhile are left out. Nothing is
 * held open, and values that a load changes meanwhile are seen changed.
 */
export async function snapshotOfTransactions(database: Database): Promise<TransactionSource> {
  const newest = await kyselyOf<WarehouseTables>(loadTransactionOf(database).getStore() ?? database)
    .selectFrom('raw_transactions')
    .select(sql<string>`coalesce(max(id), 0)`.as('id'))
    .executeTakeFirstOrThrow();
  return { transactions: (selection = {}) => readUpTo(database, selection, newest.id) };
}

async function readUpTo(
  database: Database,
  selection: TransactionSelection,
  newestId: string | null,
): Promise<TransactionTable> {
  requireSelection(selection);
  throwIfAborted(selection.signal, 'read');
  const ofLoad = loadTransactionOf(database).getStore();
  if (ofLoad !== undefined) return readPages(ofLoad, selection, newestId);
  return database.transaction(async (runner) => {
    await runner.query('set transaction isolation level repeatable read read only');
    return readPages(runner, selection, newestId);
  });
}

async function readPages(
  runner: QueryRunner,
  selection: TransactionSelection,
  newestId: string | null,
): Promise<TransactionTable> {
  const { limit = Number.POSITIVE_INFINITY } = selection;
  const readAmount = currencyReader();
  const pages: TransactionTable[] = [];
  let after: Position | null = null;
  let done = 0;
  do {
    throwIfAborted(selection.signal, 'read');
    const count = Math.min(pageRows, limit - done);
    const rows: readonly StoredRow[] = await readPage(runner, selection, newestId, after, count);
    pages.push(tableFromRows(rows.map((row) => transactionOf(row, readAmount))));
    done += rows.length;
    selection.onProgress?.({ stage: 'read', done, unit: 'rows' });
    const last = rows.length === count && done < limit ? rows.at(-1) : undefined;
    after = last === undefined ? null : { date: last.date, second: last.second_of_day ?? -1, id: last.id };
  } while (after !== null);
  return concatTables(pages);
}

interface Position {
  readonly date: string;
  readonly second: number;
  readonly id: string;
}

interface StoredRow {
  readonly id: string;
  readonly external_id: string | null;
  readonly account_id: string;
  readonly date: string;
  readonly second_of_day: number | null;
  readonly type: string;
  readonly description: string;
  readonly original_description: string | null;
  readonly amount: string;
  readonly currency: string;
  readonly balance: string | null;
  readonly category: string | null;
  readonly payment_method: string;
  readonly status: string | null;
  readonly reference: string | null;
  readonly receipt_url: string | null;
  readonly merchant_name: string | null;
  readonly merchant_category_code: string | null;
  readonly location: string | null;
  readonly recurring: boolean | null;
  readonly tags: string | null;
}

function readPage(
  runner: QueryRunner,
  selection: TransactionSelection,
  newestId: string | null,
  after: Position | null,
  count: number,
): Promise<readonly StoredRow[]> {
  let query = kyselyOf<WarehouseTables>(runner)
    .selectFrom('raw_transactions')
    .select([
      'id',
      'external_id',
      'account_id',
      'date',
      'second_of_day',
      'type',
      'description',
      'original_description',
      sql<string>`trim_scale(amount)`.as('amount'),
      'currency',
      sql<string | null>`trim_scale(balance)`.as('balance'),
      'category',
      'payment_method',
      'status',
      'reference',
      'receipt_url',
      'merchant_name',
      'merchant_category_code',
      'location',
      'recurring',
      'tags',
    ])
    .orderBy('date')
    .orderBy(sql`coalesce(second_of_day, -1)`)
    .orderBy('id')
    .limit(count);
  if (selection.accountId !== undefined) query = query.where('account_id', '=', selection.accountId);
  if (selection.from !== undefined) query = query.where('date', '>=', selection.from);
  if (selection.to !== undefined) query = query.where('date', '<=', selection.to);
  if (newestId !== null) query = query.where('id', '<=', newestId);
  if (after !== null) {
    query = query.where(
      sql<boolean>`(date, coalesce(second_of_day, -1), id) > (${after.date}::date, ${after.second}::int, ${after.id}::bigint)`,
    );
  }
  return query.execute();
}

/** Rows were validated when they were loaded, and the tables check what the loader does not write itself. */
function transactionOf(
  row: StoredRow,
  readAmount: (text: string, currency: CurrencyCode) => number,
): Transaction {
  return {
    id: row.external_id,
    accountId: row.account_id,
    date: row.date as PlainDate,
    time: row.second_of_day === null ? null : fromSecondOfDay(row.second_of_day),
    type: row.type as TransactionType,
    description: row.description,
    originalDescription: row.original_description ?? row.description,
    amountMinor: readAmount(row.amount, row.currency),
    currency: row.currency,
    balanceMinor: row.balance === null ? null : readAmount(row.balance, row.currency),
    category: row.category,
    paymentMethod: row.payment_method as PaymentMethod,
    status: row.status,
    reference: row.reference,
    receiptUrl: row.receipt_url,
    merchantName: row.merchant_name,
    merchantCategoryCode: row.merchant_category_code,
    location: row.location,
    recurring: row.recurring,
    tags: row.tags === null ? [] : (JSON.parse(row.tags) as readonly string[]),
  };
}

function currencyReader(): (text: string, currency: CurrencyCode) => number {
  const readers = new Map<CurrencyCode, (text: string) => number>();
  return (text, currency) => {
    const reader = readers.get(currency) ?? amountReader(currency);
    readers.set(currency, reader);
    return reader(text);
  };
}
