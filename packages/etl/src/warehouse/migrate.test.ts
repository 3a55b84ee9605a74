import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import { pipeline } from '../pipeline/pipeline.js';
import { describeOnEngines } from '../testing/warehouse-engines.js';
import { kyselyOf } from './kysely-dialect.js';
import { transactionsMigration } from './migrations/001-transactions.js';
import { runsMigration } from './migrations/002-runs.js';
import { openWarehouse } from './open-warehouse.js';

describeOnEngines((engine) => {
  test('migrations go up once, down and up again, and say where they are', async () => {
    const warehouse = await openWarehouse(engine.database);
    expect(await warehouse.migrations.up()).toEqual([]);
    const status = await warehouse.migrations.status();
    expect(status.map(({ name }) => name)).toEqual(['001-transactions', '002-runs', '003-decisions']);
    expect(status.every(({ appliedAt }) => appliedAt !== null)).toBe(true);
    expect(await warehouse.migrations.down()).toEqual(['003-decisions']);
    expect(await warehouse.migrations.down()).toEqual(['002-runs']);
    expect((await warehouse.migrations.status())[1]?.appliedAt).toBeNull();
    expect(await warehouse.migrations.down()).toEqual(['001-transactions']);
    const left = await engine.database.query(
      `select tablename from pg_tables where schemaname = 'public' and tablename not like 'titans_migrations%'`,
    );
    expect(left.rows).toEqual([]);
    expect(await warehouse.migrations.up()).toEqual(['001-transactions', '002-runs', '003-decisions']);
  });

  test('rows that an older version loaded are known after the migration', async () => {
    const warehouse = await engine.emptyWarehouse();
    const bytes = Buffer.from(
      'Id,Date,Description,Amount\n,2024-01-05,Tea,-2\n,2024-01-05,Tea,-2\nT1,2024-01-06,"Té, \\",-3\n',
    );
    const run = () =>
      pipeline({ extract: extract({ name: 'a.csv', bytes }), load: warehouse.loader() }).run();
    expect((await run()).rows.loaded).toBe(3);
    expect(await warehouse.migrations.down()).toEqual(['003-decisions']);
    // The key that the older version gave the first of two equal rows, by PostgreSQL's own functions.
    const old = await engine.database.query(
      `select count(*)::int as rows from raw_transactions where natural_key = sha256(sha256(convert_to(
        row('text', account_id, date - date '1970-01-01', amount, currency, description)::text, 'UTF8')) || int8send(1))`,
    );
    expect(old.rows).toEqual([{ rows: 1 }]);
    expect(await warehouse.migrations.up()).toEqual(['003-decisions']);
    expect((await run()).rows).toMatchObject({ loaded: 0, updated: 0, unchanged: 3 });
    expect(await warehouse.loader().watermark?.('a.csv')).toBe('2024-01-06');
  });

  /** The tables as an older release left them, with what it had loaded. */
  async function olderWarehouse(release: 1 | 2): Promise<void> {
    const warehouse = await openWarehouse(engine.database);
    for (let down = 1; down <= 3; down++) await warehouse.migrations.down();
    const applied = { '001-transactions': transactionsMigration, '002-runs': runsMigration };
    for (const [name, migration] of Object.entries(applied).slice(0, release)) {
      await migration.up(kyselyOf(engine.database));
      await engine.database.query(
        'insert into titans_migrations (name, timestamp) values ($1, now()::text)',
        [name],
      );
    }
    await engine.database.query(
      `insert into source_files (name, sha256, size_bytes, format, rows_in, rows_rejected)
        values ('a.csv', $1, 1, 'csv', 4, 1)`,
      ['a'.repeat(64)],
    );
    // Keys as that release made them: of rows without an identifier with a counter, of others without.
    await engine.database.query(`insert into raw_transactions (natural_key, row_hash, external_id, account_id, date, type,
        description, amount, currency, payment_method, source_file_id, source_row)
      select case when external_id is null then sha256(base || int8send(place)) else base end, ''::bytea, external_id,
        'default', date, 'Expense', description, amount, 'USD', 'unknown', source_files.id, source_row
      from source_files, (
        select *, sha256(convert_to(case when external_id is null
            then row('text', 'default', date - date '1970-01-01', amount, 'USD', description)::text
            else row('id', 'default', date - date '1970-01-01', amount, 'USD', external_id)::text end, 'UTF8')) as base
        from (values (1, null, date '2024-01-05', 'Tea', -2::numeric(19, 4), 1::bigint),
          (2, null, '2024-01-05', 'Tea', -2, 2), (3, 'T1', '2024-01-06', 'Té, \\', -3, 1)
        ) given (source_row, external_id, date, description, amount, place)
      ) keyed order by source_row`);
    await engine.database.query(`insert into processed_transactions (raw_transaction_id, account_id, date, type, description,
        amount, currency, payment_method)
      select id, account_id, date, type, description, amount, currency, payment_method from raw_transactions order by id`);
    if (release === 1) return;
    await engine.database.query(`insert into quarantine (source_file_id, source_row, code, message)
      select id, 4, 'DATE_INVALID', 'There is no such day.' from source_files`);
    await engine.database.query(`insert into pipeline_runs (run_id, status, started_at, finished_at, report)
      select gen_random_uuid(), 'succeeded', moment, moment, json_build_object('place', place)
      from (values (1, now() - interval '2 days'), (2, now() - interval '1 day')) past (place, moment)`);
  }

  test.each([1, 2] as const)(
    'what release %i had loaded is kept by the migrations to the newest',
    async (release) => {
      await olderWarehouse(release);
      const warehouse = await openWarehouse(engine.database);
      expect((await warehouse.migrations.status()).every(({ appliedAt }) => appliedAt !== null)).toBe(true);
      expect([...(await warehouse.transactions()).rows()]).toMatchObject([
        { id: null, date: '2024-01-05', description: 'Tea', amountMinor: -200 },
        { id: null, date: '2024-01-05', description: 'Tea', amountMinor: -200 },
        { id: 'T1', date: '2024-01-06', description: 'Té, \\', amountMinor: -300 },
      ]);
      const bytes = Buffer.from(
        'Id,Date,Description,Amount\n,2024-01-05,Tea,-2\n,2024-01-05,Tea,-2\nT1,2024-01-06,"Té, \\",-3\n',
      );
      const job = pipeline({ extract: extract({ name: 'b.csv', bytes }), load: warehouse.loader() });
      expect((await job.run()).rows).toMatchObject({ loaded: 0, updated: 0, unchanged: 3 });
      expect(await warehouse.loader().watermark?.('a.csv')).toBe('2024-01-06');
      const { rows } = await engine.database.query(
        `select count(distinct transaction_uuid)::int as identifiers,
        (select count(*)::int from processed_transactions) as processed from raw_transactions`,
      );
      expect(rows).toEqual([{ identifiers: 3, processed: 3 }]);
      expect((await warehouse.quarantine()).entries.map(({ source, row }) => [source, row])).toEqual(
        release === 1 ? [] : [['a.csv', 4]],
      );
      const runs = await warehouse.runs();
      expect(runs.entries.slice(1).map(({ report }) => report)).toEqual(
        release === 1 ? [] : [{ place: 2 }, { place: 1 }],
      );
    },
  );
});

test('a failed migration changes nothing, and a directory can be opened again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'titans-warehouse-'));
  const unmigrated = await openWarehouse(directory, { migrate: false });
  expect((await unmigrated.migrations.status()).every(({ appliedAt }) => appliedAt === null)).toBe(true);
  await unmigrated.database.query('create table quarantine (in_the_way integer)');
  await expect(unmigrated.migrations.up()).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    details: { migration: '002-runs' },
  });
  expect((await unmigrated.migrations.status()).every(({ appliedAt }) => appliedAt === null)).toBe(true);
  await unmigrated.database.query('drop table quarantine');
  await unmigrated.close();
  const migrated = await openWarehouse(directory);
  await pipeline({
    extract: extract({ name: 'a.csv', bytes: Buffer.from('Date,Description,Amount\n2024-01-01,Tea,-2\n') }),
    load: migrated.loader(),
  }).run();
  await migrated.close();
  const again = await openWarehouse(directory);
  expect((await again.transactions()).length).toBe(1);
  await again.close();
  await rm(directory, { recursive: true });
});
