import { TitansError } from '@titans/core';
import {
  requireLabels,
  requireLength,
  requireProbabilities,
  requireValues,
  requireWeights,
} from '../calibration/checked-values.js';
import { integerWithin } from '../estimators/parameters.js';

/** How far a row of probabilities may be from summing to 1. */
const sumTolerance = 1e-6;

/**
 * Checks labels and the probabilities of their classes.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a
 * label that is no class, a value outside 0 to 1, or a row that does not sum to 1 (within 1e-6).
 */
export function checkClassProbabilities(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  classCount: number,
  weights?: ArrayLike<number>,
): void {
  integerWithin('classCount', classCount, 1, 2 ** 31 - 1);
  requireValues('labels', labels);
  requireLength('probabilities', probabilities, labels.length * classCount);
  requireLabels('labels', labels, classCount);
  requireProbabilities('probabilities', probabilities);
  if (weights) requireWeights(weights, labels.length);
  for (let row = 0; row < labels.length; row++) {
    let total = 0;
    for (let k = 0; k < classCount; k++) total += probabilities[row * classCount + k] as number;
    if (Math.abs(total - 1) <= sumTolerance) continue;
    throw new TitansError('INVALID_ARGUMENT', `The probabilities of row ${row + 1} sum to ${total}, not 1.`, {
      details: { field: 'probabilities', row: row + 1 },
    });
  }
}

/**
 * Mean of −ln(probability of the right class), in nats. Probabilities are kept 2⁻⁵² away from 0 and 1, as
 * scikit-learn's `log_loss` does, so that one row that was surely wrong costs 36 and not infinity.
 *
 * @param labels Codes of the right classes.
 * @param probabilities Row-major rows × classes.
 * @throws TitansError as {@link classificationReport}.
 */
export function logLoss(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  classCount: number,
  weights?: ArrayLike<number>,
): number {
  checkClassProbabilities(labels, probabilities, classCount, weights);
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    const probability = probabilities[row * classCount + (labels[row] as number)] as number;
    total -=
      weightAt(row, weights) * Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability)));
  }
  return total / totalWeight(labels.length, weights);
}

/**
 * Mean squared distance of the probabilities from the truth (Brier 1950), 0 to 2. For two classes it is halved, which
 * is the squared error of one probability, 0 to 1. As scikit-learn's `brier_score_loss`.
 *
 * @param labels Codes of the right classes.
 * @param probabilities Row-major rows × classes.
 * @throws TitansError as {@link classificationReport}.
 */
export function brierScore(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  classCount: number,
  weights?: ArrayLike<number>,
): number {
  checkClassProbabilities(labels, probabilities, classCount, weights);
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    for (let k = 0; k < classCount; k++) {
      const gap = (probabilities[row * classCount + k] as number) - (labels[row] === k ? 1 : 0);
      total += weightAt(row, weights) * gap * gap;
    }
  }
  return total / totalWeight(labels.length, weights) / (classCount <= 2 ? 2 : 1);
}

/**
 * Share of rows whose right class is among the `k` most probable. Of equally probable classes the first counts as more
 * probable, so that k = 1 is the accuracy (scikit-learn's `top_k_accuracy_score` prefers the last).
 *
 * @param labels Codes of the right classes.
 * @param probabilities Row-major rows × classes.
 * @param k 1 or more; with all classes or more, the share is 1.
 * @throws TitansError as {@link classificationReport}.
 */
export function topKAccuracy(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  classCount: number,
  k: number,
  weights?: ArrayLike<number>,
): number {
  integerWithin('k', k, 1, 2 ** 31 - 1);
  checkClassProbabilities(labels, probabilities, classCount, weights);
  let hits = 0;
  for (let row = 0; row < labels.length; row++) {
    const start = row * classCount;
    const label = labels[row] as number;
    const own = probabilities[start + label] as number;
    let ahead = 0;
    for (let other = 0; other < classCount; other++) {
      const probability = probabilities[start + other] as number;
      if (probability > own || (probability === own && other < label)) ahead++;
    }
    if (ahead < k) hits += weightAt(row, weights);
  }
  return hits / totalWeight(labels.length, weights);
}

function weightAt(row: number, weights: ArrayLike<number> | undefined): number {
  return weights ? (weights[row] as number) : 1;
}

function totalWeight(rows: number, weights: ArrayLike<number> | undefined): number {
  return weights ? Array.from(weights).reduce((sum, weight) => sum + weight, 0) : rows;
}
