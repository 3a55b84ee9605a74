import { afterAll, beforeAll, describe, test } from 'vitest';
import { queueConformance } from '../conformance/index.js';
import { openPostgres } from '../postgres/open-postgres.js';
import { leasedQueueCases } from '../testing/leased-queue-cases.js';
import { openMemoryDatabase } from '../testing/memory-database.js';
import { findPostgres, type PostgresServer, startPostgres } from '../testing/postgres-server.js';
import type { Database } from './database.js';
import { databaseQueue } from './database-queue.js';
import { takeSql } from './queue-sql.js';

function conforms(databaseOf: () => Database): void {
  for (const { name, run } of queueConformance(() => databaseQueue(databaseOf(), { pollMs: 20 }))) {
    test(name, run);
  }
}

function outlivesItsConsumers(databaseOf: () => Database): void {
  leasedQueueCases(
    (options) => databaseQueue(databaseOf(), options),
    async (topic, leaseMs) => (await databaseOf().query(takeSql, [topic, leaseMs])).rows.length > 0,
  );
}

describe.concurrent('a queue in an embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database?.close());
  conforms(() => database);
  // The statements are the same; an embedded database runs one at a time, so all these at once would wait for each other.
  if (findPostgres() === undefined) outlivesItsConsumers(() => database);
});

describe.skipIf(findPostgres() === undefined).concurrent('a queue on a real server', () => {
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
  conforms(() => database);
  outlivesItsConsumers(() => database);
});
