import { type TransactionTable, tableFromColumns } from '@titans/core';
import { featureRowAt } from '../features/feature-row.js';
import { payeeOf } from '../features/payee.js';
import type { ReadCorrection } from './training-correction.js';

/**
 * The table with the categories of corrections in place of its own: in the rows of the transaction that a correction names,
 * and where it names none of the table in those of its payee and day. A row of another payee is never touched, whatever it
 * is called. Of several corrections of a row the last holds. O(rows + corrections).
 *
 * @param corrections Oldest first.
 */
export function correctedTable(
  table: TransactionTable,
  corrections: readonly ReadCorrection[],
): TransactionTable {
  const { columns, length } = table;
  const ids = new Set(
    corrections.some(({ transactionId }) => transactionId !== null) ? columns.id.values : [],
  );
  const isNamed = ({ transactionId }: ReadCorrection): boolean =>
    transactionId !== null && ids.has(transactionId);
  const byId = lastBy(corrections, (one) => (isNamed(one) ? one.transactionId : null));
  const byDay = lastBy(corrections, (one) =>
    isNamed(one) || Number.isNaN(one.row.date) ? null : one.row.date,
  );
  if (byId.size + byDay.size === 0) return table;
  const values = [...columns.category.values];
  const known = new Map(values.map((name, code) => [name, code]));
  const codes = columns.category.codes.slice();
  const wanted = columns.id.values.map((id) => byId.get(id));
  for (let row = 0; row < length; row++) {
    const id = columns.id.codes[row] as number;
    const named = id < 0 ? undefined : wanted[id];
    const ofDay = byDay.get(columns.date[row] as number);
    if (named === undefined && ofDay === undefined) continue;
    const { merchantName, description } = featureRowAt(table, row);
    const payee = payeeOf({ merchantName, description }) ?? '';
    // Who corrects a row that has a merchant's name too may have seen its description alone. A day is not enough then: rows
    // of several merchants may be described alike.
    const described = named?.get(payeeOf({ merchantName: null, description }) ?? '');
    const correction = later(later(named?.get(payee), described), ofDay?.get(payee));
    if (correction === undefined) continue;
    const code = known.get(correction.category) ?? values.length;
    if (code === values.length) {
      values.push(correction.category);
      known.set(correction.category, code);
    }
    codes[row] = code;
  }
  const category = Object.freeze({ codes, values: Object.freeze(values) });
  return tableFromColumns({ ...columns, category });
}

interface Placed {
  readonly place: number;
  readonly category: string;
}

/** The last correction of each payee, by what it names; `null` names nothing. */
function lastBy<Key>(
  corrections: readonly ReadCorrection[],
  keyOf: (correction: ReadCorrection) => Key | null,
): ReadonlyMap<Key, ReadonlyMap<string, Placed>> {
  const found = new Map<Key, Map<string, Placed>>();
  for (const [place, correction] of corrections.entries()) {
    const key = keyOf(correction);
    if (key === null) continue;
    const ofPayees = found.get(key) ?? new Map<string, Placed>();
    found.set(key, ofPayees.set(correction.payee, { place, category: correction.category }));
  }
  return found;
}

function later(a: Placed | undefined, b: Placed | undefined): Placed | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.place > b.place ? a : b;
}
