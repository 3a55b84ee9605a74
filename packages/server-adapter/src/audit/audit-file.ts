import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TitansError } from '@titans/core';
import { linesIn } from './audit-lines.js';

/** A file of lines that is only added to. */
export interface AppendedFile {
  /** Lines that are whole. */
  readonly lines: number;
  /** Their bytes. */
  readonly bytes: number;
  /** The last of them when it was opened; `null` where there was none. */
  readonly lastLine: string | null;
  /** Bytes behind the last whole line that were found and removed: what was being written when the process ended. */
  readonly tornBytes: number;
  /**
   * That the file is the one at its path, as it was left.
   *
   * @throws TitansError `CONFLICT` if someone else has written to it, moved it or put another one in its place.
   */
  requireUnchanged(): Promise<void>;
  /** Adds lines; resolves when they are on the disk. All of them or, if it rejects, none. */
  append(lines: readonly string[]): Promise<void>;
  /** The lines that are whole by now, from that one on, counted from 0. */
  read(from: number): AsyncIterable<{ readonly text: string; readonly line: number }>;
  /** Waits for those who read. */
  close(): Promise<void>;
}

const newline = 0x0a;
const chunkBytes = 65_536;
/** Lines between two whose place in the file is remembered. */
const markedLines = 1_024;

/**
 * Opens a file of lines, which is made if it is not there, readable by its owner alone. One process may have it open.
 *
 * @throws TitansError `SOURCE_UNREADABLE` if it cannot be opened. From `append`: `CONFLICT` if someone else has written to
 * the file, or has moved it.
 */
export async function openAppendedFile(path: string): Promise<AppendedFile> {
  const handle = await opened(path);
  /** Where the lines 0, 1,024, 2,048, … begin. */
  const marks: number[] = [];
  let lines = 0;
  let size = 0;
  let lineStart = 0;
  let offset = 0;
  for await (const bytes of chunksOf(handle, 0, Number.POSITIVE_INFINITY)) {
    for (let index = bytes.indexOf(newline); index !== -1; index = bytes.indexOf(newline, index + 1)) {
      if (lines % markedLines === 0) marks.push(size);
      lineStart = size;
      size = offset + index + 1;
      lines++;
    }
    offset += bytes.length;
  }
  const identity = await handle.stat({ bigint: true });
  const tornBytes = Number(identity.size) - size;
  if (tornBytes > 0) await handle.truncate(size);
  const lastLine = lines === 0 ? null : await textAt(handle, lineStart, size - 1);
  let readers = 0;
  let whenUnread: (() => void) | null = null;

  async function requireUnchanged(): Promise<void> {
    const found = await stat(path, { bigint: true }).catch(() => null);
    if (found === null || found.ino !== identity.ino || found.dev !== identity.dev) {
      throw new TitansError(
        'CONFLICT',
        'The file of the audit log was moved, removed or replaced while it was open. Leave it to the log, which ends files itself by its rotation.',
      );
    }
    if (Number(found.size) !== size) {
      throw new TitansError('CONFLICT', 'Someone else writes to the audit log, which one process may do.');
    }
  }

  return {
    get lines() {
      return lines;
    },
    get bytes() {
      return size;
    },
    lastLine,
    tornBytes,
    requireUnchanged,

    async append(added) {
      await requireUnchanged();
      const bytes = Buffer.from(added.map((line) => `${line}\n`).join(''), 'utf8');
      try {
        await handle.appendFile(bytes);
        await handle.datasync();
      } catch (error) {
        await handle.truncate(size).catch(() => undefined);
        throw error;
      }
      for (const line of added) {
        if (lines % markedLines === 0) marks.push(size);
        size += Buffer.byteLength(line, 'utf8') + 1;
        lines++;
      }
    },

    async *read(from) {
      const mark = Math.floor(from / markedLines);
      const start = marks[mark];
      if (start === undefined) return;
      const before = mark * markedLines;
      readers++;
      try {
        for await (const each of linesIn(chunksOf(handle, start, size), from - before, before + 1)) {
          if ('text' in each) yield each;
        }
      } finally {
        readers--;
        if (readers === 0) whenUnread?.();
      }
    },

    async close() {
      if (readers > 0) {
        await new Promise<void>((resolve) => {
          whenUnread = resolve;
        });
      }
      await handle.close();
    },
  };
}

/** Puts on the disk which names a directory has. */
export async function syncDirectoryOf(path: string): Promise<void> {
  const directory = await open(dirname(path), 'r');
  await directory.sync().finally(() => directory.close());
}

async function opened(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'a+', 0o600);
    try {
      if (!(await handle.stat()).isFile()) throw new Error('It is not a regular file.');
      // The name of a new file is on the disk only when its directory is.
      await syncDirectoryOf(path);
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (cause) {
    throw new TitansError('SOURCE_UNREADABLE', `The file ${path} of the audit log cannot be opened.`, {
      details: { path },
      cause,
    });
  }
}

async function* chunksOf(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let offset = start; offset < end; ) {
    const length = Math.min(chunkBytes, end - offset);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, offset);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    offset += bytesRead;
  }
}

async function textAt(handle: FileHandle, start: number, end: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.toString('utf8', 0, bytesRead);
}
