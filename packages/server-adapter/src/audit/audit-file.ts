import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TitansError } from '@titans/core';

/** A file of lines that is only added to. */
export interface AppendedFile {
  /** Lines that are whole. */
  readonly lines: number;
  /** The last of them; `null` where there is none. */
  readonly lastLine: string | null;
  /** Bytes behind the last whole line that were found and removed: what was being written when the process ended. */
  readonly tornBytes: number;
  /** Adds lines; resolves when they are on the disk. All of them or, if it rejects, none. */
  append(lines: readonly string[]): Promise<void>;
  /** Lines from that one on, counted from 0. */
  read(from: number, limit: number): Promise<readonly string[]>;
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
 * the file.
 */
export async function openAppendedFile(path: string): Promise<AppendedFile> {
  const handle = await opened(path);
  /** Where the lines 0, 1,024, 2,048, … begin. */
  const marks: number[] = [];
  let lines = 0;
  let size = 0;
  let lineStart = 0;
  for await (const { bytes, offset } of chunksOf(handle, 0)) {
    for (let index = bytes.indexOf(newline); index !== -1; index = bytes.indexOf(newline, index + 1)) {
      if (lines % markedLines === 0) marks.push(size);
      lineStart = size;
      size = offset + index + 1;
      lines++;
    }
  }
  const tornBytes = (await handle.stat()).size - size;
  if (tornBytes > 0) await handle.truncate(size);
  const lastLine = lines === 0 ? null : await textAt(handle, lineStart, size - 1);

  return {
    get lines() {
      return lines;
    },
    lastLine,
    tornBytes,

    async append(added) {
      if ((await handle.stat()).size !== size) {
        throw new TitansError('CONFLICT', 'Someone else writes to the audit log, which one process may do.');
      }
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

    async read(from, limit) {
      const mark = Math.floor(from / markedLines);
      const start = marks[mark];
      if (start === undefined || from >= lines) return [];
      const end = size;
      const found: string[] = [];
      let skipped = mark * markedLines;
      let rest: Buffer = Buffer.alloc(0);
      for await (const { bytes, offset } of chunksOf(handle, start)) {
        const whole = Buffer.concat([rest, bytes.subarray(0, Math.max(0, end - offset))]);
        let begin = 0;
        for (let index = whole.indexOf(newline); index !== -1; index = whole.indexOf(newline, begin)) {
          if (skipped >= from) found.push(whole.toString('utf8', begin, index));
          skipped++;
          begin = index + 1;
          if (found.length === limit) return found;
        }
        rest = whole.subarray(begin);
      }
      return found;
    },

    close: () => handle.close(),
  };
}

async function opened(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'a+', 0o600);
    // The name of a new file is on the disk only when its directory is.
    const directory = await open(dirname(path), 'r');
    await directory.sync().finally(() => directory.close());
    return handle;
  } catch (cause) {
    throw new TitansError('SOURCE_UNREADABLE', 'The file of the audit log cannot be opened.', { cause });
  }
}

async function* chunksOf(
  handle: FileHandle,
  start: number,
): AsyncGenerator<{ readonly bytes: Buffer; readonly offset: number }> {
  for (let offset = start; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, offset);
    if (bytesRead === 0) return;
    yield { bytes: buffer.subarray(0, bytesRead), offset };
    offset += bytesRead;
  }
}

async function textAt(handle: FileHandle, start: number, end: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.toString('utf8', 0, bytesRead);
}
