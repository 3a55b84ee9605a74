import type { Database } from '@titans/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import { databaseFeedbackLog } from './database-feedback-log.js';

// The tables as they were made before there were labels of anomalies.
const earlier = [
  `CREATE TABLE titans_feedback_scopes (scope text COLLATE "C" PRIMARY KEY, last bigint NOT NULL)`,
  `CREATE TABLE titans_corrections (
     scope text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL,
     sequence bigint NOT NULL,
     state text NOT NULL CHECK (state IN ('applied', 'held', 'undone')),
     held_because text CHECK (held_because IN ('many-payees', 'contradiction')),
     payee text COLLATE "C" NOT NULL,
     description text,
     merchant_name text,
     transaction_date date,
     category text COLLATE "C" NOT NULL,
     previous_category text,
     transaction_id text,
     made_by text COLLATE "C" NOT NULL,
     made_at timestamptz NOT NULL,
     PRIMARY KEY (scope, id),
     UNIQUE (scope, sequence)
   )`,
  `CREATE INDEX titans_corrections_by_source ON titans_corrections (scope, made_by, made_at)`,
  `CREATE INDEX titans_corrections_by_payee ON titans_corrections (scope, md5(payee))`,
  `CREATE TABLE titans_feedback_events (
     scope text COLLATE "C" NOT NULL,
     sequence bigint NOT NULL,
     type text NOT NULL CHECK (type IN ('corrected', 'held', 'released', 'undone')),
     correction_id text COLLATE "C" NOT NULL,
     made_by text NOT NULL,
     made_at timestamptz NOT NULL,
     PRIMARY KEY (scope, sequence)
   )`,
  `INSERT INTO titans_feedback_scopes VALUES ('s', 1)`,
  insertOf('old', 1),
  `INSERT INTO titans_feedback_events VALUES ('s', 1, 'corrected', 'old', 'ana', '2024-05-06T10:00:00Z')`,
];

/** As processes of that release write it. */
function insertOf(id: string, sequence: number): string {
  return `INSERT INTO titans_corrections (scope, id, sequence, state, held_because, payee, description, merchant_name,
      transaction_date, category, previous_category, transaction_id, made_by, made_at)
    VALUES ('s', '${id}', ${sequence}, 'applied', NULL, 'corner shop', 'CORNER SHOP', NULL, NULL, 'food', NULL, NULL,
      'ana', '2024-05-06T10:00:00Z')`;
}

let database: Database;
beforeAll(async () => {
  database = await openMemoryDatabase();
  for (const statement of earlier) await database.query(statement);
});
afterAll(() => database.close());

test('tables of an earlier release are brought up to date, with what they hold', async () => {
  // Several at once, as when servers are started together.
  const [log] = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const opened = databaseFeedbackLog(database, { anomaliesPerDay: 1 });
      await opened.list('s');
      return opened;
    }),
  );
  if (log === undefined) throw new Error('There are four.');
  expect(await log.list('s')).toMatchObject([
    { id: 'old', sequence: 1, category: 'food', isAnomaly: null, accountId: 'default', state: 'applied' },
  ]);
  expect(await log.events('s')).toMatchObject([{ sequence: 1, category: 'food', isAnomaly: null }]);
  const transaction = { description: 'CORNER SHOP' };
  const label = { transaction, isAnomaly: true, transactionId: 't1', accountId: 'a', by: 'ana' };
  expect(await log.append('s', label)).toMatchObject({ sequence: 2, state: 'applied', category: null });
  const second = await log.append('s', { ...label, transactionId: 't2' });
  expect(second).toMatchObject({ state: 'held', heldBecause: 'many-anomalies' });
  const news = databaseFeedbackLog(database, { newCategoriesPerDay: 1 });
  for (const heldBecause of [null, 'many-categories']) {
    const made = { transaction: { description: 'Tram' }, category: `new ${heldBecause}`, by: 'ben' };
    expect(await news.append('s', made)).toMatchObject({ heldBecause });
  }
  expect(await log.undo('s', 'old', { by: 'ana' })).toMatchObject({ state: 'undone' });
  await expect(
    database.query(`UPDATE titans_corrections SET category = NULL WHERE id = 'old'`),
  ).rejects.toThrow(/titans_corrections_check/);
  await database.query(insertOf('of an earlier process', 100));
  expect(await log.get('s', 'of an earlier process')).toMatchObject({ accountId: 'default' });
});
