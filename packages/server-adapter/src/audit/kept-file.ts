import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TitansError } from '@titans/core';
import { formsOf, isCompressed } from './audit-file-names.js';
import { linesIn, type ReadLine } from './audit-lines.js';

/** A file that is open to be read. */
export interface KeptFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/**
 * Reads the lines of a file, which may be compressed with gzip, and closes it.
 *
 * @throws TitansError `SOURCE_UNREADABLE` where it cannot be read.
 */
export async function* linesOf({ path, handle }: KeptFile, skip = 0): AsyncGenerator<ReadLine> {
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

/** Opens a file that was ended, which may have been compressed or unfolded since it was named; `null` where it is not there. */
export async function openEnded(named: string): Promise<KeptFile | null> {
  for (const path of formsOf(named)) {
    const file = await openToRead(path);
    if (file !== null) return file;
  }
  return null;
}

/**
 * Opens a file to read it; `null` where it is not there.
 *
 * @throws TitansError `SOURCE_UNREADABLE` where it is there and cannot be read.
 */
export async function openToRead(path: string): Promise<KeptFile | null> {
  try {
    return { path, handle: await open(path, 'r') };
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
}

/** The first line of an ended file; `null` where it has no whole one. */
export async function firstLineOf(path: string): Promise<string | null> {
  const file = await openEnded(path);
  if (file === null) return null;
  for await (const each of linesOf(file)) return 'text' in each ? each.text : null;
  return null;
}

/** The last line of an ended file; `null` where that is not whole, or cannot be reached. */
export async function lastLineOf(path: string): Promise<string | null> {
  const file = await openEnded(path);
  let last: string | null = null;
  if (file !== null) for await (const each of linesOf(file)) last = 'text' in each ? each.text : null;
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
