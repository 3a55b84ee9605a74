import { TitansError } from '@titans/core';
import type { FitOptions, Forecaster } from '../estimators/estimator.js';
import { pace } from '../estimators/pace.js';
import { type Backtest, type BacktestPlan, backtestOf, planningError, type Seen } from './backtest.js';
import { combine, type HeldTogether, holdTogether, type SharedForecaster } from './combine.js';
import { longestHorizon } from './fitted-forecast.js';
import { unwatched } from './forecaster.js';
import { power } from './power.js';
import { byError, type RankedForecaster, type RejectedForecaster, rankByBacktest } from './select.js';
import { yearlyRatios } from './yearly.js';

/** What {@link selectCombination} chose. */
export interface CombinedSelection {
  readonly members: readonly SharedForecaster[];
  /** Power to which the ratios of the year before are applied, 0 for not. */
  readonly yearlyShare: number;
  readonly backtest: Backtest;
  /** The best naive forecast's. */
  readonly naive: Backtest;
  readonly ranking: readonly { readonly name: string; readonly mae: number }[];
  readonly rejected: readonly RejectedForecaster[];
}

/** A series as it is learned from, and as forecasts are compared with it. */
export interface SelectionData {
  /** Without gaps. */
  readonly series: Float64Array;
  /** The same with NaN where values were filled in. */
  readonly actual: Float64Array;
  /** The series up to an origin, filled from what was known then. */
  readonly seen: Seen;
  readonly firstDay: number;
  /** Whether the course of the year before may be used: days without negative values. */
  readonly isYearly: boolean;
}

/** How much better than the combination, where it has a share already, a naive forecast must be to stand alone. */
const leastNaiveGain = 0.1;
/** Shares of the course of the year that are tried, how likely each was held beforehand, and how strongly errors tell. */
const yearlyShares = [0, 0.25, 0.5, 0.75, 1] as const;
const yearlyPriors = [0.5, 1, 1.5, 1, 0.5] as const;
const yearlyPower = 10;
/** Taken where the series reaches back a year, but from no origin of the backtest. */
const priorShare = 0.5;

/**
 * Combines forecasters by their errors in a rolling backtest, and follows the course of the year before as far as that
 * helped. The best naive forecast stands alone where it was a tenth better than the combination.
 *
 * @throws TitansError `FORECAST_REJECTED` if no candidate gave a forecast, `ABORTED`.
 */
export async function selectCombination(
  data: SelectionData,
  candidates: { readonly naive: readonly Forecaster[]; readonly others: readonly Forecaster[] },
  plan: BacktestPlan,
  options: FitOptions = {},
): Promise<CombinedSelection> {
  const rejected: RejectedForecaster[] = [];
  const { series, actual, seen, firstDay } = data;
  if (plan.origins.length === 0) return withoutBacktest(data, candidates.naive, options);
  const step = pace(options, 'forecast: selection', 'steps');
  const total = candidates.naive.length + candidates.others.length;
  let tried = 0;
  const rank = async (forecasters: readonly Forecaster[]): Promise<RankedForecaster[]> => {
    const ranked: RankedForecaster[] = [];
    for (const forecaster of forecasters) {
      await step(tried++, total);
      ranked.push(
        ...(await rankByBacktest([forecaster], series, firstDay, plan, rejected, options, actual, seen)),
      );
    }
    return ranked.sort(byError);
  };
  const naive = await rank(candidates.naive);
  const all = [...naive, ...(await rank(candidates.others))].sort(byError);
  await step(total, total);
  const best = naive[0] ?? all[0];
  if (best === undefined) {
    throw new TitansError('FORECAST_REJECTED', 'No forecaster gave a usable forecast of the series.', {
      details: { values: series.length, rejected: rejected.map(({ name }) => name) },
    });
  }
  // Whatever was forecast is missing.
  if (Number.isNaN(planningError(best.backtest))) return withoutBacktest(data, candidates.naive, options);
  const combination = combine(all, actual, plan);
  const yearly = followYear(combination.backtest, data, plan);
  const naiveWins = planningError(best.backtest) < (1 - leastNaiveGain) * planningError(yearly.backtest);
  return {
    ...(!naiveWins
      ? { members: combination.members, ...yearly }
      : { members: [{ forecaster: best.forecaster, share: 1 }], yearlyShare: 0, backtest: best.backtest }),
    naive: best.backtest,
    ranking: all.map(({ forecaster: { name }, backtest: { mae } }) => ({ name, mae })),
    rejected,
  };
}

