import { memoryFeedbackLog } from '@titans/models/lifecycle';
import { expect, test } from 'vitest';
import { exampleStore } from '../conformance/example-store.js';
import { asking, type Told } from '../testing/asking.js';
import { start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const ask = asking('editor');
const shell = { description: 'SHELL OIL 5744', amount: -31.2, date: '2024-09-02' };

function watched(): Promise<Titans> {
  return start({ monitoring: true, warehouse: exampleStore() });
}

async function labelsOf(titans: Titans, task = 'category'): Promise<unknown> {
  const told: Told = await asking('admin')(titans, 'GET', `/models/${task}/performance`);
  return told.body.labels;
}

test('a label is of its own account: no two accounts and ids have one name', async () => {
  const titans = await watched();
  const of = (account_id: string, transaction_id: string): object => ({
    ...shell,
    account_id,
    transaction_id,
  });
  await ask(titans, 'POST', '/predict/category', of('a', 'b/c'));
  await ask(titans, 'POST', '/transactions', {
    transactions: [
      { ...of('a/b', 'c'), category: 'car' },
      { ...of('a%2Fb', 'c'), category: 'car' },
    ],
  });
  expect(await labelsOf(titans)).toBe(0);
  await ask(titans, 'POST', '/transactions', { transactions: [{ ...of('a', 'b/c'), category: 'car' }] });
  expect(await labelsOf(titans)).toBe(1);
  await titans.close();
});

test('a row that was refused is no label', async () => {
  const titans = await watched();
  const asked = { ...shell, transaction_id: 't-1' };
  await ask(titans, 'POST', '/predict/category', asked);
  await ask(titans, 'POST', '/transactions', {
    transactions: [{ ...asked, date: 'yesterday', category: 'car' }],
  });
  expect(await labelsOf(titans)).toBe(0);
  await titans.close();
});

test('labels that come before anything was asked are no failure', async () => {
  const logged: string[] = [];
  const note = (_: object, message: string): void => {
    logged.push(message);
  };
  const titans = await start({
    ...{ monitoring: true, warehouse: exampleStore() },
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: note },
  });
  await ask(titans, 'POST', '/transactions', {
    transactions: [{ ...shell, transaction_id: 't-1', category: 'car' }],
  });
  await ask(titans, 'POST', '/feedback', { transaction: shell, category: 'car', prediction_id: 'p-1' });
  await titans.close();
  expect(logged).toEqual([]);
});

test('a correction counts while it applies: not when it is undone, nor before it is released', async () => {
  const titans = await start({ monitoring: true, feedback: memoryFeedbackLog({ payeesPerDay: 1 }) });
  const corrections = async (): Promise<unknown> =>
    (await asking('admin')(titans, 'GET', '/models/category/performance')).body.corrections;
  const correct = async (description: string): Promise<Told['body']> => {
    const transaction = { ...shell, description, transaction_id: description };
    await ask(titans, 'POST', '/predict/category', transaction);
    return (await ask(titans, 'POST', '/feedback', { transaction, category: 'unlike any other' })).body;
  };
  const applied = await correct('SHELL OIL');
  const held = await correct('CITY TRAMS');
  expect([applied.state, held.state]).toEqual(['applied', 'held']);
  expect(await corrections()).toBe(1);
  const decide = (path: string): Promise<Told> => asking('admin')(titans, 'POST', path);
  await decide(`/feedback/${held.correction_id}/release`);
  expect(await corrections()).toBe(2);
  await ask(titans, 'DELETE', `/feedback/${applied.correction_id}`);
  await ask(titans, 'DELETE', `/feedback/${held.correction_id}`);
  expect(await corrections()).toBe(0);
  await titans.close();
});

test('a confirmed fraud and a false alarm are labels of the anomaly model, while they apply', async () => {
  const titans = await start({ monitoring: { feedback: 'errors' }, feedback: memoryFeedbackLog() });
  const figures = async (): Promise<unknown> => {
    const { body } = await asking('admin')(titans, 'GET', '/models/anomaly/performance');
    return [body.corrections, body.confirmations];
  };
  const label = async (at: number, isAnomaly: (said: boolean) => boolean): Promise<Told> => {
    const transaction = { ...shell, transaction_id: `t-${at}` };
    const asked = await ask(titans, 'POST', '/predict/anomaly', transaction);
    const is_anomaly = isAnomaly(asked.body.is_anomaly as boolean);
    return ask(titans, 'POST', '/feedback', { transaction, is_anomaly });
  };
  const wrong = await label(1, (said) => !said);
  expect(wrong).toMatchObject({
    status: 201,
    body: { state: 'applied', category: null, transaction_id: 't-1' },
  });
  await label(2, (said) => said);
  expect(await figures()).toEqual([1, 1]);
  await ask(titans, 'DELETE', `/feedback/${wrong.body.correction_id}`);
  expect(await figures()).toEqual([0, 1]);
  const category = await asking('admin')(titans, 'GET', '/models/category/performance');
  expect(category.body.corrections).toBe(0);
  await titans.close();
});
