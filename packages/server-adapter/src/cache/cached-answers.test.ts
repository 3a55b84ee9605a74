import { memoryKeyValueStore, memoryQueue, TitansError, tableSource } from '@titans/core';
import { categoryResponseSchema } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { exampleSuite, exampleTransactions } from '../conformance/example-suite.js';
import { predictionsTopic } from '../routes/prediction-log.js';
import { keys, requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { recentAnswers } from './recent-answers.js';

const transaction = { description: 'WHOLEFDS MKT 10234', amount: -85.5, date: '2024-09-02' };

interface Asked {
  readonly cache: string | null;
  readonly answer: Record<string, unknown>;
}

async function ask(titans: Titans, path: string, body: object, key: string = keys.admin): Promise<Asked> {
  const answer = await titans.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  expect(answer.status).toBe(200);
  return {
    cache: answer.headers.get('x-titans-cache'),
    answer: (await answer.json()) as Record<string, unknown>,
  };
}

function withoutRequest({
  prediction_id: _id,
  processing_time: _time,
  ...rest
}: Record<string, unknown>): object {
  return rest;
}

describe('answers that are kept', () => {
  test('are the same but for the id and the time, which are those of the request', async () => {
    const titans = await start({ cache: {} });
    const first = await ask(titans, '/predict/category', transaction);
    const { date, amount, description } = transaction;
    const again = await ask(titans, '/predict/category', { date, amount, description });
    expect([first.cache, again.cache]).toEqual(['miss', 'hit']);
    expect(withoutRequest(again.answer)).toEqual(withoutRequest(first.answer));
    expect(again.answer.prediction_id).not.toBe(first.answer.prediction_id);
    expect(categoryResponseSchema.safeParse(again.answer).success).toBe(true);
    await titans.close();
  });

  test('are of the question alone: another body, query or route is another one', async () => {
    const titans = await start({ cache: {} });
    const amount = { ...transaction, amount: null };
    const asked = [
      await ask(titans, '/predict/category', transaction),
      await ask(titans, '/predict/category', { ...transaction, amount: -85.51 }),
      await ask(titans, '/predict/anomaly', transaction),
      await ask(titans, '/predict/amount', amount),
      await ask(titans, '/predict/amount?level=0.8', amount),
    ];
    expect(asked.map(({ cache }) => cache)).toEqual(Array(5).fill('miss'));
    expect((await ask(titans, '/predict/amount?level=0.8', amount)).cache).toBe('hit');
    await titans.close();
  });

  test('are of one tenant', async () => {
    const models = await exampleSuite();
    const other = 'other-key-for-these-tests';
    const store = memoryKeyValueStore();
    const titans = await start({
      cache: { store },
      tenants: { other: { models } },
      auth: {
        apiKeys: [
          { id: 'one', secret: keys.admin, role: 'admin' },
          { id: 'two', secret: other, role: 'admin', tenant: 'other' },
        ],
      },
    });
    const asked = [
      await ask(titans, '/predict/category', transaction),
      await ask(titans, '/predict/category', transaction, other),
      await ask(titans, '/predict/category', transaction, other),
    ];
    expect(asked.map(({ cache }) => cache)).toEqual(['miss', 'miss', 'hit']);
    await titans.close();
  });

  test('are not given after a correction', async () => {
    const titans = await start({ cache: {} });
    const before = await ask(titans, '/predict/category', transaction);
    const feedback = await titans.fetch(
      new Request('http://localhost/feedback', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json' },
        body: JSON.stringify({ transaction, category: 'subscriptions' }),
      }),
    );
    expect(feedback.ok).toBe(true);
    const after = await ask(titans, '/predict/category', transaction);
    expect(after.cache).toBe('miss');
    expect([before.answer.predicted_category, after.answer.predicted_category]).toEqual([
      'food',
      'subscriptions',
    ]);
    await titans.close();
  });

  test('are none where stored transactions may have a say', async () => {
    const models = await exampleSuite();
    const titans = await start({ cache: {}, models, source: tableSource(exampleTransactions()) });
    for (const [path, task] of [
      ['/predict/category', 'category'],
      ['/predict/anomaly', 'anomaly'],
      ['/predict/amount', 'amount'],
    ] as const) {
      const { cache } = await ask(titans, path, transaction);
      expect([task, cache]).toEqual([task, models[task].lookBackDays > 0 ? null : 'miss']);
    }
    await titans.close();
  });

  test('are recorded like all others', async () => {
    const events = memoryQueue();
    const titans = await start({ cache: {}, events });
    const asked = [
      await ask(titans, '/predict/category', transaction),
      await ask(titans, '/predict/category', transaction),
    ];
    await titans.close();
    const recorded: unknown[] = [];
    const stop = events.consume(predictionsTopic, async ({ body }) => {
      recorded.push((JSON.parse(body) as { response: { prediction_id: string } }).response.prediction_id);
    });
    await expect.poll(() => recorded.length).toBe(2);
    expect(recorded).toEqual(asked.map(({ answer }) => answer.prediction_id));
    await stop();
    await events.close();
  });

  test('come from the store of another process, and a store that is down costs nothing but the hit', async () => {
    const down = (): Promise<never> => Promise.reject(new TitansError('STORE_UNAVAILABLE', 'down'));
    const titans = await start({
      cache: {
        store: {
          get: down,
          set: down,
          compareAndSet: down,
          increment: down,
          delete: down,
          close: async () => undefined,
        },
      },
    });
    expect((await ask(titans, '/predict/category', transaction)).cache).toBe('miss');
    expect((await ask(titans, '/predict/category', transaction)).cache).toBe('hit');
    await titans.close();
  });

  test('are not waited for where their store hangs, and what is no answer is none', async () => {
    const hangs = (): Promise<never> => new Promise(() => undefined);
    const store = memoryKeyValueStore();
    const hanging = await start({ cache: { store: { ...store, get: hangs, set: hangs } } });
    expect((await ask(hanging, '/predict/category', transaction)).cache).toBe('miss');
    expect((await ask(hanging, '/predict/category', transaction)).cache).toBe('hit');
    for (const value of ['null', '[]', '{"predicted_category":"food"}', 'no JSON']) {
      const get = async (): ReturnType<typeof store.get> => ({ value, version: '1' });
      const poisoned = await start({ cache: { store: { ...store, get } } });
      const { cache, answer } = await ask(poisoned, '/predict/category', transaction);
      expect(cache).toBe('miss');
      expect(categoryResponseSchema.safeParse(answer).success).toBe(true);
      await poisoned.close();
    }
    await hanging.close();
  });

  test('are none unless told', async () => {
    const titans = await start();
    await titans.fetch(requestTo('predictCategory', 'admin'));
    expect(
      (await titans.fetch(requestTo('predictCategory', 'admin'))).headers.get('x-titans-cache'),
    ).toBeNull();
    await titans.close();
  });
});

test('as many are kept as there is room for, those that were asked for last, for their time', () => {
  let now = 0;
  const answers = recentAnswers(10_000, 100, () => now);
  for (let index = 0; index < 20; index++) {
    answers.set(`k${index}`, { index }, 800);
    answers.get('k0');
    expect(answers.bytes).toBeLessThanOrEqual(10_000);
  }
  expect([answers.get('k0'), answers.get('k1'), answers.get('k19')]).toEqual([
    { index: 0 },
    undefined,
    { index: 19 },
  ]);
  answers.set('large', {}, 5_000);
  expect(answers.get('large')).toBeUndefined();
  now = 100;
  expect(answers.get('k19')).toBeUndefined();
});
