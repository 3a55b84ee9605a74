import type { Backtest } from './backtest.js';
import type { ErrorDependence, ErrorDistribution } from './error-distribution.js';
import { longestHorizon } from './fitted-forecast.js';

/** Probabilities at which the shape of the errors is kept: (i + ½) ÷ 200. */
const shapePoints = 200;

/**
 * Learns how far forecasts are off from the errors of a backtest: a scale per step ahead, the shape of error ÷ scale
 * over all steps (split conformal prediction with a score that is scaled by the horizon), and how errors of one
 * forecast go together.
 *
 * @param errors Per origin, actual − forecast per step; NaN where nothing was seen.
 */
export function learnErrors(
  { errors }: Backtest,
  _series: Float64Array,
  _season: number,
  bounds: ErrorDistribution['bounds'],
): ErrorDistribution {
  const all = errors.flatMap((row) => [...row].filter((error) => !Number.isNaN(error)));
  const size = all.reduce((sum, error) => sum + Math.abs(error), 0) / Math.max(1, all.length);
  const scale = new Float64Array(longestHorizon).fill(size);
  const sorted = Float64Array.from(all, (error) => (size === 0 ? 0 : error / size)).sort();
  const quantiles = Float64Array.from({ length: shapePoints }, (_, index) =>
    sorted.length === 0
      ? 0
      : (sorted[
          Math.min(sorted.length - 1, Math.floor(((index + 0.5) / shapePoints) * sorted.length))
        ] as number),
  );
  return { scale, quantiles, dependence: dependenceOf(errors), bounds };
}

/** Variance between the means of the forecasts' errors, and the autocorrelation within. */
export function dependenceOf(errors: readonly Float64Array[]): ErrorDependence {
  let [between, within, products, forecasts, count] = [0, 0, 0, 0, 0];
  for (const row of errors) {
    const known = row.filter((error) => !Number.isNaN(error));
    if (known.length < 3) continue;
    const mean = known.reduce((sum, error) => sum + error, 0) / known.length;
    forecasts++;
    count += known.length;
    between += mean * mean;
    for (let step = 0; step < known.length; step++) {
      const distance = (known[step] as number) - mean;
      within += distance * distance;
      if (step > 0) products += distance * ((known[step - 1] as number) - mean);
    }
  }
  if (forecasts === 0 || within === 0) return { shared: 0, carried: 0 };
  // The mean of a forecast's errors varies by chance also where nothing is shared.
  const carried = Math.min(0.95, Math.max(0, products / within));
  const spread = within / count;
  const byChance = (spread * (1 + carried)) / ((1 - carried) * (count / forecasts));
  const share = Math.max(0, between / forecasts - byChance);
  return { shared: Math.min(0.95, share / (share + spread)), carried };
}