/** The first naive forecast that the series is long enough for. */
async function withoutBacktest(
  { series, firstDay }: SelectionData,
  naive: readonly Forecaster[],
  options: FitOptions,
): Promise<CombinedSelection> {
  const rejected: RejectedForecaster[] = [];
  const none = backtestOf([], series, { horizon: 1, origins: [] });
  for (const forecaster of naive) {
    const points = await forecasterOrReason(forecaster, series, firstDay, options, rejected);
    if (points === null) continue;
    return {
      members: [{ forecaster, share: 1 }],
      yearlyShare: 0,
      backtest: none,
      naive: none,
      ranking: [],
      rejected,
    };
  }
  throw new TitansError('FORECAST_REJECTED', 'The series is too short for any forecast.', {
    details: { values: series.length, rejected: rejected.map(({ name }) => name) },
  });
}

function followYear(
  backtest: Backtest,
  { series, actual, seen, isYearly }: SelectionData,
  plan: BacktestPlan,
): { yearlyShare: number; backtest: Backtest } {
  const ratios = plan.origins.map((origin) => (isYearly ? yearlyRatios(seen(origin), plan.horizon) : null));
  if (!isYearly || yearlyRatios(series, 1) === null) return { yearlyShare: 0, backtest };
  const withShare = (share: number): Backtest =>
    backtestOf(
      backtest.points.map((points, origin) => applyYear(points, ratios[origin] ?? null, share)),
      actual,
      plan,
    );
  if (ratios.every((ratio) => ratio === null)) return { yearlyShare: priorShare, backtest };
  const errors = yearlyShares.map((share) => withShare(share).mae);
  const least = Math.min(...errors);
  const weights = errors.map((error, index) => {
    const prior = yearlyPriors[index] as number;
    return error === 0 ? prior : prior * power(least / error, yearlyPower);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const yearlyShare = yearlyShares.reduce<number>(
    (sum, share, index) => sum + (share * (weights[index] as number)) / total,
    0,
  );
  return { yearlyShare, backtest: withShare(yearlyShare) };
}

function applyYear(points: Float64Array, ratios: Float64Array | null, share: number): Float64Array {
  if (ratios === null || share === 0) return points;
  return points.map((point, step) => point * power(ratios[step] as number, share));
}

/**
 * Forecasts with what was chosen, fitted to the whole series. A member that fails on it is left out.
 *
 * @throws TitansError `FORECAST_REJECTED` if every member fails, `ABORTED`.
 */
export async function forecastCombination(
  { members, yearlyShare, backtest }: Pick<CombinedSelection, 'members' | 'yearlyShare' | 'backtest'>,
  { series, firstDay }: SelectionData,
  options: FitOptions,
): Promise<HeldTogether> {
  const rejected: RejectedForecaster[] = [];
  const points: Float64Array[] = [];
  const shares: number[] = [];
  for (const { forecaster, share } of members) {
    const fitted = await forecasterOrReason(forecaster, series, firstDay, options, rejected);
    if (fitted === null) continue;
    points.push(fitted);
    shares.push(share);
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (points.length === 0) {
    throw new TitansError('FORECAST_REJECTED', 'No forecaster gave a usable forecast of the whole series.', {
      details: { rejected: rejected.map(({ name }) => name) },
    });
  }
  const together = holdTogether(
    points,
    shares.map((share) => share / total),
    backtest,
  );
  const ratios = yearlyShare > 0 ? yearlyRatios(series, longestHorizon) : null;
  return { ...together, points: applyYear(together.points, ratios, yearlyShare) };
}

async function forecasterOrReason(
  forecaster: Forecaster,
  series: Float64Array,
  firstDay: number,
  options: FitOptions,
  rejected: RejectedForecaster[],
): Promise<Float64Array | null> {
  const plan = { horizon: longestHorizon, origins: [series.length] };
  const [one] = await rankByBacktest([forecaster], series, firstDay, plan, rejected, unwatched(options));
  return one?.backtest.points[0] ?? null;
}
