import { fromEpochDay } from '@titans/core';
import type { TransactionField } from '../../normalise/import-field.js';
import type { ExpectationRun } from '../expectation.js';
import { encodedTexts, memoised } from '../field-values.js';
import { rowHasher } from '../row-hashes.js';
import { type DaySet, daySet } from '../sketch/day-set.js';
import { distinctCounter } from '../sketch/distinct-counter.js';
import { accountKeys } from './account-keys.js';
import { nothingYet } from './source-checks.js';

const millisecondsPerDay = 86_400_000;
const mostNamed = 10;

/** Two ends that a figure lies between, both inclusive. */
export interface Between {
  readonly min?: number;
  readonly max?: number;
}

/** Whether a figure lies between two; one that does not exist lies nowhere. */
export function liesBetween(value: number, { min, max }: Between): boolean {
  return value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
}

/** The number of records, the rejected ones included. */
export function rowCount(between: Between): ExpectationRun {
  let rows = 0;
  return {
    observe: (batch) => {
      rows += batch.rowsIn;
      return nothingYet;
    },
    finish: () => ({ isMet: liesBetween(rows, between), observed: { rows } }),
  };
}

/** The number of records lies within a share of the median of earlier numbers. */
export function rowCountNear(earlier: readonly number[], maxDeviation: number): ExpectationRun {
  const sorted = [...earlier].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
  let rows = 0;
  return {
    observe: (batch) => {
      rows += batch.rowsIn;
      return nothingYet;
    },
    finish: () => ({
      isMet: Math.abs(rows - median) <= maxDeviation * median,
      observed: { rows, medianOfEarlier: median },
    }),
  };
}

/** The newest date is not older than so many days when the run ends. */
export function fresh(maxAgeDays: number, now: () => number): ExpectationRun {
  let newest = Number.NEGATIVE_INFINITY;
  return {
    observe: ({ table }) => {
      for (const day of table.columns.date) if (day > newest) newest = day;
      return nothingYet;
    },
    finish: () => {
      const ageDays = Math.floor(now() / millisecondsPerDay) - newest;
      return {
        isMet: ageDays <= maxAgeDays,
        observed: { ageDays: Number.isFinite(ageDays) ? ageDays : null },
      };
    },
  };
}

/** No account goes without a row for longer than that. */
export function maxGap(maxDays: number): ExpectationRun {
  const accounts = accountKeys(false);
  const days: DaySet[] = [];
  return {
    observe: (batch) => {
      const account = accounts.of(batch);
      const { date } = batch.table.columns;
      for (let row = 0; row < date.length; row++) {
        const key = account(row);
        days[key] ??= daySet();
        days[key].add(date[row] as number);
      }
      return nothingYet;
    },
    finish: () => {
      let widest: { from: number; to: number } | null = null;
      for (const each of days) {
        const gap = each.widestGap();
        if (gap !== null && (widest === null || gap.to - gap.from > widest.to - widest.from)) widest = gap;
      }
      if (widest === null) return { isMet: true, observed: { days: null } };
      const { from, to } = widest;
      return {
        isMet: to - from <= maxDays,
        observed: { days: to - from, from: fromEpochDay(from), to: fromEpochDay(to) },
      };
    },
  };
}

/** The number of different values. */
export function distinctCount(field: TransactionField, between: Between): ExpectationRun {
  const counter = distinctCounter();
  const hashRows = rowHasher([field]);
  return {
    observe: ({ table }) => {
      const { hashes, hasAny } = hashRows(table);
      counter.addRows(hashes, hasAny);
      return nothingYet;
    },
    finish: () => {
      const { distinct, isExact } = counter.count();
      return { isMet: liesBetween(distinct, between), observed: { distinct, isExact } };
    },
  };
}

/** Each of the values occurs. */
export function containsSet(field: TransactionField, values: readonly string[]): ExpectationRun {
  const awaited = new Set(values);
  return {
    observe: ({ table }) => {
      if (awaited.size === 0) return nothingYet;
      const { codes, texts } = encodedTexts(table, field);
      const isAwaited = memoised(texts, (text) => text !== null && awaited.has(text));
      for (const code of codes) if (isAwaited(code)) awaited.delete(texts[code] as string);
      return nothingYet;
    },
    finish: () => ({ isMet: awaited.size === 0, observed: { missing: [...awaited].slice(0, mostNamed) } }),
  };
}

/** The share of rows with one of the values, among those with a value. */
export function proportion(
  field: TransactionField,
  values: readonly string[],
  between: Between,
): ExpectationRun {
  const wanted = new Set(values);
  let withValue = 0;
  let matching = 0;
  return {
    observe: ({ table }) => {
      const { codes, texts } = encodedTexts(table, field);
      const isWanted = memoised(texts, (text) => text !== null && wanted.has(text));
      for (const code of codes) {
        if (code < 0) continue;
        withValue++;
        if (isWanted(code)) matching++;
      }
      return nothingYet;
    },
    finish: () => {
      const share = matching / withValue;
      return {
        isMet: liesBetween(share, between),
        observed: { share: Number.isNaN(share) ? null : share, rows: withValue },
      };
    },
  };
}
