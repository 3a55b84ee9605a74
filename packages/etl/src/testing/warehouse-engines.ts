import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@titans/core';
import { openPGlite } from '@titans/core/pglite';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, beforeAll, describe } from 'vitest';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../core/src/testing/postgres-server.js';
import { openWarehouse, type Warehouse } from '../warehouse/open-warehouse.js';

interface Engine {
  readonly name: string;
  readonly isAbsent: boolean;
  open(): Promise<{ database: Database; stop(): Promise<void> }>;
}

/** The embedded PostgreSQL, and a server where one is installed. */
const engines: readonly Engine[] = [
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

/** The database of an engine, once its tests run. */
export interface EngineInUse {
  readonly database: Database;
  /** Its warehouse without a row. */
  emptyWarehouse(): Promise<Warehouse>;
}

/** Declares tests once for every engine; each has a database of its own. */
export function describeOnEngines(declare: (engine: EngineInUse) => void): void {
  for (const engine of engines) {
    describe.skipIf(engine.isAbsent)(engine.name, () => {
      let opened: Awaited<ReturnType<Engine['open']>>;
      beforeAll(async () => {
        opened = await engine.open();
      });
      afterAll(() => opened?.stop());
      declare({
        get database() {
          return opened.database;
        },
        async emptyWarehouse() {
          const warehouse = await openWarehouse(opened.database);
          await emptyTables(opened.database);
          return warehouse;
        },
      });
    });
  }
}

/** Empties every table of a warehouse. */
export async function emptyTables(database: Database): Promise<void> {
  await database.query(
    `truncate feature_store, processed_transactions, raw_transactions, quarantine, source_files, pipeline_runs,
      row_decisions, source_watermarks`,
  );
}
