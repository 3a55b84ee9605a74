import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../../../estimators/restoring.js';
import { activityKinds } from './activity-kinds.js';
import { newPopulation, type PopulationState } from './population-fold.js';
import type { PendingRows } from './recent-activity.js';

/** The state as arrays, for each kind of name: hashes with moments and counts, and what is pending of the latest moment. */
export function populationArrays(state: PopulationState): Readonly<Record<string, ArtifactArray>> {
  const arrays: Record<string, ArtifactArray> = {
    populationMoment: Float64Array.of(state.day, state.second),
  };
  for (const kind of activityKinds) {
    const { known, ofMoment, untimed } = state.tables[kind];
    const entries = [...known.entries()];
    arrays[`${kind}Keys`] = Uint32Array.from(entries, ([key]) => key);
    arrays[`${kind}Moments`] = Float64Array.from(entries, ([, { at }]) => at);
    arrays[`${kind}Counts`] = Float64Array.from(entries, ([, { count }]) => count);
    arrays[`${kind}Pending`] = pendingArray(ofMoment);
    arrays[`${kind}Untimed`] = pendingArray(untimed);
  }
  return arrays;
}

/** Arrays of no population, as models have that were written before there was any. */
export function noPopulationArrays(): Readonly<Record<string, ArtifactArray>> {
  return populationArrays(newPopulation());
}

/**
 * Reads what {@link populationArrays} wrote.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`.
 */
export function populationIn(artifact: ArtifactReader): PopulationState {
  const state = newPopulation();
  const moment = artifact.float64('populationMoment');
  const [day = Number.NaN, second = Number.NaN] = moment;
  if (moment.length !== 2 || Number.isNaN(day) || !(second >= -1))
    throw artifact.corrupt('its population has no moment');
  state.day = day;
  state.second = second;
  for (const kind of activityKinds) {
    const { capacity, known, ofMoment, untimed } = state.tables[kind];
    const keys = artifact.uint32(`${kind}Keys`);
    const [moments, counts] = [artifact.float64(`${kind}Moments`), artifact.float64(`${kind}Counts`)];
    const isWhole =
      keys.length <= capacity && moments.length === keys.length && counts.length === keys.length;
    if (!isWhole || !moments.every(Number.isFinite) || !counts.every((count) => count >= 0))
      throw artifact.corrupt(`its population of kind ${kind} is out of range`);
    keys.forEach((key, place) => {
      known.meet(key, () => ({ at: moments[place] as number, count: counts[place] as number }));
    });
    for (const [name, pending] of [
      ['Pending', ofMoment],
      ['Untimed', untimed],
    ] as const) {
      readPending(pending, artifact.float64(`${kind}${name}`), capacity, artifact);
    }
  }
  return state;
}

/** Key and rows, one after the other. */
function pendingArray(pending: PendingRows): Float64Array {
  return Float64Array.from([...pending].flat());
}

function readPending(
  pending: PendingRows,
  numbers: Float64Array,
  capacity: number,
  artifact: ArtifactReader,
): void {
  if (numbers.length % 2 !== 0 || numbers.length > 2 * capacity || !numbers.every((value) => value >= 0))
    throw artifact.corrupt('its pending population is out of range');
  for (let place = 0; place < numbers.length; place += 2)
    pending.set(numbers[place] as number, numbers[place + 1] as number);
}

/** A state of its own that goes on from another. */
export function copyPopulation(state: PopulationState): PopulationState {
  const copy = newPopulation();
  copy.day = state.day;
  copy.second = state.second;
  for (const kind of activityKinds) {
    const [from, to] = [state.tables[kind], copy.tables[kind]];
    for (const [key, { at, count }] of from.known.entries()) to.known.meet(key, () => ({ at, count }));
    for (const [key, rows] of from.ofMoment) to.ofMoment.set(key, rows);
    for (const [key, rows] of from.untimed) to.untimed.set(key, rows);
  }
  return copy;
}
