/**
 * Forecasts of regular series with quantiles and error paths: `seriesForecaster`.
 *
 * @module
 */
export {
  type ForecastChoice,
  restoreSeriesForecast,
  type SeriesForecast,
} from './series-forecast.js';
export {
  type SeriesFitOptions,
  type SeriesForecaster,
  type SeriesForecasterOptions,
  seriesForecaster,
} from './series-forecaster.js';
