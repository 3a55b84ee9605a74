import { type Database, isTitansError } from '@titans/core';
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

  test('whatever a program without types gives for an argument is refused, told which it is', async () => {
    const log = open({});
    const correction = { transaction: { description: 'Shop' }, category: 'food', by: 'ana' };
    const { id } = await log.append('kept', correction);
    const good: Readonly<Record<keyof FeedbackLog, readonly unknown[]>> = {
      append: ['kept', correction, { knownCategories: ['food'] }],
      undo: ['kept', id, { by: 'ana' }],
      release: ['kept', id, { by: 'ana', knownCategories: ['food'] }],
      get: ['kept', id, {}],
      list: ['kept', { after: 0, limit: 5, state: 'applied' }],
      events: ['kept', { after: 0, limit: 5 }],
    };
    const wrong = [undefined, null, 5, Number.NaN, '', 'x', true, [], {}, [5], Symbol('s'), 5n, () => 1];
    const before = await log.list('kept');
    let refused = 0;
    async function ask(method: keyof FeedbackLog, values: readonly unknown[]): Promise<void> {
      const call = log[method] as (...all: readonly unknown[]) => Promise<unknown>;
      // What is refused is refused by a rejection, never thrown at once.
      const answer = call(...values);
      await answer.catch((error: unknown) => {
        expect(isTitansError(error), `${method}(${values.map(String)}): ${error}`).toBe(true);
        refused++;
      });
    }
    for (const [method, values] of Object.entries(good) as [keyof FeedbackLog, readonly unknown[]][]) {
      for (const [index, value] of values.entries()) {
        for (const bad of wrong) {
          // Nothing that is taken may change what is there.
          if (method !== 'append' || index > 0) await ask(method, values.with(index, bad).with(0, 'other'));
          await ask(method, [...values.slice(0, index), bad]);
          if (typeof value !== 'object' || value === null) continue;
          for (const name of Object.keys(value)) {
            await ask(method, values.with(index, { ...value, [name]: bad }).with(0, 'other'));
          }
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
    expect((await log.get('kept', id)).category).toBe(before[0]?.category);
  });

  test.each([
    ['undo', [undefined], 'id'],
    ['undo', ['some-id', undefined], 'by'],
    ['release', ['some-id'], 'by'],
    ['release', ['some-id', { by: 'ana', knownCategories: 'food' }], 'knownCategories'],
    ['append', [{ transaction: { description: 'Shop' }, category: 'food', by: 'ana' }, null], 'options'],
    ['get', [5], 'id'],
    ['list', [{ state: 'bogus' }], 'state'],
    ['list', [null], 'options'],
    ['events', [{ limit: Symbol('s') }], 'limit'],
  ] as const)('%s(scope, %j) names %s', async (method, values, field) => {
    const call = open({})[method] as (...all: readonly unknown[]) => Promise<unknown>;
    await expect(call('scope', ...values)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field },
    });
  });

  test.each([
    [null, 'options'],
    [{ now: 5 }, 'now'],
    [{ categories: '5' }, 'categories'],
  ])('the options %j are refused', (options, field) => {
    expect(() => open(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field } }),
    );
  });
});
