import { seasonalNaiveError } from '../../evaluation/index.js';
import { backtest, rollingOrigins } from '../../forecast/backtest.js';
import { naiveForecasters } from '../../forecast/candidates.js';
import { conformalOffsets, intervalLevels } from '../../forecast/intervals.js';
import type { Measurement } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { chooseForecaster, leastDays } from './choose.js';
import type { DailySeries } from './daily-series.js';

/** Days that are held out and forecast. */
const heldOutDays = 30;
/** Origins from which they are forecast, a week apart, for a few series; one for many. */
const fewSeries = 5;

interface Totals {
  days: number;
  absolute: number;
  naive: number;
  signed: number;
  /** Sum of the absolute errors of the forecasts' totals. */
  total: number;
  covered: [number, number];
  scaled: number;
  scaledDays: number;
}

/**
 * Forecasts days that the choice of the forecaster, its parameters and its intervals have not seen, and compares:
 * `mae`, `naive_mae` (the better of mean and last week repeated, chosen with hindsight), `mase` (Hyndman and Koehler
 * 2006, scaled by the weekly naive forecast within the days before), `coverage` of the 80 % and 95 % intervals, `bias`
 * (mean of forecast minus actual) and `total_mae` (absolute error of each forecast's total ÷ its days). Per day, in
 * the main unit.
 */
export async function evaluateCashflow(
  series: readonly DailySeries[],
  options: TaskOptions,
): Promise<readonly Measurement[]> {
  const totals: Totals = {
    days: 0,
    absolute: 0,
    naive: 0,
    signed: 0,
    total: 0,
    covered: [0, 0],
    scaled: 0,
    scaledDays: 0,
  };
  let [accounts, forecasts] = [0, 0];
  for (const one of series) {
    const origins = rollingOrigins(one.values.length, {
      leastSeen: leastDays,
      leastAhead: Math.min(heldOutDays, Math.max(7, one.values.length - leastDays)),
      step: 7,
      most: series.length <= fewSeries && options.budget === 'standard' ? 3 : 1,
    });
    for (const origin of origins) await addForecast(totals, one, origin, series.length, options);
    if (origins.length > 0) accounts++;
    forecasts += origins.length;
  }
  if (totals.days === 0) return [];
  const method =
    `forecasts of up to ${heldOutDays} days not seen, ${forecasts} ${forecasts === 1 ? 'origin' : 'origins'}, ` +
    `${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
  const figure = (metric: string, value: number): Measurement => ({ metric, value, method, n: totals.days });
  return [
    figure('mae', totals.absolute / totals.days),
    figure('naive_mae', totals.naive / totals.days),
    ...(totals.scaledDays > 0 ? [figure('mase', totals.scaled / totals.scaledDays)] : []),
    figure('coverage', totals.covered[0] / totals.days),
    figure('coverage_95', totals.covered[1] / totals.days),
    figure('bias', totals.signed / totals.days),
    figure('total_mae', totals.total / totals.days),
  ];
}

async function addForecast(
  totals: Totals,
  { values, firstDay }: DailySeries,
  origin: number,
  seriesCount: number,
  options: TaskOptions,
): Promise<void> {
  const seen = values.subarray(0, origin);
  const actual = values.subarray(origin, origin + heldOutDays);
  const selection = await chooseForecaster({ values: seen, firstDay }, seriesCount, options);
  const points = (await selection.forecaster.fit(seen, firstDay, options)).forecast(actual.length);
  const offsets = intervalLevels.map((level) => conformalOffsets(selection.backtest, level));
  const scale = seasonalNaiveError(seen, 7);
  let missed = 0;
  actual.forEach((value, step) => {
    const point = points[step] as number;
    missed += point - value;
    totals.absolute += Math.abs(value - point);
    offsets.forEach(({ lower, upper }, level) => {
      const at = Math.min(step, lower.length - 1);
      const inside = value >= point + (lower[at] as number) && value <= point + (upper[at] as number);
      if (inside) totals.covered[level as 0 | 1]++;
    });
    if (scale > 0) {
      totals.scaled += Math.abs(value - point) / scale;
      totals.scaledDays++;
    }
  });
  totals.days += actual.length;
  totals.signed += missed;
  totals.total += Math.abs(missed);
  totals.naive +=
    actual.length * (await bestNaiveError(values.subarray(0, origin + actual.length), firstDay, origin));
}

async function bestNaiveError(series: Float64Array, firstDay: number, origin: number): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (const forecaster of naiveForecasters()) {
    const { mae } = await backtest(forecaster, series, firstDay, {
      horizon: series.length - origin,
      origins: [origin],
    });
    best = Math.min(best, mae);
  }
  return best;
}
