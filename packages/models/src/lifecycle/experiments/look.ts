import {
  type AlwaysValid,
  alwaysValid,
  type DifferenceEstimate,
  mixtureRows,
} from './confidence-sequence.js';
import type {
  ExperimentReport,
  MetricState,
  MetricSummary,
  PlannedMetric,
  StopRule,
  VariantSummary,
} from './experiment.js';
import type { ExperimentRecord, MetricSums } from './experiment-record.js';
import { differenceOfMeans, meanDifference, meanOf, type OutcomeSums, seenGroups } from './outcome-sums.js';
import { sampleRatioPValue } from './sample-ratio.js';

/** Groups of units that each variant needs before anything is concluded. */
const leastGroups = 30;
/** Probability that shares are called wrong which are right, at whichever look. */
const sampleRatioAlpha = 0.001;

/** What is known of a metric at this look, what the look of the least p-value told included. */
function metricSummary(record: ExperimentRecord, metric: PlannedMetric): MetricSummary {
  const { plan } = record;
  const sums = record.metrics[metric.name] as MetricSums;
  const estimate = estimateOf(sums, metric);
  const isEnough = estimate !== null && hasEnough(record, sums);
  const found = isEnough
    ? alwaysValid(estimate, mixtureRows(plan.plannedRows, plan.alpha), plan.alpha)
    : null;
  const known = found !== null && Number.isFinite(found.lower) ? found : null;
  const difference = differenceOf(sums);
  const pValue = Math.min(sums.leastPValue, found?.pValue ?? 1);
  const told = pValue < sums.leastPValue ? difference : sums.leastDifference;
  return {
    metric: metric.name,
    champion: variantSummary(sums.champion),
    challenger: variantSummary(sums.challenger),
    difference,
    lower: known?.lower ?? null,
    upper: known?.upper ?? null,
    pValue,
    state: stateOf(known, pValue <= plan.alpha ? (told ?? 0) : 0, metric),
  };
}

/** Looks at every metric: p-values only ever fall. Changes the record. */
export function look(record: ExperimentRecord): void {
  const { plan, units, metrics } = record;
  for (const metric of [plan.metric, ...plan.guards]) {
    const sums = metrics[metric.name] as MetricSums;
    const { pValue, difference } = metricSummary(record, metric);
    if (pValue >= sums.leastPValue) continue;
    sums.leastPValue = pValue;
    sums.leastDifference = difference ?? 0;
  }
  if (plan.mode === 'shadow') return;
  const ratio = sampleRatioPValue(
    [units.champion, units.challenger],
    [plan.champion.weight, plan.challenger.weight],
  );
  record.leastRatioPValue = Math.min(record.leastRatioPValue, ratio);
}

/** The rule that says to stop, with why, or `null`. */
export function ruleThatStops(
  record: ExperimentRecord,
  now: number,
): { readonly rule: StopRule | 'duration'; readonly reason: string } | null {
  const { plan, startedAt, leastRatioPValue } = record;
  const isOn = (rule: StopRule): boolean => plan.stopOn.includes(rule);
  if (isOn('sample-ratio') && leastRatioPValue <= sampleRatioAlpha) {
    return { rule: 'sample-ratio', reason: 'units did not come in the planned shares: find out why first' };
  }
  if (isOn('guard')) {
    const broken = plan.guards.find((guard) => isBroken(metricSummary(record, guard), guard));
    if (broken !== undefined) return { rule: 'guard', reason: `the challenger makes ${broken.name} worse` };
  }
  const { state, metric } = metricSummary(record, plan.metric);
  if ((state === 'better' || state === 'worse') && isOn(state)) {
    return { rule: state, reason: `the challenger is ${state} by ${metric}` };
  }
  if (startedAt !== null && now - startedAt >= plan.maximumMs) {
    return { rule: 'duration', reason: 'it ran as long as it was to run' };
  }
  return null;
}

/** Whether the interval lies beyond what is permitted. */
function isBroken(
  { lower, upper }: MetricSummary,
  { direction, tolerance }: PlannedMetric & { readonly tolerance: number | null },
): boolean {
  if (tolerance === null || lower === null || upper === null) return false;
  return direction === 'lower' ? lower > tolerance : upper < -tolerance;
}

/** The experiment as it stands. */
export function reportOf(record: ExperimentRecord): ExperimentReport {
  const { plan, state, changes, units, winner, leastRatioPValue } = record;
  return Object.freeze({
    plan,
    state,
    createdAt: new Date(record.createdAt).toISOString(),
    startedAt: timeOf(record.startedAt),
    endedAt: timeOf(record.endedAt),
    changes,
    metric: metricSummary(record, plan.metric),
    guards: plan.guards.map((guard) => metricSummary(record, guard)),
    units: { ...units },
    sampleRatio: { pValue: leastRatioPValue, isMismatched: leastRatioPValue <= sampleRatioAlpha },
    // Who concludes says so first; until that is done nothing is decided.
    winner: state === 'concluded' ? winner : null,
  });
}

function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function estimateOf(
  { champion, challenger, pairs }: MetricSums,
  { range }: PlannedMetric,
): DifferenceEstimate | null {
  return pairs === null ? differenceOfMeans(champion, challenger, range) : meanDifference(pairs, range);
}

function hasEnough({ plan }: ExperimentRecord, { champion, challenger, pairs }: MetricSums): boolean {
  const compared = pairs === null ? [champion, challenger] : [pairs];
  return compared.every((sums) => sums.rows >= plan.minimumRows && seenGroups(sums) >= leastGroups);
}

function differenceOf({ champion, challenger, pairs }: MetricSums): number | null {
  if (pairs !== null) return meanOf(pairs);
  const [one, other] = [meanOf(champion), meanOf(challenger)];
  return one === null || other === null ? null : other - one;
}

function variantSummary(sums: OutcomeSums): VariantSummary {
  return { rows: sums.rows, mean: meanOf(sums) };
}

/**
 * What the interval says of the direction, or else, of metrics that were found to differ at some look, what that look said: the
 * sign of a difference that may be 0 by now is nothing but chance.
 */
function stateOf(
  known: AlwaysValid | null,
  toldDifference: number,
  { direction }: PlannedMetric,
): MetricState {
  if (known === null) return 'insufficient';
  const { lower, upper } = known;
  const sign = lower > 0 ? 1 : upper < 0 ? -1 : Math.sign(toldDifference);
  if (sign === 0) return 'undecided';
  return sign > 0 === (direction === 'higher') ? 'better' : 'worse';
}
