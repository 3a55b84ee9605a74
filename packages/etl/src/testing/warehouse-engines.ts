import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@titans/core';
import { openPGlite } from '@titans/core/pglite';
import { openPostgres } from '@titans/core/postgres';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../core/src/testing/postgres-server.js';

/** A database on which the tests of the warehouse run. */
export interface Engine {
  readonly name: string;
  readonly isAbsent: boolean;
  open(): Promise<{ database: Database; stop(): Promise<void> }>;
}

/** The embedded PostgreSQL, and a server where one is installed. */
export const engines: readonly Engine[] = [
  {
    name: 'PGlite in a directory',
    isAbsent: false,
    async open() {
      const directory = await mkdtemp(join(tmpdir(), 'titans-warehouse-'));
      const database = await openPGlite(directory);
      return {
        database,
        async stop() {
          await database.close();
          await rm(directory, { recursive: true });
        },
      };
    },
  },
  {
    name: 'PostgreSQL',
    isAbsent: findPostgres() === undefined,
    async open() {
      const server: PostgresServer = await startPostgres();
      const database = await openPostgres(server.url);
      return {
        database,
        async stop() {
          await database.close();
          await server.stop();
        },
      };
    },
  },
];

/** Empties every table of a warehouse. */
export async function emptyTables(database: Database): Promise<void> {
  await database.query(
    `truncate feature_store, processed_transactions, raw_transactions, quarantine, source_files, pipeline_runs,
      row_decisions, source_watermarks`,
  );
}
