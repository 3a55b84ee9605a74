import type { FeatureRow } from './feature-row.js';

/** Amounts are added in whole ten-thousandths, in which every ISO currency is exact. */
const parts = 10_000;

/** What flowed through an account, and the balance that it has as far as its rows report one. */
export interface AccountFlow {
  /** Sum of the amounts of the rows. */
  total(): number;
  /** Balance after the rows; NaN if none of them has reported one. */
  balance(): number;
  add(row: Pick<FeatureRow, 'date' | 'time' | 'amount' | 'balance'>): void;
}

/**
 * Follows the balance of an account. It is that which the last row reports, carried on by the amounts of rows that
 * report none. Rows of one moment have no order that is known: the last of them is the one whose balance no other goes
 * on from.
 */
export function accountFlow(): AccountFlow {
  let total = 0;
  let before = Number.NaN;
  let day = Number.NaN;
  let second = Number.NaN;
  let ofMoment = 0;
  let silent = 0;
  // How many rows of the moment end with a balance, less those that begin with it.
  let ends = new Map<number, number>();
  let balance: number | null = Number.NaN;

  function count(key: number, by: 1 | -1): void {
    ends.set(key, (ends.get(key) ?? 0) + by);
  }

  function closing(): number {
    const carried = before + ofMoment;
    if (ends.size === 0) return carried;
    const last = [...ends].filter(([, times]) => times > 0);
    if (last.length !== 1) return carried;
    // A row without a balance may have come after the last that has one.
    return silent > 0 && !Number.isNaN(carried) ? carried : (last[0] as [number, number])[0];
  }

  function current(): number {
    balance ??= closing();
    return balance;
  }

  return {
    total: () => total / parts,
    balance: () => current() / parts,
    add(row) {
      if (row.date !== day || !Object.is(row.time, second)) {
        before = current();
        day = row.date;
        second = row.time;
        ofMoment = 0;
        silent = 0;
        if (ends.size > 0) ends = new Map();
      }
      const amount = Math.round(row.amount * parts);
      total += amount;
      ofMoment += amount;
      if (Number.isNaN(row.balance)) silent++;
      else {
        const after = Math.round(row.balance * parts);
        count(after, 1);
        count(after - amount, -1);
      }
      balance = null;
    },
  };
}
