import { type KeyValueStore, memoryKeyValueStore, TitansError } from '@titans/core';
import { routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import type { TitansConfiguration } from '../config/configuration.js';
import { exampleStore } from '../conformance/example-store.js';
import { asking, type Told } from '../testing/asking.js';
import { requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const ask = asking('editor');
const shell = { description: 'SHELL OIL 5744', amount: -31.2, date: '2024-09-02' };

async function performanceOf(titans: Titans, task = 'category'): Promise<Told> {
  const told = await asking('admin')(titans, 'GET', `/models/${task}/performance`);
  if (told.status === 200) {
    const parsed = (routes.modelPerformance.response as z.ZodMiniType).safeParse(told.body);
    expect(parsed.error?.message).toBeUndefined();
  }
  return told;
}

function watched(configuration: Partial<TitansConfiguration> = {}): Promise<Titans> {
  return start({ monitoring: true, ...configuration });
}

test('nothing is watched unless told, and what has no label each is not', async () => {
  expect(await performanceOf(await start())).toMatchObject({
    status: 404,
    body: { code: 'ROUTE_NOT_FOUND' },
  });
  const titans = await watched();
  expect(await performanceOf(titans, 'cashflow')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await performanceOf(titans)).toMatchObject({
    status: 200,
    body: { model_name: 'category', state: 'unlabelled', total_evaluations: 0, predictions: 0 },
  });
});

describe('a correction', () => {
  test('of an answer counts as an error among all of them, and one that says the same confirms', async () => {
    const titans = await watched();
    const first = await ask(titans, 'POST', '/predict/category', shell);
    const second = await ask(titans, 'POST', '/predict/category', { ...shell, transaction_id: 't-2' });
    await ask(titans, 'POST', '/predict/category', shell);
    const correct = (more: object, category: string): Promise<Told> =>
      ask(titans, 'POST', '/feedback', { transaction: { ...shell, ...more }, category });
    await ask(titans, 'POST', '/feedback', {
      transaction: shell,
      ...{ category: 'car', prediction_id: first.body.prediction_id },
    });
    await correct({ transaction_id: 't-2' }, second.body.predicted_category as string);
    await correct({ transaction_id: 't-none' }, 'food');
    const { body } = await performanceOf(titans);
    expect(body).toMatchObject({ predictions: 3, labels: 0, corrections: 1, confirmations: 1 });
    expect(body.figures).toMatchObject([{ metric: 'uncorrected', value: 2 / 3, n: 3 }]);
    expect(body.model_version).toBe(first.body.model_version);
  });

  test('is the truth where answers are reviewed', async () => {
    const titans = await watched({ monitoring: { feedback: 'reviews', flushMs: 5 } });
    const { prediction_id } = (await ask(titans, 'POST', '/predict/category', shell)).body;
    await ask(titans, 'POST', '/feedback', { transaction: shell, category: 'car', prediction_id });
    expect((await performanceOf(titans)).body).toMatchObject({
      labels: 1,
      corrections: 0,
      current_accuracy: 0,
    });
  });
});

test('transactions that are imported are the labels of those asked about before', async () => {
  const titans = await watched({ warehouse: exampleStore() });
  const asked = Array.from({ length: 4 }, (_, row) => ({ ...shell, transaction_id: `t-${row}` }));
  const { results } = (await ask(titans, 'POST', '/predict/batch', asked)).body as {
    results: { predictions: { category: string } }[];
  };
  const category = results[0]?.predictions.category;
  await ask(titans, 'POST', '/transactions', {
    transactions: [
      { ...asked[0], category },
      { ...asked[1], category: 'rent', amount: -40 },
      { ...asked[2], category: null },
      { ...shell, transaction_id: 't-unknown', category },
      { ...asked[3], account_id: 'other', category },
    ],
  });
  const of = async (task: string): Promise<Told['body']> => (await performanceOf(titans, task)).body;
  expect(await of('category')).toMatchObject({
    predictions: 4,
    labels: 2,
    current_accuracy: 0.5,
    metric: 'accuracy',
  });
  expect(await of('amount')).toMatchObject({ predictions: 4, labels: 3, metric: 'coverage' });
  expect(await of('anomaly')).toMatchObject({ predictions: 4, labels: 0, state: 'unlabelled' });
  const metrics = await titans.fetch(requestTo('metrics', 'admin'));
  const told = await metrics.text();
  expect(told).toContain('model_accuracy{model_name="category",metric_type="live_accuracy"} 0.5');
  expect(told).toContain('model_drift_score{model_name="anomaly",drift_type="performance"} 0');
});

test('several services on one store count together, and what one wrote another reads', async () => {
  const store = memoryKeyValueStore();
  const services = [await watched({ monitoring: { store } }), await watched({ monitoring: { store } })];
  for (const titans of services) {
    await ask(titans, 'POST', '/predict/category', shell);
    await performanceOf(titans);
  }
  expect((await performanceOf(services[0] as Titans)).body.predictions).toBe(2);
});

test('while the store is down answers are given, and are counted once it is back', async () => {
  const store = memoryKeyValueStore();
  let isDown = true;
  const unsure =
    <Given extends unknown[], Result>(
      work: (...given: Given) => Promise<Result>,
    ): ((...given: Given) => Promise<Result>) =>
    (...given) =>
      isDown ? Promise.reject(new TitansError('STORE_UNAVAILABLE', 'The store is down.')) : work(...given);
  const flaky: KeyValueStore = {
    ...store,
    get: unsure(store.get),
    compareAndSet: unsure(store.compareAndSet),
    increment: unsure(store.increment),
  };
  const titans = await watched({ monitoring: { store: flaky, flushMs: 1 } });
  for (let row = 0; row < 3; row++) {
    expect(await ask(titans, 'POST', '/predict/category', shell)).toMatchObject({ status: 200 });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect((await performanceOf(titans)).status).toBe(503);
  isDown = false;
  const until = performance.now() + 5_000;
  let told = await performanceOf(titans);
  while (told.status !== 200 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    told = await performanceOf(titans);
  }
  expect(told.body).toMatchObject({ predictions: 3 });
  await titans.close();
});

test('what is stored in part is stored in the end, once, and names that no store keeps hurt nobody', async () => {
  const store = memoryKeyValueStore();
  let operations = 0;
  /** Every fifth operation is done and then said to have failed. */
  const unsure =
    <Given extends unknown[], Result>(
      work: (...given: Given) => Promise<Result>,
    ): ((...given: Given) => Promise<Result>) =>
    async (...given) => {
      const result = await work(...given);
      if (++operations % 5 === 0) throw new Error('The connection was lost.');
      return result;
    };
  const flaky: KeyValueStore = {
    ...store,
    compareAndSet: unsure(store.compareAndSet),
    increment: unsure(store.increment),
  };
  const titans = await watched({ monitoring: { store: flaky, flushMs: 1 } });
  let answered = 0;
  for (let round = 0; round < 3; round++) {
    const told = await ask(titans, 'POST', '/predict/batch', [
      { ...shell, transaction_id: `t-${round}` },
      { ...shell, transaction_id: `\0${round}` },
      { ...shell, transaction_id: '\ud800' },
    ]);
    answered += told.body.successful_predictions as number;
  }
  expect(answered).toBeGreaterThanOrEqual(3);
  const correction = { transaction: shell, category: 'car', prediction_id: 'a\ud800' };
  expect((await ask(titans, 'POST', '/feedback', correction)).status).toBeLessThan(500);
  // Another service on the same store, which never fails it, sees what has come of it.
  const sound = await watched({ monitoring: { store } });
  const until = performance.now() + 10_000;
  let counted: unknown = 0;
  while (counted !== answered && performance.now() < until) {
    await performanceOf(titans);
    counted = (await performanceOf(sound)).body.predictions;
  }
  await titans.close();
  expect((await performanceOf(sound)).body.predictions).toBe(answered);
});

test('settings that are none are refused', async () => {
  for (const monitoring of [
    { window: { rows: 0 } },
    { feedback: 'some' },
    { store: {} },
    { sampleShare: 2 },
  ]) {
    await expect(start({ monitoring: monitoring as never })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  }
});
