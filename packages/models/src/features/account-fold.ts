import { TitansError } from '@titans/core';
import type { FeatureGroup } from './feature-group.js';
import type { FeatureRow } from './feature-row.js';

/** Features of one account, row after row in time order. */
export interface AccountFold {
  /** Writes the values of every group for a row, from the rows that were strictly before it. */
  read(row: FeatureRow, values: Float64Array): void;
  /** Takes a row in. It becomes visible to the rows that are strictly after it. */
  observe(row: FeatureRow): void;
}

/**
 * Whether the row `earlier` is known to have happened before `later`: on an earlier day, or on the same day if both
 * have a time of day and its is smaller. Two rows of one day of which one has no time do not see each other. A row
 * without a date, which only a query can be, is taken to be the latest.
 */
export function isStrictlyBefore(earlier: FeatureRow, later: FeatureRow): boolean {
  return (
    Number.isNaN(later.date) ||
    earlier.date < later.date ||
    (earlier.date === later.date && earlier.time < later.time)
  );
}

/** The order in which a fold takes rows: by day, rows without a time first, then by time. */
export function compareMoments(a: FeatureRow, b: FeatureRow): number {
  return a.date - b.date || secondOf(a) - secondOf(b);
}

/** Starts an account without rows. Rows must come in the order of {@link compareMoments}. */
export function accountFold(groups: readonly FeatureGroup[]): AccountFold {
  const states = groups.map((group) => group.start());
  const slots = groups.map((group) => new Float64Array(group.features.length));
  let day = Number.NEGATIVE_INFINITY;
  let second = -1;
  let ofThisMoment: FeatureRow[] = [];
  let untimedOfThisDay: FeatureRow[] = [];

  function advanceTo(row: FeatureRow): void {
    if (Number.isNaN(row.date)) {
      absorb(ofThisMoment);
      absorb(untimedOfThisDay);
      ofThisMoment = [];
      untimedOfThisDay = [];
      return;
    }
    if (row.date > day) {
      absorb(ofThisMoment);
      absorb(untimedOfThisDay);
      ofThisMoment = [];
      untimedOfThisDay = [];
      day = row.date;
      second = secondOf(row);
      return;
    }
    if (!(row.date === day && secondOf(row) >= second)) {
      throw new TitansError('INVALID_ARGUMENT', 'A row is older than the one before it: sort rows by time.', {
        details: { field: 'date' },
      });
    }
    if (secondOf(row) > second) {
      absorb(ofThisMoment);
      ofThisMoment = [];
      second = secondOf(row);
    }
  }

  function absorb(rows: FeatureRow[]): void {
    // Rows of one moment have no order of their own: a fixed one makes features independent of the input's order.
    if (rows.length > 1) rows.sort(compareContents);
    for (const row of rows) for (const state of states) state.update(row);
  }

  return {
    read(row, values) {
      advanceTo(row);
      let offset = 0;
      for (let group = 0; group < states.length; group++) {
        const slot = slots[group] as Float64Array;
        states[group]?.read(row, slot);
        values.set(slot, offset);
        offset += slot.length;
      }
    },
    observe(row) {
      if (Number.isNaN(row.date)) {
        throw new TitansError('INVALID_ARGUMENT', 'A row of the history has no date.', {
          details: { field: 'date' },
        });
      }
      advanceTo(row);
      (secondOf(row) < 0 ? untimedOfThisDay : ofThisMoment).push(row);
    },
  };
}

function secondOf(row: FeatureRow): number {
  return Number.isNaN(row.time) ? -1 : row.time;
}

function compareContents(a: FeatureRow, b: FeatureRow): number {
  return (
    a.amount - b.amount ||
    compareText(a.description, b.description) ||
    compareText(a.type, b.type) ||
    compareText(a.category, b.category) ||
    compareText(a.paymentMethod, b.paymentMethod) ||
    compareText(a.merchantName, b.merchantName) ||
    compareText(a.reference, b.reference) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null || a > b ? 1 : -1;
}
