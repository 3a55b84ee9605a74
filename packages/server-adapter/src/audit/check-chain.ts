import { TitansError, throwIfAborted, type VerificationKey } from '@titans/core';
import {
  type AuditEntry,
  type AuditHead,
  type AuditPlace,
  type AuditVerdict,
  type AuditVerifyOptions,
  emptyHead,
} from './audit-log.js';
import { checkEntry, readEntry } from './chain.js';
import { checkpointAction, vouchesFor } from './checkpoint.js';
import { removedThrough } from './removal.js';

/** The text of an entry, or what stands where one should, in the order in which they are kept. */
export interface KeptText {
  readonly text: string;
  /** Why it can be no entry. */
  readonly problem?: string | undefined;
  readonly place?: AuditPlace | undefined;
}

/** What entries are checked against. */
export interface ChainExpectations {
  readonly heads: readonly AuditHead[];
  /** Keys of the checkpoints; they are not looked at without. */
  readonly keys?: readonly VerificationKey[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether the first entries may have been taken away, where the log says so itself or one of the heads shows their end. */
  readonly mayBeginLater?: boolean;
  /** Receives each entry that was found right. */
  readonly onEntry?: (entry: AuditEntry) => void;
}

const abortEvery = 1_000;
const notRemembered = 'It is not the one that was remembered.';

/**
 * The ends that were kept elsewhere.
 *
 * @throws TitansError `INVALID_ARGUMENT` for one that is none, with which nothing would be compared.
 */
export function expectedHeads(head: AuditVerifyOptions['head']): readonly AuditHead[] {
  const heads: readonly (AuditHead | null)[] = head === undefined ? [] : [head].flat();
  for (const each of heads) {
    const isSequence = Number.isSafeInteger(each?.sequence) && Number(each?.sequence) >= 0;
    if (isSequence && /^[0-9a-f]{64}$/.test(each?.hash ?? '')) continue;
    const message =
      'An end of an audit log has the number of its entry as "sequence" and 64 digits of "hash".';
    throw new TitansError('INVALID_ARGUMENT', message, { details: { field: 'head' } });
  }
  return heads as readonly AuditHead[];
}

/**
 * Reads entries to their end and checks that they are one chain. Holds one of them at a time.
 *
 * Where the first entries are gone, what comes before the first one is taken from it, and has to be vouched for: by a head, or
 * by an entry of the log itself that says that they were removed.
 */
export async function checkChain(
  texts: AsyncIterable<KeptText>,
  expected: ChainExpectations,
): Promise<AuditVerdict> {
  const { heads, keys, signal, mayBeginLater = false, onEntry } = expected;
  let head: AuditHead | null = null;
  let start: AuditHead = emptyHead;
  let isVouchedFor = true;
  let signedThrough = 0;
  let end: AuditPlace | undefined;
  for await (const { text, problem: unreadable, place } of texts) {
    if (head === null) {
      start = mayBeginLater ? startBefore(text) : emptyHead;
      isVouchedFor = start.sequence === 0 || heads.some((each) => isSameHead(each, start));
      const other = heads.find(({ sequence, hash }) => sequence === start.sequence && hash !== start.hash);
      if (other !== undefined && start.sequence > 0) {
        return { state: 'broken', sequence: start.sequence, reason: notRemembered };
      }
      head = start;
    }
    if (head.sequence % abortEvery === 0) throwIfAborted(signal, 'verifying the audit log');
    const sequence: number = head.sequence + 1;
    const broken = (reason: string): AuditVerdict => ({ state: 'broken', sequence, reason, place });
    if (unreadable !== undefined) return broken(unreadable);
    const { entry, problem } = checkEntry(text, head);
    if (entry === null) return broken(problem);
    if (heads.some((each) => each.sequence === sequence && each.hash !== entry.hash)) {
      return broken(notRemembered);
    }
    if (keys !== undefined && entry.action === checkpointAction) {
      if (!vouchesFor(entry, head, keys)) {
        return broken('It is a checkpoint that is not signed by the keys given.');
      }
      signedThrough = head.sequence;
    }
    isVouchedFor ||= vouchesForStart(removedThrough(entry), start);
    head = { sequence, hash: entry.hash };
    end = place && { ...place, line: place.line + 1 };
    onEntry?.(entry);
  }
  head ??= emptyHead;
  if (!isVouchedFor) {
    const reason = `${entriesFromTo(1, start.sequence)} missing, and nothing in the log says that they were removed.`;
    return { state: 'broken', sequence: 1, reason };
  }
  const early = heads.find((each) => each.sequence < start.sequence && each.sequence > 0);
  if (early !== undefined) {
    const reason = `It was removed before entry ${start.sequence + 1}, with which the log begins.`;
    return { state: 'broken', sequence: early.sequence, reason };
  }
  if (head.sequence < Math.max(0, ...heads.map((each) => each.sequence))) {
    return { state: 'broken', sequence: head.sequence + 1, reason: 'It is missing.', place: end };
  }
  return { state: 'intact', head, signedThrough };
}

/** "Entry 3 is", "The entries 3 to 7 are". */
function entriesFromTo(first: number, last: number): string {
  return first === last ? `Entry ${first} is` : `The entries ${first} to ${last} are`;
}

/** What the first text says of what was before it, so far as it could be so. */
function startBefore(text: string): AuditHead {
  try {
    const { sequence, previous } = readEntry(text);
    if (Number.isSafeInteger(sequence) && sequence > 1 && typeof previous === 'string') {
      return { sequence: sequence - 1, hash: previous };
    }
  } catch {
    // It is no entry, which the check of it tells.
  }
  return emptyHead;
}

/** A log that was killed while it removed files has said so of more than are gone. */
function vouchesForStart(removed: AuditHead | null, start: AuditHead): boolean {
  return isSameHead(removed, start) || (removed !== null && removed.sequence > start.sequence);
}

function isSameHead(one: AuditHead | null, other: AuditHead): boolean {
  return one !== null && one.sequence === other.sequence && one.hash === other.hash;
}
