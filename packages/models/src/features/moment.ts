import type { FeatureRow } from './feature-row.js';

/** Seconds of a day. */
export const daySeconds = 86_400;

/** Seconds since 1970-01-01 by the clock of the source; NaN if the date or the time is not known. */
export function momentOf(row: Pick<FeatureRow, 'date' | 'time'>): number {
  return row.date * daySeconds + row.time;
}
