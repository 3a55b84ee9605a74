import { breathe, isTitansError } from '@titans/core';
import type { Forecaster } from '../../estimators/estimator.js';
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
import { medianForecaster, periodicMedian } from '../../forecast/medians.js';
import { naiveMean } from '../../forecast/naive.js';
import { selectForecaster } from '../../forecast/select.js';
import { theta } from '../../forecast/theta.js';
import { fitOptions, type TaskOptions } from '../train-options.js';
import type { DailySeries } from './daily-series.js';
import type { FlowView } from './flow-view.js';

/** Days that an account must have been seen for. */
export const leastDays = 28;
/** Series up to which every candidate is tried on each. */
const fewSeries = 25;
export const horizonDays = 30;
/** Days from which a series has room for origins a fortnight apart with a month after each. */
const longSeries = 180;
/** Taken apart, a flow must be forecast this much better for the slow forecasters of the whole to be left untried. */
const clearGain = 0.2;
/** How much better than the best naive forecast the parts must be, to be preferred to it. */
const leastGain = 0.02;

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
 * what was known then is used, streams included. The best naive forecast is kept unless another is 2 % better.
 *
 * @param views One per origin of the plan.
 */
export async function chooseStructure(
  series: DailySeries,
  plan: BacktestPlan,
  views: readonly FlowView[],
  thorough: boolean,
  options: TaskOptions,
): Promise<Choice> {
  const { values, firstDay } = series;
  const naive = naiveForecasters();
  const plainOf = async (others: readonly Forecaster[]): Promise<Choice> => {
    const { forecaster, backtest } = await selectForecaster(
      values,
      firstDay,
      { naive, others },
      plan,
      fitOptions(options),
    );
    return { structure: 'plain', forecaster, backtest };
  };
  let best = await plainOf(quickForecasters());
  for (const structure of ['streams', 'calendar'] as const) {
    if (structure === 'streams' && views.every(({ streams }) => streams.length === 0)) continue;
    for (const forecaster of structure === 'streams' ? residualForecasters() : levelForecasters()) {
      await breathe(options.signal, 'cashflow');
      const backtest = await structuredBacktest(series, plan, views, structure, forecaster, options);
      if (backtest === undefined) continue;
      const needed = best.structure === 'plain' ? 1 - leastGain : 1;
      if (planningError(backtest) < needed * planningError(best.backtest)) {
        best = { structure, forecaster, backtest };
      }
    }
  }
  if (!thorough) return best;
  const quickError = planningError((await plainOf([])).backtest);
  if (planningError(best.backtest) < (1 - clearGain) * quickError && best.structure !== 'plain') return best;
  const plain = await plainOf(dailyForecasters());
  return planningError(plain.backtest) < planningError(best.backtest) ? plain : best;
}

/** What is tried on a flow without its streams. */
function residualForecasters(): readonly Forecaster[] {
  return [
    naiveMean(),
    naiveMean(182),
    naiveMean(56),
    medianForecaster(56),
    periodicMedian(7),
    simpleSmoothing(),
    theta(7),
  ];
}

/** What is tried on a flow without streams and calendar: levels, as any season is in the calendar. */
function levelForecasters(): readonly Forecaster[] {
  return [naiveMean(), naiveMean(182), naiveMean(56), simpleSmoothing()];
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
      if (isTitansError(error, 'FORECAST_REJECTED') || isTitansError(error, 'DATA_INSUFFICIENT')) return;
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
