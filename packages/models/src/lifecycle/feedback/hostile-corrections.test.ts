import type { Database } from '@titans/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import { databaseFeedbackLog } from './database-feedback-log.js';
import type { FeedbackLog, FeedbackLogOptions } from './feedback-log.js';
import { memoryFeedbackLog } from './memory-feedback-log.js';

let database: Database;
beforeAll(async () => {
  database = await openMemoryDatabase();
});
afterAll(() => database.close());

const logs: readonly (readonly [string, (options: FeedbackLogOptions) => FeedbackLog])[] = [
  ['in memory', memoryFeedbackLog],
  ['in a database', (options) => databaseFeedbackLog(database, options)],
];

describe.each(logs)('%s', (_, open) => {
  test('labels of anomalies make no room for more payees, and take no voice away', async () => {
    const log = open({ payeesPerDay: 2, contradictingSources: 1 });
    const of = (description: string, by: string) => ({ transaction: { description }, by });
    for (const shop of ['Bakery', 'Butcher']) {
      await log.append('room', { ...of(shop, 'eve'), category: 'food' });
      await log.append('room', { ...of(shop, 'eve'), isAnomaly: false });
    }
    const third = await log.append('room', { ...of('Casino', 'eve'), category: 'food' });
    expect(third).toMatchObject({ state: 'held', heldBecause: 'many-payees' });
    const against = await log.append('room', { ...of('Bakery', 'ana'), category: 'travel' });
    expect(against).toMatchObject({ state: 'held', heldBecause: 'contradiction' });
  });

  test.each([
    ['nothing', undefined],
    ['no transaction', { category: 'food', by: 'ana' }],
    [
      'a day that is none',
      { transaction: { date: 'yesterday' }, isAnomaly: true, transactionId: 't', by: 'ana' },
    ],
    [
      'a day that does not exist',
      { transaction: { date: '2024-02-30' }, isAnomaly: true, transactionId: 't', by: 'ana' },
    ],
    [
      'a number for a name',
      { transaction: { merchantName: 5 }, isAnomaly: true, transactionId: 't', by: 'ana' },
    ],
    ['a text for a label', { transaction: { description: 'Shop' }, isAnomaly: 'true', by: 'ana' }],
  ])('%s is refused', async (_name, wrong) => {
    const log = open({});
    await expect(log.append('wrong', wrong as never)).rejects.toMatchObject({
      code: expect.stringMatching(/^(INVALID_ARGUMENT|DATE_INVALID)$/),
    });
    expect(await log.events('wrong')).toEqual([]);
  });
});
