import { TitansError } from '@titans/core';

/** When a log ends its file and begins the next. */
export interface AuditRotation {
  /** Bytes that a file has at most, from 4,096: it is ended before it would have more. As many as come unless told. */
  readonly maxBytes?: number | undefined;
  /** `"daily"`: a file holds entries of one day (UTC). */
  readonly frequency?: 'daily' | undefined;
  /**
   * Ended files that are kept, from 1; older ones are deleted, after an entry `audit.removed` has said up to where. All are
   * kept unless told.
   */
  readonly maxFiles?: number | undefined;
}

const leastBytes = 4_096;

/**
 * Checks the settings.
 *
 * @throws TitansError `CONFIG_INVALID` with the field.
 */
export function checkRotation(rotation: AuditRotation): void {
  const { maxBytes, frequency, maxFiles, ...others } = rotation;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw invalid(unknown, 'is not an option');
  if (maxBytes !== undefined && !(Number.isSafeInteger(maxBytes) && maxBytes >= leastBytes)) {
    throw invalid('maxBytes', 'must be a whole number of bytes from 4,096');
  }
  if (frequency !== undefined && frequency !== 'daily') throw invalid('frequency', 'must be "daily"');
  if (maxFiles !== undefined && !(Number.isSafeInteger(maxFiles) && maxFiles >= 1)) {
    throw invalid('maxFiles', 'must be a whole number from 1');
  }
  if (maxBytes === undefined && frequency === undefined) {
    throw invalid('', 'must say when a file is ended: by maxBytes, frequency or both');
  }
}

/** The end of a file, as far as the next entry asks. */
export interface FileEnd {
  readonly bytes: number;
  /** The latest of its entries, which is not the last one where the clock was set back; `null` where the file has none. */
  readonly latestTime: string | null;
}

/** Whether a file is ended before an entry: it never is before its first. */
export function isDue(
  { maxBytes = Number.POSITIVE_INFINITY, frequency }: AuditRotation,
  { bytes, latestTime }: FileEnd,
  entry: { readonly bytes: number; readonly time: string },
): boolean {
  if (latestTime === null) return false;
  if (bytes + entry.bytes > maxBytes) return true;
  // A clock that was set back begins no file anew.
  return frequency === 'daily' && dayOf(entry.time) > dayOf(latestTime);
}

/** The later of two times. */
export function later(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}

function dayOf(time: string): string {
  return time.slice(0, 'YYYY-MM-DD'.length);
}

function invalid(name: string, what: string): TitansError {
  const field = name === '' ? 'rotation' : `rotation.${name}`;
  return new TitansError('CONFIG_INVALID', `The option ${field} ${what}.`, { details: { field } });
}
