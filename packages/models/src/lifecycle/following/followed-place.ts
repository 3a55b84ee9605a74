import { breathe, selectRows, type TransactionTable, toEpochDay, valueAt } from '@titans/core';
import { hashText } from '../../tasks/anomaly/hash-text.js';
import type { LiveAnomalyModel } from '../../tasks/models.js';

/** How far a model has followed stored transactions. */
export interface FollowedPlace {
  readonly live: LiveAnomalyModel;
  /** Taken in since the end of training. */
  transactions: number;
  /** The last day of which something is known, and its latest second, −1 without a time; `null` before any. */
  day: number | null;
  second: number;
  /** The stored rows of that day up to that second; `null` before any were read. */
  ofDay: DayDigest | null;
}

/** Which rows of a day there were, whatever their order. */
interface DayDigest {
  rows: number;
  /** Sum of the hashes of the rows. */
  sum: number;
}

/** Rows taken in, or looked at, before anything else may run. */
const rowsTogether = 1_000;
const rowsLookedAt = 5_000;

/** Before anything stored was taken in. */
export function beginAfter(live: LiveAnomalyModel): FollowedPlace {
  const { latest } = live;
  return {
    live,
    transactions: 0,
    day: latest === null ? null : toEpochDay(latest.date),
    second: latest?.secondOfDay ?? -1,
    ofDay: null,
  };
}

/**
 * Whether the rows up to the place are those that were there before.
 *
 * @param days From the day of the place on, oldest first.
 * @throws TitansError `ABORTED`.
 */
export async function isStillKnown(
  place: FollowedPlace,
  days: TransactionTable,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (place.ofDay === null) return true;
  const found = await digestUpTo(place, days, signal);
  return found.rows === place.ofDay.rows && found.sum === place.ofDay.sum;
}

/**
 * Takes in those rows of whole days that are after the place, and moves it on.
 *
 * @param days Oldest first.
 * @throws TitansError `ABORTED` between rows; those before are taken in.
 */
export async function takeIn(
  place: FollowedPlace,
  days: TransactionTable,
  signal: AbortSignal | undefined,
): Promise<void> {
  place.ofDay ??= await digestUpTo(place, days, signal);
  for (let row = rowsUpTo(place, days); row < days.length; row += rowsTogether) {
    const count = Math.min(rowsTogether, days.length - row);
    const rows = Array.from({ length: count }, (_, index) => row + index);
    place.live.observe(selectRows(days, rows));
    for (const taken of rows) moveOn(place, days, taken);
    await breathe(signal, 'following transactions');
  }
}

/** How many rows are not after the place. */
function rowsUpTo({ day, second }: FollowedPlace, { length, columns }: TransactionTable): number {
  if (day === null) return 0;
  const { date, secondOfDay } = columns;
  let rows = 0;
  while (
    rows < length &&
    ((date[rows] as number) < day || (date[rows] === day && (secondOfDay[rows] as number) <= second))
  ) {
    rows++;
  }
  return rows;
}

async function digestUpTo(
  place: FollowedPlace,
  days: TransactionTable,
  signal: AbortSignal | undefined,
): Promise<DayDigest> {
  const digest: DayDigest = { rows: 0, sum: 0 };
  const rows = rowsUpTo(place, days);
  for (let row = 0; row < rows; row++) {
    if (days.columns.date[row] === place.day) add(digest, days, row);
    if (row % rowsLookedAt === rowsLookedAt - 1) await breathe(signal, 'following transactions');
  }
  return digest;
}

function moveOn(place: FollowedPlace, days: TransactionTable, row: number): void {
  const { date, secondOfDay } = days.columns;
  const day = date[row] as number;
  if (day !== place.day || place.ofDay === null) place.ofDay = { rows: 0, sum: 0 };
  add(place.ofDay, days, row);
  place.day = day;
  place.second = secondOfDay[row] as number;
  place.transactions++;
}

/** Adds what a model sees of a row. */
function add(digest: DayDigest, { columns }: TransactionTable, row: number): void {
  const { secondOfDay, category, description, merchantName } = columns;
  const names = [valueAt(category, row), valueAt(description, row), valueAt(merchantName, row)];
  digest.rows++;
  digest.sum = (digest.sum + hashText(JSON.stringify([secondOfDay[row], ...names]))) % 2 ** 52;
}
