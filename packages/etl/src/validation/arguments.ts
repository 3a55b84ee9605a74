import { TitansError } from '@titans/core';

/**
 * Refuses options that a function does not know, since one that is misspelt would be left out without a word.
 *
 * @param what Names the function in the message, for example `"deduplicate"`.
 * @throws TitansError `INVALID_ARGUMENT` that names the first one and those there are.
 */
export function requireKnownOptions(options: unknown, known: readonly string[], what: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrong(what, `The options of ${what} must be an object, not ${kindOf(options)}.`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw wrong(unknown, `${what} has no option "${unknown}". Options: ${known.join(', ')}.`);
}

/**
 * Refuses what is no table of transactions, and says how to come by one.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireTable(value: unknown, what: string): void {
  if (has(value, 'columns') && has(value.columns, 'amountMinor')) return;
  const advice = has(value, 'transactions')
    ? ' Pass its "transactions".'
    : has(value, 'then')
      ? ' Await it.'
      : Array.isArray(value)
        ? ' Make a table of transactions with "tableFromRows" of @titans/core.'
        : '';
  throw wrong('table', `${what} takes a table of transactions, not ${kindOf(value)}.${advice}`);
}

/**
 * Refuses what lacks a method: a function that was not called, a promise that was not awaited.
 *
 * @param what Names the value and what is expected of it, for example `"\"load\" must be a loader"`.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireMethod(value: unknown, method: string, field: string, what: string): void {
  if (has(value, method) && typeof value[method] === 'function') return;
  const advice =
    typeof value === 'function' ? ' Call the function.' : has(value, 'then') ? ' Await the promise.' : '';
  throw wrong(field, `${what}, not ${kindOf(value)}.${advice}`);
}

/**
 * Refuses what is no text, or an empty one.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireText(value: unknown, field: string, what: string): void {
  if (typeof value === 'string' && value !== '') return;
  throw wrong(field, `${what}, not ${value === '' ? 'an empty text' : kindOf(value)}.`);
}

/**
 * Refuses what is none of some words.
 *
 * @throws TitansError `INVALID_ARGUMENT` that names them.
 */
export function requireOneOf(value: unknown, words: readonly string[], field: string): void {
  if (words.some((word) => word === value)) return;
  throw wrong(
    field,
    `"${field}" must be ${words.map((word) => `"${word}"`).join(' or ')}, not ${kindOf(value)}.`,
  );
}

/**
 * Refuses what is no number of at least one; `Infinity` is one.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireAtLeastOne(value: unknown, field: string): void {
  if (typeof value === 'number' && value >= 1) return;
  const given = typeof value === 'number' ? String(value) : kindOf(value);
  throw wrong(field, `"${field}" must be a number of at least 1, not ${given}.`);
}

/**
 * Refuses what gives no batches, such as a table.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireBatches(value: unknown): void {
  const isStream = typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
  if (!isStream)
    throw wrong(
      'batches',
      `A stream of batches is needed, such as batches() of extract() gives, not ${kindOf(value)}.`,
    );
}

/**
 * Refuses what cannot be called.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireFunction(value: unknown, field: string, what: string): void {
  if (typeof value !== 'function') throw wrong(field, `${what}, not ${kindOf(value)}.`);
}

/**
 * Refuses what is no object with names and values.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requirePlain(value: unknown, field: string, what: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw wrong(field, `${what}, not ${kindOf(value)}.`);
}

/**
 * Refuses what is no text; an empty one is taken.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireString(value: unknown, field: string, what: string): void {
  if (typeof value !== 'string') throw wrong(field, `${what}, not ${kindOf(value)}.`);
}

/**
 * Refuses what cannot be gone through, and a text, whose letters are hardly meant.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireList(value: unknown, field: string, what: string): void {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return;
  throw wrong(field, `${what}, not ${kindOf(value)}.`);
}

/**
 * Refuses what lacks members, such as a report that is none.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireMembers(
  value: unknown,
  members: readonly string[],
  field: string,
  what: string,
): void {
  if (members.every((member) => has(value, member) && value[member] !== undefined)) return;
  throw wrong(field, `${what}, not ${kindOf(value)}.${has(value, 'then') ? ' Await it.' : ''}`);
}

/**
 * Refuses a signal and listeners of the wrong kind, which would never be heard.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function requireWork(options: { readonly signal?: unknown; readonly [name: string]: unknown }): void {
  requirePlain(options, 'options', 'The options must be an object');
  const { signal, ...others } = options;
  if (signal !== undefined && !has(signal, 'aborted')) {
    const advice = signal instanceof AbortController ? ' Pass its "signal".' : '';
    throw wrong('signal', `"signal" must be an AbortSignal, not ${kindOf(signal)}.${advice}`);
  }
  for (const [name, listener] of Object.entries(others)) {
    if (listener !== undefined && typeof listener !== 'function') {
      throw wrong(name, `"${name}" must be a function, not ${kindOf(listener)}.`);
    }
  }
}

function wrong(field: string, message: string): TitansError {
  return new TitansError('INVALID_ARGUMENT', message, { details: { field } });
}

function has<Name extends string>(value: unknown, name: Name): value is Readonly<Record<Name, unknown>> {
  return typeof value === 'object' && value !== null && name in value;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Promise) return 'a promise';
  return typeof value === 'object' ? 'this object' : `a ${typeof value}`;
}
