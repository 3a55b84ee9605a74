import type { FitOptions, Forecaster } from '../estimators/estimator.js';
import { pace } from '../estimators/pace.js';
import { refuseWeights } from '../estimators/training-data.js';
import { checkSeries, type FittedForecast } from './fitted-forecast.js';

/**
 * A forecaster that learns in one go, too short to be interrupted: the signal is looked at before and after.
 *
 * @param learn Is given a finite series of at least `leastDays` days.
 * @throws TitansError from `fit`: what {@link checkSeries} throws, `INVALID_ARGUMENT` for weights, `ABORTED`, and what
 * `learn` throws.
 */
export function forecasterOf(
  name: string,
  leastDays: number,
  learn: (series: Float64Array, firstDay: number) => FittedForecast,
): Forecaster {
  return Object.freeze({
    name,
    async fit(series: Float64Array, firstDay: number, options: FitOptions = {}): Promise<FittedForecast> {
      refuseWeights(options.weights, name);
      checkSeries(series, leastDays, name);
      const step = pace(options, name, 'steps');
      await step(0, 1);
      const fitted = learn(series, firstDay);
      await step(1, 1);
      return fitted;
    },
  });
}

/** The same options for one fit among many, whose steps nobody wants to hear of. */
export function unwatched({ onProgress: _, ...options }: FitOptions): FitOptions {
  return options;
}
