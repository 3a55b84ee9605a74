import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, SqlValue } from '../storage/database.js';
import { findPostgres, type PostgresServer, startPostgres } from '../testing/postgres-server.js';
import { openPostgres } from './open-postgres.js';

describe.skipIf(findPostgres() === undefined)('a connection that is lost in the middle of COPY', () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openPostgres({ url: server.url, applicationName: 'copying' });
    await database.query('create table copied (text text)');
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });

  /** More than is sent at once, then the loss, then more. */
  async function* rows(lose: () => Promise<unknown>): AsyncGenerator<readonly SqlValue[]> {
    for (let row = 0; row < 20_000; row++) yield ['x'.repeat(100)];
    await lose();
    for (let row = 0; row < 20_000; row++) yield ['y'.repeat(100)];
  }

  const losses: Readonly<Record<string, () => Promise<unknown>>> = {
    'the server ends the connection': async () => {
      const admin = await openPostgres(server.url);
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'copying'`,
      );
      await admin.close();
    },
    'the server is killed': () => server.killAndRestart(),
    'the server shuts down at once': () => server.crashAndRestart(),
  };

  test.each(Object.keys(losses))('%s: an error, nothing copied, and the next works', async (name) => {
    let losing: Promise<unknown> = Promise.resolve();
    const lose = (): Promise<unknown> => {
      losing = losses[name]?.() ?? losing;
      return losing;
    };
    const copying = database.transaction((runner) => runner.copyInto('copied', ['text'], rows(lose)));
    await expect(copying).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await losing;
    expect((await database.query('select count(*) as rows from copied')).rows).toEqual([{ rows: '0' }]);
    expect(await database.copyInto('copied', ['text'], [['z']])).toBe(1);
    await database.query('truncate copied');
  });
});
