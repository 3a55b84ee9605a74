import { TitansError } from '@titans/core';
import { groupOf, shortIdOf } from './assign-variant.js';
import type {
  ExperimentChange,
  ExperimentPlan,
  ExperimentState,
  ExperimentVariant,
  Observation,
  Observations,
} from './experiment.js';
import { addOutcome, noOutcomes, type OutcomeSums } from './outcome-sums.js';

/** What is kept of a metric. */
export interface MetricSums {
  readonly champion: OutcomeSums;
  readonly challenger: OutcomeSums;
  /** Of challenger less champion, where both answer; `null` in a split. */
  readonly pairs: OutcomeSums | null;
  /** The least p-value of all looks, and the difference at that look. */
  leastPValue: number;
  leastDifference: number;
}

/** An experiment as it is kept. Its size does not depend on how much was observed. */
export interface ExperimentRecord {
  readonly format: 1;
  readonly plan: ExperimentPlan;
  state: ExperimentState;
  readonly createdAt: number;
  startedAt: number | null;
  endedAt: number | null;
  changes: readonly ExperimentChange[];
  readonly metrics: Readonly<Record<string, MetricSums>>;
  readonly units: Record<ExperimentVariant, number>;
  leastRatioPValue: number;
  /** Outcomes that were counted last. A process that died between counting and noting it would count them again. */
  recent: readonly string[];
  /** Being concluded, or concluded. */
  winner: ExperimentVariant | null;
}

/** How many of the last outcomes are remembered beside the sums. */
const rememberedOutcomes = 512;

/** A draft. */
export function newRecord(plan: ExperimentPlan, by: string, now: number): ExperimentRecord {
  const metrics = [plan.metric, ...plan.guards].map(({ name }): [string, MetricSums] => [
    name,
    {
      champion: noOutcomes(),
      challenger: noOutcomes(),
      pairs: plan.mode === 'shadow' ? noOutcomes() : null,
      leastPValue: 1,
      leastDifference: 0,
    },
  ]);
  return {
    ...{ format: 1, plan, state: 'draft', createdAt: now, startedAt: null, endedAt: null },
    changes: [changeOf('draft', by, 'described', now)],
    metrics: Object.fromEntries(metrics),
    units: { champion: 0, challenger: 0 },
    ...{ leastRatioPValue: 1, recent: [], winner: null },
  };
}

/** A change for the history. */
export function changeOf(to: ExperimentState, by: string, reason: string, now: number): ExperimentChange {
  return { at: new Date(now).toISOString(), by, to, reason };
}

/** Whether an outcome of that name is among those counted last. */
export function isRemembered({ recent }: ExperimentRecord, id: string): boolean {
  return recent.includes(shortIdOf(id));
}

/** Adds what was observed, in place. */
export function addObservations(record: ExperimentRecord, { outcomes = [], newUnits }: Observations): void {
  for (const outcome of outcomes) addObservation(record, outcome);
  const ids = outcomes.flatMap(({ id }) => (id === undefined ? [] : [shortIdOf(id)]));
  record.recent = [...record.recent, ...ids].slice(-rememberedOutcomes);
  record.units.champion += newUnits?.champion ?? 0;
  record.units.challenger += newUnits?.challenger ?? 0;
}

function addObservation(
  { plan, metrics }: ExperimentRecord,
  { unit, champion = {}, challenger = {}, amends = false, withdraws = false }: Observation,
): void {
  const place = { group: groupOf(plan.id, unit), amends, withdraws };
  for (const [name, sums] of Object.entries(metrics)) {
    const [one, other] = [namedValue(champion, name), namedValue(challenger, name)];
    if (one !== undefined) addOutcome(sums.champion, one, place);
    if (other !== undefined) addOutcome(sums.challenger, other, place);
    if (sums.pairs !== null && one !== undefined && other !== undefined)
      addOutcome(sums.pairs, other - one, place);
  }
}

/** The value of a metric, if there is one. */
export function namedValue(values: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** @throws TitansError `ARTIFACT_VERSION` for one that another release wrote in another form. */
export function readRecord(text: string): ExperimentRecord {
  const record = JSON.parse(text) as ExperimentRecord;
  if (record.format === 1) return record;
  throw new TitansError('ARTIFACT_VERSION', 'The experiment was kept by another release of Titans.');
}
