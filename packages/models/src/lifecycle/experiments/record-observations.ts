import type { KeyValueStore } from '@titans/core';
import { requireObject } from '../../calibration/checked-values.js';
import { valueInWords } from '../../value-in-words.js';
import { shortIdOf } from './assign-variant.js';
import { invalid, mostValue } from './checked-plan.js';
import type { ExperimentPlan, Observation, ObservationCount, Observations } from './experiment.js';
import { addObservations, type ExperimentRecord, isRemembered, namedValue } from './experiment-record.js';

/** What recording needs. */
export interface RecordingParts {
  readonly store: KeyValueStore;
  /** Where it is kept that an outcome of that short name was counted, while the experiment runs. */
  readonly markKeyOf: (shortId: string) => string;
  /** Milliseconds for which that is kept. */
  readonly ttlMs: number;
  /** Changes the record as one step unless `work`, which may be called again, gives `false`. */
  readonly change: (work: (record: ExperimentRecord) => boolean) => Promise<ExperimentRecord>;
  /** Looks at what is known by then. */
  readonly lookAt: (record: ExperimentRecord) => void;
}

type NamedObservation = Observation & { readonly id: string };

const mostOutcomes = 10_000;
/** Named outcomes in one step: fewer than are remembered, so that several processes cannot push out what they still need. */
const mostNamed = 64;

/** @throws TitansError `INVALID_ARGUMENT` for too many outcomes, and for outcomes, values and counts that are none. */
export function checkObservations(observations: Observations): void {
  requireObject('observations', observations);
  const { outcomes = [], newUnits } = observations;
  if (!Array.isArray(outcomes)) throw invalid('outcomes', 'Outcomes must be a list.');
  if (outcomes.length > mostOutcomes) {
    throw invalid('outcomes', `At most ${mostOutcomes} outcomes are recorded at once.`);
  }
  for (const outcome of outcomes as readonly Observation[]) checkOutcome(outcome);
  if (newUnits === undefined) return;
  requireObject('newUnits', newUnits);
  for (const count of Object.values(newUnits)) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw invalid('newUnits', `New units must be a whole number from 0, not ${count}.`);
  }
}

function checkOutcome(outcome: Observation): void {
  requireObject('outcomes', outcome);
  const { id, unit, champion = {}, challenger = {} } = outcome;
  if (typeof unit !== 'string') throw invalid('outcomes', `A unit must be a text, not ${typeof unit}.`);
  if (id !== undefined && typeof id !== 'string')
    throw invalid('outcomes', `The id of an outcome must be a text, not ${typeof id}.`);
  for (const values of [champion, challenger]) {
    requireObject('outcomes', values);
    for (const value of Object.values(values)) {
      if (!(typeof value === 'number' && Math.abs(value) <= mostValue))
        throw invalid(
          'outcomes',
          `A value must be a number from −1e100 to 1e100, not ${valueInWords(value)}.`,
        );
    }
  }
}

/** @throws TitansError `INVALID_ARGUMENT` for values outside the range of their metric. */
export function checkRanges({ metric, guards }: ExperimentPlan, { outcomes = [] }: Observations): void {
  for (const { name, range } of [metric, ...guards]) {
    if (range === null) continue;
    for (const { champion = {}, challenger = {} } of outcomes) {
      for (const value of [namedValue(champion, name), namedValue(challenger, name)]) {
        if (value === undefined || (value >= range[0] && value <= range[1])) continue;
        throw invalid('outcomes', `${name} is from ${range[0]} to ${range[1]}, not ${value}.`);
      }
    }
  }
}

/**
 * Adds what was observed. What has a name is counted once: a mark says that it is being counted, the record says for the last
 * ones that they were, in the same step as the sums, and the mark then says it for as long as the experiment may run. A process
 * that dies in between leaves either a mark that counts nothing or an outcome that the record remembers.
 */
export async function recordObservations(
  parts: RecordingParts,
  { outcomes = [], newUnits }: Observations,
): Promise<ObservationCount> {
  let counted = 0;
  let isRunning = true;

  /** Adds those that are still to be counted when the step is made. */
  async function add(
    given: Observations,
    isFresh: (record: ExperimentRecord, outcome: Observation) => boolean,
  ): Promise<void> {
    let added = 0;
    await parts.change((record) => {
      isRunning = record.state === 'running';
      added = 0;
      if (!isRunning) return false;
      const fresh = (given.outcomes ?? []).filter((outcome) => isFresh(record, outcome));
      added = fresh.length;
      if (added === 0 && given.newUnits === undefined) return false;
      addObservations(record, { ...given, outcomes: fresh });
      parts.lookAt(record);
      isRunning = record.state === 'running';
      return true;
    });
    counted += added;
  }

  const unnamed = outcomes.filter(({ id }) => id === undefined);
  if (unnamed.length > 0 || newUnits !== undefined) {
    await add({ outcomes: unnamed, ...(newUnits && { newUnits }) }, () => true);
  }
  const named = withoutRepetition(outcomes.filter(isNamed));
  for (let first = 0; first < named.length && isRunning; first += mostNamed) {
    const open = await notCounted(parts, named.slice(first, first + mostNamed));
    if (open.length === 0) continue;
    await add({ outcomes: open }, (record, { id }) => id === undefined || !isRemembered(record, id));
    await Promise.all(open.map((outcome) => mark(parts, outcome)));
  }
  return { counted, repeated: isRunning ? outcomes.length - counted : 0, isRunning };
}

/** Marks outcomes as being counted, and leaves out those that were. */
async function notCounted(
  parts: RecordingParts,
  outcomes: readonly NamedObservation[],
): Promise<readonly NamedObservation[]> {
  const { store, markKeyOf, ttlMs } = parts;
  const isOpen = await Promise.all(
    outcomes.map(async ({ id }) => {
      const key = markKeyOf(shortIdOf(id));
      if (await store.compareAndSet(key, null, 'counting', { ttlMs })) return true;
      return (await store.get(key))?.value !== 'counted';
    }),
  );
  return outcomes.filter((_, index) => isOpen[index]);
}

function mark({ store, markKeyOf, ttlMs }: RecordingParts, { id }: NamedObservation): Promise<void> {
  return store.set(markKeyOf(shortIdOf(id)), 'counted', { ttlMs });
}

function isNamed(outcome: Observation): outcome is NamedObservation {
  return outcome.id !== undefined;
}

function withoutRepetition(outcomes: readonly NamedObservation[]): readonly NamedObservation[] {
  return [...new Map(outcomes.map((outcome) => [outcome.id, outcome])).values()];
}
