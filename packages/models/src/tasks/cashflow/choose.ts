import type { Forecaster } from '../../estimators/estimator.js';
import { pace } from '../../estimators/pace.js';
import {
  type Backtest,
  type BacktestPlan,
  backtestOf,
  planningError,
  rollingOrigins,
} from '../../forecast/backtest.js';
import { dailyForecasters, naiveForecasters, quickForecasters } from '../../forecast/candidates.js';
import { simpleSmoothing } from '../../forecast/exponential-smoothing.js';
import { unwatched } from '../../forecast/forecaster.js';
import { medianForecaster, periodicMedian, sameDayOfMonthMedian } from '../../forecast/medians.js';
import { naiveMean } from '../../forecast/naive.js';
import { regularIntervals } from '../../forecast/regular-intervals.js';
import { selectForecaster } from '../../forecast/select.js';
import { theta } from '../../forecast/theta.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import type { DailySeries } from './daily-series.js';
import { type FlowMemory, hasRefused, isRefused, remembering } from './flow-memory.js';
import type { FlowView } from './flow-view.js';

/** Days that an account must have been seen for. */
export const leastDays = 28;
/** Series up to which every candidate is tried on each. */
const fewSeries = 25;
export const horizonDays = 30;
/** Days from which a series has room for origins a fortnight apart with a month after each. */
const longSeries = 180;
/** Days below which trends and the like would be chosen by luck: the few origins that there are see the same days. */
const fewDays = 90;
/** Taken apart, a flow must be forecast this much better for slower forecasters of the whole to be left untried. */
const clearGain = 0.2;
/** How much better than the best naive forecast the parts must be, to be preferred to it. */
const leastGain = 0.02;
/** How much better a less simple forecaster of what is left must be than those before it. */
const leastSimpler = 0.06;
/** Errors are told apart down to this, in the main unit per day. */
const leastError = 0.001;

/** What of a flow is forecast apart: `plain` nothing, `streams` recurring payments, `calendar` its days as well. */
export type Structure = 'plain' | 'streams' | 'calendar';

/** How a flow is forecast, and how that did in the past. */
export interface Choice {
  readonly structure: Structure;
  /** Forecasts what is left. */
  readonly forecaster: Forecaster;
  /** Of the whole flow. */
  readonly backtest: Backtest;
}

/** Whether there is time to try everything. */
export function isThorough(seriesCount: number, { budget }: TaskOptions): boolean {
  return budget === 'standard' && seriesCount <= fewSeries;
}

/**
 * Origins of the backtest of a series; of long ones a fortnight apart.
 *
 * @param isHeldOut Whether the series is itself what comes before 30 days that are held out: its origins then fall
 * on those of the whole.
 */
export function backtestPlan(days: number, most: number, isHeldOut: boolean): BacktestPlan {
  const isLong = days >= longSeries;
  const origins = rollingOrigins(days, {
    leastSeen: Math.min(leastDays, days >> 1),
    leastAhead: isLong ? (isHeldOut ? 28 : horizonDays) : 7,
    step: isLong ? 14 : 7,
    most,
  });
  return { horizon: Math.min(horizonDays, days - (origins[0] ?? 0)), origins };
}

/**
 * Chooses between forecasting the flow as it is and taking it apart, by the same rolling backtest: at each origin only
 * what was known then is used, streams included. The best naive forecast is kept unless another is 2 % better. What
 * is remembered to have no usable forecast of the whole is left out.
 *
 * @param views One per origin of the plan.
 */
