import { throwIfAborted } from '@titans/core';
import { type Clock, systemClock } from '../http/clock.js';
import {
  type AuditEntry,
  type AuditEvent,
  type AuditHead,
  type AuditLog,
  type AuditVerdict,
  type AuditVerifyOptions,
  emptyHead,
} from './audit-log.js';
import { checkEntry, readEntry, type SealedEntry, seal } from './chain.js';
import {
  type CheckpointSettings,
  checkpointAction,
  checkpointEvent,
  signHead,
  vouchesFor,
} from './checkpoint.js';

/** Where a log is kept. */
export interface AuditStorage {
  /** Lets the entry be made that follows the last one, and keeps it. One at a time, also among processes. */
  append(make: (head: AuditHead) => SealedEntry): Promise<SealedEntry>;
  /** Texts of the entries after that one, oldest first. */
  read(after: number, limit: number): Promise<readonly string[]>;
  /** The end as it is remembered apart from the entries. */
  head(): Promise<AuditHead>;
  close(): Promise<void>;
}

/** How a log is kept. */
export interface AuditLogOptions {
  /** None unless told. */
  readonly checkpoints?: CheckpointSettings | undefined;
  readonly clock?: Clock | undefined;
}

const defaultCheckpointEvery = 1_000;
const defaultPage = 100;
const largestPage = 1_000;

/** Makes a log of a place where one can be kept. */
export function chainedLog(storage: AuditStorage, options: AuditLogOptions): AuditLog {
  const { checkpoints, clock = systemClock } = options;
  // A key that cannot sign is told now, not after a thousand entries.
  if (checkpoints !== undefined) signHead(emptyHead, checkpoints.key);
  const every = checkpoints?.every ?? defaultCheckpointEvery;
  const now = (): string => new Date(clock.now()).toISOString();
  let unsigned = 0;

  async function add(event: AuditEvent): Promise<AuditEntry> {
    const { entry } = await storage.append((head) => seal(event, now(), head));
    return entry;
  }

  async function addCheckpoint({ key, publish }: CheckpointSettings): Promise<void> {
    let made: ReturnType<typeof signHead> | undefined;
    await storage.append((head) => {
      made = signHead(head, key);
      return seal(checkpointEvent(made), now(), head);
    });
    if (made !== undefined) await publish?.(made);
    unsigned = 0;
  }

  return {
    async append(event) {
      const entry = await add(event);
      unsigned++;
      if (checkpoints !== undefined && unsigned >= every) await addCheckpoint(checkpoints);
      return entry;
    },
    async read({ after = 0, limit = defaultPage } = {}) {
      const texts = await storage.read(after, Math.min(Math.max(1, limit), largestPage));
      return texts.map(readEntry);
    },
    verify: (verifyOptions = {}) => verifyChain(storage, verifyOptions),
    async close() {
      if (checkpoints !== undefined && unsigned > 0) await addCheckpoint(checkpoints);
      await storage.close();
    },
  };
}

async function verifyChain(storage: AuditStorage, options: AuditVerifyOptions): Promise<AuditVerdict> {
  const { keys, signal } = options;
  const remembered = await storage.head();
  const anchors = [remembered, ...(options.head === undefined ? [] : [options.head])];
  let head = emptyHead;
  let signedThrough = 0;
  for (;;) {
    throwIfAborted(signal, 'verifying the audit log');
    const texts = await storage.read(head.sequence, largestPage);
    for (const text of texts) {
      const sequence = head.sequence + 1;
      const { entry, problem } = checkEntry(text, head);
      if (entry === null) return { state: 'broken', sequence, reason: problem };
      if (anchors.some((anchor) => anchor.sequence === sequence && anchor.hash !== entry.hash)) {
        return { state: 'broken', sequence, reason: 'It is not the one that was remembered.' };
      }
      if (keys !== undefined && entry.action === checkpointAction) {
        if (!vouchesFor(entry, head, keys)) {
          return {
            state: 'broken',
            sequence,
            reason: 'It is a checkpoint that is not signed by the keys given.',
          };
        }
        signedThrough = head.sequence;
      }
      head = { sequence, hash: entry.hash };
    }
    if (texts.length < largestPage) break;
  }
  // Entries may have been added since the check began, but not without the end that is remembered.
  const end = await storage.head();
  if (head.sequence > end.sequence) {
    return { state: 'broken', sequence: end.sequence + 1, reason: 'It was not added here.' };
  }
  const last = Math.max(...anchors.map((anchor) => anchor.sequence));
  if (head.sequence < last) {
    return { state: 'broken', sequence: head.sequence + 1, reason: 'It is missing.' };
  }
  return { state: 'intact', head, signedThrough };
}
