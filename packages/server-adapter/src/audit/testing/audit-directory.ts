import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach } from 'vitest';
import type { AuditEntry } from '../audit-log.js';
import { type FileAuditLogOptions, fileAuditLog } from '../file-audit-log.js';
import { auditEvent } from './audit-behaviour.js';

/** A rotation after a dozen entries. */
export const small = { maxBytes: 4_096 };

const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

/** The path of a log in a directory of its own, which is removed after the test. */
export async function newPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'titans-audit-'));
  directories.push(directory);
  return join(directory, 'audit.ndjson');
}

/** Adds so many entries to a log, opened for it alone, and gives the last of them. */
export async function write(
  path: string,
  count: number,
  options: FileAuditLogOptions = { rotation: small },
): Promise<AuditEntry> {
  const log = await fileAuditLog(path, options);
  let last: AuditEntry | undefined;
  for (let index = 0; index < count; index++) last = await log.append(auditEvent({ index }));
  await log.close();
  return last as AuditEntry;
}

/** Names of the files of the log, sorted. */
export const filesBeside = async (path: string): Promise<string[]> =>
  (await readdir(join(path, '..'))).toSorted();

/** The file that holds an entry, with the line, by reading the files as anyone would. */
export async function placesOf(path: string): Promise<{ file: string; line: number; text: string }[]> {
  const names = (await filesBeside(path)).filter((name) => name !== basename(path));
  const found: { file: string; line: number; text: string }[] = [];
  for (const name of [...names, basename(path)]) {
    const lines = (await readFile(join(path, '..', name), 'utf8')).split('\n').slice(0, -1);
    found.push(...lines.map((text, index) => ({ file: join(path, '..', name), line: index + 1, text })));
  }
  return found;
}
