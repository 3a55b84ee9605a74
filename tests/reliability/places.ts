import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../../packages/core/src/testing/postgres-server.js';

/** Where warehouses are kept: each fresh one is a copy of the first. */
export interface Place {
  readonly name: string;
  /** What `openWarehouse` takes for the warehouse to be copied. */
  readonly original: string;
  /** A copy, to be opened. */
  copy(): Promise<string>;
  remove(target: string): Promise<void>;
  /** Kills every process of the server, if there is one, and starts it again. */
  readonly killServer?: () => Promise<void>;
  close(): Promise<void>;
}

/** Embedded warehouses, in directories. */
export async function embeddedPlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'titans-reliability-'));
  const original = join(root, 'original');
  let copies = 0;
  return {
    name: 'PGlite',
    original,
    async copy() {
      const target = join(root, `copy-${++copies}`);
      await cp(original, target, { recursive: true });
      return target;
    },
    remove: (target) => rm(target, { recursive: true }),
    close: () => rm(root, { recursive: true }),
  };
}

/** Databases of a server that flushes at every commit. */
export async function serverPlace(): Promise<Place> {
  const server: PostgresServer = await startPostgres({ fsync: 'on' });
  const { openPostgres } = await import('@titans/core/postgres');
  const urlOf = (name: string): string => server.url.replace(/postgres$/, name);
  const run = async (statement: string): Promise<void> => {
    const database = await openPostgres(server.url);
    try {
      await database.query(statement);
    } finally {
      await database.close();
    }
  };
  let copies = 0;
  await run('create database original');
  return {
    name: 'PostgreSQL',
    original: urlOf('original'),
    async copy() {
      const name = `copy_${++copies}`;
      await run(`create database ${name} template original`);
      // PostgreSQL logs numbers of a sequence ahead, and takes the copy of one for logged: without a checkpoint, a crash
      // of the server would give committed numbers of the copy once more (also of a table that nothing of ours touched).
      await run('checkpoint');
      return urlOf(name);
    },
    remove: (target) => run(`drop database ${target.slice(target.lastIndexOf('/') + 1)} with (force)`),
    killServer: () => server.killAndRestart(),
    close: () => server.stop(),
  };
}
