import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifactStoreConformance } from '../conformance/index.js';
import { openPostgres } from '../postgres/index.js';
import { openMemoryDatabase } from '../testing/memory-database.js';
import { findPostgres, type PostgresServer, startPostgres } from '../testing/postgres-server.js';
import type { ArtifactStore } from './artifact-store.js';
import type { Database } from './database.js';
import { databaseArtifactStore } from './database-artifact-store.js';

async function emptyStore(database: Database): Promise<ArtifactStore> {
  await database.query('DROP TABLE IF EXISTS titans_artifacts');
  return databaseArtifactStore(database);
}

describe('in an embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database.close());

  for (const { name, run } of artifactStoreConformance(() => emptyStore(database))) test(name, run);

  test('what another wrote is found', async () => {
    await (await emptyStore(database)).put('a/b', Uint8Array.of(1, 2));
    expect([...(await databaseArtifactStore(database).get('a/b'))]).toEqual([1, 2]);
  });
});

describe.skipIf(findPostgres() === undefined)('on a server', () => {
  let server: PostgresServer;
  let databases: readonly Database[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    databases = await Promise.all([openPostgres(server.url), openPostgres(server.url)]);
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await server?.stop();
  });

  for (const { name, run } of artifactStoreConformance(() => emptyStore(databases[0] as Database)))
    test(name, run);

  test('two that need the table at once make it once, and one of them puts', async () => {
    await databases[0]?.query('DROP TABLE IF EXISTS titans_artifacts');
    const put = await Promise.all(
      databases.map((database, writer) =>
        databaseArtifactStore(database).putIfAbsent('one', Uint8Array.of(writer)),
      ),
    );
    expect([...put].sort()).toEqual([false, true]);
  });
});
