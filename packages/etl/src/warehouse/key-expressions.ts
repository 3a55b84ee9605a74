import { transactionColumns } from './staging-rows.js';

/**
 * The key and the content of a transaction as expressions of SQL over its columns. They are immutable, so that staging
 * tables compute them while rows stream in, and use no collation, locale or setting: the same everywhere.
 */

/** The bytes of a text, which PostgreSQL calls immutable, other than those of `convert_to`. */
const bytesOf = (text: string): string => `decode(replace(${text}, '\\', '\\\\'), 'escape')`;

/** A value that may be missing, written so that it is told apart from its neighbours. */
const field = (text: string): string => `coalesce(octet_length(${text})::text || ':' || ${text}, '-')`;

/**
 * The natural key: the account, date, amount and currency, with the identifier of the source where it gives one,
 * else with the description. Four bytes of the day stand before sixteen of SHA-256: rows that are loaded together
 * are neighbours in the index, which stays fast when it no longer fits into memory.
 */
export const naturalKeyExpression: string = `int4send(date - date '1970-01-01') || substring(sha256(${bytesOf(
  [
    `(date - date '1970-01-01')::text`,
    'amount::text',
    'currency',
    field('account_id'),
    `coalesce('=' || external_id, '#' || description)`,
  ].join(` || ' ' || `),
)}) for 16)`;

const keyColumns: ReadonlySet<string> = new Set(['external_id', 'account_id', 'date', 'amount', 'currency']);

/** Columns that may change while the transaction stays the same: those that are not part of its key. */
export const mutableColumns: readonly string[] = transactionColumns.filter(
  (column) => !keyColumns.has(column),
);

const texts: ReadonlySet<string> = new Set([
  'type',
  'description',
  'original_description',
  'category',
  'payment_method',
  'status',
  'reference',
  'receipt_url',
  'merchant_name',
  'merchant_category_code',
  'location',
]);

/** The hash of everything that is not part of the key: another hash, another content. */
export const rowHashExpression: string = `sha256(${bytesOf(
  mutableColumns.map((column) => field(texts.has(column) ? column : `(${column})::text`)).join(' || '),
)})`;
