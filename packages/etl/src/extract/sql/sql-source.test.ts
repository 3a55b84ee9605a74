import { type Database, isTitansError } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../../core/src/testing/postgres-server.js';
import { batchTexts } from '../../records/raw-batch.js';
import { extract } from '../extract.js';
import type { RecordSourceOptions } from '../record-source.js';
import { sqlSource } from './sql-source.js';

const servers: PostgresServer[] = [];

const kinds: readonly (readonly [string, () => Promise<Database>])[] = [
  ['PGlite', () => openMemoryDatabase()],
  ...(findPostgres() === undefined
    ? []
    : [
        [
          'PostgreSQL',
          async () => {
            const server = await startPostgres();
            servers.push(server);
            return openPostgres(server.url);
          },
        ] as const,
      ]),
];

async function readAll(
  source: ReturnType<typeof sqlSource>,
  options: RecordSourceOptions = {},
): Promise<{
  columns: readonly string[];
  records: readonly (readonly string[])[];
  sizes: readonly number[];
}> {
  const stream = await source.openRecords(options);
  const records: (readonly string[])[] = [];
  const sizes: number[] = [];
  for await (const batch of stream.batches(options)) {
    records.push(...batchTexts(batch));
    sizes.push(batch.length);
  }
  return { columns: stream.columns, records, sizes };
}

describe.each(kinds)('on %s', (_, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await database.query(
      'CREATE TABLE bookings (day date, text text, amount numeric(14, 2), at timestamptz)',
    );
    await database.query(
      "INSERT INTO bookings SELECT date '2024-01-01' + i, 'row ' || i, i / -100.0, NULL FROM generate_series(1, 25) i",
    );
  });
  afterAll(async () => {
    await database.close();
    for (const server of servers.splice(0)) await server.stop();
  });

  test('values are the text that the database writes', async () => {
    const source = sqlSource(
      database,
      `SELECT 12345678901234567890.10::numeric AS n, date '2024-02-29' AS d, 9007199254740993::bigint AS b,
        timestamptz '2024-01-01 12:00:00+02' AS z, timestamp '2024-01-01 12:00:00' AS t, true AS y, NULL AS x,
        0.1::float8 AS f, '\\x00ff'::bytea AS e, E'a\\tb' AS "Straße;"`,
    );
    const { columns, records } = await readAll(source);
    expect(columns).toEqual(['n', 'd', 'b', 'z', 't', 'y', 'x', 'f', 'e', 'Straße;']);
    expect(records).toEqual([
      [
        '12345678901234567890.10',
        '2024-02-29',
        '9007199254740993',
        '2024-01-01T10:00:00Z',
        '2024-01-01 12:00:00',
        'true',
        '',
        '0.1',
        '\\x00ff',
        'a\tb',
      ],
    ]);
  });

  test('rows come in batches, in order and numbered', async () => {
    const source = sqlSource(database, 'SELECT text FROM bookings ORDER BY day', [], { batchRows: 10 });
    const { records, sizes } = await readAll(source);
    expect(sizes).toEqual([10, 10, 5]);
    expect(records).toEqual(Array.from({ length: 25 }, (_, index) => [`row ${index + 1}`]));
    const stream = await source.openRecords();
    const rows: number[] = [];
    for await (const batch of stream.batches()) rows.push(...batch.provenance.row);
    expect(rows).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  test('the day from which on rows are wanted is a parameter', async () => {
    const source = sqlSource(
      database,
      'SELECT text FROM bookings WHERE day >= $1 AND amount < $2 ORDER BY day',
      ({ since }) => [since ?? '-infinity', 0],
    );
    expect((await readAll(source)).records).toHaveLength(25);
    expect((await readAll(source, { since: '2024-01-24' })).records).toEqual([
      ['row 23'],
      ['row 24'],
      ['row 25'],
    ]);
  });

  test('becomes transactions', async () => {
    const query = 'SELECT day AS date, text AS description, amount FROM bookings ORDER BY day';
    const statement = await extract(sqlSource(database, query)).table();
    expect(statement.rows).toEqual({ in: 25, accepted: 25, rejected: 0 });
    expect(statement.transactions.row(24)).toMatchObject({ date: '2024-01-26', amountMinor: -25 });
  });

  test('a query without rows is read as nothing', async () => {
    const none = sqlSource(database, 'SELECT day AS when_, text FROM bookings WHERE false');
    expect((await extract(none).table()).rows.in).toBe(0);
  });

  test.each([
    ['INSERT INTO bookings (text) VALUES ($1) RETURNING text', ['x']],
    ['WITH gone AS (DELETE FROM bookings RETURNING text) SELECT * FROM gone', []],
    ['SELECT 1; DROP TABLE bookings', []],
    ["SELECT nextval('counter')", []],
    ['SELECT * FROM nowhere', []],
  ])('refuses %s', async (query, parameters) => {
    await database.query('CREATE SEQUENCE IF NOT EXISTS counter');
    await expect(readAll(sqlSource(database, query, parameters))).rejects.toMatchObject({
      code: 'DATABASE_QUERY',
    });
    expect((await database.query('SELECT count(*) AS n FROM bookings')).rows).toEqual([{ n: '25' }]);
  });

  test('an error after the first rows ends the batches with it', async () => {
    const source = sqlSource(database, 'SELECT 10 / (15 - i) AS x FROM generate_series(1, 30) i', [], {
      batchRows: 10,
    });
    await expect(readAll(source)).rejects.toMatchObject({
      code: 'DATABASE_QUERY',
      details: { sqlState: '22012' },
    });
  });

  test('can be given up, before and between batches, and leaves the database free', async () => {
    const source = sqlSource(database, 'SELECT text FROM bookings', [], { batchRows: 5 });
    const unread = await source.openRecords();
    await unread.close?.();
    for await (const batch of (await source.openRecords()).batches()) {
      expect(batch.length).toBe(5);
      break;
    }
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('is cancelled', async () => {
    const source = sqlSource(database, 'SELECT text FROM bookings', [], { batchRows: 5 });
    const abort = new AbortController();
    const stream = await source.openRecords({ signal: abort.signal });
    const reading = (async () => {
      for await (const batch of stream.batches({ signal: abort.signal })) if (batch.length > 0) abort.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(source.openRecords({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    expect((await database.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('says what to do where it would wait for itself', async () => {
    const source = sqlSource(database, 'SELECT text FROM bookings');
    const error: unknown = await database
      .transaction(() => source.openRecords())
      .catch((thrown: unknown) => thrown);
    expect(isTitansError(error, 'INVALID_ARGUMENT') && error.message).toContain('Open the database twice');
  });
});

test('the name is the same for the same query, and tells nothing of it', async () => {
  const database = await openMemoryDatabase();
  const secret = "SELECT * FROM t WHERE key = 'secret'";
  expect(sqlSource(database, secret).name).toBe(sqlSource(database, secret, ['x']).name);
  expect(sqlSource(database, secret).name).toMatch(/^sql query [0-9a-f]{12}$/);
  expect(sqlSource(database, secret, [], { name: 'bookings' }).name).toBe('bookings');
  await database.close();
});
