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
import { readEntry, type SealedEntry, seal, sealOwn } from './chain.js';
import { checkChain, expectedHeads, type KeptText } from './check-chain.js';
import { type CheckpointSettings, checkpointEvent, signHead } from './checkpoint.js';

/** Where a log is kept. */
export interface AuditStorage {
  /** Lets the entry be made that follows the last one, and keeps it. One at a time, also among processes. */
  append(make: (head: AuditHead) => SealedEntry): Promise<SealedEntry>;
  /** Texts of the entries after that one, oldest first. */
  read(after: number, limit: number): Promise<readonly string[]>;
  /** All texts with their places, also of a log that has removed its first ones; they are read in pages unless told. */
  all?(): AsyncIterable<KeptText>;
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
      return sealOwn(checkpointEvent(made), now(), head);
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
    verify: (verifyOptions = {}) => verifyStored(storage, verifyOptions),
    async close() {
      if (checkpoints !== undefined && unsigned > 0) await addCheckpoint(checkpoints);
      await storage.close();
    },
  };
}

async function verifyStored(storage: AuditStorage, options: AuditVerifyOptions): Promise<AuditVerdict> {
  const { head, keys, signal } = options;
  const heads = [await storage.head(), ...expectedHeads(head)];
  const verdict = await checkChain(storage.all?.() ?? inPages(storage), {
    heads,
    keys,
    signal,
    mayBeginLater: storage.all !== undefined,
  });
  if (verdict.state === 'broken') return verdict;
  // Entries may have been added since the check began, but not without the end that is remembered.
  const end = await storage.head();
  return verdict.head.sequence > end.sequence
    ? { state: 'broken', sequence: end.sequence + 1, reason: 'It was not added here.' }
    : verdict;
}

async function* inPages(storage: AuditStorage): AsyncGenerator<KeptText> {
  for (let after = 0; ; after += largestPage) {
    const texts = await storage.read(after, largestPage);
    for (const text of texts) yield { text };
    if (texts.length < largestPage) return;
  }
}
