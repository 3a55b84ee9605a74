import { hash } from 'node:crypto';
import { canonicalJson, type JsonValue, maskSecrets } from '@titans/core';
import type { AuditEntry, AuditEvent, AuditHead } from './audit-log.js';

/** An entry with the text that is kept. */
export interface SealedEntry {
  readonly entry: AuditEntry;
  /** Its canonical JSON. */
  readonly text: string;
}

const longestText = 500;

/**
 * Binds an event to the entry before it. Texts are cut after 500 characters, and what looks like the number of a card or
 * an account, a telephone number, an address or a credential is masked in the details.
 */
export function seal(event: AuditEvent, time: string, head: AuditHead): SealedEntry {
  const details = Object.fromEntries(
    Object.entries(event.details).map(([name, value]) => [
      name,
      typeof value === 'string' ? plain(value) : value,
    ]),
  );
  return sealOwn({ ...event, details }, time, head);
}

/** The same of an event that the log itself has made: one hash of ten thousand looks like the number of an account. */
export function sealOwn(
  event: AuditEvent,
  time: string,
  { sequence, hash: previous }: AuditHead,
): SealedEntry {
  const { action, outcome, actor, tenant, address, requestId, details } = event;
  const content = { action, outcome, actor, tenant, address, requestId, details, time, previous };
  const unsealed = { ...content, sequence: sequence + 1 };
  const entry: AuditEntry = { ...unsealed, hash: hashOf(unsealed) };
  return { entry, text: canonicalJson({ ...entry }) };
}

/** The text as it may be kept. */
function plain(text: string): string {
  return maskSecrets(text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text);
}

function hashOf(content: { readonly [name: string]: JsonValue }): string {
  return hash('sha256', canonicalJson(content), 'hex');
}

/** What became of a text that should be the next entry. */
export type CheckedEntry =
  | { readonly entry: AuditEntry; readonly problem: null }
  | { readonly entry: null; readonly problem: string };

/** Checks that a text is the entry after that one, to the last character. */
export function checkEntry(text: string, { sequence, hash: previous }: AuditHead): CheckedEntry {
  const value = readObject(text);
  if (value === null) return broken('It is not an entry.');
  const { hash: stated, ...content } = value;
  if (content.sequence !== sequence + 1) return broken(misplaced(content.sequence, sequence + 1));
  if (content.previous !== previous) return broken('It does not follow the entry before.');
  if (hashOf(content) !== stated) return broken('It was changed.');
  if (canonicalJson(value) !== text) return broken('It is written in another form.');
  return { entry: value as unknown as AuditEntry, problem: null };
}

/** The entry that a kept text is, unchecked. */
export function readEntry(text: string): AuditEntry {
  return JSON.parse(text) as AuditEntry;
}

function misplaced(found: JsonValue | undefined, expected: number): string {
  const other = 'Another entry stands in its place';
  if (typeof found !== 'number' || !Number.isSafeInteger(found)) return `${other}.`;
  if (found < expected) return `${other}: entry ${found} once more.`;
  const missing = found - 1 === expected ? `entry ${expected} is` : `entries ${expected} to ${found - 1} are`;
  return `${other}: entry ${found}. The ${missing} missing, or stand elsewhere.`;
}

function broken(problem: string): CheckedEntry {
  return { entry: null, problem };
}

function readObject(text: string): { readonly [name: string]: JsonValue } | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...(value as { readonly [name: string]: JsonValue }) }
      : null;
  } catch {
    return null;
  }
}
