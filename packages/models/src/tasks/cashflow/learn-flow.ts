import { currencyDecimals } from '@titans/core';
import type { FittedForecaster } from '../../estimators/estimator.js';
import { longestHorizon } from '../../forecast/fitted-forecast.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import { calibratePaths, type PastForecast } from './calibrate-paths.js';
import { backtestPlan, type Choice, chooseStructure, horizonDays, isThorough } from './choose.js';
import type { DailySeries } from './daily-series.js';
import { dayValues, drawnDays } from './day-values.js';
import { type FlowMemory, isRefused } from './flow-memory.js';
import { flowStreams } from './flow-stream.js';
import { type FlowView, flowView, type ViewContext } from './flow-view.js';
import type { LearnedFlow } from './learned-flow.js';

/** How flows are learned. */
export interface LearnContext extends ViewContext {
  readonly options: TaskOptions;
  readonly seriesCount: number;
  readonly keepNames: boolean;
  /** Whether the days after the series are held out to measure what is learned. */
  readonly isHeldOut: boolean;
}

/** Forecasts of the past that a flow's intervals are learned from. */
const originCounts = { thorough: 8, large: 4, quick: 3 } as const;
/** Rows from which looking for streams as of many days takes too long. */
const largeTable = 20_000;
/**
 * Each counts the share of the days that were known to it, to this power: one of an account's second month knew no
 * monthly payment yet, and its errors say little of those to come. It was chosen on made-up accounts.
 */
const knowledgePower = 12;
/**
 * Draws count as so many independent scores where they are of a whole year of days, and as fewer by the square of the
 * share where of less. It was chosen on made-up accounts.
 */
const expectedScores = 30;
/** Paths drawn for each of them. */
const pathCounts = { thorough: 200, quick: 60 } as const;

/**
 * Learns to forecast one flow: takes it apart where that forecasts the past better, and stretches what it draws until
 * intervals of the past cover what they say. Of a flow that is held out, only the horizon of backtests is looked ahead.
 */
export async function learnFlow(
  series: DailySeries,
  context: LearnContext,
  memory: FlowMemory,
): Promise<LearnedFlow> {
  const { options, seriesCount, isHeldOut } = context;
  const thorough = isThorough(seriesCount, options);
  const effort = thorough ? 'thorough' : 'quick';
  const isLarge = thorough && context.streams.table.length > largeTable;
  const plan = backtestPlan(series.values.length, originCounts[isLarge ? 'large' : effort], isHeldOut);
  const viewAt = (seen: number): FlowView => {
    const view = memory.views.get(seen) ?? flowView(series, seen, horizonDays, context);
    memory.views.set(seen, view);
    return view;
  };
  const views = plan.origins.map(viewAt);
  const days = series.values.length;
  const now = isHeldOut ? viewAt(days) : flowView(series, days, longestHorizon, context);
  const choose = (): Promise<Choice> => chooseStructure(series, plan, views, thorough, options, memory);
  const { choice, fitted } = await chosenAndFitted(choose, series, now, options, memory);
  const { structure, forecaster } = choice;
  const toMinor = 10 ** currencyDecimals(series.currency);
  const rounded = (values: Float64Array): Float64Array =>
    values.map((value) => Math.round(value * toMinor) + 0);
  const history = (structure === 'plain' ? series.values : now.residual).map((value) => value * toMinor);
  const values = dayValues(history, series.firstDay);
  const past = pastForecasts(choice, views, history, series.minor, toMinor, values);
  const bias = biasOf(past, history, series.firstDay);
  const { scales, totalScale } = calibratePaths(
    past.map((one) => ({ ...one, source: { ...one.source, bias } })),
    pathCounts[effort],
    options.seed,
    expectedScores * Math.min(1, days / drawnDays) ** 2,
  );
  return {
    accountId: series.accountId,
    currency: series.currency,
    forecaster: forecaster.name,
    structure,
    streams: await flowStreams(now.streams, context.keepNames),
    calendarPoints: structure === 'calendar' ? rounded(now.calendarPoints) : new Float64Array(longestHorizon),
    residualPoints: rounded(fitted.forecast(longestHorizon)),
    bias,
    values,
    scales,
    totalScale,
  };
}

/**
 * The choice, fitted to all that is known. A forecaster that could forecast from every day of the past may still have
 * no usable forecast of the days ahead: then it is chosen among the others.
 */
async function chosenAndFitted(
  choose: () => Promise<Choice>,
  { values, firstDay }: DailySeries,
  now: FlowView,
  options: TaskOptions,
  memory: FlowMemory,
): Promise<{ readonly choice: Choice; readonly fitted: FittedForecaster }> {
  for (;;) {
    const choice = await choose();
    const { structure, forecaster } = choice;
    const left = structure === 'plain' ? values : structure === 'streams' ? now.residual : now.remainder;
    const refused = memory.refused.size;
    try {
      return { choice, fitted: await forecaster.fit(left, firstDay, fitOptions(options)) };
    } catch (error) {
      if (!isRefused(error) || memory.refused.size === refused) throw error;
    }
  }
}

function pastForecasts(
  { structure, backtest }: Choice,
  views: readonly FlowView[],
  history: Float64Array,
  actual: Float64Array,
  toMinor: number,
  values: LearnedFlow['values'],
): readonly PastForecast[] {
  return backtest.plan.origins.map((origin, nth) => {
    const view = views[nth] as FlowView;
    const whole = (backtest.points[nth] as Float64Array).map((point) => point * toMinor);
    const days = Math.min(backtest.plan.horizon, history.length - origin);
    const payments = structure === 'plain' ? [] : view.payments;
    const points =
      structure === 'plain'
        ? whole
        : whole.map((point, step) => point - (view.streamPoints[step] as number) * toMinor);
    return {
      source: { asOf: view.asOf, payments, points, bias: 0, values },
      points: whole,
      actual: actual.slice(origin, origin + days),
      weight: (origin / history.length) ** knowledgePower,
    };
  });
}

/**
 * By how much points were too low per day. Medians are, where most days have no flow; what may be chance counts as 0.
 */
function biasOf(past: readonly PastForecast[], history: Float64Array, firstDay: number): number {
  const means = past
    .filter(({ actual }) => actual.length > 0)
    .map(({ source: { asOf, points }, actual: { length } }) => {
      const first = asOf + 1 - firstDay;
      let sum = 0;
      for (let step = 0; step < length; step++) {
        sum += (history[first + step] as number) - (points[step] as number);
      }
      return sum / length;
    });
  if (means.length < 3) return 0;
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
  return Math.abs(mean) > 2 * Math.sqrt(variance / means.length) ? mean : 0;
}