export async function chooseStructure(
  series: DailySeries,
  plan: BacktestPlan,
  views: readonly FlowView[],
  thorough: boolean,
  options: TaskOptions,
  memory: FlowMemory,
): Promise<Choice> {
  const { values, firstDay } = series;
  const plainOf = async (others: readonly Forecaster[]): Promise<Choice> => {
    const usable = (forecasters: readonly Forecaster[]): readonly Forecaster[] =>
      forecasters
        .filter((forecaster) => !hasRefused(memory, 'plain', values.length, forecaster))
        .map((forecaster) => remembering(forecaster, 'plain', memory));
    const { forecaster, backtest } = await selectForecaster(
      values,
      firstDay,
      { naive: usable(naiveForecasters()), others: usable(others) },
      plan,
      fitOptions(options),
    );
    return { structure: 'plain', forecaster, backtest };
  };
  const naive = await plainOf([]);
  const hasStreams = views.some(({ streams }) => streams.length > 0);
  const step = pace(unwatched(fitOptions(options)), 'cashflow', 'steps');
  let parts: Choice | undefined;
  for (const { structure, forecaster: candidate } of partForecasters(thorough)) {
    if (structure === 'streams' && !hasStreams) continue;
    if (hasRefused(memory, structure, values.length, candidate)) continue;
    await step(0);
    const forecaster = remembering(candidate, structure, memory);
    const backtest = await structuredBacktest(series, plan, views, structure, forecaster, options);
    if (backtest === undefined) continue;
    if (!(planningError(backtest) < (1 - leastGain) * planningError(naive.backtest))) continue;
    if (parts === undefined || isClearlyBetter(backtest, parts.backtest)) {
      parts = { structure, forecaster, backtest };
    }
  }
  const isClear = (plain: Choice): boolean =>
    parts !== undefined && typicalError(parts.backtest) < (1 - clearGain) * typicalError(plain.backtest);
  let plain = await plainOf(cheapForecasters());
  if (!isClear(plain) && values.length >= fewDays) {
    plain = await plainOf(thorough ? dailyForecasters() : quickForecasters());
  }
  return parts !== undefined && typicalError(parts.backtest) < typicalError(plain.backtest) ? parts : plain;
}

/** What is tried on the whole first: no more, if the parts are far better. */
function cheapForecasters(): readonly Forecaster[] {
  return [sameDayOfMonthMedian(), periodicMedian(7), medianForecaster(56), regularIntervals()];
}

/** Whether a less simple forecast is better in the typical month and on average: in one alone it may have had luck. */
function isClearlyBetter(backtest: Backtest, simpler: Backtest): boolean {
  const needed = 1 - leastSimpler;
  return (
    typicalError(backtest) < needed * typicalError(simpler) &&
    planningError(backtest) < needed * planningError(simpler)
  );
}

/**
 * The geometric mean over the origins of the planning error. One wage that did not come is in many of the overlapping
 * months of a backtest and misses every forecaster alike; in a mean it would leave the choice to chance.
 */
function typicalError({ errors }: Backtest): number {
  let [sum, count] = [0, 0];
  for (const row of errors) {
    let [absolute, total, days] = [0, 0, 0];
    for (const error of row) {
      if (Number.isNaN(error)) continue;
      absolute += Math.abs(error);
      total += error;
      days++;
    }
    if (days === 0) continue;
    sum += Math.log((absolute + Math.abs(total)) / days + leastError);
    count++;
  }
  return count === 0 ? Number.POSITIVE_INFINITY : Math.exp(sum / count);
}

/**
 * What is tried on a flow without its streams, and without what the calendar explains: there levels, as any season is
 * in the calendar. The simplest come first, which others must beat clearly: what is left is mostly chance.
 */
function partForecasters(
  thorough: boolean,
): readonly { readonly structure: 'streams' | 'calendar'; readonly forecaster: Forecaster }[] {
  const calendar = [naiveMean(), naiveMean(56), ...(thorough ? [naiveMean(182), simpleSmoothing()] : [])];
  const streams = [
    naiveMean(),
    medianForecaster(56),
    ...(thorough ? [naiveMean(56), periodicMedian(7), theta(7)] : []),
  ];
  return [
    ...calendar.map((forecaster) => ({ structure: 'calendar' as const, forecaster })),
    ...streams.map((forecaster) => ({ structure: 'streams' as const, forecaster })),
  ];
}

async function structuredBacktest(
  series: DailySeries,
  plan: BacktestPlan,
  views: readonly FlowView[],
  structure: 'streams' | 'calendar',
  forecaster: Forecaster,
  options: TaskOptions,
): Promise<Backtest | undefined> {
  const points: Float64Array[] = [];
  for (const view of views) {
    try {
      points.push(
        (await structuredPoints(view, series.firstDay, structure, forecaster, options)).slice(
          0,
          plan.horizon,
        ),
      );
    } catch (error) {
      if (isRefused(error)) return;
      throw error;
    }
  }
  return backtestOf(points, series.values, plan);
}

async function structuredPoints(
  view: FlowView,
  firstDay: number,
  structure: 'streams' | 'calendar',
  forecaster: Forecaster,
  options: TaskOptions,
): Promise<Float64Array> {
  const left = structure === 'calendar' ? view.remainder : view.residual;
  const fitted = await forecaster.fit(left, firstDay, unwatched(fitOptions(options)));
  return fitted
    .forecast(horizonDays)
    .map(
      (point, step) =>
        point +
        (view.streamPoints[step] as number) +
        (structure === 'calendar' ? (view.calendarPoints[step] as number) : 0),
    );
}
