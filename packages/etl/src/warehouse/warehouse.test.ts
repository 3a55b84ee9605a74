import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@titans/core';
import { openPGlite } from '@titans/core/pglite';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../core/src/testing/postgres-server.js';
import { loaderConformance } from '../conformance/index.js';
import { openWarehouse } from './open-warehouse.js';

const tables =
  'feature_store, processed_transactions, raw_transactions, quarantine, source_files, pipeline_runs';

interface Engine {
  readonly name: string;
  readonly isAbsent: boolean;
  open(): Promise<{ database: Database; stop(): Promise<void> }>;
}

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

for (const engine of engines) {
  describe.skipIf(engine.isAbsent)(engine.name, () => {
    let database: Database;
    let stop: () => Promise<void>;
    beforeAll(async () => {
      ({ database, stop } = await engine.open());
    });
    afterAll(() => stop?.());

    async function emptyWarehouse() {
      const warehouse = await openWarehouse(database);
      await database.query(`truncate ${tables}`);
      return warehouse;
    }

    describe('its loader conforms', () => {
      const cases = loaderConformance(async () => {
        const warehouse = await emptyWarehouse();
        return { loader: warehouse.loader(), source: warehouse, close: () => warehouse.close() };
      });
      test.each([...cases])('$name', (check) => check.run());
    });

    test('migrations go up once, down and up again, and say where they are', async () => {
      const warehouse = await openWarehouse(database);
      expect(await warehouse.migrations.up()).toEqual([]);
      const status = await warehouse.migrations.status();
      expect(status.map(({ name }) => name)).toEqual(['001-transactions', '002-runs']);
      expect(status.every(({ appliedAt }) => appliedAt !== null)).toBe(true);
      expect(await warehouse.migrations.down()).toEqual(['002-runs']);
      expect((await warehouse.migrations.status())[1]?.appliedAt).toBeNull();
      expect(await warehouse.migrations.down()).toEqual(['001-transactions']);
      const left = await database.query(
        `select tablename from pg_tables where schemaname = 'public' and tablename not like 'titans_migrations%'`,
      );
      expect(left.rows).toEqual([]);
      expect(await warehouse.migrations.up()).toEqual(['001-transactions', '002-runs']);
    });
  });
}
