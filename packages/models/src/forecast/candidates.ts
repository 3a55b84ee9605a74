import type { Forecaster } from '../estimators/estimator.js';
import { arima } from './arima.js';
import { dynamicTheta } from './dynamic-theta.js';
import { automaticEts, ets } from './ets.js';
import { dampedSmoothing, simpleSmoothing } from './exponential-smoothing.js';
import { medianForecaster, periodicMedian, sameDayOfMonthMedian } from './medians.js';
import { naiveMean, seasonalNaive } from './naive.js';
import { regularIntervals } from './regular-intervals.js';
import { robustLevel } from './robust-level.js';
import type { SeasonKind } from './season.js';
import { seasonallyAdjusted } from './seasonally-adjusted.js';
import { theta } from './theta.js';

/** The forecasts that others are compared with: the mean, and the last week repeated. */
export function naiveForecasters(): readonly Forecaster[] {
  return [naiveMean(), seasonalNaive(7)];
}

/** What is tried on a daily series beside the naive forecasts. */
export function dailyForecasters(): readonly Forecaster[] {
  return [
    medianForecaster(),
    medianForecaster(56),
    naiveMean(56),
    periodicMedian(7),
    sameDayOfMonthMedian(),
    regularIntervals(),
    simpleSmoothing(),
    dampedSmoothing(),
    dampedSmoothing(7),
    theta(7),
    arima({ p: 1, d: 0, q: 1 }),
    arima({ p: 0, d: 1, q: 1 }),
    arima({ p: 1, d: 0, q: 0, seasonal: { p: 0, d: 1, q: 1, period: 7 } }),
  ];
}

/** The cheap ones among {@link dailyForecasters}, for many series. */
export function quickForecasters(): readonly Forecaster[] {
  return [
    medianForecaster(56),
    naiveMean(56),
    periodicMedian(7),
    sameDayOfMonthMedian(),
    regularIntervals(),
    simpleSmoothing(),
    theta(7),
  ];
}

/** What is known of a series before its forecasters are chosen. */
export interface SeriesTraits {
  /** Steps in a season, 1 for none. */
  readonly season: number;
  /** Whether steps are days whose dates are known. */
  readonly hasDates: boolean;
  /** Whether a season can be a share of the level: no value is negative. */
  readonly isNonNegative: boolean;
  /** Whether steps are empty: some value is 0. */
  readonly hasEmpty: boolean;
  readonly effort: 'quick' | 'standard';
}

/** What is tried on any regular series; the naive forecasts first. */
export function seriesForecasters(traits: SeriesTraits): {
  readonly naive: readonly Forecaster[];
  readonly others: readonly Forecaster[];
} {
  const kind: SeasonKind = traits.isNonNegative ? 'multiplicative' : 'additive';
  return traits.season === 7 ? dayForecasters(kind, traits) : seasonForecasters(kind, traits);
}

/** Days: levels of three lengths, since some series shift and others are noise. */
function dayForecasters(
  kind: SeasonKind,
  { hasDates, effort }: SeriesTraits,
): ReturnType<typeof seriesForecasters> {
  const isStandard = effort === 'standard';
  return {
    naive: [naiveMean(), seasonalNaive(7)],
    others: [
      periodicMedian(7),
      robustLevel(7, 3, kind),
      robustLevel(7, 8, kind),
      robustLevel(7, 26, kind),
      theta(7, kind),
      simpleSmoothing(),
      ...(isStandard
        ? [
            ets({ error: 'additive', trend: 'none', season: 'additive' }, 7),
            seasonallyAdjusted(arima({ p: 1, d: 0, q: 1 }), 7, kind),
          ]
        : []),
      ...(hasDates ? [sameDayOfMonthMedian(), regularIntervals()] : []),
    ],
  };
}

function seasonForecasters(
  kind: SeasonKind,
  { season, hasEmpty, effort }: SeriesTraits,
): ReturnType<typeof seriesForecasters> {
  const damped = ets({ error: 'additive', trend: 'damped', season: 'none' });
  return {
    naive: [
      seasonalNaive(season),
      ...(season > 1 ? [seasonallyAdjusted(seasonalNaive(1), season, kind)] : []),
    ],
    others: [
      theta(season, kind),
      dynamicTheta(season, kind),
      seasonallyAdjusted(damped, season, kind),
      // Payments that come now and then have no trend, and what follows the newest value is led astray by each of them.
      ...(hasEmpty ? [naiveMean(), medianForecaster()] : []),
      ...(effort === 'standard'
        ? [
            automaticEts(season > 1 ? season : 0),
            seasonallyAdjusted(arima({ p: 1, d: 1, q: 1 }), season, kind),
          ]
        : []),
    ],
  };
}
