import type { FeatureRow } from '../../../features/feature-row.js';
import { daySeconds } from '../../../features/moment.js';
import { payeeOf } from '../../../features/payee.js';
import { hashText } from '../hash-text.js';
import { type ActivityKind, activityKinds } from './activity-kinds.js';
import { type PopulationTrail, populationTrail } from './population-trail.js';
import {
  type ActivityTable,
  absorbPending,
  activityAt,
  activityTable,
  addActivity,
  addPending,
  type ToldOfActivity,
} from './recent-activity.js';

/** What is known of a row from all accounts together. */
export const populationNames = [
  'hours_since_category_of_all',
  'recent_count_of_category_of_all',
  'hours_since_payee_of_all',
  'recent_count_of_payee_of_all',
] as const;
export type PopulationName = (typeof populationNames)[number];

/** Of which names activity is kept, and of how many at most. */
const capacities = { category: 2_000, payee: 10_000 } as const;

/** What a fold over all accounts knows, by hashed names; no row, no amount, no account. */
export interface PopulationState {
  /** Day of the latest row, −∞ before the first. */
  day: number;
  /** Second of that day, −1 for a row without a time. */
  second: number;
  readonly tables: Readonly<Record<ActivityKind, ActivityTable>>;
  /** What was known before, for rows that come late; `null` where none is kept. */
  trail: PopulationTrail | null;
}

/** Before any row. */
export function newPopulation(): PopulationState {
  return {
    day: Number.NEGATIVE_INFINITY,
    second: -1,
    tables: { category: activityTable(capacities.category), payee: activityTable(capacities.payee) },
    trail: null,
  };
}

/** Fields of a row that the fold looks at. */
export type PopulationRow = Pick<FeatureRow, 'date' | 'time' | 'category' | 'description' | 'merchantName'>;

/**
 * Writes one value per name of {@link populationNames}: hours since any account had the row's category, how many rows
 * had it of late (each counting half after a day), and the same of its payee. Only rows that are known to have happened
 * before count: of earlier days, or of the same day where both have a time and the other's is smaller. A category or payee
 * that was never met has no hours and a count of 0; all is missing where the row lacks the date or the name, and where it
 * is older than the latest that was taken in, and than what the trail knows. Leaves the state as it is.
 *
 * @returns Whether what was known at the moment of the row still is.
 */
export function readPopulation(state: PopulationState, row: PopulationRow, values: Float64Array): boolean {
  const second = secondOf(row);
  values.fill(Number.NaN);
  // Room that the latest row made among the names nothing of its own moment is to notice: it was asked about before it came.
  if (state.trail !== null && placeOf(row.date, second) <= placeOf(state.day, state.second)) {
    return readTrail(state.trail, state, row, values);
  }
  if (!isInOrder(state, row.date, second)) return false;
  const isLaterDay = row.date > state.day;
  const moment = row.date * daySeconds + Math.max(0, second);
  for (let kind = 0; kind < activityKinds.length; kind++) {
    const name = activityKinds[kind] as ActivityKind;
    const key = keyOf(name, row);
    if (key < 0) continue;
    const table = state.tables[name];
    const known = table.known.get(key);
    const timed = isLaterDay || second > state.second ? table.ofMoment.get(key) : undefined;
    const untimed = isLaterDay ? table.untimed.get(key) : undefined;
    const slot = 2 * kind;
    values[slot + 1] = 0;
    if (known === undefined && timed === undefined && untimed === undefined) continue;
    // As absorbing them would leave it, in the same order.
    const activity = { at: known?.at ?? firstMoment(state, timed), count: known?.count ?? 0 };
    if (timed !== undefined) addActivity(activity, timed, momentOf(state));
    if (untimed !== undefined) addActivity(activity, untimed, state.day * daySeconds);
    const { hours, count } = activityAt(activity, moment);
    values[slot] = hours;
    values[slot + 1] = count;
  }
  return true;
}

/** The same of a row that is not later than the latest. */
function readTrail(
  trail: PopulationTrail,
  { tables }: PopulationState,
  row: PopulationRow,
  values: Float64Array,
): boolean {
  const second = secondOf(row);
  const place = placeOf(row.date, second);
  if (place < trail.from) return false;
  for (let kind = 0; kind < activityKinds.length; kind++) {
    const name = activityKinds[kind] as ActivityKind;
    const key = keyOf(name, row);
    if (key < 0) continue;
    const activity = trail.at(name, key, place, tables[name].known.get(key));
    values[2 * kind + 1] = 0;
    if (activity === undefined) continue;
    const { hours, count } = activityAt(activity, row.date * daySeconds + Math.max(0, second));
    values[2 * kind] = hours;
    values[2 * kind + 1] = count;
  }
  return true;
}

/** Keeps from now on what is known, for rows that come late. */
export function keepTrail(state: PopulationState): void {
  state.trail = populationTrail(placeOf(state.day, state.second));
}

/** Days and seconds in their order; rows of a day without a time come before its first second. */
function placeOf(day: number, second: number): number {
  return day * (daySeconds + 1) + second + 1;
}

/**
 * Takes a row in. It becomes visible to the rows that are strictly after it. One that is older than the latest, or has no
 * date, is left out.
 *
 * @returns Whether it was taken in.
 */
export function observePopulation(state: PopulationState, row: PopulationRow): boolean {
  const second = secondOf(row);
  if (!isInOrder(state, row.date, second)) return false;
  if (row.date > state.day || second > state.second) {
    const { day, trail } = state;
    const place = placeOf(day, state.second);
    const forgottenFrom = placeOf(row.date, second) + 1;
    trail?.begin(place);
    for (const kind of activityKinds) {
      const table = state.tables[kind];
      const from = (visibleFrom: number): ToldOfActivity | null =>
        trail &&
        ((key, before, after) =>
          trail.keep(kind, key, before, after, after === undefined ? forgottenFrom : visibleFrom));
      absorbPending(table, table.ofMoment, momentOf(state), from(place + 1));
      if (row.date > day) absorbPending(table, table.untimed, day * daySeconds, from(placeOf(day + 1, -1)));
    }
    state.day = row.date;
    state.second = second;
  }
  for (const kind of activityKinds) {
    const key = keyOf(kind, row);
    const { capacity, ofMoment, untimed } = state.tables[kind];
    if (key >= 0) addPending(second < 0 ? untimed : ofMoment, key, capacity);
  }
  return true;
}

/** Whether a row is not older than the latest of the state. */
function isInOrder(state: PopulationState, day: number, second: number): boolean {
  return day > state.day || (day === state.day && second >= state.second);
}

function firstMoment(state: PopulationState, timed: number | undefined): number {
  return timed === undefined ? state.day * daySeconds : momentOf(state);
}

function momentOf({ day, second }: PopulationState): number {
  return day * daySeconds + Math.max(0, second);
}

function secondOf({ time }: PopulationRow): number {
  return Number.isNaN(time) ? -1 : time;
}

/** A hash, so that the state holds no names; −1 where the row has none. */
function keyOf(kind: ActivityKind, row: PopulationRow): number {
  const name = kind === 'category' ? row.category : payeeOf(row);
  return name === null ? -1 : hashText(name);
}
