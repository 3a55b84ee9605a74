import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyValueStoreConformance } from '../conformance/index.js';
import { openPostgres } from '../postgres/open-postgres.js';
import { openMemoryDatabase } from '../testing/memory-database.js';
import { findPostgres, type PostgresServer, startPostgres } from '../testing/postgres-server.js';
import type { Database } from './database.js';
import { databaseKeyValueStore } from './database-key-value-store.js';

function behaves(databaseOf: () => Database): void {
  describe.concurrent('conforms', () => {
    for (const { name, run } of keyValueStoreConformance(() => databaseKeyValueStore(databaseOf()))) {
      test(name, run);
    }
  });

  test('a key of any length is found again, and none is taken for another', async () => {
    const store = databaseKeyValueStore(databaseOf());
    // Of these 1,024 characters an index would have to keep 3,072 bytes.
    const long = Array.from({ length: 1_024 }, (_, index) => String.fromCharCode(0x4e00 + index * 7)).join(
      '',
    );
    await store.set(long, 'long');
    await store.set(`\u0001${long.slice(1)}`, 'marked');
    expect((await store.get(long))?.value).toBe('long');
    expect(await store.get(long.slice(0, -1))).toBeNull();
  });

  test('what has expired is removed beside the writes', async () => {
    const database = databaseOf();
    const store = databaseKeyValueStore(database);
    await database.query('DELETE FROM titans_key_values');
    const write = (name: string, count: number, ttlMs: number): Promise<unknown> =>
      Promise.all(Array.from({ length: count }, (_, index) => store.set(`${name}${index}`, '', { ttlMs })));
    await write('short', 300, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await write('long', 300, 60_000);
    await store.close();
    const { rows } = await database.query('SELECT count(*) AS kept FROM titans_key_values');
    expect(rows).toEqual([{ kept: '300' }]);
  });
}

describe('in an embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database?.close());
  behaves(() => database);
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
  behaves(() => database);

  test('a closed database is a store that cannot be reached', async () => {
    const other = await openPostgres(server.url);
    const store = databaseKeyValueStore(other);
    await store.set('a', 'b');
    await other.close();
    await expect(store.get('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('eight that begin at once make one table', async () => {
    await database.query('DROP TABLE titans_key_values');
    const stores = Array.from({ length: 8 }, () => databaseKeyValueStore(database));
    const sums = await Promise.all(stores.map((store) => store.increment('n', 1)));
    expect(Math.max(...sums)).toBe(8);
  });

  test('a server that went away is told, and used again once it is back', async () => {
    const store = databaseKeyValueStore(database);
    await store.set('kept', 'yes');
    await server.crashAndRestart();
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => store.get('kept')));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    }
    expect((await store.get('kept'))?.value).toBe('yes');
  });
});
