import { TitansError } from '@titans/core';
import { compareText } from '../compare-text.js';
import type { AccountState, FeatureGroup } from './feature-group.js';
import type { FeatureRow } from './feature-row.js';
import { lookBackDaysOf, looksBackOn } from './look-back.js';

/** Features of one account, row after row in time order. */
export interface AccountFold {
  /**
   * Writes the values of every group for a row, from the rows that are known to have happened before it: on an earlier
   * day, or on its day if both have a time of day and theirs is smaller. Of two rows of one day, one without a time,
   * neither sees the other.
   */
  read(row: FeatureRow, values: Float64Array): void;
  /** Takes a row in. It becomes visible to the rows that are strictly after it. */
  observe(row: FeatureRow): void;
}

/**
 * The order in which a fold takes rows: by day, rows without a time first, then by time. A row without a date, which
 * only a query can be, is taken to be the latest.
 */
export function compareMoments(a: FeatureRow, b: FeatureRow): number {
  const dayOfA = dayOf(a);
  const dayOfB = dayOf(b);
  return dayOfA === dayOfB ? secondOf(a) - secondOf(b) : dayOfA - dayOfB;
}

/** Reads features of rows without a past. It takes nothing in, so one serves rows of every account, in any order. */
export function blankReader(groups: readonly FeatureGroup[]): AccountFold['read'] {
  return statesReader(
    groups,
    groups.map((group) => group.start()),
  );
}

function statesReader(groups: readonly FeatureGroup[], states: readonly AccountState[]): AccountFold['read'] {
  const all = new Float64Array(groups.reduce((sum, group) => sum + group.features.length, 0));
  let end = 0;
  const slots = groups.map(({ features }) => {
    const start = end;
    end += features.length;
    return all.subarray(start, end);
  });
  return (row, values) => {
    for (let group = 0; group < states.length; group++) {
      states[group]?.read(row, slots[group] as Float64Array);
    }
    values.set(all);
  };
}

/**
 * Starts an account without rows. Rows must come in the order of {@link compareMoments}.
 *
 * @param earliestRead The day of the first row that will be read, all days unless told: what lies before it by more than
 * the window of a group is not taken into that group.
 */
export function accountFold(
  groups: readonly FeatureGroup[],
  earliestRead: number = Number.NEGATIVE_INFINITY,
): AccountFold {
  const states = groups.map((group) => group.start());
  const updates = groups.flatMap(({ features }, index) => {
    const update = states[index]?.update;
    if (update === undefined) return [];
    // A group that does not declare what it looks back on may look back on anything.
    const days = features.every(looksBackOn) ? lookBackDaysOf(features) : Number.POSITIVE_INFINITY;
    return [{ update, from: earliestRead - days }];
  });
  const readStates = statesReader(groups, states);
  let day = Number.NEGATIVE_INFINITY;
  let second = -1;
  let ofThisMoment: FeatureRow[] = [];
  let untimedOfThisDay: FeatureRow[] = [];
  const due: FeatureRow[] = [];

  function absorbDay(): void {
    if (ofThisMoment.length > 0) {
      absorb(ofThisMoment);
      ofThisMoment = [];
    }
    if (untimedOfThisDay.length > 0) {
      absorb(untimedOfThisDay);
      untimedOfThisDay = [];
    }
  }

  function advanceTo(row: FeatureRow): void {
    if (Number.isNaN(row.date)) {
      absorbDay();
      return;
    }
    if (row.date > day) {
      absorbDay();
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
    for (const row of rows) due.push(row);
  }

  /** Brings every group up to date, one after the other: many rows at once go through the code of one. */
  function updateAll(): void {
    if (due.length === 0) return;
    for (const { update, from } of updates) {
      for (const row of due) if (row.date >= from) update(row);
    }
    due.length = 0;
  }

  return {
    read(row, values) {
      advanceTo(row);
      updateAll();
      readStates(row, values);
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

function dayOf(row: FeatureRow): number {
  return Number.isNaN(row.date) ? Number.POSITIVE_INFINITY : row.date;
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
