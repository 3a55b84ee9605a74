import { TitansError } from '../errors/titans-error.js';

/** Whatever JSON can write. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const maxDepth = 1_000;

/**
 * Writes JSON in one form only (RFC 8785, JSON Canonicalization Scheme): keys in UTF-16 order, no white space,
 * numbers as ECMAScript prints them. Equal values give equal bytes. Members that are `undefined` are left out. A lone
 * surrogate, which RFC 8785 refuses, is written as its escape, so that any text survives.
 *
 * @throws TitansError `DATA_NOT_FINITE` for NaN or infinity, `INVALID_ARGUMENT` for a value that JSON cannot write
 * (a function, a `Map`, a typed array, a hole of an array), for the key `__proto__`, and for more than 1,000 levels.
 * The details carry its JSON pointer.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, []);
}

function write(value: unknown, path: string[]): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal('DATA_NOT_FINITE', `the number ${value}`, path);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw refusal('INVALID_ARGUMENT', `a value of type ${typeof value}`, path);
  if (path.length >= maxDepth) throw refusal('INVALID_ARGUMENT', `more than ${maxDepth} levels`, []);
  return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
}

function writeArray(items: readonly unknown[], path: string[]): string {
  const written: string[] = [];
  for (let index = 0; index < items.length; index++) {
    path.push(String(index));
    written.push(write(items[index], path));
    path.pop();
  }
  return `[${written.join(',')}]`;
}

function writeObject(value: object, path: string[]): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw refusal('INVALID_ARGUMENT', `an instance of ${value.constructor.name}`, path);
  }
  const written: string[] = [];
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member === undefined) continue;
    if (key === '__proto__') throw refusal('INVALID_ARGUMENT', 'the key __proto__', path);
    path.push(key);
    written.push(`${JSON.stringify(key)}:${write(member, path)}`);
    path.pop();
  }
  return `{${written.join(',')}}`;
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function refusal(
  code: 'DATA_NOT_FINITE' | 'INVALID_ARGUMENT',
  what: string,
  path: readonly string[],
): TitansError {
  const pointer = path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return new TitansError(code, `JSON cannot write ${what}${pointer === '' ? '' : ` at ${pointer}`}.`, {
    details: { pointer },
  });
}
