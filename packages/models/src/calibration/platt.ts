import { TitansError } from '@titans/core';
import { mean, standardDeviation } from 'simple-statistics';
import {
  requireFinite,
  requireLength,
  requireObject,
  requireOutcomes,
  requireValues,
} from './checked-values.js';

/** Probability = 1 ÷ (1 + exp(−(slope × score + intercept))). */
export interface PlattScaling {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Learns a sigmoid from scores to probabilities (Platt 1999, with his targets, which keep the slope finite where the
 * outcomes are separable). Scores must come from rows that the scoring model has not seen. The same minimum that
 * scikit-learn's `CalibratedClassifierCV(method="sigmoid")` looks for, found by Newton's method (Lin, Lin and Weng 2007).
 *
 * Where only one outcome occurs, or all scores are equal, the slope is 0.
 *
 * @param outcomes 1 for the event, 0 for its absence, one per score.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for an
 * outcome other than 0 and 1.
 * @example
 * ```ts
 * import { applyPlatt, fitPlatt } from '@titans/models/evaluation';
 *
 * const platt = fitPlatt([-2, -1, 0.5, 3], [0, 0, 1, 1]);
 * applyPlatt(platt, [1.2]); // Float64Array of one probability
 * ```
 */
export function fitPlatt(scores: ArrayLike<number>, outcomes: ArrayLike<number>): PlattScaling {
  requireValues('scores', scores);
  requireLength('outcomes', outcomes, scores.length);
  requireFinite('scores', scores);
  requireOutcomes('outcomes', outcomes);
  const values = Array.from(scores);
  const events = Array.from(outcomes).filter((outcome) => outcome === 1).length;
  const targets = Float64Array.from(outcomes, (outcome) =>
    outcome === 1 ? (events + 1) / (events + 2) : 1 / (values.length - events + 2),
  );
  // Means of equal scores may be rounded beside them, hence the ends.
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number],
  );
  if (low === high || events === 0 || events === values.length) {
    const share = mean(Array.from(targets));
    return Object.freeze({ slope: 0, intercept: Math.log(share / (1 - share)) });
  }
  // On standardised scores the two parameters are of one size, and Newton's steps well conditioned.
  // In units of a power of two near the largest, which rounds nothing, no square leaves the range of numbers.
  const unit = 2 ** Math.min(1023, Math.ceil(Math.log2(Math.max(Math.abs(low), Math.abs(high)))));
  const scaled = values.map((value) => value / unit);
  const [center, spread] = [mean(scaled), standardDeviation(scaled)];
  const standardised = Float64Array.from(scaled, (value) => (value - center) / spread);
  const [standardSlope, level] = logisticFit(standardised, targets);
  const slope = standardSlope / spread / unit;
  if (!Number.isFinite(slope)) throw tooClose();
  return Object.freeze({ slope, intercept: level - (standardSlope * center) / spread });
}

function tooClose(): TitansError {
  return new TitansError(
    'DATA_NOT_FINITE',
    'The scores are so small that the slope of their probabilities leaves the range of numbers. Rescale them.',
    { details: { field: 'scores' } },
  );
}

/**
 * Probabilities of scores.
 *
 * @throws TitansError `DATA_NOT_FINITE` for NaN or an infinite score.
 */
export function applyPlatt(scaling: PlattScaling, scores: ArrayLike<number>): Float64Array {
  requireObject('scaling', scaling);
  const { slope, intercept } = scaling;
  requireFinite('slope', [slope]);
  requireFinite('intercept', [intercept]);
  requireFinite('scores', scores);
  return Float64Array.from(scores, (score) => sigmoid(slope * score + intercept));
}

function logisticFit(x: Float64Array, targets: Float64Array): [number, number] {
  let [a, b] = [0, 0];
  let loss = crossEntropy(x, targets, a, b);
  for (let step = 0; step < 100; step++) {
    let [gradientA, gradientB, aa, ab, bb] = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i++) {
      const value = x[i] as number;
      const probability = sigmoid(a * value + b);
      const error = probability - (targets[i] as number);
      const weight = probability * (1 - probability);
      gradientA += error * value;
      gradientB += error;
      aa += weight * value * value;
      ab += weight * value;
      bb += weight;
    }
    const determinant = aa * bb - ab * ab;
    const stepA = (bb * gradientA - ab * gradientB) / determinant;
    const stepB = (aa * gradientB - ab * gradientA) / determinant;
    const decrease = gradientA * stepA + gradientB * stepB;
    if (!(decrease > 1e-26 * x.length)) break;
    let length = 1;
    let nextLoss = crossEntropy(x, targets, a - stepA, b - stepB);
    // A full step may overshoot far from the minimum; near it, rounding hides the decrease and the step is taken.
    while (nextLoss > loss - 1e-4 * length * decrease + 1e-14 * loss && length > 1e-10) {
      length /= 2;
      nextLoss = crossEntropy(x, targets, a - length * stepA, b - length * stepB);
    }
    a -= length * stepA;
    b -= length * stepB;
    loss = nextLoss;
  }
  return [a, b];
}

function crossEntropy(x: Float64Array, targets: Float64Array, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const score = a * (x[i] as number) + b;
    // ln(1 + exp(score)) − target × score, without overflow.
    sum += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (targets[i] as number) * score;
  }
  return sum;
}

function sigmoid(score: number): number {
  if (score >= 0) return 1 / (1 + Math.exp(-score));
  const weight = Math.exp(score);
  return weight / (1 + weight);
}
