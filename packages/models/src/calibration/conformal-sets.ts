import { TitansError } from '@titans/core';
import { integerWithin, numberWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { checkClassProbabilities } from '../evaluation/probability-metrics.js';
import { requireLength, requireObject, requireProbabilities } from './checked-values.js';
import { checkCoverage, conformalQuantile, leastConformalScores } from './conformal-quantile.js';

export interface ConformalSetOptions {
  /**
   * `least-ambiguous` (unless told): classes above one probability (Sadinle, Lei and Wasserman 2019), the smallest sets
   * on average. `adaptive`: classes from the most probable down until their sum is enough (Romano, Sesia and Candès
   * 2020, not randomised), larger where the row is hard.
   */
  readonly method?: 'least-ambiguous' | 'adaptive';
  /** Of `adaptive`: added to the sum for each class beyond `freeRanks`, against long sets (RAPS; Angelopoulos et al. 2021); 0 unless told. */
  readonly penalty?: number;
  /** Classes without a penalty; 1 unless told. */
  readonly freeRanks?: number;
}

/** Which classes are possible, given their probabilities. */
export interface ConformalSets {
  /** Share of rows whose class is built to be in its set. */
  readonly coverage: number;
  readonly method: 'least-ambiguous' | 'adaptive';
  /** The set holds the classes whose score is at most this. */
  readonly threshold: number;
  readonly penalty: number;
  readonly freeRanks: number;
  readonly classCount: number;
  /** Rows that it was learned from. */
  readonly n: number;
}

/**
 * Learns sets of classes that hold the right one with at least the stated probability (split conformal prediction),
 * from rows that the classifier has not seen, if these are exchangeable with new ones.
 *
 * @param labels Codes of the right classes.
 * @param probabilities Row-major rows × classes.
 * @throws TitansError `DATA_INSUFFICIENT` below {@link leastConformalScores} rows, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { applyConformalSets, fitConformalSets } from '@titans/models/evaluation';
 *
 * const seen = Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.2, 0.8, 0.7, 0.3);
 * const sets = fitConformalSets([0, 0, 1, 1], seen, 2, 0.8);
 * applyConformalSets(sets, Float64Array.of(0.65, 0.35, 0.95, 0.05)); // [Int32Array [0, 1], Int32Array [0]]
 * ```
 */
export function fitConformalSets(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  classCount: number,
  coverage: number,
  options: ConformalSetOptions = {},
): ConformalSets {
  refuseUnknownParameters('fitConformalSets', options, ['method', 'penalty', 'freeRanks']);
  const method = oneOf('method', options.method ?? 'least-ambiguous', ['least-ambiguous', 'adaptive']);
  const penalty = numberWithin('penalty', options.penalty ?? 0, 0, 1);
  const freeRanks = integerWithin('freeRanks', options.freeRanks ?? 1, 0, 2 ** 31 - 1);
  checkCoverage(coverage);
  checkClassProbabilities(labels, probabilities, classCount);
  const n = labels.length;
  const least = leastConformalScores(coverage);
  if (n < least) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `A coverage of ${coverage} needs at least ${least} rows; there are ${n}. Give more rows or ask for less coverage.`,
      { details: { field: 'labels' } },
    );
  }
  const shape = { method, penalty, freeRanks, classCount };
  const scores = Float64Array.from(labels, (label, row) => {
    return classScores(shape, probabilities, row).scores[label] as number;
  });
  return Object.freeze({ coverage, ...shape, threshold: conformalQuantile(scores, coverage), n });
}

/**
 * The possible classes of each row, the most probable first. The most probable one is always among them, since an empty
 * set tells nothing.
 *
 * @throws TitansError `SHAPE_MISMATCH` if the probabilities are no whole number of rows, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT` for a probability outside 0 to 1.
 */
export function applyConformalSets(sets: ConformalSets, probabilities: Float64Array): readonly Int32Array[] {
  requireObject('sets', sets);
  requireProbabilities('probabilities', probabilities);
  const rows = Math.floor(probabilities.length / sets.classCount);
  requireLength('probabilities', probabilities, rows * sets.classCount);
  return Array.from({ length: rows }, (_, row) => {
    const { scores, order } = classScores(sets, probabilities, row);
    return order.filter((label, rank) => rank === 0 || (scores[label] as number) <= sets.threshold);
  });
}

/** How strange each class would be, and the classes from the most probable down; of equal ones the first. */
function classScores(
  {
    method,
    penalty,
    freeRanks,
    classCount,
  }: Pick<ConformalSets, 'method' | 'penalty' | 'freeRanks' | 'classCount'>,
  probabilities: Float64Array,
  row: number,
): { readonly scores: Float64Array; readonly order: Int32Array } {
  const own = Float64Array.from(
    { length: classCount },
    (_, label) => probabilities[row * classCount + label] as number,
  );
  const order = Int32Array.from({ length: classCount }, (_, label) => label).sort(
    (a, b) => (own[b] as number) - (own[a] as number) || a - b,
  );
  const scores = own.map((probability) => 1 - probability);
  if (method === 'adaptive') {
    let total = 0;
    order.forEach((label, rank) => {
      total += own[label] as number;
      scores[label] = total + penalty * Math.max(0, rank + 1 - freeRanks);
    });
  }
  return { scores, order };
}
