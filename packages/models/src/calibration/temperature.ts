import { TitansError } from '@titans/core';
import { integerWithin, numberBetween } from '../estimators/parameters.js';
import { requireLabels, requireLength, requireObject, requireValues } from './checked-values.js';

/** What scores are divided by before the softmax. Above 1 makes a model less sure, below 1 surer. */
export interface TemperatureScaling {
  readonly temperature: number;
}

/** The coldest and the hottest temperature that are learned. */
const coldest = 0.01;
const hottest = 100;

/**
 * Learns the temperature of least log-loss (Guo, Pleiss, Sun and Weinberger 2017) from rows that the scoring model has
 * not seen. The log-loss is convex in the inverse temperature, so this is its one minimum, to the last digits.
 *
 * The temperature stays within 0.01 and 100: the first is the answer where every row is right, the last where scores
 * are no better than none. Where the scores of every row are equal, it is 1.
 *
 * @param scores Row-major rows × classes: margins, logits or logarithms of probabilities. −∞ stands for a class that
 * the scoring model did not know, and is no score of the row's own class.
 * @param labels Class of each row, as a code.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `INVALID_ARGUMENT` for a label that is no
 * class, `DATA_NOT_FINITE` for NaN, +∞, or −∞ as the score of the row's own class.
 * @example
 * ```ts
 * import { applyTemperature, fitTemperature } from '@titans/models/evaluation';
 *
 * const scores = Float64Array.of(4, 0, 3, 0, 0, 2, 1, 0);
 * const scaling = fitTemperature(scores, Int32Array.of(0, 0, 1, 1), 2);
 * applyTemperature(scaling, scores, 2); // probabilities, row-major rows × 2
 * ```
 */
export function fitTemperature(
  scores: Float64Array,
  labels: ArrayLike<number>,
  classCount: number,
): TemperatureScaling {
  requireValues('labels', labels);
  checkScores(scores, classCount);
  requireLength('scores', scores, labels.length * classCount);
  requireLabels('labels', labels, classCount);
  for (let row = 0; row < labels.length; row++) {
    if (scores[row * classCount + (labels[row] as number)] !== Number.NEGATIVE_INFINITY) continue;
    throw new TitansError(
      'DATA_NOT_FINITE',
      `The class of row ${row + 1} has score −∞, to which no temperature gives a probability. Leave the row out.`,
      { details: { field: 'scores', row: row + 1 } },
    );
  }
  return Object.freeze({ temperature: 1 / bestInverseTemperature(scores, labels, classCount) });
}

/**
 * Probabilities of scores, row-major rows × classes; every row sums to 1.
 *
 * @throws TitansError `SHAPE_MISMATCH` if the scores are no whole number of rows, `DATA_NOT_FINITE` for NaN, +∞, or a
 * row without a score above −∞, `INVALID_ARGUMENT` for a temperature that is not above 0.
 */
export function applyTemperature(
  scaling: TemperatureScaling,
  scores: Float64Array,
  classCount: number,
): Float64Array {
  requireObject('scaling', scaling);
  const { temperature } = scaling;
  numberBetween('temperature', temperature, 0, Number.POSITIVE_INFINITY);
  checkScores(scores, classCount);
  const probabilities = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += classCount) {
    softmax(scores, start, classCount, 1 / temperature, probabilities.subarray(start, start + classCount));
  }
  return probabilities;
}

function checkScores(scores: Float64Array, classCount: number): void {
  integerWithin('classCount', classCount, 1, 2 ** 31 - 1);
  requireValues('scores', scores, 0);
  if (scores.length % classCount !== 0) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `${scores.length} scores are no whole number of rows of ${classCount} classes.`,
      { details: { field: 'scores' } },
    );
  }
  for (let start = 0; start < scores.length; start += classCount) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classCount; k++) highest = Math.max(highest, scores[start + k] as number);
    if (Number.isFinite(highest)) continue;
    const row = start / classCount + 1;
    throw new TitansError(
      'DATA_NOT_FINITE',
      `The scores of row ${row} hold NaN or +∞, or are all −∞. Leave the row out.`,
      { details: { field: 'scores', row } },
    );
  }
}

/** Root of the slope of the log-loss, by Newton steps that fall back to bisection. */
function bestInverseTemperature(scores: Float64Array, labels: ArrayLike<number>, classCount: number): number {
  const probabilities = new Float64Array(classCount);

  /** Sums over the rows, of mean score minus own score, and of the variance of the score. */
  function derivatives(inverse: number): { readonly slope: number; readonly curvature: number } {
    let [slope, curvature] = [0, 0];
    for (let row = 0; row < labels.length; row++) {
      const start = row * classCount;
      const own = scores[start + (labels[row] as number)] as number;
      softmax(scores, start, classCount, inverse, probabilities);
      let [first, second] = [0, 0];
      for (let k = 0; k < classCount; k++) {
        const probability = probabilities[k] as number;
        // A class with score −∞ has probability 0, and no part in the mean.
        if (probability === 0) continue;
        const gap = (scores[start + k] as number) - own;
        first += probability * gap;
        second += probability * gap * gap;
      }
      slope += first;
      curvature += second - first * first;
    }
    return { slope, curvature };
  }

  let [low, high] = [1 / hottest, 1 / coldest];
  const [slopeAtLow, slopeAtHigh] = [derivatives(low).slope, derivatives(high).slope];
  if (slopeAtLow === 0 && slopeAtHigh === 0) return 1;
  if (slopeAtLow >= 0) return low;
  if (slopeAtHigh <= 0) return high;
  let inverse = 1;
  for (let step = 0; step < 200; step++) {
    const { slope, curvature } = derivatives(inverse);
    if (slope === 0) return inverse;
    if (slope < 0) low = inverse;
    else high = inverse;
    const newton = inverse - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - inverse) <= 1e-15 * inverse) return next;
    inverse = next;
  }
  return inverse;
}

function softmax(
  scores: Float64Array,
  start: number,
  classCount: number,
  inverse: number,
  into: Float64Array,
): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classCount; k++) highest = Math.max(highest, scores[start + k] as number);
  let total = 0;
  for (let k = 0; k < classCount; k++) {
    const weight = Math.exp(((scores[start + k] as number) - highest) * inverse);
    into[k] = weight;
    total += weight;
  }
  for (let k = 0; k < classCount; k++) into[k] = (into[k] as number) / total;
}
