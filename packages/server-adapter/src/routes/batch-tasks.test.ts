import { memoryQueue } from '@titans/core';
import {
  type BatchTask,
  batchResponseSchema,
  batchTaskMembers,
  batchTasks,
  jobResponseSchema,
  type RouteName,
  streamItemSchema,
} from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { exampleSuite } from '../conformance/example-suite.js';
import { keys, requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { predictionsTopic } from './prediction-log.js';

const rows = [
  { transaction_id: 'a', description: 'SHELL OIL 5744', amount: -30 },
  { transaction_id: 'b', description: 'NETFLIX.COM', amount: -900, date: '2024-07-01' },
  { transaction_id: 'c', amount: 'none' },
];
const choices: readonly (readonly BatchTask[])[] = [
  ['category'],
  ['amount'],
  ['anomaly'],
  ['anomaly', 'category'],
  ['amount', 'category'],
  ['anomaly', 'amount'],
  ['anomaly', 'amount', 'category'],
];

let titans: Titans;
beforeAll(async () => {
  titans = await start();
});
afterAll(() => titans.close());

function asking(name: RouteName, tasks: string, body?: unknown): Request {
  const request = requestTo(name, 'analyst', body);
  return new Request(`${request.url}?${tasks}`, request);
}

async function batchAbout(tasks: readonly BatchTask[]): Promise<Record<string, unknown>> {
  const answer = await titans.fetch(asking('predictBatch', `tasks=${tasks.join()}`, rows));
  expect(answer.status).toBe(200);
  const { processing_time: _, ...rest } = batchResponseSchema.parse(await answer.json());
  return { ...rest };
}

/** Of an answer to every task, what one to some of them is. */
function partOf(answer: Record<string, unknown>, tasks: readonly BatchTask[]): Record<string, unknown> {
  const ofTasks = (value: object, names: readonly string[]): object =>
    Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
  const members = tasks.flatMap((task): readonly string[] => batchTaskMembers[task]);
  const { results, model_versions, ...counts } = answer as { results: object[]; model_versions: object };
  return {
    ...counts,
    results: results.map((item) =>
      'predictions' in item ? { ...item, predictions: ofTasks(item.predictions as object, members) } : item,
    ),
    model_versions: ofTasks(model_versions, tasks),
  };
}

describe('a batch about some tasks', () => {
  test('says of them what one about all says, and nothing of others, however often it is asked', async () => {
    const whole = await batchAbout(batchTasks);
    const { category, amount, anomaly } = titans.models;
    expect(whole).toMatchObject({
      ...{ total_processed: 3, successful_predictions: 2, failed_predictions: 1 },
      model_versions: { category: category.version, amount: amount.version, anomaly: anomaly.version },
    });
    // What comes again is remembered from the second time on, and must not be remembered of other tasks.
    for (let round = 0; round < 4; round++) {
      for (const tasks of choices) expect(await batchAbout(tasks)).toEqual(partOf(whole, tasks));
    }
  });

  test.each([
    'tasks=',
    'tasks=categories',
    'tasks=category,category',
    'tasks=category&tasks=amount',
    'task=category',
  ])('is refused for ?%s', async (query) => {
    const pointer = query.startsWith('task=') ? '?task' : '?tasks';
    for (const [name, body] of [
      ['predictBatch', rows],
      ['predictStream', undefined],
      ['jobCreate', { transactions: rows }],
    ] as const) {
      const answer = await titans.fetch(asking(name, query, body));
      expect([name, answer.status, await answer.json()]).toMatchObject([
        ...[name, 422],
        { code: 'REQUEST_INVALID', issues: [{ pointer }] },
      ]);
    }
  });
});

describe('a stream and a job', () => {
  const lines = (text: string): readonly unknown[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => streamItemSchema.parse(JSON.parse(line)));

  test('about some tasks give each row what a batch gives it', async () => {
    const tasks = ['anomaly', 'category'] as const;
    const { results } = await batchAbout(tasks);
    const expected = (results as object[]).map((item, index) => ({ index, ...item }));
    const stream = asking('predictStream', `tasks=${tasks}`);
    const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const streamed = await titans.fetch(new Request(stream, { body, ...{ duplex: 'half' } }));
    expect(lines(await streamed.text())).toEqual(expected);

    const started = await titans.fetch(asking('jobCreate', `tasks=${tasks}`, { transactions: rows }));
    const job = jobResponseSchema.parse(await started.json());
    expect(job.tasks).toEqual(['category', 'anomaly']);
    const headers = { authorization: `Bearer ${keys.analyst}` };
    const text = await vi.waitFor(async () => {
      const answer = await titans.fetch(
        new Request(`http://localhost/jobs/${job.job_id}/results`, { headers }),
      );
      expect(answer.status).toBe(200);
      return answer.text();
    });
    expect(lines(text)).toEqual(expected);
  });

  test('that is sent again with its idempotency key is the same only for the same tasks', async () => {
    const send = async (query: string): Promise<readonly unknown[]> => {
      const request = asking('jobCreate', query, { transactions: rows });
      request.headers.set('idempotency-key', 'one-key');
      const answer = await titans.fetch(request);
      const { job_id, code } = (await answer.json()) as { job_id?: string; code?: string };
      return [answer.status, job_id ?? code];
    };
    const first = await send('tasks=category');
    expect(first[0]).toBe(202);
    expect(await send('tasks=category')).toEqual(first);
    expect(await send('tasks=amount')).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('a service that lacks a model', () => {
  async function without(task: BatchTask): Promise<Titans> {
    const whole = await exampleSuite();
    const tasks = whole.tasks.filter((other) => other !== task);
    const models = Object.create(whole, {
      tasks: { value: tasks },
      [task]: {
        get: () => {
          throw new Error(`Nobody may ask for ${task}.`);
        },
      },
    }) as TrainedSuite;
    return start({ models });
  }

  test('answers about the others, and says of the one that it is missing before it begins', async () => {
    const service = await without('amount');
    const some = await service.fetch(asking('predictBatch', 'tasks=anomaly,category', rows));
    expect([some.status, await some.json()]).toMatchObject([200, { successful_predictions: 2 }]);
    for (const [name, body] of [
      ['predictBatch', rows],
      ['predictStream', undefined],
      ['jobCreate', { transactions: rows }],
    ] as const) {
      for (const request of [requestTo(name, 'analyst', body), asking(name, 'tasks=amount,category', body)]) {
        const answer = await service.fetch(request);
        expect([answer.status, await answer.json()]).toMatchObject([
          503,
          {
            code: 'TASK_NOT_TRAINED',
            detail: 'No model is served of amount. Ask for the others alone: ?tasks=category,anomaly.',
            issues: [{ pointer: '?tasks', message: 'no model of amount is served' }],
          },
        ]);
      }
    }
    await service.close({ timeoutMs: 1_000 });
  });
});

test('what was not asked for is neither counted nor recorded nor watched', async () => {
  const events = memoryQueue();
  const service = await start({ events, monitoring: true });
  expect((await service.fetch(asking('predictBatch', 'tasks=anomaly', rows))).status).toBe(200);
  const metrics = await (await service.fetch(requestTo('metrics', 'admin'))).text();
  const counted = metrics
    .split('\n')
    .filter((line) => line.startsWith('model_predictions_total{'))
    .map((line) => [/model_name="(\w+)"|task="(\w+)"/.exec(line)?.slice(1).join(''), line.split(' ').at(-1)]);
  expect(counted).toEqual([
    ['anomaly', '2'],
    ['anomaly', '1'],
  ]);
  const watched = await Promise.all(
    batchTasks.map(async (task) => {
      const answer = await service.fetch(
        new Request(`http://localhost/models/${task}/performance`, {
          headers: { authorization: `Bearer ${keys.viewer}` },
        }),
      );
      return ((await answer.json()) as { predictions: number }).predictions;
    }),
  );
  expect(watched).toEqual([0, 0, 2]);
  await service.close();
  const recorded = await new Promise<string>((resolve) => {
    events.consume(predictionsTopic, async ({ body }) => resolve(body));
  });
  const { response } = JSON.parse(recorded) as { response: { model_versions: object; results: object[] } };
  expect(Object.keys(response.model_versions)).toEqual(['anomaly']);
  expect(response.results[0]).toEqual({
    ...{ transaction_id: 'a', status: 'success' },
    predictions: {
      is_anomaly: expect.any(Boolean),
      anomaly_score: expect.any(Number),
      risk_level: expect.any(String),
    },
  });
  await events.close();
});
