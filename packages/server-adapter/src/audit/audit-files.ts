import { rename, stat, unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { TitansError } from '@titans/core';
import { type AppendedFile, openAppendedFile, syncDirectoryOf } from './audit-file.js';
import { type EndedFile, endedFiles, endedPath } from './audit-file-names.js';
import { type AuditHead, emptyHead } from './audit-log.js';
import { checkEntry, readEntry, type SealedEntry } from './chain.js';
import type { KeptText } from './check-chain.js';
import { firstLineOf, lastLineOf, linesOfFile } from './kept-file.js';
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
  /** The oldest file that is one too many, with its last entry; `null` where none is, or while someone reads. */
  surplus(maxFiles: number): Promise<{ readonly name: string; readonly head: AuditHead } | null>;
  /** Deletes the oldest file. */
  removeOldest(): Promise<void>;
  /** Texts of the entries after that one, oldest first, over all files. */
  texts(after: number): AsyncIterable<KeptText>;
  close(): Promise<void>;
}

/**
 * Opens the log at a path. Ended files are found by their names, which say what their first entry is; a process that was
 * killed between the end of one file and the beginning of the next has left them alone, which is where it goes on.
 *
 * @throws TitansError `SOURCE_UNREADABLE`, or `SOURCE_INVALID` if the last line is no entry.
 */
export async function openAuditFiles(path: string): Promise<AuditFiles> {
  let current = await openAppendedFile(path);
  const { tornBytes } = current;
  const ended: EndedFile[] = [];
  let head = emptyHead;
  let latestTime: string | null = null;
  let readers = 0;
  try {
    ended.push(...(await endedFiles(path)));
    const before = ended.at(-1);
    const line = current.lastLine ?? (before === undefined ? null : await lastLineOf(before.path));
    const last = line === null ? null : lastEntryOf(line);
    if (last !== null) head = last;
    if (last !== null && current.lastLine !== null) latestTime = last.time;
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
    for await (const each of linesOfFile(file.path, skip)) {
      const place = { file: file.path, line: each.line };
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
      const [oldest, next] = ended;
      if (readers > 0 || oldest === undefined || ended.length <= maxFiles) return null;
      const line = await firstLineOf(next?.path ?? path);
      const after = line === null ? null : readEntry(line);
      // Of files that are not as they were written none is removed.
      if (after === null || after.sequence !== (next?.first ?? first)) {
        throw new TitansError(
          'SOURCE_INVALID',
          `The file after ${basename(oldest.path)} does not begin as it should.`,
        );
      }
      return { name: basename(oldest.path), head: { sequence: after.sequence - 1, hash: after.previous } };
    },

    async removeOldest() {
      const [oldest] = ended;
      if (oldest === undefined) return;
      await unlink(oldest.path);
      ended.shift();
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
          else
            for await (const { text, line } of current.read(skip))
              yield { text, place: { file: path, line } };
          done = begins;
        }
      } finally {
        readers--;
      }
    },

    close: () => (isToBegin ? Promise.resolve() : current.close()),
  };
}

/** The entry that the last line is, which must be right in itself. */
function lastEntryOf(line: string): AuditHead & { readonly time: string } {
  try {
    const { sequence, previous } = readEntry(line);
    const { entry } = checkEntry(line, { sequence: sequence - 1, hash: previous });
    if (entry !== null) return { sequence, hash: entry.hash, time: entry.time };
  } catch {
    // It is no JSON.
  }
  throw new TitansError(
    'SOURCE_INVALID',
    'The last line of the audit log is not an entry as it was written. Keep the file, and start another one.',
  );
}
