import { normalQuantile } from '../statistics/normal.js';

/** How far forecasts are off: a scale per step, and one shape for all steps. */
export interface ErrorDistribution {
  /** Size of the errors per step ahead, at least 0. */
  readonly scale: Float64Array;
  /** Errors ÷ scale at the probabilities (i + ½) ÷ length, ascending. */
  readonly quantiles: Float64Array;
  /** How the errors of one forecast go together. */
  readonly dependence: ErrorDependence;
  /** What no value of the series can pass, null for nothing. */
  readonly bounds: { readonly least: number | null; readonly most: number | null };
}

/** Of the variance of an error (in ranks): the share common to all steps, and how much of the rest the next step keeps. */
export interface ErrorDependence {
  readonly shared: number;
  readonly carried: number;
}

/**
 * Quantile of the error (actual − forecast) of one step, such that forecast + error stays within the bounds. Between
 * the stored probabilities linear; beyond them the tails go on as those of a normal distribution.
 */
export function errorQuantile(
  { scale, quantiles, bounds }: ErrorDistribution,
  points: Float64Array,
  step: number,
  probability: number,
): number {
  const point = points[step] as number;
  const value = point + (scale[step] as number) * shapeQuantile(quantiles, probability);
  return withinBounds(value, bounds) - point;
}

/** The value, or the bound that it passes. */
export function withinBounds(value: number, { least, most }: ErrorDistribution['bounds']): number {
  return Math.min(Math.max(value, least ?? Number.NEGATIVE_INFINITY), most ?? Number.POSITIVE_INFINITY);
}

/** Quantile of error ÷ scale. */
export function shapeQuantile(quantiles: Float64Array, probability: number): number {
  const last = quantiles.length - 1;
  const place = probability * quantiles.length - 0.5;
  if (place <= 0) return beyond(quantiles[0] as number, 0.5 / quantiles.length, probability);
  if (place >= last) {
    return -beyond(-(quantiles[last] as number), 0.5 / quantiles.length, 1 - probability);
  }
  const below = Math.floor(place);
  const low = quantiles[below] as number;
  return low + (place - below) * ((quantiles[below + 1] as number) - low);
}

/** Carries a lower end on to a smaller probability, in proportion to the normal quantile; at most ten times as far. */
function beyond(end: number, endProbability: number, probability: number): number {
  if (end >= 0) return end;
  return end * Math.min(10, normalQuantile(probability) / normalQuantile(endProbability));
}
