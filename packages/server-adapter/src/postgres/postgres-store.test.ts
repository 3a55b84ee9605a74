import type { Database } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../core/src/testing/memory-database.js';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../core/src/testing/postgres-server.js';
import { rateLimiterConformance } from '../conformance/rate-limiter.js';
import { postgresRateLimiter, postgresStore } from './postgres-store.js';

const minute = { name: 'minute', limit: 100, windowSeconds: 60 } as const;

function behaves(databaseOf: () => Database, traces: number): void {
  describe.concurrent.each(['sliding-window', 'token-bucket'] as const)('a %s conforms', (algorithm) => {
    const cases = rateLimiterConformance(
      (settings) => postgresRateLimiter(databaseOf(), settings),
      algorithm,
      {
        traces,
      },
    );
    for (const { name, run } of cases) test(name, run);
  });

  test('what nobody asks for again is removed beside the decisions', async () => {
    const database = databaseOf();
    for (const algorithm of ['sliding-window', 'token-bucket'] as const) {
      const limiter = postgresRateLimiter(database, { algorithm, windows: [minute] });
      for (let index = 0; index < 50; index++) await limiter.take({ caller: `old-${index}` }, 1);
      for (const table of ['titans_rate_limit_log', 'titans_rate_limit_buckets']) {
        await database.query(`UPDATE ${table} SET expires_at = expires_at - 120001 WHERE key LIKE '%old-%'`);
      }
      for (let index = 0; index < 200; index++) await limiter.peek({ caller: 'new' }, 1);
      await expect
        .poll(async () => {
          const counts = await database.query<{ kept: string }>(
            `SELECT (SELECT count(*) FROM titans_rate_limit_log WHERE key LIKE '%old-%')
              + (SELECT count(*) FROM titans_rate_limit_buckets WHERE key LIKE '%old-%') AS kept`,
          );
          return counts.rows[0]?.kept;
        })
        .toBe('0');
    }
  });
}

describe('in an embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database?.close());
  behaves(() => database, 4);
});

describe.skipIf(findPostgres() === undefined)('on a real server', () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openPostgres(server.url);
  });
  afterAll(async () => {
    await database?.close();
    await server?.stop();
  });
  behaves(() => database, 8);

  test('a closed database is a store that cannot be reached', async () => {
    const other = await openPostgres(server.url);
    const limiter = postgresStore(other).rateLimiter({ windows: [minute] });
    expect((await limiter.take({ caller: 'k' }, 1)).admitted).toBe(true);
    await other.close();
    await expect(limiter.take({ caller: 'k' }, 1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('requests for the same two keys, in either order, do not wait in a circle', async () => {
    const windows = [minute, { ...minute, name: 'address-minute', partition: 'address' }];
    const limiter = postgresRateLimiter(database, { windows });
    const keys = (index: number) =>
      index % 2 === 0 ? { caller: 'a', address: 'b' } : { caller: 'b', address: 'a' };
    const decisions = await Promise.all(
      Array.from({ length: 200 }, (_, index) => limiter.take(keys(index), 1)),
    );
    expect(decisions.every(({ admitted }) => admitted)).toBe(true);
  });
});
