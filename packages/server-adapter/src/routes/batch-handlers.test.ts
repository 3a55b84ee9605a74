import { memoryQueue } from '@titans/core';
import {
  amountResponseSchema,
  anomalyResponseSchema,
  type BatchResponse,
  type BatchTask,
  batchResponseSchema,
  explainResponseSchema,
  jobResponseSchema,
  type StreamItem,
  streamItemSchema,
} from '@titans/core/contract';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { keys, requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { isSampled, predictionsTopic } from './prediction-log.js';

let titans: Titans;
beforeAll(async () => {
  titans = await start();
});

const good = { transaction_id: 'good', description: 'SHELL OIL 5744', amount: -30 };

describe('a batch', () => {
  async function batchOf(body: readonly unknown[]): Promise<BatchResponse<readonly BatchTask[]>> {
    const answer = await titans.fetch(requestTo('predictBatch', 'analyst', body));
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    return batchResponseSchema.parse(JSON.parse(text));
  }

  test('answers the good ones, and says of each other one where it is wrong', async () => {
    const items: readonly (readonly [unknown, string | null])[] = [
      [null, ''],
      ['text', ''],
      [[], ''],
      [{ ...good, amout: 5 }, '/amout'],
      [{ ...good, amount: '5' }, '/amount'],
      [{ ...good, amount: 1e7 }, '/amount'],
      [{ ...good, date: '2024-02-30' }, '/date'],
      [{ ...good, tags: ['a', 5] }, '/tags/1'],
      [{ ...good, transaction_id: 'x'.repeat(201) }, '/transaction_id'],
      [{ ...good, description: 'x'.repeat(501) }, '/description'],
      [{ ...good, currency: 'EUR' }, '/currency'],
    ];
    const { results, ...counts } = await batchOf([...items.map(([item]) => item), good]);
    expect(counts).toMatchObject({ total_processed: 12, successful_predictions: 1, failed_predictions: 11 });
    expect(results.at(-1)).toMatchObject({ transaction_id: 'good', status: 'success' });
    const failures = results.slice(0, -1).map((result) => {
      if (result.status === 'success') return 'success';
      expect(result.code).toBe('REQUEST_INVALID');
      return [...new Set(result.issues?.map(({ pointer }) => pointer))];
    });
    expect(failures).toEqual(items.map(([, pointer]) => [pointer]));
    expect(results.map(({ transaction_id }) => transaction_id)).toEqual([
      ...['batch_0', 'batch_1', 'batch_2', 'good', 'good', 'good', 'good', 'good', 'batch_8', 'good'],
      ...['good', 'good'],
    ]);
  });

  test.each([
    [[], 422],
    [{ 0: good }, 422],
    [null, 422],
    [Array.from({ length: 101 }, () => good), 413],
  ])('that is no list of 1 to 100 is refused as a whole', async (body, status) => {
    expect((await titans.fetch(requestTo('predictBatch', 'analyst', body))).status).toBe(status);
  });
});

describe('a stream', () => {
  function ask(
    service: Titans,
    body: string | ReadableStream<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<Response> {
    return service.fetch(
      new Request('http://localhost/predict/stream', {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.analyst}`, 'content-type': 'application/x-ndjson' },
        body,
        ...(signal === undefined ? {} : { signal }),
        ...{ duplex: 'half' },
      }),
    );
  }
  async function itemsOf(answer: Response): Promise<readonly StreamItem<readonly BatchTask[]>[]> {
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    const lines = text.split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line) => streamItemSchema.parse(JSON.parse(line)));
  }
  const text = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

  test('gives each row what a batch gives it, in order, and fails wrong lines alone', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => ({ ...good, transaction_id: `t${index}` }));
    const lines = text(rows).split('\n');
    lines.splice(60, 0, '{not json', '', '[1]');
    const items = await itemsOf(await ask(titans, lines.join('\n')));
    expect(items.map(({ index }) => index)).toEqual(Array.from({ length: 122 }, (_, index) => index));
    expect(items[60]).toMatchObject({ status: 'failed', code: 'REQUEST_MALFORMED' });
    expect(items[61]).toMatchObject({
      status: 'failed',
      code: 'REQUEST_INVALID',
      issues: [{ pointer: '' }],
    });
    const answer = await titans.fetch(requestTo('predictBatch', 'analyst', rows.slice(0, 60)));
    const { results } = batchResponseSchema.parse(await answer.json());
    expect(items.slice(0, 60)).toEqual(results.map((result, index) => ({ index, ...result })));
  });

  test('answers while rows are sent, and reads no more than is taken', async () => {
    let sent = 0;
    let isCancelled = false;
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          sent++;
          controller.enqueue(encoder.encode(text([{ ...good, transaction_id: `t${sent}` }])));
        },
        cancel() {
          isCancelled = true;
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await ask(titans, body);
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    for (let line = 0; line < 3; line++) expect((await reader.read()).done).toBe(false);
    // Pieces of some ten kilobytes wait for the reader; then nothing more is read.
    let before = -1;
    for (let tries = 0; tries < 50 && before !== sent; tries++) {
      before = sent;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(sent).toBe(before);
    expect(sent).toBeLessThan(2_000);
    await reader.cancel();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([isCancelled, sent - before]).toEqual([true, 0]);
  });

  test.each([130, 49, 30, 1])(
    'ends, with the row that was refused, after a quota of %i rows',
    async (perMinute) => {
      const now = Date.UTC(2024, 0, 1);
      const limited = await start({ limits: { bulk: { perMinute } }, clock: { now: () => now } });
      const rows = Array.from({ length: 200 }, () => good);
      const items = await itemsOf(await ask(limited, text(rows)));
      expect(items).toHaveLength(perMinute + 1);
      expect(items.slice(0, -1).every(({ status }) => status === 'success')).toBe(true);
      expect(items.at(-1)).toMatchObject({ index: perMinute, status: 'refused', code: 'RATE_LIMITED' });
      const { retry_after } = items.at(-1) as { retry_after: number };
      expect(retry_after).toBeGreaterThan(50);
      expect(retry_after).toBeLessThanOrEqual(60);
      expect((await ask(limited, text(rows))).status).toBe(429);
    },
  );

  test('says why it ends where the source fails, the body stalls or the service stops', async () => {
    const failing = await start({ source: { transactions: () => Promise.reject(new Error('secret')) } });
    expect(await itemsOf(await ask(failing, text([good])))).toEqual([
      { index: 0, status: 'refused', code: 'INTERNAL', error: expect.any(String), retry_after: null },
    ]);
    const stalling = await start({ body: { timeoutMs: 30 } });
    const endless = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text([good]))),
    });
    expect((await itemsOf(await ask(stalling, endless))).map(({ status }) => status)).toEqual([
      'success',
      'refused',
    ]);
    const stopping = await start();
    let add = (_: string): void => undefined;
    const open = new ReadableStream<Uint8Array>({
      start(controller) {
        add = (more) => controller.enqueue(new TextEncoder().encode(more));
      },
    });
    const answer = await ask(stopping, open);
    add(text([good]));
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"success"');
    const closing = stopping.close({ timeoutMs: 2_000 });
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"SHUTTING_DOWN"');
    await reader.cancel();
    await closing;
  });

  test('of another media type, or of no model, is refused before it begins', async () => {
    const wrong = requestTo('predictStream', 'analyst');
    wrong.headers.set('content-type', 'application/json');
    expect((await titans.fetch(wrong)).status).toBe(415);
  });
});

test('a job is started, followed and read over HTTP', async () => {
  const service = await start();
  const wrong = { ...good, date: 'today' };
  const started = await service.fetch(
    requestTo('jobCreate', 'analyst', { transactions: [good, wrong, good] }),
  );
  expect(started.status).toBe(202);
  const job = jobResponseSchema.parse(await started.json());
  expect(started.headers.get('location')).toBe(`/jobs/${job.job_id}`);
  expect(job).toMatchObject({ state: 'queued', done: 0, total: 3, results: null });
  const ask = (path: string, method = 'GET'): Promise<Response> =>
    service.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: { authorization: `Bearer ${keys.analyst}` },
      }),
    );
  let ended = job;
  while (ended.state === 'queued' || ended.state === 'running') {
    ended = jobResponseSchema.parse(await (await ask(`/jobs/${job.job_id}`)).json());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(ended).toMatchObject({ state: 'succeeded', done: 3, failed: 1, error: null });
  const results = await ask(ended.results as string);
  expect(results.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = (await results.text()).trimEnd().split('\n');
  const items = lines.map((line) => streamItemSchema.parse(JSON.parse(line)));
  expect(items.map(({ index, status }) => [index, status])).toEqual([
    [0, 'success'],
    [1, 'failed'],
    [2, 'success'],
  ]);
  expect((await ask(`/jobs/${job.job_id}`, 'DELETE')).status).toBe(200);
  expect((await ask(`/jobs/${job.job_id}`)).status).toBe(404);
  await service.close();
});

test('a number that no double holds is as wrong in a job as in a batch', async () => {
  const service = await start();
  const send = (path: string, text: string): Promise<Response> =>
    service.fetch(
      new Request(`http://localhost${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${keys.analyst}`, 'content-type': 'application/json' },
        body: text,
      }),
    );
  const row = '{"description":"UBER TRIP","amount":1e999}';
  const { results } = batchResponseSchema.parse(await (await send('/predict/batch', `[${row}]`)).json());
  expect(results).toMatchObject([{ status: 'failed', issues: [{ pointer: '/amount' }] }]);
  const job = jobResponseSchema.parse(await (await send('/jobs', `{"transactions":[${row}]}`)).json());
  const text = await vi.waitFor(async () => {
    const answer = await service.fetch(
      new Request(`http://localhost/jobs/${job.job_id}/results`, {
        headers: { authorization: `Bearer ${keys.analyst}` },
      }),
    );
    expect(answer.status).toBe(200);
    return answer.text();
  });
  expect(JSON.parse(text)).toMatchObject({ status: 'failed', issues: [{ pointer: '/amount' }] });
  await service.close({ timeoutMs: 1_000 });
});

test('an explanation says what the answers say, with factors that add up', async () => {
  const answer = await titans.fetch(requestTo('explain', 'analyst'));
  const { explanations } = explainResponseSchema.parse(await answer.json());
  expect(explanations.map(({ task }) => task)).toEqual(['category', 'amount', 'anomaly']);
  const asked = { description: 'WHOLEFDS MKT 10234', amount: -85.5, date: '2024-09-02' };
  const anomaly = titans.models.anomaly.predict({ ...asked, paymentMethod: 'credit_card' });
  const found = explanations[2];
  expect(found).toMatchObject({ model_version: titans.models.anomaly.version, answer: anomaly.explanation });
  const sum = found?.factors.reduce((total, { contribution }) => total + contribution, 0);
  expect(sum).toBeCloseTo(anomaly.score, 9);
});

test('of an anomaly the factors add up to the score, and of an amount to its logarithm', async () => {
  for (const amount of [-5, -85.5, -2_000, 40_000]) {
    const asked = { description: 'WHOLEFDS MKT 10234', amount, date: '2024-09-02' };
    const anomaly = anomalyResponseSchema.parse(
      await (await titans.fetch(requestTo('predictAnomaly', 'analyst', asked))).json(),
    );
    const sum = (list: readonly { contribution: number }[]): number =>
      list.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum(anomaly.factors)).toBeCloseTo(anomaly.anomaly_score, 9);
    const predicted = amountResponseSchema.parse(
      await (await titans.fetch(requestTo('predictAmount', 'analyst', asked))).json(),
    );
    expect(Math.exp(sum(predicted.explanation)) - 1).toBeCloseTo(Math.abs(predicted.predicted_amount), 1);
  }
});

test.each(['0.9', '80', '', '0.8e0', 'NaN'])('an amount of level "%s" is refused', async (level) => {
  const { url } = requestTo('predictAmount', 'analyst');
  const answer = await titans.fetch(
    new Request(`${url}?level=${level}`, requestTo('predictAmount', 'analyst')),
  );
  expect([answer.status, await answer.json()]).toMatchObject([422, { issues: [{ pointer: '?level' }] }]);
});

test('a higher level has a wider range', async () => {
  const widths = await Promise.all(
    ['0.8', '0.95'].map(async (level) => {
      const request = requestTo('predictAmount', 'analyst');
      const answer = await titans.fetch(new Request(`${request.url}?level=${level}`, request));
      const { coverage, prediction_range: range } = amountResponseSchema.parse(await answer.json());
      expect(coverage).toBe(Number(level));
      return range.max - range.min;
    }),
  );
  expect(widths[1]).toBeGreaterThan(widths[0] as number);
});

describe('the record of predictions', () => {
  test('takes the share of the requests that is asked for, the same ones every time', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `request-${index}`);
    const taken = ids.filter((id) => isSampled(id, 0.25));
    // Four standard deviations of a binomial of 20,000 and a quarter: 4 · √3750 = 245.
    expect(Math.abs(taken.length - 5_000)).toBeLessThan(245);
    expect(ids.filter((id) => isSampled(id, 0.25))).toEqual(taken);
    expect([ids.every((id) => isSampled(id, 1)), ids.some((id) => isSampled(id, 0))]).toEqual([true, false]);
  });

  test('holds rows of streams, masked, and nothing of what is no transaction', async () => {
    const events = memoryQueue();
    const service = await start({ events });
    const request = requestTo('predictStream', 'analyst');
    const lines = `${JSON.stringify({ description: 'TRANSFER TO JOHN SMITH' })}\n{"secret":"JOHN SMITH"}\n`;
    await (await service.fetch(new Request(request, { body: lines, ...{ duplex: 'half' } }))).text();
    await service.close();
    const recorded = await new Promise<string>((resolve) => {
      events.consume(predictionsTopic, async ({ body }) => resolve(body));
    });
    expect(JSON.parse(recorded)).toMatchObject({
      ...{ route: 'predictStream', tenant: 'default', credential: 'analyst' },
      response: { results: [{ status: 'success' }, { status: 'failed' }] },
    });
    expect((JSON.parse(recorded) as { request: unknown[] }).request[1]).toBeNull();
    expect(recorded).not.toMatch(/JOHN|SMITH/);
    await events.close();
  });
});
