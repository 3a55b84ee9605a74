import { requestError } from './problem.js';

/** Levels of arrays and objects that a body may nest; the contract needs three. */
const maxDepth = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses UTF-8 JSON from an untrusted sender.
 *
 * @param what Names it in the refusal.
 * @throws TitansError `REQUEST_MALFORMED` if it is not UTF-8 or not JSON, or if {@link refuseUnsafeJson} refuses it.
 */
export function parseJson(bytes: Uint8Array, what = 'The body'): unknown {
  if (bytes.byteLength === 0) throw requestError('REQUEST_MALFORMED', `${what} is empty; JSON is expected.`);
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : 'is not valid UTF-8';
    throw requestError('REQUEST_MALFORMED', `${what} ${reason}.`);
  }
  refuseUnsafeJson(value, what);
  return value;
}

/**
 * Refuses parsed JSON that could change prototypes when it is copied (a member `__proto__`, or `constructor` with a
 * member `prototype`), and JSON nested deeper than 32 levels. It walks without recursion.
 *
 * @throws TitansError `REQUEST_MALFORMED`.
 */
export function refuseUnsafeJson(value: unknown, what = 'The body'): void {
  if (isPlainlySafe(value)) return;
  let level: object[] = isObject(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth) {
      throw requestError('REQUEST_MALFORMED', `${what} is nested deeper than ${maxDepth} levels.`);
    }
    const next: object[] = [];
    for (const node of level) {
      if (Array.isArray(node)) {
        for (const child of node) if (isObject(child)) next.push(child);
        continue;
      }
      refuseUnsafeMembers(node, what);
      for (const child of Object.values(node)) if (isObject(child)) next.push(child);
    }
    level = next;
  }
}

/** Whether it is an object without anything below and without a name to look at twice, as most bodies are. */
function isPlainlySafe(value: unknown): boolean {
  if (!isObject(value)) return true;
  if (Array.isArray(value)) return false;
  for (const name in value) {
    if (name === '__proto__' || name === 'constructor') return false;
    if (isObject((value as Readonly<Record<string, unknown>>)[name])) return false;
  }
  return true;
}

/**
 * Writes what was parsed. JSON can say numbers that no double holds, such as `1e999`, which are parsed as infinite and which
 * `JSON.stringify` makes `null`, as if nothing had been said: they become texts, which are as wrong as they were.
 */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? String(member) : member,
  );
}

function refuseUnsafeMembers(node: object, what: string): void {
  const hasPrototype =
    Object.hasOwn(node, '__proto__') ||
    (Object.hasOwn(node, 'constructor') &&
      isObject(node.constructor) &&
      Object.hasOwn(node.constructor, 'prototype'));
  if (hasPrototype) throw requestError('REQUEST_MALFORMED', `${what} has a member that names a prototype.`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
