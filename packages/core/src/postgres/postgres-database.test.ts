import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseConformance } from '../conformance/index.js';
import { findPostgres, type PostgresServer, startPostgres } from '../testing/postgres-server.js';
import { openPostgres } from './open-postgres.js';

describe.skipIf(findPostgres() === undefined)('on a real server', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  describe('conforms', () => {
    for (const { name, run } of databaseConformance(() => openPostgres(server.url))) test(name, run);
  });

  test('conforms also where the server is set up otherwise', async () => {
    const admin = await openPostgres(server.url);
    for (const setting of [
      "datestyle = 'German, DMY'",
      "timezone = 'Asia/Kathmandu'",
      "bytea_output = 'escape'",
    ]) {
      await admin.query(`ALTER ROLE titans SET ${setting}`);
    }
    try {
      const [types] = databaseConformance(() => openPostgres(server.url));
      await types?.run();
    } finally {
      await admin.query('ALTER ROLE titans RESET ALL');
      await admin.close();
    }
  });

  test('options do as a URL does, also over a Unix socket', async () => {
    const { port } = new URL(server.url);
    const database = await openPostgres({
      host: server.socketDirectory,
      port: Number(port),
      user: 'titans',
      password: 'tests-only',
      database: 'postgres',
      applicationName: 'socket test',
    });
    const { rows } = await database.query("SELECT current_setting('application_name') AS name");
    expect(rows).toEqual([{ name: 'socket test' }]);
    await database.close();
  });

  test('exclusive work of two pools does not overlap', async () => {
    const [first, second] = await Promise.all([openPostgres(server.url), openPostgres(server.url)]);
    const order: string[] = [];
    const held = first.exclusive('shared', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('first');
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await second.exclusive('shared', async () => {
      order.push('second');
    });
    await held;
    expect(order).toEqual(['first', 'second']);
    await Promise.all([first.close(), second.close()]);
  });

  test('a statement that takes too long is ended by the server', async () => {
    const database = await openPostgres({ url: server.url, statementTimeoutMs: 50 });
    await expect(database.query('SELECT pg_sleep(10)')).rejects.toMatchObject({
      code: 'DATABASE_QUERY',
      details: { sqlState: '57014' },
    });
    await database.close();
  });

  test('a wrong password and a database that does not exist are told without the password', async () => {
    const wrong = server.url.replace('tests-only', 'hunter22');
    const refusal = await openPostgres(wrong).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'DATABASE_UNAVAILABLE', details: { sqlState: '28P01' } });
    expect(String(refusal)).not.toContain('hunter22');
    await expect(openPostgres(server.url.replace('/postgres', '/absent'))).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      details: { sqlState: '3D000' },
    });
  });

  test('after a crash of the server the open work fails, and the pool serves again', async () => {
    const database = await openPostgres(server.url);
    await database.query('CREATE TABLE survivor (n integer)');
    const work = database.transaction(async (runner) => {
      await runner.query('INSERT INTO survivor VALUES (1)');
      await server.crashAndRestart();
      await runner.query('INSERT INTO survivor VALUES (2)');
    });
    await expect(work).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const lost = database.exclusive('lost', () => server.crashAndRestart());
    await expect(lost).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect((await database.query('SELECT count(*) AS rows FROM survivor')).rows).toEqual([{ rows: '0' }]);
    await database.close();
  });
});

test('a server that does not run is told with what to check', async () => {
  await expect(openPostgres('postgres://127.0.0.1:1/none')).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringMatching(/ECONNREFUSED.*Check that it runs/),
  });
});

test('a URL of something else is refused without being shown', async () => {
  const refusal = await openPostgres('mysql://root:hunter22@localhost/db').catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'CONFIG_INVALID' });
  expect(String(refusal)).not.toContain('hunter22');
});

test('fewer than two connections are refused', async () => {
  await expect(openPostgres({ maxConnections: 1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});
