import { TitansError } from '@titans/core';
import { type ScoreMap, scoreOf } from './score-map.js';

/** How many alerts may be given: a share of the rows, 0.0001 to 0.2, or a number per day. */
export type AlertBudget = number | { readonly perDay: number };

const usualBudget = 0.03;
const leastBudget = 0.0001;
const mostBudget = 0.2;
/** Score from which a row counts as an anomaly where labels were given and no budget: it is more likely than not. */
const evenOdds = 0.5;
/** Nats of evidence below which nothing is an anomaly, whatever the budget: what one row in twenty shows by chance. */
const leastEvidence = 3;
/** The least that a threshold comes down to where labels were learned from. */
const lowestThreshold = 1e-6;
/** Log-odds by which each alert raises a threshold that moves. */
const stepPerAlert = 0.02;
/** No threshold is 1, which no score passes. */
const highestThreshold = 1 - 1e-9;

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkAlertBudget(budget: AlertBudget | undefined): void {
  if (budget === undefined) return;
  const isShare = typeof budget === 'number' && budget >= leastBudget && budget <= mostBudget;
  const isDaily =
    typeof budget === 'object' && budget !== null && budget.perDay > 0 && Number.isFinite(budget.perDay);
  if (isShare || isDaily) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `anomaly.alertBudget must be a share of the rows from ${leastBudget} to ${mostBudget}, or { perDay } above 0.`,
    { details: { field: 'anomaly.alertBudget' } },
  );
}

/**
 * The budget as a share of rows, at most a fifth.
 *
 * @param days Epoch days of the rows whose pace counts.
 */
export function budgetShare(budget: AlertBudget | undefined, days: Float64Array): number {
  if (typeof budget !== 'object') return budget ?? usualBudget;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of days) {
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  const rowsPerDay = days.length / (last - first + 1);
  return Math.min(Math.max(budget.perDay / rowsPerDay, leastBudget), mostBudget);
}

/**
 * The score from which a row counts as an anomaly.
 *
 * @param values Evidence or log-odds of rows, each judged by a model of the rows before, in which the budget's share
 * lies above the threshold.
 */
export function alertThreshold(
  map: ScoreMap,
  values: Float64Array,
  share: number,
  { hasLabels, hasBudget }: { readonly hasLabels: boolean; readonly hasBudget: boolean },
): number {
  if (map.kind === 'probability' && !hasBudget) return evenOdds;
  const ofBudget = map.kind === 'percentile' ? 1 - share : scoreAbove(map, values, share);
  const least = hasLabels ? 0 : scoreOf(map, leastEvidence);
  return Math.min(Math.max(ofBudget, least), highestThreshold);
}

/** The least score that no more than the share of the values reaches; above all of them where too many are alike. */
function scoreAbove(map: ScoreMap, values: Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const from = Math.floor(sorted.length * (1 - share));
  const highestBelow = sorted[from - 1] ?? Number.NEGATIVE_INFINITY;
  const found = sorted.subarray(from).find((value) => value > highestBelow);
  return found === undefined ? 1 - (1 - scoreOf(map, highestBelow)) / 2 : scoreOf(map, found);
}

/** The least that {@link movedThreshold} comes down to. */
export function leastThreshold(map: ScoreMap, hasLabels: boolean): number {
  return hasLabels ? lowestThreshold : scoreOf(map, leastEvidence);
}

/**
 * The threshold for the row after one that was judged: every alert raises its log-odds by 0.02, every row lowers them by
 * 0.02 × the budget. Whatever the rows are, the share of alerts among n of them then differs from the budget by no more
 * than the way that the threshold went ÷ 0.02 n (adaptive conformal inference: Gibbs and Candès 2021, as quantile tracking:
 * Angelopoulos, Candès and Tibshirani 2023); only at its least value it does not follow, and fewer are reported.
 */
export function movedThreshold(threshold: number, isAlert: boolean, budget: number, least: number): number {
  const logOdds = Math.log(threshold / (1 - threshold)) + stepPerAlert * (Number(isAlert) - budget);
  const moved = 1 / (1 + Math.exp(-logOdds));
  return Math.min(Math.max(moved, least), highestThreshold);
}
