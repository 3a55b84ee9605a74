import { systemClock } from '../http/clock.js';
import type { AuditFiles } from './audit-files.js';
import type { AuditEvent, AuditHead, AuditLog } from './audit-log.js';
import { type SealedEntry, sealOwn } from './chain.js';
import { type AuditLogOptions, type AuditStorage, chainedLog } from './chained-log.js';
import { ofTheLog, removalAction, removalEvent } from './removal.js';
import { type AuditRotation, checkRotation, isDue, later } from './rotation.js';

/** How a log is kept in files. */
export interface FileAuditLogOptions extends AuditLogOptions {
  /** One file that grows for ever unless told. */
  readonly rotation?: AuditRotation | undefined;
}

interface Waiting {
  readonly make: (head: AuditHead) => SealedEntry;
  readonly done: (sealed: SealedEntry) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Keeps an audit log in a file of JSON lines, which only this process may write to and only its owner may read. An entry is
 * on the disk when `append` resolves; those that are added at the same time share one write. A restart goes on where the
 * file ends. A line that was being written when the process was killed, and which nobody was told of, is taken away, and
 * an entry `audit.repaired` says so.
 *
 * With a `rotation` the file is ended when it is as large as told, or at the first entry of another day, and renamed by its
 * first entry, such as `audit.000000000041.ndjson`: names sort as the files do. The next file goes on with the chain: its
 * first entry holds the hash of the last one before, so that a file that is missing, exchanged or cut off is found as an
 * entry is. Nothing is deleted unless `maxFiles` says so. Ended files may be compressed with gzip, and are read then too.
 *
 * Who can change the files can also cut them off, or write all of them anew: only an end or a checkpoint that is kept
 * elsewhere shows that.
 *
 * @throws TitansError `SOURCE_UNREADABLE` if the file cannot be opened, `SOURCE_INVALID` if the last line is no entry or is in an
 * ended file that is damaged, `CONFIG_INVALID` for a rotation that is none, `INVALID_ARGUMENT` for a path with `.gz`. From its methods: `CONFLICT` if someone else has written to the file or has
 * moved it.
 * @example
 * ```ts
 * import { fileAuditLog } from '@titans/server-adapter';
 *
 * const log = await fileAuditLog('./audit.ndjson', { rotation: { frequency: 'daily', maxBytes: 100_000_000 } });
 * const verdict = await log.verify();
 * if (verdict.state === 'broken') console.error(`Entry ${verdict.sequence}: ${verdict.reason}`, verdict.place);
 * ```
 */
export async function fileAuditLog(path: string, options: FileAuditLogOptions = {}): Promise<AuditLog> {
  const { rotation, clock = systemClock } = options;
  if (rotation !== undefined) checkRotation(rotation);
  const { openAuditFiles } = await import('./audit-files.js');
  const files = await openAuditFiles(path);
  let waiting: Waiting[] = [];
  /** What is being written, and removed after it; `null` where nothing is. */
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      const hasRotated = await writeTogether(files, together, rotation);
      if (hasRotated) await removeSurplus();
    }
    writing = null;
  }

  /** What goes wrong here is written down, since the entries that have led here are kept. */
  async function removeSurplus(): Promise<void> {
    const maxFiles = rotation?.maxFiles ?? Number.POSITIVE_INFINITY;
    try {
      for (let due = await files.surplus(maxFiles); due !== null; due = await files.surplus(maxFiles)) {
        // A file is gone only after the log has said so: whoever finds it missing finds out why.
        await add(removalEvent(due.count, due.name, due.head));
        await files.removeOldest(due.count);
      }
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      const failed: AuditEvent = { ...ofTheLog(removalAction), outcome: 'failure', details: { reason } };
      // Where this cannot be kept either, the next entry cannot, and whoever adds it is told.
      await add(failed).catch(() => undefined);
    }
  }

  /** May end a file itself. */
  async function add(event: AuditEvent): Promise<void> {
    const make = (head: AuditHead) => sealOwn(event, new Date(clock.now()).toISOString(), head);
    await new Promise<SealedEntry>((done, failed) => {
      void writeTogether(files, [{ make, done, failed }], rotation);
    });
  }

  const storage: AuditStorage = {
    append: (make) =>
      new Promise((done, failed) => {
        waiting.push({ make, done, failed });
        writing ??= write();
      }),
    async read(after, limit) {
      const texts: string[] = [];
      for await (const { text, problem } of files.texts(after)) {
        if (problem === undefined) texts.push(text);
        if (texts.length === limit) break;
      }
      return texts;
    },
    all: () => files.texts(0),
    head: async () => files.head,
    async close() {
      await writing;
      await files.close();
    },
  };
  const log = chainedLog(storage, options);
  if (files.tornBytes > 0) {
    await log.append({ ...ofTheLog('audit.repaired'), details: { removed_bytes: files.tornBytes } });
  }
  return log;
}

/**
 * Writes what has waited, with one write for each file that it goes to.
 *
 * @returns Whether a file was ended.
 */
async function writeTogether(
  files: AuditFiles,
  together: readonly Waiting[],
  rotation: AuditRotation | undefined,
): Promise<boolean> {
  let made: { readonly sealed: SealedEntry; readonly from: Waiting }[] = [];
  let hasRotated = false;
  let { bytes, latestTime } = files.end;
  let end = files.head;

  async function keep(): Promise<void> {
    const kept = made;
    made = [];
    await files.append(kept.map(({ sealed }) => sealed));
    for (const { sealed, from } of kept) from.done(sealed);
  }

  try {
    for (const from of together) {
      let sealed: SealedEntry;
      try {
        sealed = from.make(end);
      } catch (error) {
        // An event that cannot be written takes none of the others with it.
        from.failed(error);
        continue;
      }
      const entry = { bytes: Buffer.byteLength(sealed.text, 'utf8') + 1, time: sealed.entry.time };
      if (rotation !== undefined && isDue(rotation, { bytes, latestTime }, entry)) {
        await keep();
        await files.rotate();
        hasRotated = true;
        bytes = 0;
        latestTime = null;
      }
      made.push({ sealed, from });
      bytes += entry.bytes;
      latestTime = later(latestTime, entry.time);
      end = { sequence: sealed.entry.sequence, hash: sealed.entry.hash };
    }
    await keep();
  } catch (error) {
    // Those that are kept were told so before, and stay so.
    for (const from of together) from.failed(error);
  }
  return hasRotated;
}
