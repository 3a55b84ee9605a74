import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, repeated } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';

/** Every day the mean of the last `days` days; of all unless told. */
export function naiveMean(days: number = Number.POSITIVE_INFINITY): Forecaster {
  const name = Number.isFinite(days) ? `mean of ${days} days` : 'mean';
  return forecasterOf(name, 1, (series) => {
    const used = Number.isFinite(days) ? series.subarray(-days) : series;
    const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
    return fittedForecast(name, repeated([mean]), { mean });
  });
}

/** Every day the value of `period` days before: the last period repeated. */
export function seasonalNaive(period = 7): Forecaster {
  const name = `seasonal naive of ${period}`;
  return forecasterOf(name, period, (series) =>
    fittedForecast(name, repeated(series.subarray(-period)), { period }),
  );
}
