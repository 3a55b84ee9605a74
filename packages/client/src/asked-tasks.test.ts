import type { BatchTask, StreamedItem } from '@titans/core/contract';
import { expect, expectTypeOf, test } from 'vitest';
import { createClient } from './create-client.js';
import { batchAnswer, jobAnswer } from './testing/answers.js';
import { listOf } from './testing/list-of.js';
import { json, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

const asked = { category: 'food', confidence: 0.75, abstained: false };
const item = { transaction_id: 'a', status: 'success', predictions: asked };
const answer = { ...batchAnswer, results: [item] };
const lines = text(200, `${JSON.stringify({ index: 0, ...item })}\n`);

test('a batch, a stream and a job ask for the tasks, and answer with the members of these', async () => {
  const server = await serving(json(200, answer), lines, json(202, jobAnswer), lines);
  const titans = createClient({ baseUrl: server.origin });
  const tasks = ['category'] as const;
  const batch = await titans.predict.batch([{}], { tasks: ['category'] });
  const [first] = batch.results;
  if (first?.status !== 'success') throw new Error('It was answered.');
  expectTypeOf(first.predictions).toEqualTypeOf<{
    readonly category: string;
    readonly confidence: number;
    readonly abstained: boolean;
  }>();
  expect(first.predictions).toEqual(asked);
  const streamed = await listOf(titans.predict.stream([{}], { tasks }));
  expectTypeOf(streamed).toExtend<readonly StreamedItem<readonly ['category']>[]>();
  await titans.jobs.create({ transactions: [{}] }, { tasks: ['category', 'anomaly'] });
  const results = await listOf(titans.jobs.results('job-1', { tasks }));
  expect([streamed, results]).toEqual([[{ index: 0, ...item }], [{ index: 0, ...item }]]);
  expect(server.received.map(({ url }) => url)).toEqual([
    '/predict/batch?tasks=category',
    '/predict/stream?tasks=category',
    '/jobs?tasks=category%2Canomaly',
    '/jobs/job-1/results',
  ]);
});

test('without tasks, all are asked for and none is named', async () => {
  const server = await serving(json(200, batchAnswer));
  const titans = createClient({ baseUrl: server.origin });
  for (const batch of [
    await titans.predict.batch([{}]),
    await titans.predict.batch([{}], { timeoutMs: 5_000 }),
  ]) {
    const [first] = batch.results;
    if (first?.status !== 'success') throw new Error('It was answered.');
    expectTypeOf(first.predictions.anomaly_score).toEqualTypeOf<number>();
    expectTypeOf(first.predictions.category).toEqualTypeOf<string>();
  }
  expect((await titans.predict.batch([{}], { tasks: undefined })).results).toEqual(batchAnswer.results);
  expect(server.received.map(({ url }) => url)).toEqual(Array(3).fill('/predict/batch'));
});

test('of tasks that are known only when the program runs, the members may be missing', async () => {
  const server = await serving(json(200, answer));
  const titans = createClient({ baseUrl: server.origin });
  const tasks: readonly BatchTask[] = ['category'];
  const [first] = (await titans.predict.batch([{}], { tasks })).results;
  if (first?.status !== 'success') throw new Error('It was answered.');
  expectTypeOf(first.predictions.category).toEqualTypeOf<string | undefined>();
  expectTypeOf(first.predictions.risk_level).toEqualTypeOf<
    'low' | 'medium' | 'high' | 'critical' | undefined
  >();
});

test('an answer that lacks what was asked for is refused, and so are tasks that are no list', async () => {
  const server = await serving(json(200, answer), lines, json(200, jobAnswer));
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.predict.batch([{}], { tasks: ['category', 'amount'] }))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    details: { pointer: '/results/0' },
  });
  expect(await rejection(listOf(titans.jobs.results('job-1')))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
  });
  const wrong = { tasks: 'category' } as never;
  for (const call of [
    () => titans.predict.batch([{}], wrong),
    () => listOf(titans.predict.stream([{}], wrong)),
    () => titans.jobs.create({ transactions: [{}] }, wrong),
  ]) {
    expect(await rejection(call())).toMatchObject({ code: 'CONFIG_INVALID' });
  }
  expect(server.received).toHaveLength(3);
});

test('results of a job that was started with fewer tasks are refused with what to give', async () => {
  const job = json(200, { ...jobAnswer, tasks: ['category', 'anomaly'] });
  const server = await serving(lines, job, lines, json(404, {}));
  const titans = createClient({ baseUrl: server.origin, retry: false });
  const refused = await rejection(listOf(titans.jobs.results('job-1')));
  expect(refused).toMatchObject({ code: 'CONFIG_INVALID', details: { field: 'tasks' } });
  expect((refused as Error).message).toContain("give { tasks: ['category', 'anomaly'] }");
  // A job that cannot be asked for explains nothing.
  expect(await rejection(listOf(titans.jobs.results('job-1')))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
  });
  expect(server.received.map(({ url }) => url)).toEqual(
    Array(2).fill(['/jobs/job-1/results', '/jobs/job-1']).flat(),
  );
});
