import { readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/** A file that a log has ended. */
export interface EndedFile {
  readonly path: string;
  /** Sequence number of its first entry, by its name. */
  readonly first: number;
}

/** As many digits as entries of 30 years have, at a thousand a second: so long the names sort as the files do. */
const sequenceDigits = 12;
const compressed = '.gz';

/** The name of a file that is ended: `audit.ndjson` whose first entry is the 41st becomes `audit.000000000041.ndjson`. */
export function endedPath(path: string, first: number): string {
  const extension = extname(path);
  const stem = basename(path, extension);
  return join(dirname(path), `${stem}.${String(first).padStart(sequenceDigits, '0')}${extension}`);
}

/** The files that the log at a path has ended, oldest first. They may have been compressed since. */
export async function endedFiles(path: string): Promise<readonly EndedFile[]> {
  const directory = dirname(path);
  const extension = extname(path);
  const stem = `${basename(path, extension)}.`;
  const found = new Map<number, EndedFile>();
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((each) => each.isFile() || each.isSymbolicLink()).map(({ name }) => name);
  for (const name of names.toSorted()) {
    const plain = isCompressed(name) ? name.slice(0, -compressed.length) : name;
    if (!plain.startsWith(stem) || !plain.endsWith(extension)) continue;
    const digits = plain.slice(stem.length, plain.length - extension.length);
    if (!isSequence(digits)) continue;
    const first = Number(digits);
    // While one is being compressed there are two, and the one that was written is whole.
    if (!found.has(first)) found.set(first, { path: join(directory, name), first });
  }
  return [...found.values()].toSorted((one, other) => one.first - other.first);
}

/** The path of the log that a file belongs to, by its name: itself where it is none that was ended. */
export function logPathOf(path: string): string {
  const plain = isCompressed(path) ? path.slice(0, -compressed.length) : path;
  const last = extname(plain);
  // A log may be called a name without an extension.
  const extension = isSequence(last.slice(1)) ? '' : last;
  const stem = plain.slice(0, plain.length - extension.length);
  const digits = extname(stem).slice(1);
  return isSequence(digits) ? `${stem.slice(0, -digits.length - 1)}${extension}` : path;
}

/** The names that an ended file may have by now: as it was found, and compressed or unfolded since. */
export function formsOf(path: string): readonly [string, string] {
  return [path, isCompressed(path) ? path.slice(0, -compressed.length) : `${path}${compressed}`];
}

/** Whether a file was compressed with gzip, by its name. */
export function isCompressed(path: string): boolean {
  return path.endsWith(compressed);
}

function isSequence(digits: string): boolean {
  return digits.length >= sequenceDigits && /^\d+$/.test(digits) && Number(digits) >= 1;
}
