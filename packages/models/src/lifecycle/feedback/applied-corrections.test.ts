import { createTransaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import { train } from '../../train.js';
import { memoryRegistry } from '../registry/stores.js';
import { anomalyLabels } from './anomaly-labels.js';
import { appliedCorrections } from './applied-corrections.js';
import { correctionsTag, followCorrections } from './follow-corrections.js';
import { memoryFeedbackLog } from './memory-feedback-log.js';

const scope = 'tenant-1';

test('takes what applies, in the order in which it came to apply, and says how far it read', async () => {
  const log = memoryFeedbackLog({ payeesPerDay: 2 });
  const add = (description: string, category: string, transactionId?: string) =>
    log.append(scope, {
      transaction: { description },
      category,
      by: 'ana',
      ...(transactionId && { transactionId }),
    });
  await add('Corner shop', 'food', 't1');
  const undone = await add('Cinema', 'leisure');
  const held = await add('Trams', 'transport');
  const stillHeld = await add('Grocer', 'food');
  await log.undo(scope, undone.id, { by: 'ben' });
  await add('Corner shop', 'gifts');
  await log.release(scope, held.id, { by: 'ben' });
  await log.append('tenant-2', { transaction: { description: 'Theirs' }, category: 'x', by: 'eve' });
  expect([held.state, stillHeld.state]).toEqual(['held', 'held']);
  const { corrections, position, refused } = await appliedCorrections(log, { scope });
  expect(corrections).toEqual([
    { transaction: { description: 'Corner shop' }, category: 'food', transactionId: 't1' },
    { transaction: { description: 'Corner shop' }, category: 'gifts', transactionId: null },
    { transaction: { description: 'Trams' }, category: 'transport', transactionId: null },
  ]);
  expect([position, refused]).toEqual([7, 0]);
  expect(await appliedCorrections(log, { scope: 'nobody' })).toEqual({
    corrections: [],
    anomalies: [],
    position: 0,
    refused: 0,
  });
});

test('more than one page is read', async () => {
  const log = memoryFeedbackLog({ payeesPerDay: 5_000 });
  for (let at = 0; at < 1_001; at++) {
    const description = `Payee ${[...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;
    await log.append(scope, { transaction: { description }, category: 'food', by: 'bot' });
  }
  const { corrections, position } = await appliedCorrections(log, { scope });
  expect([corrections.length, position]).toEqual([1_001, 1_001]);
});

test('a version trained with them follows what came later, and nothing twice', async () => {
  const rows = Array.from({ length: 40 }, (_, at) =>
    createTransaction({
      date: `2024-01-${String(1 + (at % 28)).padStart(2, '0')}`,
      description: at % 2 ? 'Shell station' : 'Corner shop',
      amount: -5 - (at % 3),
      category: at % 2 ? 'fuel' : 'food',
    }),
  );
  const log = memoryFeedbackLog();
  await log.append(scope, { transaction: { description: 'Corner shop' }, category: 'gifts', by: 'ana' });
  const { corrections, position } = await appliedCorrections(log, { scope });
  const suite = await train(rows, { tasks: ['category'], budget: 'quick', corrections });
  const registry = memoryRegistry();
  const tags = { [correctionsTag]: String(position) };
  const version = await registry.register('transactions', suite, { by: 'nightly', tags });
  await log.append(scope, { transaction: { description: 'Trams' }, category: 'transport', by: 'ana' });
  const served = await followCorrections(await registry.load('transactions', version.id), log, {
    scope,
    after: Number(version.tags[correctionsTag]),
  });
  expect([served.position, served.corrections]).toEqual([2, 1]);
  expect(served.suite.category.predict({ description: 'Corner shop' }).category).toBe('gifts');
  expect(served.suite.category.predict({ description: 'Trams' }).category).toBe('transport');
});

test('takes labels of anomalies that name their transactions, and finds their rows', async () => {
  const log = memoryFeedbackLog();
  const add = (transactionId: string | null, isAnomaly: boolean, accountId?: string) =>
    log.append(scope, {
      ...{ transaction: { description: 'Shop' }, transactionId, isAnomaly, by: 'ana' },
      ...(accountId !== undefined && { accountId }),
    });
  await add('t1', true);
  await add('t2', true);
  await add('t2', false);
  await add('t1', false, 'other');
  await add(null, true);
  const undone = await add('t3', true);
  await log.undo(scope, undone.id, { by: 'ana' });
  const { corrections, anomalies, position } = await appliedCorrections(log, { scope });
  expect([corrections, position]).toEqual([[], 7]);
  expect(anomalies).toHaveLength(4);
  const row = (id: string, accountId = 'default') =>
    createTransaction({ id, accountId, date: '2024-01-02', description: 'Shop', amount: -3 });
  const table = tableFromRows([row('t1'), row('t2'), row('t3'), row('t1', 'other'), row('t2', 'other')]);
  expect(anomalyLabels(table, anomalies)).toEqual([true, false, null, false, null]);
});
