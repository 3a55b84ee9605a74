import { TitansError } from '@titans/core';
import {
  requireFinite,
  requireLength,
  requireObject,
  requireValues,
  requireWeights,
} from '../calibration/checked-values.js';
import { numberBetween } from '../estimators/parameters.js';
import { meanOf, medianOf } from './weighted-mean.js';

/** Predicted intervals and what they were built for. */
export interface PredictedIntervals {
  /** One per row, lower ≤ upper. */
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  /** Share of rows that they are built to cover, above 0 and below 1. */
  readonly coverage: number;
}

/** How well intervals do what they state. */
export interface IntervalReport {
  /** Share of rows that they are built to cover. */
  readonly nominalCoverage: number;
  /** Share of rows within their interval; the ends count as within. */
  readonly coverage: number;
  /** Share of rows below their interval. */
  readonly below: number;
  /** Share of rows above their interval. */
  readonly above: number;
  readonly meanWidth: number;
  readonly medianWidth: number;
  /**
   * Mean of the width plus 2 ÷ (1 − nominal coverage) times the distance by which the row is outside (Gneiting and
   * Raftery 2007): lower is better, and no interval can gain by misstating.
   */
  readonly intervalScore: number;
}

/**
 * Measures intervals on rows that nothing was learned from.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a
 * lower end above its upper one or a coverage outside its range.
 */
export function intervalReport(
  actual: ArrayLike<number>,
  intervals: PredictedIntervals,
  weights?: ArrayLike<number>,
): IntervalReport {
  requireObject('intervals', intervals);
  const { lower, upper } = intervals;
  const nominalCoverage = numberBetween('coverage', intervals.coverage, 0, 1);
  requireValues('actual', actual);
  requireLength('lower', lower, actual.length);
  requireLength('upper', upper, actual.length);
  requireFinite('actual', actual);
  requireFinite('lower', lower);
  requireFinite('upper', upper);
  if (weights) requireWeights(weights, actual.length);
  const widths = Array.from(actual, (_, row) => (upper[row] as number) - (lower[row] as number));
  const crossed = widths.findIndex((width) => width < 0);
  if (crossed >= 0) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The interval of row ${crossed + 1} has its lower end above its upper one.`,
      { details: { field: 'lower', row: crossed + 1 } },
    );
  }
  const under = Array.from(actual, (value, row) => Math.max(0, (lower[row] as number) - value));
  const over = Array.from(actual, (value, row) => Math.max(0, value - (upper[row] as number)));
  const shareOf = (distances: readonly number[]): number =>
    meanOf(
      distances.map((distance) => (distance > 0 ? 1 : 0)),
      weights,
    );
  const meanWidth = meanOf(widths, weights);
  const outside = meanOf(under, weights) + meanOf(over, weights);
  return Object.freeze({
    nominalCoverage,
    coverage: meanOf(
      under.map((distance, row) => (distance > 0 || (over[row] as number) > 0 ? 0 : 1)),
      weights,
    ),
    below: shareOf(under),
    above: shareOf(over),
    meanWidth,
    medianWidth: medianOf(widths, weights),
    intervalScore: meanWidth + (2 / (1 - nominalCoverage)) * outside,
  });
}
