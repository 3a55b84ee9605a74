import type { Database } from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../core/src/testing/memory-database.js';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../core/src/testing/postgres-server.js';
import { databaseAuditLog } from './database-audit-log.js';
import { auditEvent, behavesAsAuditLog } from './testing/audit-behaviour.js';

async function empty(database: Database): Promise<void> {
  await database.query('DROP TABLE IF EXISTS titans_audit');
  await database.query('DROP TABLE IF EXISTS titans_audit_head');
}

function behaves(databaseOf: () => Database): void {
  behavesAsAuditLog(async (options) => {
    await empty(databaseOf());
    return databaseAuditLog(databaseOf(), options);
  });

  test('the table refuses to be changed, and a change by its owner is found', async () => {
    const database = databaseOf();
    await empty(database);
    const log = databaseAuditLog(database);
    for (let index = 0; index < 6; index++) await log.append(auditEvent({ index }));
    const changes: readonly (readonly [string, number])[] = [
      ['DELETE FROM titans_audit WHERE sequence = 3', 3],
      [`UPDATE titans_audit SET entry = replace(entry, '"index":1', '"index":7') WHERE sequence = 2`, 2],
      ['UPDATE titans_audit SET sequence = 60 WHERE sequence = 4', 4],
      ['DELETE FROM titans_audit WHERE sequence > 4', 5],
      ['TRUNCATE titans_audit', 1],
      ['UPDATE titans_audit_head SET sequence = 5', 5],
      ['DELETE FROM titans_audit_head', 1],
    ];
    for (const [change, sequence] of changes) {
      if (!change.includes('_head'))
        await expect(database.query(change)).rejects.toMatchObject({ code: 'DATABASE_QUERY' });
      const rollback = new Error('Nothing of it stays.');
      const tampered = database.transaction(async (runner) => {
        await runner.query('ALTER TABLE titans_audit DISABLE TRIGGER ALL');
        await runner.query(change);
        const { transaction, exclusive, close } = database;
        const inside = databaseAuditLog({ ...runner, transaction, exclusive, close });
        expect(await inside.verify(), change).toMatchObject({ state: 'broken', sequence });
        throw rollback;
      });
      await expect(tampered).rejects.toBe(rollback);
    }
    expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 6 } });
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

describe.skipIf(findPostgres() === undefined)('on a server', () => {
  let server: PostgresServer;
  let databases: readonly Database[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    databases = await Promise.all([1, 2, 3].map(() => openPostgres(server.url)));
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await server?.stop();
  });
  behaves(() => databases[0] as Database);

  test('several processes add to one chain, also where each makes the tables', async () => {
    await empty(databases[0] as Database);
    const logs = databases.map((database) => databaseAuditLog(database));
    await Promise.all(
      logs.flatMap((log) => Array.from({ length: 20 }, (_, index) => log.append(auditEvent({ index })))),
    );
    for (const log of logs) {
      expect(await log.verify()).toMatchObject({ state: 'intact', head: { sequence: 60 } });
    }
  });
});
