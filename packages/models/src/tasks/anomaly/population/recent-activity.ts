import { exponential } from '../../../estimators/trees/kernel/exponential.js';
import { type RecentKeys, recentKeys } from '../../../features/recent-keys.js';

/** What is known of one category or payee over all accounts. */
export interface Activity {
  /** Seconds since 1970-01-01 of its latest row. */
  at: number;
  /** Rows up to then, each half as much after every {@link halfLifeSeconds}. */
  count: number;
}

/** Time after which a row counts half. */
const halfLifeSeconds = 86_400;
const decayPerSecond = -Math.LN2 / halfLifeSeconds;

/** Takes in so many rows of one moment, which may lie before rows that were taken in already. */
export function addActivity(activity: Activity, rows: number, at: number): void {
  if (at >= activity.at) {
    activity.count = activity.count * exponential(decayPerSecond * (at - activity.at)) + rows;
    activity.at = at;
  } else activity.count += rows * exponential(decayPerSecond * (activity.at - at));
}

/** Hours since the latest row, and the decayed number of rows, as they are at a moment. */
export function activityAt(
  { at, count }: Activity,
  moment: number,
): { readonly hours: number; readonly count: number } {
  const seconds = Math.max(0, moment - at);
  return { hours: seconds / 3_600, count: count * exponential(decayPerSecond * seconds) };
}

/** Rows of one moment that no row has seen yet: how many of each hashed name. */
export type PendingRows = Map<number, number>;

/** Activity of each hashed name, of so many names at most. */
export interface ActivityTable {
  readonly capacity: number;
  readonly known: RecentKeys<Activity, number>;
  /** Rows of the latest moment. */
  readonly ofMoment: PendingRows;
  /** Rows of the latest day that have no time. */
  readonly untimed: PendingRows;
}

/** A table of nothing. */
export function activityTable(capacity: number): ActivityTable {
  return {
    capacity,
    known: recentKeys<Activity, number>(capacity),
    ofMoment: new Map(),
    untimed: new Map(),
  };
}

/** Counts a row that none of its moment may see. Beyond the capacity, names that are new to the moment are not counted. */
export function addPending(pending: PendingRows, key: number, capacity: number): void {
  const rows = pending.get(key);
  if (rows !== undefined || pending.size < capacity) pending.set(key, (rows ?? 0) + 1);
}

/** Is told of each name that changes: what was known of it, and what is from then on, `undefined` where it is forgotten. */
export type ToldOfActivity = (key: number, before: Activity | undefined, after: Activity | undefined) => void;

/**
 * Lets later rows see what was pending. Names are taken in by their number: rows of one moment have no other order.
 *
 * @param told `null` where nobody is to be told: nothing is copied for him then.
 */
export function absorbPending(
  { known }: ActivityTable,
  pending: PendingRows,
  at: number,
  told: ToldOfActivity | null,
): void {
  if (pending.size === 0) return;
  for (const [key, rows] of [...pending].sort(([a], [b]) => a - b)) {
    const found = told === null ? undefined : known.get(key);
    const before = found && { ...found };
    const forgotten =
      told === null ? undefined : (oldest: number, was: Activity) => told(oldest, was, undefined);
    const activity = known.meet(key, () => ({ at, count: 0 }), forgotten);
    addActivity(activity, rows, at);
    told?.(key, before, activity);
  }
  pending.clear();
}
