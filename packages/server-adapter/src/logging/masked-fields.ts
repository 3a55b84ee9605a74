import { maskSecrets } from '@titans/core';
import { recentMap } from '../limits/recent-map.js';

/** Bounds of what is logged of one value. */
const maxDepth = 8;
const maxMembers = 100;
const maxTextLength = 8_192;
/** Longer texts are cut before they are masked, so that masking one takes no longer than some milliseconds. */
const maxMaskedLength = 65_536;
/** At the end of a text that was cut there may be the beginning of a secret. */
const uncertainLength = 1_024;

/** Names of fields whose values are never written, whatever they are. Compared without case, `_` and `-`. */
const hiddenNames: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'clientsecret',
  'secretkey',
  'apikey',
  'xapikey',
  'privatekey',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'pan',
  'cardnumber',
  'cvv',
  'cvc',
  'iban',
  'accountnumber',
  'email',
  'emailaddress',
  'phone',
  'phonenumber',
  'telephone',
  'mobile',
  'ssn',
]);
const shortestHiddenName = 3;
const longestHiddenName = 24;

/**
 * A copy of what is to be logged in which every text, key, error and long number is masked. It is a tree of plain data of
 * bounded size, so that nothing that is written later can bring back what was masked.
 */
export function maskedFields(fields: object): Record<string, unknown> {
  return harmlessCopy(fields) ?? maskedMembers(fields, 0, new Set([fields]));
}

/** A copy of what has nothing to mask and nothing below, as most lines; `null` where it may have. */
function harmlessCopy(fields: object): Record<string, unknown> | null {
  const copy: Record<string, unknown> = {};
  let members = 0;
  for (const name in fields) {
    if (!Object.hasOwn(fields, name) || name === '__proto__' || ++members > maxMembers) return null;
    const member: unknown = (fields as Readonly<Record<string, unknown>>)[name];
    if (!isHarmlessName(name) || !isHarmless(member)) return null;
    copy[name] = member;
  }
  return copy;
}

function isHarmless(member: unknown): boolean {
  if (member === null) return true;
  if (typeof member === 'string') return isHarmlessText(member);
  return typeof member === 'boolean' || (typeof member === 'number' && !(Math.abs(member) >= 1e11));
}

/** Short texts that were found harmless and come again: names of routes, of credentials, of tenants, addresses. */
const harmlessTexts = recentMap<true>(1_000);
const longestKnownText = 64;
/** The id of a request (RFC 9562, version 4), which never comes again: its digits are chance. */
const randomUuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const uuidLength = 36;

function isHarmlessText(text: string): boolean {
  if (text.length === uuidLength && randomUuid.test(text)) return true;
  if (text.length > longestKnownText) return text.length <= maxTextLength && maskedText(text) === text;
  if (harmlessTexts.get(text) !== undefined) return true;
  if (maskedText(text) !== text) return false;
  harmlessTexts.put(text, true);
  return true;
}

/** Names come again with every line. */
const harmlessNames = new Set<string>();
const mostHarmlessNames = 1_000;

function isHarmlessName(name: string): boolean {
  if (harmlessNames.has(name)) return true;
  if (isHidden(name, '') || maskedText(name) !== name) return false;
  if (harmlessNames.size < mostHarmlessNames) harmlessNames.add(name);
  return true;
}

/** A message, masked and cut; most are the same over and over. */
export function maskedMessage(text: string): string {
  return isHarmlessText(text) ? text : maskedText(text);
}

/** A text, masked and cut. */
function maskedText(text: string): string {
  const isCut = text.length > maxMaskedLength;
  const masked = maskSecrets(isCut ? text.slice(0, maxMaskedLength) : text);
  const safe = isCut ? masked.slice(0, Math.max(0, masked.length - uncertainLength)) : masked;
  return safe.length > maxTextLength ? `${safe.slice(0, maxTextLength)}…` : safe;
}

function maskedValue(value: unknown, depth: number, above: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return maskedText(value);
    case 'number':
      return Number.isInteger(value) && Math.abs(value) >= 1e11 ? maskedNumber(value) : value;
    case 'bigint':
      return maskedText(String(value));
    case 'symbol':
    case 'function':
      return undefined;
    case 'object':
      return value === null ? null : maskedObject(value, depth, above);
    default:
      return value;
  }
}

/** A number that holds nothing stays a number. */
function maskedNumber(value: number): unknown {
  const text = String(value);
  const masked = maskSecrets(text);
  return masked === text ? value : masked;
}

function maskedObject(value: object, depth: number, above: Set<object>): unknown {
  if (above.has(value)) return '[circular]';
  if (depth >= maxDepth) return '[deep]';
  above.add(value);
  try {
    if (value instanceof Error) return maskedError(value, depth, above);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (value instanceof Map) return maskedMembers(Object.fromEntries(value), depth, above);
    if (Array.isArray(value) || value instanceof Set) return maskedList([...value], depth, above);
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return maskedValue(value.toJSON(), depth + 1, above);
    }
    return maskedMembers(value, depth, above);
  } catch {
    return '[unreadable]';
  } finally {
    above.delete(value);
  }
}

function maskedList(values: readonly unknown[], depth: number, above: Set<object>): unknown[] {
  const kept = values.slice(0, maxMembers).map((value) => maskedValue(value, depth + 1, above) ?? null);
  return values.length > maxMembers ? [...kept, `… ${values.length - maxMembers} more`] : kept;
}

function maskedMembers(value: object, depth: number, above: Set<object>): Record<string, unknown> {
  const masked: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let members = 0;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    if (++members > maxMembers) break;
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    masked[maskedText(name)] = isHidden(name, member) ? '[hidden]' : maskedValue(member, depth + 1, above);
  }
  return masked;
}

/** Without a prototype, pino names it by its `name`. */
function maskedError(error: Error, depth: number, above: Set<object>): Record<string, unknown> {
  const masked: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  masked.name = maskedText(String(error.name));
  masked.message = maskedText(String(error.message));
  if (typeof error.stack === 'string') masked.stack = maskedText(error.stack);
  for (const name of [...Object.keys(error), 'cause', 'errors']) {
    if (name in masked || !(name in error)) continue;
    const member: unknown = Reflect.get(error, name);
    masked[maskedText(name)] = isHidden(name, member) ? '[hidden]' : maskedValue(member, depth + 1, above);
  }
  return masked;
}

function isHidden(name: string, member: unknown): boolean {
  if (
    member === null ||
    member === undefined ||
    name.length < shortestHiddenName ||
    name.length > longestHiddenName
  )
    return false;
  return hiddenNames.has(name) || hiddenNames.has(name.toLowerCase().replace(/[_-]/g, ''));
}
