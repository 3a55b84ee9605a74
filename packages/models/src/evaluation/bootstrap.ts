import { createRandom, TitansError, type WorkOptions } from '@titans/core';
import { pace } from '../estimators/pace.js';
import { integerWithin, numberBetween, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { bcaInterval, percentileInterval } from './bootstrap-ends.js';

export interface BootstrapOptions extends WorkOptions {
  /** 0 unless told. */
  readonly seed?: number;
  /** 2000 unless told. */
  readonly resamples?: number;
  /** Confidence, above 0 and below 1; 0.95 unless told. */
  readonly level?: number;
  /**
   * `percentile` (unless told), or `bca`: corrected for bias and skewness (Efron 1987), better for few rows, at the
   * cost of one more evaluation per row.
   */
  readonly method?: 'percentile' | 'bca';
}

/** A figure and how far it may be off. */
export interface BootstrapInterval {
  /** The statistic of the rows themselves. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** `percentile` also where BCa is undefined: for one row, or a statistic that resampling moves to one side only. */
  readonly method: 'percentile' | 'bca';
  /** Resamples that the statistic was defined for. */
  readonly resamples: number;
  /** Resamples that it was not defined for, such as the ROC-AUC of one class; they are left out. */
  readonly undefinedResamples: number;
}

/**
 * Confidence interval of any statistic, from resamples of the rows with replacement (Efron 1979). Rows must be
 * independent: of rows that belong together, such as those of one account, give the statistic one per group.
 *
 * @param statistic The figure for given row numbers, 0 to n − 1, some of them repeated; NaN where it is not defined.
 * The array is used again, so it must not be kept.
 * @param n Rows.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, or if more than half of the resamples have no statistic;
 * `DATA_NOT_FINITE` if the rows themselves have none; `INVALID_ARGUMENT`, `ABORTED`.
 * @example
 * ```ts
 * import { bootstrapInterval } from '@titans/models/evaluation';
 *
 * const isRight = [1, 1, 0, 1, 1, 1, 0, 1];
 * const accuracy = (rows: Int32Array) => rows.reduce((sum, row) => sum + isRight[row]!, 0) / rows.length;
 * const { estimate, lower, upper } = await bootstrapInterval(accuracy, isRight.length, { seed: 7 });
 * ```
 */
export async function bootstrapInterval(
  statistic: (rows: Int32Array) => number,
  n: number,
  options: BootstrapOptions = {},
): Promise<BootstrapInterval> {
  refuseUnknownParameters('bootstrapInterval', options, [
    'seed',
    'resamples',
    'level',
    'method',
    'signal',
    'onProgress',
  ]);
  const resamples = integerWithin('resamples', options.resamples ?? 2000, 1, 10_000_000);
  const level = numberBetween('level', options.level ?? 0.95, 0, 1);
  const method = oneOf('method', options.method ?? 'percentile', ['percentile', 'bca']);
  const random = createRandom(options.seed ?? 0, 'bootstrap');
  if (!(Number.isInteger(n) && n >= 1)) {
    throw new TitansError('DATA_INSUFFICIENT', `A bootstrap needs at least one row, not ${n}.`);
  }
  const step = pace(options, 'bootstrap', 'steps');
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  const estimate = statistic(rows);
  if (!Number.isFinite(estimate)) {
    throw new TitansError('DATA_NOT_FINITE', `The statistic of the rows is ${estimate}, not a number.`);
  }
  const drawn: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    await step(resample, resamples);
    for (let i = 0; i < n; i++) rows[i] = random.integer(n);
    const value = statistic(rows);
    if (Number.isFinite(value)) drawn.push(value);
  }
  if (drawn.length * 2 < resamples) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `The statistic is undefined for ${resamples - drawn.length} of ${resamples} resamples. Give more rows.`,
    );
  }
  const found = { estimate, level, resamples: drawn.length, undefinedResamples: resamples - drawn.length };
  const sorted = Array.from(Float64Array.from(drawn).sort());
  const corrected =
    method === 'bca' && n > 1
      ? bcaInterval(sorted, estimate, await jackknife(statistic, n, options), level)
      : null;
  return Object.freeze(
    corrected
      ? { ...found, ...corrected, method: 'bca' }
      : { ...found, ...percentileInterval(sorted, level), method: 'percentile' },
  );
}

/** The statistic without each row in turn. */
async function jackknife(
  statistic: (rows: Int32Array) => number,
  n: number,
  options: WorkOptions,
): Promise<readonly number[]> {
  const step = pace(options, 'bootstrap: jackknife', 'steps');
  const values: number[] = [];
  const rows = new Int32Array(n - 1);
  for (let left = 0; left < n; left++) {
    await step(left, n);
    for (let i = 0; i < n - 1; i++) rows[i] = i < left ? i : i + 1;
    values.push(statistic(rows));
  }
  return values;
}
