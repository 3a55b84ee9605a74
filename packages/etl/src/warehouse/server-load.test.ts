import { createTransaction, type Database, tableFromRows } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../core/src/testing/postgres-server.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { emptyTables } from '../testing/warehouse-engines.js';
import { warehouseLoader } from './load.js';
import { openWarehouse } from './open-warehouse.js';

/** Two batches of one source, with something that happens between them. */
async function* batches(
  happening: () => Promise<unknown> = async () => {},
): AsyncGenerator<TransactionBatch> {
  const rows = (from: number) =>
    tableFromRows(
      Array.from({ length: 500 }, (_, row) =>
        createTransaction({ date: '2024-03-01', description: `Row ${from + row}`, amount: -1 }),
      ),
    );
  const summary = {
    name: 'a',
    format: 'test',
    sha256: 'a'.repeat(64),
    sizeBytes: 1,
    rowsIn: 1_000,
    rowsRejected: 0,
  };
  yield batchOfTable(rows(0), { source: 'a' });
  await happening();
  yield batchOfTable(rows(500), { source: 'a', summary });
}

describe.skipIf(findPostgres() === undefined)('on a server', () => {
  let server: PostgresServer;
  let admin: Database;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    await (await openWarehouse(server.url)).close();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    admin = await openPostgres(server.url);
    await emptyTables(admin);
    database = await openPostgres({ url: server.url, applicationName: 'loading', statementTimeoutMs: 2_000 });
  });
  afterEach(async () => {
    await database.close();
    await admin.close();
  });

  async function expectNothingLoaded(): Promise<void> {
    const { rows } = await database.query(`select (select count(*) from raw_transactions) as raw,
      (select count(*) from processed_transactions) as processed, (select count(*) from source_files) as files`);
    expect(rows).toEqual([{ raw: '0', processed: '0', files: '0' }]);
  }

  async function expectLoadSucceeds(): Promise<void> {
    expect(await warehouseLoader(database).load(batches())).toMatchObject({ loaded: 1_000 });
  }

  test('a load whose connection the server ends says that the database cannot be used', async () => {
    const end = () =>
      admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'loading'`,
      );
    await expect(warehouseLoader(database).load(batches(end))).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
    });
    await expectNothingLoaded();
    await expectLoadSucceeds();
  });

  test('a load whose server is killed ends at once', async () => {
    await expect(
      warehouseLoader(database).load(batches(() => server.killAndRestart())),
    ).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await expectNothingLoaded();
    await expectLoadSucceeds();
  });

  test('a statement that takes too long ends the load with its code', async () => {
    await admin.transaction(async (runner) => {
      await runner.query('lock table raw_transactions in access exclusive mode');
      await expect(warehouseLoader(database).load(batches())).rejects.toMatchObject({
        code: 'DATABASE_QUERY',
        details: { sqlState: '57014' },
      });
    });
    await expectNothingLoaded();
    await expectLoadSucceeds();
  });

  test('a load leaves the settings of its connection as they were', async () => {
    const one = await openPostgres({ url: server.url, maxConnections: 2 });
    const settings = `select current_setting('enable_nestloop') as nestloop, current_setting('jit') as jit,
      current_setting('work_mem') as work_mem, pg_backend_pid() as pid`;
    const before = await one.query(settings);
    await warehouseLoader(one).load(batches());
    expect((await one.query(settings)).rows).toEqual(before.rows);
    await one.close();
  });

  test.each(['repeatable read', 'serializable'])(
    'loads at once see each other where transactions are %s unless told',
    async (isolation) => {
      await admin.query(`alter database postgres set default_transaction_isolation = '${isolation}'`);
      const strict = await openPostgres(server.url);
      try {
        const counts = await Promise.all(
          Array.from({ length: 4 }, () => warehouseLoader(strict).load(batches())),
        );
        expect(counts.map(({ loaded }) => loaded).sort((a, b) => a - b)).toEqual([0, 0, 0, 1_000]);
      } finally {
        await strict.close();
        await admin.query('alter database postgres reset default_transaction_isolation');
      }
    },
  );
});
