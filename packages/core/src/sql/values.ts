import { toHex } from '../artifact/sha256.js';
import { TitansError } from '../errors/titans-error.js';
import type { SqlValue } from '../storage/database.js';

/**
 * A value as PostgreSQL reads it from text; `null` is NULL. The same on every driver.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a value that is no {@link SqlValue}, such as an invalid Date.
 */
export function toSqlText(value: SqlValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${toHex(value)}`;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The database takes text, numbers, booleans, dates and bytes, not ${value instanceof Date ? 'an invalid date' : typeof value}.`,
  );
}

const objectIds = {
  bool: 16,
  bytea: 17,
  int2: 21,
  int4: 23,
  oid: 26,
  float4: 700,
  float8: 701,
  timestamptz: 1184,
} as const;

const readers: ReadonlyMap<number, (text: string) => SqlValue> = new Map<number, (text: string) => SqlValue>([
  [objectIds.bool, (text) => text === 't'],
  [objectIds.bytea, readBytes],
  [objectIds.int2, Number],
  [objectIds.int4, Number],
  [objectIds.oid, Number],
  [objectIds.float4, Number],
  [objectIds.float8, Number],
  [objectIds.timestamptz, readInstant],
]);

/**
 * How a value of the type with this object id is read from its text. Types that a JavaScript value cannot hold
 * exactly (64-bit integers, decimals, dates, local times, JSON, arrays) stay text.
 */
export function readerOf(objectId: number): (text: string) => SqlValue {
  return readers.get(objectId) ?? asText;
}

function asText(text: string): string {
  return text;
}

function readBytes(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i + 2, 2 * i + 4), 16);
  return bytes;
}

const instant =
  /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

/** A moment to the millisecond, cut off. Infinity and years that ISO 8601 writes with more digits stay text. */
function readInstant(text: string): SqlValue {
  const match = instant.exec(text);
  if (!match) return text;
  const [, year, month, day, hour, minute, second, fraction = '', sign, ...offset] = match;
  const [offsetHours = 0, offsetMinutes = 0, offsetSeconds = 0] = offset.map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')));
  const offsetMs = (offsetHours * 3_600 + offsetMinutes * 60 + offsetSeconds) * 1_000;
  return new Date(date.getTime() - (sign === '-' ? -offsetMs : offsetMs));
}
