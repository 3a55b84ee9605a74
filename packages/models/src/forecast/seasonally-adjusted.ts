import type { FitOptions, Forecaster } from '../estimators/estimator.js';
import { checkSeries, type FittedForecast, fittedForecast, longestHorizon } from './fitted-forecast.js';
import { removeSeason, restoreSeason, type SeasonKind } from './season.js';

/**
 * Forecasts the series without its season by another forecaster and puts the season back, as the M competitions do
 * with methods that know none.
 *
 * @param period Steps of the season; 0 or 1 for none.
 */
export function seasonallyAdjusted(inner: Forecaster, period: number, kind: SeasonKind): Forecaster {
  const name = period > 1 ? `${inner.name}, ${kind} season of ${period}` : inner.name;
  return Object.freeze({
    name,
    async fit(series: Float64Array, firstDay: number, options: FitOptions = {}): Promise<FittedForecast> {
      checkSeries(series, 1, name);
      const adjusted = removeSeason(series, period, kind);
      const fitted = await inner.fit(adjusted.rest, firstDay, options);
      return fittedForecast(name, restoreSeason(adjusted, fitted.forecast(longestHorizon)));
    },
  });
}
