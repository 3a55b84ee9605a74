import { TitansError } from '@titans/core';
import { requireFinite, requireValues } from '../../calibration/checked-values.js';
import {
  integerWithin,
  numberBetween,
  numberWithin,
  refuseUnknownParameters,
} from '../../estimators/parameters.js';
import { requireAtLeast, type Split } from './split.js';

export interface TimeOrderedSplitOptions {
  /** Share of rows that are tested, above 0 and below 1; 0.2 unless told. */
  readonly testFraction?: number;
  /** Time before the first tested row that is not learned from, in the unit of `times`; 0 unless told. */
  readonly gap?: number;
}

/**
 * Splits once: learned from before a moment, tested from then on. Rows of one time are never parted, so the test has
 * the nearest possible number of rows to what was asked.
 *
 * @param times The time of each row, such as its epoch day, in any order of rows.
 * @throws TitansError `DATA_INSUFFICIENT` if nothing would be left to learn from or to test, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { timeOrderedSplit } from '@titans/models/evaluation';
 *
 * const { train, test } = timeOrderedSplit([19700, 19701, 19701, 19705], { testFraction: 0.25 });
 * ```
 */
export function timeOrderedSplit(times: ArrayLike<number>, options: TimeOrderedSplitOptions = {}): Split {
  requireValues('times', times, 0);
  refuseUnknownParameters('timeOrderedSplit', options, ['testFraction', 'gap']);
  const fraction = numberBetween('testFraction', options.testFraction ?? 0.2, 0, 1);
  const gap = numberWithin('gap', options.gap ?? 0, 0, Number.MAX_VALUE);
  const n = times.length;
  requireAtLeast('rows', n, 2);
  requireFinite('times', times);
  const sorted = Float64Array.from(times).sort();
  const wanted = n - Math.ceil(Number((n * fraction).toPrecision(12)));
  const at = sorted[Math.min(wanted, n - 1)] as number;
  const first = sorted.indexOf(at);
  const after = sorted.lastIndexOf(at) + 1;
  const takesFirst = first > 0 && (after === n || wanted - first <= after - wanted);
  const cut = sorted[takesFirst ? first : after];
  if (cut === undefined) {
    throw new TitansError('DATA_INSUFFICIENT', 'All rows have one time, so they cannot be split by time.');
  }
  return partBetween(times, {
    from: cut,
    to: Number.POSITIVE_INFINITY,
    gap,
    window: Number.POSITIVE_INFINITY,
  });
}

export interface RollingOriginOptions {
  /** Time that is tested after each origin, in the unit of `times`. */
  readonly horizon: number;
  /** 5 unless told. */
  readonly origins?: number;
  /** Time between origins; the horizon unless told, so that every row is tested at most once. */
  readonly step?: number;
  /** Time before the origin that is not learned from; 0 unless told. */
  readonly gap?: number;
  /** Time before the gap that is learned from; all unless told. */
  readonly window?: number;
}

/**
 * Splits at moments that follow each other (Tashman 2000): each learns from what was before its origin, and tests from
 * the origin until the horizon. The last horizon ends with the last row; times are taken as whole units such as days.
 * Oldest first. On evenly spaced rows the same as scikit-learn's `TimeSeriesSplit`.
 *
 * @param times The time of each row, such as its epoch day: whole numbers, in any order of rows.
 * @throws TitansError `DATA_INSUFFICIENT` naming the first origin that has nothing to learn from or to test,
 * `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { rollingOrigin } from '@titans/models/evaluation';
 *
 * const days = Array.from({ length: 120 }, (_, day) => 19700 + day);
 * const splits = rollingOrigin(days, { horizon: 30, origins: 3 });
 * ```
 */
export function rollingOrigin(times: ArrayLike<number>, options: RollingOriginOptions): readonly Split[] {
  requireValues('times', times, 0);
  refuseUnknownParameters('rollingOrigin', options, ['horizon', 'origins', 'step', 'gap', 'window']);
  const most = Number.MAX_SAFE_INTEGER;
  const horizon = integerWithin('horizon', options.horizon, 1, most);
  const origins = integerWithin('origins', options.origins ?? 5, 1, 100_000);
  const step = integerWithin('step', options.step ?? horizon, 1, most);
  const gap = integerWithin('gap', options.gap ?? 0, 0, most);
  const window =
    options.window === undefined
      ? Number.POSITIVE_INFINITY
      : integerWithin('window', options.window, 1, most);
  requireAtLeast('rows', times.length, 2);
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < times.length; row++) {
    last = Math.max(last, integerWithin(`times[${row}]`, times[row] as number, -most, most));
  }
  return Object.freeze(
    Array.from({ length: origins }, (_, index) => {
      const from = last + 1 - horizon - (origins - 1 - index) * step;
      return partBetween(times, { from, to: from + horizon, gap, window });
    }),
  );
}

function partBetween(
  times: ArrayLike<number>,
  part: { readonly from: number; readonly to: number; readonly gap: number; readonly window: number },
): Split {
  const { from, to, gap, window } = part;
  const rows = Int32Array.from({ length: times.length }, (_, row) => row);
  const timeOf = (row: number): number => times[row] as number;
  const train = rows.filter((row) => timeOf(row) < from - gap && timeOf(row) >= from - gap - window);
  const test = rows.filter((row) => timeOf(row) >= from && timeOf(row) < to);
  if (train.length === 0 || test.length === 0) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `No row is there to ${train.length === 0 ? 'learn from before' : 'test from'} the time ${from}. Take fewer origins, a smaller gap, or another horizon.`,
      { details: { field: 'times', value: `${from}` } },
    );
  }
  return Object.freeze({ train, test });
}
