import type { Forecaster } from '../estimators/estimator.js';
import { checkSeries, fittedForecast, repeated } from './fitted-forecast.js';

/** Every day the mean of the last `days` days; of all unless told. */
export function naiveMean(days: number = Number.POSITIVE_INFINITY): Forecaster {
  const name = Number.isFinite(days) ? `mean of ${days} days` : 'mean';
  return {
    name,
    async fit(series) {
      checkSeries(series, 1, name);
      const used = Number.isFinite(days) ? series.subarray(-days) : series;
      const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
      return fittedForecast(name, repeated([mean]), { mean });
    },
  };
}

/** Every day the value of `period` days before: the last period repeated. */
export function seasonalNaive(period = 7): Forecaster {
  const name = `seasonal naive, ${period} days`;
  return {
    name,
    async fit(series) {
      checkSeries(series, period, name);
      return fittedForecast(name, repeated(series.subarray(-period)), { period });
    },
  };
}
