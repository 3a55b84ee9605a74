import { maskSample, TitansError } from '@titans/core';

/** A time of day, and how far the clock was ahead of UTC where that was written. */
export interface TimeOfDay {
  /** 0 to 86,399. */
  readonly secondOfDay: number;
  /** `null` where no offset was written. */
  readonly offsetMinutes: number | null;
}

/** `13:45`, `13:45:01.250`, `13.45`, `13h45`, `1:45 pm`, with what may follow. */
const clock = /^(\d{1,2})(?:([:.h])(\d{2})(?:[:.m](\d{2})(?:[.,]\d{1,9})?)?s?)?\s*([ap])?(\.?m\.?)?(.*)$/is;
/** `1345` and `134501`. */
const compactClock = /^(\d{2})(\d{2})(\d{2})?(?:\.\d{1,9})?(?![\d:])(.*)$/s;
const zone =
  /^\s*(?:Uhr|hrs?|h)?\s*(?:(Z)|(?:UTC|GMT)?([+−-])(\d{1,2})(?::?(\d{2}))?|(UTC|GMT))?\s*(?:\([^)]*\))?$/i;

/**
 * Reads a time of day of 24 hours, or of 12 with `am` or `pm`, and an offset from UTC where there is one. Fractions
 * of a second are cut.
 *
 * @returns `null` if it is no time of day.
 */
export function tryTime(text: string): TimeOfDay | null {
  const trimmed = text.trim();
  const compact = compactClock.exec(trimmed);
  if (compact !== null) {
    return timeOf(Number(compact[1]), Number(compact[2]), Number(compact[3] ?? 0), compact[4] ?? '');
  }
  const match = clock.exec(trimmed);
  if (match === null) return null;
  const [, hours, , minutes, seconds, half, halfEnd, rest = ''] = match;
  if ((half === undefined) !== (halfEnd === undefined) || (minutes === undefined && half === undefined)) {
    return null;
  }
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  return timeOf(hour, Number(minutes ?? 0), Number(seconds ?? 0), rest);
}

/**
 * Seconds since midnight of a text that {@link tryTime} reads.
 *
 * @throws TitansError `TIME_INVALID` if it is none.
 */
export function parseTime(text: string): number {
  return (tryTime(text) ?? fail(text)).secondOfDay;
}

function timeOf(hour: number, minute: number, second: number, rest: string): TimeOfDay | null {
  const offset = zone.exec(rest);
  if (offset === null || hour > 23 || minute > 59 || second > 59) return null;
  const [, zulu, sign, hours, minutes, name] = offset;
  const secondOfDay = hour * 3600 + minute * 60 + second;
  if (hours === undefined) return { secondOfDay, offsetMinutes: zulu || name ? 0 : null };
  const size = Number(hours) * 60 + Number(minutes ?? 0);
  return size > 18 * 60 ? null : { secondOfDay, offsetMinutes: sign === '+' ? size : -size };
}

function fail(text: string): never {
  const value = maskSample(text);
  throw new TitansError('TIME_INVALID', `"${value}" is not a time of day such as 13:45 or 13:45:01.`, {
    details: { value },
  });
}
