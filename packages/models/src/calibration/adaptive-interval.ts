import { integerWithin, numberWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import { requireFinite, requireLength, requireObject, requireValues } from './checked-values.js';
import type { PredictionIntervals } from './conformal-interval.js';
import { checkCoverage, conformalQuantile } from './conformal-quantile.js';

/** What is known of the errors of a forecaster up to now. Plain data; a step gives a new one. */
export interface AdaptiveInterval {
  /** Share of steps that are to be covered. */
  readonly coverage: number;
  /** How far the level moves after a step. */
  readonly rate: number;
  /** Errors that are remembered. */
  readonly window: number;
  /** Coverage that is asked of the remembered errors now; from 1 on, the interval is without end. */
  readonly level: number;
  /** Absolute errors, oldest first. */
  readonly scores: readonly number[];
}

export interface AdaptiveOptions {
  /**
   * How far the level moves: by rate × (1 − coverage) down after a hit and by rate × coverage up after a miss. Large
   * rates follow changes faster, small ones vary less; 0.01 unless told, and 0 is plain conformal prediction.
   */
  readonly rate?: number;
  /** Errors that are remembered; 365 unless told. */
  readonly window?: number;
}

/**
 * Starts intervals for a series whose errors change over time (adaptive conformal inference; Gibbs and Candès 2021):
 * after each miss the next interval is built for a higher coverage, after each hit for a slightly lower one. Without
 * any assumption on the series, the share of misses over T steps is within (1 + rate) ÷ (rate × T) of 1 − coverage.
 *
 * @param scores Absolute errors of forecasts so far, oldest first; may be empty.
 * @throws TitansError `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { adaptiveRadius, startAdaptiveInterval, updateAdaptiveInterval } from '@titans/models/evaluation';
 *
 * let interval = startAdaptiveInterval([3, 1, 4, 2, 5], 0.8);
 * const radius = adaptiveRadius(interval); // 5: the next value is expected within 5 of its forecast
 * interval = updateAdaptiveInterval(interval, 100, 103); // once the value is known
 * ```
 */
export function startAdaptiveInterval(
  scores: ArrayLike<number>,
  coverage: number,
  options: AdaptiveOptions = {},
): AdaptiveInterval {
  refuseUnknownParameters('startAdaptiveInterval', options, ['rate', 'window']);
  checkCoverage(coverage);
  const rate = numberWithin('rate', options.rate ?? 0.01, 0, 1);
  const window = integerWithin('window', options.window ?? 365, 1, 1_000_000);
  requireFinite('scores', scores);
  const kept = Array.from(scores, Math.abs).slice(-window);
  return Object.freeze({ coverage, rate, window, level: coverage, scores: Object.freeze(kept) });
}

/**
 * What is taken from and added to the next forecast: from 0; ∞ where no remembered error is large enough for the level.
 */
export function adaptiveRadius(interval: AdaptiveInterval): number {
  checkInterval(interval);
  return Math.max(0, thresholdOf(interval));
}

/** The interval after the next value has become known. @throws TitansError `DATA_NOT_FINITE`. */
export function updateAdaptiveInterval(
  interval: AdaptiveInterval,
  actual: number,
  predicted: number,
): AdaptiveInterval {
  checkInterval(interval);
  requireFinite('actual', [actual]);
  requireFinite('predicted', [predicted]);
  // A difference past the range of numbers counts as the largest of them.
  const score = Math.min(Math.abs(actual - predicted), Number.MAX_VALUE);
  const isMissed = score > thresholdOf(interval);
  const { coverage, rate, window, level } = interval;
  return Object.freeze({
    ...interval,
    level: level + rate * ((isMissed ? 1 : 0) - (1 - coverage)),
    scores: Object.freeze([...interval.scores, score].slice(-window)),
  });
}

/** Intervals of a whole series, each made before its value became known. */
export interface AdaptiveIntervals extends PredictionIntervals {
  /** What is known after the last step. */
  readonly last: AdaptiveInterval;
}

/**
 * Goes through a series step by step.
 *
 * @param actual In order of time.
 * @param predicted Forecast of each step, made without it.
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_NOT_FINITE`.
 */
export function adaptiveIntervals(
  start: AdaptiveInterval,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): AdaptiveIntervals {
  checkInterval(start);
  requireFinite('actual', actual);
  requireLength('predicted', predicted, actual.length);
  requireFinite('predicted', predicted);
  const lower = new Float64Array(actual.length);
  const upper = new Float64Array(actual.length);
  let last = start;
  for (let step = 0; step < actual.length; step++) {
    const radius = adaptiveRadius(last);
    lower[step] = (predicted[step] as number) - radius;
    upper[step] = (predicted[step] as number) + radius;
    last = updateAdaptiveInterval(last, actual[step] as number, predicted[step] as number);
  }
  return { lower, upper, last };
}

/** What a restored interval may lack. */
function checkInterval(interval: AdaptiveInterval): void {
  requireObject('interval', interval);
  const { coverage, rate, window, level, scores } = interval;
  requireFinite('interval', [coverage, rate, window, level]);
  requireValues('interval.scores', scores, 0);
}

/** −∞, which every value misses, once the level has come down to 0: only so can the level not drift for ever. */
function thresholdOf({ level, scores }: AdaptiveInterval): number {
  if (level <= 0) return Number.NEGATIVE_INFINITY;
  if (level >= 1 || scores.length === 0) return Number.POSITIVE_INFINITY;
  return conformalQuantile(scores, level);
}
