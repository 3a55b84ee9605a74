import { rename, rm, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { TitansError } from '@titans/core';
import { type AppendedFile, openAppendedFile, syncDirectoryOf } from './audit-file.js';
import { type EndedFile, endedFiles, endedPath, formsOf, isCompressed } from './audit-file-names.js';
import { type AuditEntry, type AuditHead, emptyHead } from './audit-log.js';
import { checkEntry, readEntry, type SealedEntry } from './chain.js';
import type { KeptText } from './check-chain.js';
import { firstLineOf, lastLineOf, linesOf, openEnded } from './kept-file.js';
import { type FileEnd, later } from './rotation.js';

/** The files of a log: those that are ended, and the one that is written. */
export interface AuditFiles {
  readonly head: AuditHead;
  /** Of the file that is written. */
  readonly end: FileEnd;
  /** Bytes that were found behind the last whole line and removed. */
  readonly tornBytes: number;
  /** Adds entries to the file; all of them are on the disk, or none. */
  append(entries: readonly SealedEntry[]): Promise<void>;
  /** Ends the file and begins the next. */
  rotate(): Promise<void>;
  /** The oldest files, as far as they are too many; `null` where none is, or while someone reads. */
  surplus(maxFiles: number): Promise<Surplus | null>;
  /** Deletes as many of the oldest files; none while someone reads. */
  removeOldest(count: number): Promise<void>;
  /** Texts of the entries after that one, oldest first, over all files. */
  texts(after: number): AsyncIterable<KeptText>;
  close(): Promise<void>;
}

/** Files that are too many. */
export interface Surplus {
  readonly count: number;
  /** Name and last entry of the latest of them. */
  readonly name: string;
  readonly head: AuditHead;
}

/**
 * Opens the log at a path. Ended files are found by their names, which say what their first entry is; a process that was
 * killed between the end of one file and the beginning of the next has left them alone, which is where it goes on.
 *
 * @throws TitansError `SOURCE_UNREADABLE`, or `SOURCE_INVALID` if the last line is no entry or cannot be reached;
 * `INVALID_ARGUMENT` for a path with `.gz`.
 */
export async function openAuditFiles(given: string): Promise<AuditFiles> {
  if (isCompressed(given)) {
    const message = 'An audit log that is written is not compressed: give a path without .gz.';
    throw new TitansError('INVALID_ARGUMENT', message, { details: { field: 'path' } });
  }
  // A process may go to another directory.
  const path = resolve(given);
  let current = await openAppendedFile(path);
  const { tornBytes } = current;
  const ended: EndedFile[] = [];
  let head = emptyHead;
  let latestTime: string | null = null;
  let readers = 0;
  try {
    ended.push(...(await endedFiles(path)));
    const before = ended.at(-1);
    if (current.lastLine !== null) {
      const last = lastEntryOf(current.lastLine, path);
      head = last;
      latestTime = last.time;
    } else if (before !== undefined) head = lastEntryOf(await lastLineOf(before.path), before.path);
  } catch (error) {
    await current.close();
    throw error;
  }
  /** Of the file that is written; what is not as it was written may count wrongly, which a check then finds. */
  let first = Math.max((ended.at(-1)?.first ?? 0) + 1, head.sequence - current.lines + 1);
  /** A file that was begun and is not open: the next entry opens it. */
  let isToBegin = false;

  async function begin(): Promise<void> {
    const next = await openAppendedFile(path);
    if (next.lines + next.tornBytes > 0) {
      await next.close();
      throw new TitansError('CONFLICT', 'Someone else writes to the audit log, which one process may do.');
    }
    current = next;
    isToBegin = false;
  }

  async function* textsOf(file: EndedFile, skip: number): AsyncGenerator<KeptText> {
    const opened = await openEnded(file.path);
    if (opened === null) return;
    for await (const each of linesOf(opened, skip)) {
      const place = { file: opened.path, line: each.line };
      if ('text' in each) yield { text: each.text, place };
      else
        yield {
          text: '',
          problem: 'problem' in each ? each.problem : 'It was not written to its end.',
          place,
        };
    }
  }

  return {
    get head() {
      return head;
    },
    get end() {
      return { bytes: isToBegin ? 0 : current.bytes, latestTime };
    },
    tornBytes,

    async append(entries) {
      const last = entries.at(-1);
      if (last === undefined) return;
      if (isToBegin) await begin();
      await current.append(entries.map(({ text }) => text));
      head = { sequence: last.entry.sequence, hash: last.entry.hash };
      for (const { entry } of entries) latestTime = later(latestTime, entry.time);
    },

    async rotate() {
      await current.requireUnchanged();
      const target = endedPath(path, first);
      if ((await stat(target).catch(() => null)) !== null) {
        throw new TitansError('CONFLICT', `The file cannot be ended, since there is a ${basename(target)}.`);
      }
      await rename(path, target);
      ended.push({ path: target, first });
      const old: AppendedFile = current;
      // All of it is on the disk; who reads it does so to the end.
      old.close().catch(() => undefined);
      first = head.sequence + 1;
      latestTime = null;
      isToBegin = true;
      await syncDirectoryOf(path);
      await begin();
    },

    async surplus(maxFiles) {
      const count = ended.length - maxFiles;
      const latest = ended[count - 1];
      if (readers > 0 || latest === undefined) return null;
      // Of files that are not as they were written, or are somebody else's, none is removed.
      for (const file of ended.slice(0, count)) await requireFirst(file);
      const after = await requireFirst(ended[count] ?? { path, first });
      const through = { sequence: after.sequence - 1, hash: after.previous };
      return { count, name: basename(latest.path), head: through };
    },

    async removeOldest(count) {
      if (readers > 0) return;
      // Who reads from now on begins behind them.
      const due = ended.splice(0, count);
      try {
        for (let file = due[0]; file !== undefined; file = due[0]) {
          for (const form of formsOf(file.path)) await rm(form, { force: true });
          due.shift();
        }
      } finally {
        ended.unshift(...due);
      }
    },

    async *texts(after) {
      readers++;
      try {
        // Files may be ended meanwhile: what comes next is asked for when it is due.
        let done = after === 0 ? 0 : (ended.findLast((file) => file.first <= after)?.first ?? 0) - 1;
        if (after >= first) done = first - 1;
        for (;;) {
          const file = ended.find((each) => each.first > done);
          const begins = file?.first ?? first;
          if (begins <= done || (file === undefined && isToBegin)) return;
          const skip = Math.max(0, after - begins + 1);
          if (file !== undefined) yield* textsOf(file, skip);
          else {
            let read = skip;
            for await (const { text, line } of current.read(skip)) {
              yield { text, place: { file: path, line } };
              read++;
            }
            // If it was ended meanwhile, entries may have been added before that.
            const since = ended.find((each) => each.first === begins);
            if (since !== undefined) yield* textsOf(since, read);
          }
          done = begins;
        }
      } finally {
        readers--;
      }
    },

    close: () => (isToBegin ? Promise.resolve() : current.close()),
  };
}

/**
 * The first entry of an ended file.
 *
 * @throws TitansError `SOURCE_INVALID` where it is not the one of its name.
 */
async function requireFirst({ path, first }: EndedFile): Promise<AuditEntry> {
  const line = await firstLineOf(path);
  try {
    const entry = line === null ? null : readEntry(line);
    if (entry?.sequence === first) return entry;
  } catch {
    // It is no JSON.
  }
  throw new TitansError('SOURCE_INVALID', `The file ${basename(path)} does not begin with entry ${first}.`);
}

/** The entry that the last line is, which must be right in itself. */
function lastEntryOf(line: string | null, path: string): AuditHead & { readonly time: string } {
  try {
    if (line === null) throw new Error('There is no whole line.');
    const { sequence, previous } = readEntry(line);
    const { entry } = checkEntry(line, { sequence: sequence - 1, hash: previous });
    if (entry !== null) return { sequence, hash: entry.hash, time: entry.time };
  } catch {
    // It is no JSON.
  }
  throw new TitansError(
    'SOURCE_INVALID',
    `The last line of ${basename(path)} of the audit log is not an entry as it was written. Keep the files, and start another log.`,
    { details: { path } },
  );
}
