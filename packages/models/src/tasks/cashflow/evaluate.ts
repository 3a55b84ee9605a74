import { fromEpochDay, throwIfAborted, toMajor } from '@titans/core';
import { seasonalNaiveError } from '../../evaluation/index.js';
import { backtest, rollingOrigins } from '../../forecast/backtest.js';
import { naiveForecasters } from '../../forecast/candidates.js';
import { intervalLevels } from '../../forecast/intervals.js';
import type { Measurement } from '../models.js';
import { isThorough, leastDays } from './choose.js';
import type { DailySeries } from './daily-series.js';
import type { FlowMemory } from './flow-memory.js';
import { flowOutlooks } from './flow-outlook.js';
import { jointOutlook } from './joint-outlook.js';
import { type LearnContext, learnFlow } from './learn-flow.js';
import { centralInterval, drawsOfDay } from './path-intervals.js';

/** Days that are held out and forecast. */
const heldOutDays = 30;
/** Origins from which they are forecast, for a few series; one for many. */
const fewSeries = 5;
const fewOrigins = 3;
/** Days between origins: a fortnight, so that learning before one has been where learning before another has. */
const originStep = 14;
/** Accounts that are measured at most: every so many of them. */
const mostMeasured = 100;

interface Totals {
  days: number;
  absolute: number;
  naive: number;
  signed: number;
  forecasts: number;
  /** Sum of the absolute errors of the forecasts' totals, and how many totals lay in their intervals. */
  total: number;
  totalCovered: [number, number];
  covered: [number, number];
  scaled: number;
  scaledDays: number;
}

/** Measures one flow after the other. */
export interface CashflowEvaluation {
  /** @param memory What is computed of this flow. */
  add(series: DailySeries, memory: FlowMemory): Promise<void>;
  measurements(): readonly Measurement[];
}

/**
 * Forecasts days that nothing of the learning has seen, and compares: `mae`, `naive_mae` (the better of mean and last
 * week repeated, chosen with hindsight), `mase` (Hyndman and Koehler 2006, scaled by the weekly naive forecast within
 * the days before), `coverage` of the 80 % and 95 % intervals of days and `total_coverage` of those of totals, `bias`
 * (mean of forecast minus actual) and `total_mae` (absolute error of each forecast's total ÷ its days). Per day, in
 * the main unit. Of more than 100 accounts, every so many are measured.
 *
 * @param seriesCount How many flows will be given.
 */
export function cashflowEvaluation(seriesCount: number, context: LearnContext): CashflowEvaluation {
  const totals: Totals = {
    days: 0,
    absolute: 0,
    naive: 0,
    signed: 0,
    forecasts: 0,
    total: 0,
    totalCovered: [0, 0],
    covered: [0, 0],
    scaled: 0,
    scaledDays: 0,
  };
  const every = Math.ceil(seriesCount / mostMeasured);
  const isShort = seriesCount <= fewSeries && isThorough(seriesCount, context.options);
  let [given, accounts] = [0, 0];
  return {
    async add(series, memory) {
      if (given++ % every !== 0) return;
      throwIfAborted(context.options.signal, 'cashflow: evaluation');
      const days = series.values.length;
      const origins = rollingOrigins(days, {
        leastSeen: leastDays,
        leastAhead: Math.min(heldOutDays, Math.max(7, days - leastDays)),
        step: originStep,
        most: isShort ? fewOrigins : 1,
      });
      for (const origin of origins) await addForecast(totals, series, origin, context, memory);
      if (origins.length > 0) accounts++;
    },
    measurements: () => measurementsOf(totals, accounts),
  };
}

function measurementsOf(totals: Totals, accounts: number): readonly Measurement[] {
  const { days, forecasts } = totals;
  if (days === 0) return [];
  const method =
    `forecasts of up to ${heldOutDays} days not seen, ${forecasts} ${forecasts === 1 ? 'origin' : 'origins'}, ` +
    `${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
  const figure = (metric: string, value: number, n = days): Measurement => ({ metric, value, method, n });
  return [
    figure('mae', totals.absolute / days),
    figure('naive_mae', totals.naive / days),
    ...(totals.scaledDays > 0 ? [figure('mase', totals.scaled / totals.scaledDays)] : []),
    figure('coverage', totals.covered[0] / days),
    figure('coverage_95', totals.covered[1] / days),
    figure('bias', totals.signed / days),
    figure('total_mae', totals.total / days),
    figure('total_coverage', totals.totalCovered[0] / forecasts, forecasts),
    figure('total_coverage_95', totals.totalCovered[1] / forecasts, forecasts),
  ];
}

async function addForecast(
  totals: Totals,
  series: DailySeries,
  origin: number,
  learning: LearnContext,
  memory: FlowMemory,
): Promise<void> {
  const { firstDay, currency } = series;
  const known: DailySeries = {
    ...series,
    values: series.values.subarray(0, origin),
    minor: series.minor.subarray(0, origin),
  };
  const actual = series.values.subarray(origin, origin + heldOutDays);
  const days = actual.length;
  const flow = await learnFlow(known, { ...learning, isHeldOut: true }, memory);
  const context = {
    lastDay: firstDay + origin - 1,
    calendar: learning.calendar,
    holidays: learning.streams.holidays.map((day) => fromEpochDay(day)),
    seed: learning.options.seed,
  };
  const joint = jointOutlook(flowOutlooks([flow], days, [], context), days, context);
  const scale = seasonalNaiveError(known.values, 7);
  const main = (minor: number): number => toMajor(Math.round(minor), currency);
  let [missed, total] = [0, 0];
  actual.forEach((value, step) => {
    const point = main(joint.points[step] as number);
    missed += point - value;
    total += value;
    totals.absolute += Math.abs(value - point);
    for (const [index, level] of intervalLevels.entries()) {
      const { lower, upper } = joint.interval(step, level, index);
      if (value >= main(lower) && value <= main(upper)) totals.covered[index as 0 | 1]++;
    }
    if (scale > 0) {
      totals.scaled += Math.abs(value - point) / scale;
      totals.scaledDays++;
    }
  });
  const sums = drawsOfDay(joint.sumPaths(), days, days - 1);
  for (const [index, level] of intervalLevels.entries()) {
    const { lower, upper } = centralInterval(sums, level, joint.sums[days - 1] as number);
    if (total >= main(lower) && total <= main(upper)) totals.totalCovered[index as 0 | 1]++;
  }
  totals.forecasts++;
  totals.days += days;
  totals.signed += missed;
  totals.total += Math.abs(missed);
  totals.naive += days * (await bestNaiveError(series.values.subarray(0, origin + days), firstDay, origin));
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
