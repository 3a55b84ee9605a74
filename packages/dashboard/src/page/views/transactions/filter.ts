import type { BatchPredictions } from '@titans/client';
import type { GridSort } from '../../components/grid-sort.js';
import type { Row } from '../../data/transaction-book.js';

/** Which rows are wanted. */
export interface RowFilter {
  /** Part of the description, payee, category or id; in any case. */
  readonly text: string;
  /** `null` for all, `''` for rows without one. */
  readonly category: string | null;
  readonly direction: 'all' | 'in' | 'out';
  /** First day; `null` for all. */
  readonly from: string | null;
}

export const everything: RowFilter = { text: '', category: null, direction: 'all', from: null };
/** The order of the book. */
export const newestFirst: GridSort = { column: 'date', isDescending: true };

/** Says of a row what the models said. */
export type PredictionOf = (row: Row) => BatchPredictions | null | undefined;

const texts = new WeakMap<Row, string>();

/** The rows that a filter lets pass, in an order. What is unchanged costs nothing: the rows are then given as they are. */
export function visibleRows(
  rows: readonly Row[],
  filter: RowFilter,
  sort: GridSort,
  predictionOf: PredictionOf,
): readonly Row[] {
  const found = filterRows(rows, filter);
  if (sort.column === newestFirst.column) return sort.isDescending ? found : found.toReversed();
  const keys = found.map((row) => sortKey(row, sort.column, predictionOf));
  const order = orderOf(keys, sort.isDescending ? -1 : 1);
  return Array.from(order, (index) => found[index] as Row);
}

/** Places of keys in their order; equal ones stay as they are. Sorting numbers of places is faster than sorting rows. */
function orderOf(keys: readonly (number | string)[], sign: 1 | -1): Uint32Array {
  return Uint32Array.from(keys.keys()).sort((left, right) => {
    const [one, other] = [keys[left] as number, keys[right] as number];
    if (one === other) return left - right;
    return one < other ? -sign : sign;
  });
}

function filterRows(rows: readonly Row[], { text, category, direction, from }: RowFilter): readonly Row[] {
  const words = text.trim().toLowerCase();
  if (words === '' && category === null && direction === 'all' && from === null) return rows;
  return rows.filter((row) => {
    const { transaction } = row;
    if (from !== null && transaction.date < from) return false;
    if (category !== null && (transaction.category ?? '') !== category) return false;
    if (direction !== 'all' && transaction.amount >= 0 !== (direction === 'in')) return false;
    return words === '' || textOf(row).includes(words);
  });
}

function textOf(row: Row): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const { description, merchant_name, category, transaction_id } = row.transaction;
  const text = [description, merchant_name, category, transaction_id].join('\n').toLowerCase();
  texts.set(row, text);
  return text;
}

function sortKey(row: Row, column: string, predictionOf: PredictionOf): number | string {
  const { transaction } = row;
  switch (column) {
    case 'amount':
      return transaction.amount;
    case 'category':
      return transaction.category?.toLowerCase() ?? '\uffff';
    case 'confidence':
      // What is not known yet comes after what is least sure.
      return predictionOf(row)?.confidence ?? 2;
    default:
      return transaction.description.toLowerCase();
  }
}
