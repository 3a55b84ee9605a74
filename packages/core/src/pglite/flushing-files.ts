import { fsyncSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeFS } from '@electric-sql/pglite/nodefs';
import { TitansError } from '../errors/titans-error.js';
import { syncDirectory } from '../files/write-file-atomic.js';

/** EIO, as WASI numbers it (wasi_snapshot_preview1, errno). */
const inputOutputError = 29;

/** Operations of Emscripten on open files, as far as they are used here (its File System API, `stream_ops`). */
interface StreamOperations {
  /** Called for fsync(2); without it, Emscripten says that all is well and flushes nothing. */
  fsync?: (stream: { readonly nfd: number }) => number;
}

/**
 * PostgreSQL flushes its log at a commit, and data at a checkpoint, with the method that Emscripten hands on: its
 * fdatasync does nothing. `-F`, which PGlite sets unless told otherwise, turns flushing off.
 */
export function flushingStartParameters(defaults: readonly string[]): string[] {
  return [...defaults.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}

/**
 * The files of a directory for PGlite, flushed to the disk where PostgreSQL asks for that.
 *
 * @param Files `NodeFS` of PGlite, whose files ignore it.
 */
export function flushingFiles(Files: typeof NodeFS, directory: string): NodeFS {
  class FlushingFiles extends Files {
    override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
      const { emscriptenOpts } = await super.init(pglite, options);
      const flush: (typeof emscriptenOpts.preRun & object)[number] = (module) => {
        operationsOf(module.NODEFS).fsync = ({ nfd }) => {
          try {
            fsyncSync(nfd);
            return 0;
          } catch {
            // PostgreSQL then ends, as what reached the disk is not known any more.
            return inputOutputError;
          }
        };
      };
      return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), flush] } };
    }
  }
  return new FlushingFiles(directory);
}

function operationsOf(fileSystem: unknown): StreamOperations {
  const isFileSystem = typeof fileSystem === 'object' && fileSystem !== null && 'stream_ops' in fileSystem;
  const operations = isFileSystem ? fileSystem.stream_ops : undefined;
  if (typeof operations === 'object' && operations !== null) return operations;
  throw new TitansError(
    'INTERNAL',
    'This version of @electric-sql/pglite cannot be told to flush its files to the disk.',
  );
}

/** Flushes every file below a directory, and the directories themselves. */
export async function flushDirectory(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await flushDirectory(path);
    else if (entry.isFile()) await flushFile(path);
  }
  await syncDirectory(directory);
}

async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
