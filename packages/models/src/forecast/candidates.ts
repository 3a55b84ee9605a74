import type { Forecaster } from '../estimators/estimator.js';
import { arima } from './arima.js';
import { dampedSmoothing, simpleSmoothing } from './exponential-smoothing.js';
import { medianForecaster, periodicMedian, sameDayOfMonthMedian } from './medians.js';
import { naiveMean, seasonalNaive } from './naive.js';
import { regularIntervals } from './regular-intervals.js';
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
