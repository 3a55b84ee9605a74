import { createRandom, TitansError, type WorkOptions } from '@titans/core';
import { pace } from '../estimators/pace.js';
import { integerWithin, numberBetween, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { bcaInterval, percentileInterval } from './bootstrap-ends.js';
import { type Resampling, type RowLabels, resampling } from './resampling.js';

export interface BootstrapOptions extends WorkOptions {
  /** 0 unless told. */
  readonly seed?: number;
  /** 2000 unless told. */
  readonly resamples?: number;
  /** Confidence, above 0 and below 1; 0.95 unless told. */
  readonly level?: number;
  /**
   * `percentile` (unless told), or `bca`: corrected for bias and skewness (Efron 1987), better for few rows, at the
   * cost of one more evaluation per row or group. Not with `strata`.
   */
  readonly method?: 'percentile' | 'bca';
  /** One label per row: rows of a group belong together, such as those of an account, and are drawn together. */
  readonly groups?: RowLabels;
  /** One label per row, such as its class: every resample holds as many rows of each as there are. Not with `groups`. */
  readonly strata?: RowLabels;
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
 * independent: name the groups of rows that belong together, such as those of one account, or it will be too narrow.
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
  return (await bootstrap('bootstrapInterval', statistic, n, options)).interval;
}

/** Row numbers are kept as Int32; more rows than this would need more memory than there is. */
const mostRows = 1_000_000_000;

/** The interval and the statistics of the resamples, ascending. */
export async function bootstrap(
  caller: string,
  statistic: (rows: Int32Array) => number,
  n: number,
  options: BootstrapOptions,
): Promise<{ readonly interval: BootstrapInterval; readonly sorted: readonly number[] }> {
  refuseUnknownParameters(caller, options, [
    'seed',
    'resamples',
    'level',
    'method',
    'groups',
    'strata',
    'signal',
    'onProgress',
  ]);
  const resamples = integerWithin('resamples', options.resamples ?? 2000, 1, 10_000_000);
  const level = numberBetween('level', options.level ?? 0.95, 0, 1);
  const method = oneOf('method', options.method ?? 'percentile', ['percentile', 'bca']);
  if (method === 'bca' && options.strata) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'The BCa method knows no strata. Use the method "percentile".',
      {
        details: { field: 'method' },
      },
    );
  }
  const random = createRandom(options.seed ?? 0, 'bootstrap');
  if (!(Number.isInteger(n) && n >= 1)) {
    throw new TitansError('DATA_INSUFFICIENT', `A bootstrap needs at least one row, not ${n}.`);
  }
  integerWithin('n', n, 1, mostRows);
  const step = pace(options, 'bootstrap', 'steps');
  const plan = resampling(n, options);
  const estimate = statistic(Int32Array.from({ length: n }, (_, row) => row));
  if (!Number.isFinite(estimate)) {
    throw new TitansError('DATA_NOT_FINITE', `The statistic of the rows is ${estimate}, not a number.`);
  }
  const drawn: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    await step(resample, resamples);
    const value = statistic(plan.draw(random));
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
    method === 'bca' && plan.units > 1
      ? bcaInterval(sorted, estimate, await jackknife(statistic, plan, options), level)
      : null;
  const interval: BootstrapInterval = Object.freeze(
    corrected
      ? { ...found, ...corrected, method: 'bca' }
      : { ...found, ...percentileInterval(sorted, level), method: 'percentile' },
  );
  return { interval, sorted };
}

/** The statistic without each row, or group, in turn. */
async function jackknife(
  statistic: (rows: Int32Array) => number,
  plan: Resampling,
  options: WorkOptions,
): Promise<readonly number[]> {
  const step = pace(options, 'bootstrap: jackknife', 'steps');
  const values: number[] = [];
  for (let left = 0; left < plan.units; left++) {
    await step(left, plan.units);
    values.push(statistic(plan.without(left)));
  }
  return values;
}
