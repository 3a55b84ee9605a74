import { TitansError } from '../errors/titans-error.js';

/** Whatever JSON can write. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * Writes JSON in one form only (RFC 8785, JSON Canonicalization Scheme): keys in UTF-16 order, no white space,
 * numbers as ECMAScript prints them. Equal values give equal bytes.
 *
 * @throws TitansError `DATA_NOT_FINITE` for NaN or infinity, `INVALID_ARGUMENT` for a value that JSON cannot write.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TitansError('DATA_NOT_FINITE', `JSON cannot write ${value}.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value as Record<string, JsonValue>)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TitansError('INVALID_ARGUMENT', `JSON cannot write a ${typeof value}.`);
}
