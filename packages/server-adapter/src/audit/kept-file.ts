import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TitansError } from '@titans/core';
import { isCompressed } from './audit-file-names.js';
import { linesIn, type ReadLine } from './audit-lines.js';

/**
 * Reads the lines of a file, which may be compressed with gzip. A file that is not there has none.
 *
 * @throws TitansError `SOURCE_UNREADABLE` where it is there and cannot be read.
 */
export async function* linesOfFile(path: string, skip = 0): AsyncGenerator<ReadLine> {
  const handle = await openToRead(path);
  if (handle !== null) yield* linesOfHandle(handle, path, skip);
}

/** The same of a file that is open, which is closed at the end. */
export async function* linesOfHandle(handle: FileHandle, path: string, skip = 0): AsyncGenerator<ReadLine> {
  const source = handle.createReadStream();
  // What goes wrong in the one ends the other, and is thrown where that is read.
  const bytes = isCompressed(path) ? pipeline(source, createGunzip(), () => undefined) : source;
  let line = 1;
  try {
    for await (const each of linesIn(bytes, skip)) {
      line = each.line + 1;
      yield each;
    }
  } catch (cause) {
    if (!codeOf(cause).startsWith('Z_')) throw unreadable(path, cause);
    yield { problem: 'The compressed file is damaged, or cut off.', line };
  }
}

/** Opens a file to read it; `null` where it is not there. */
export async function openToRead(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
}

/** The first line that is whole; `null` where there is none. */
export async function firstLineOf(path: string): Promise<string | null> {
  for await (const each of linesOfFile(path)) return 'text' in each ? each.text : null;
  return null;
}

/** The last line that is whole; `null` where there is none. */
export async function lastLineOf(path: string): Promise<string | null> {
  let last: string | null = null;
  for await (const each of linesOfFile(path)) if ('text' in each) last = each.text;
  return last;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function unreadable(path: string, cause: unknown): TitansError {
  return new TitansError('SOURCE_UNREADABLE', `The file ${path} of the audit log cannot be read.`, {
    details: { path },
    cause,
  });
}
