import { getEventListeners } from 'node:events';
import type { StreamItem } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import { batchAnswer, jobAnswer, problem, storedTransaction } from './testing/answers.js';
import { listOf } from './testing/list-of.js';
import { json, type Reply, resetInBody, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

const itemAt = (index: number): StreamItem => ({ index, ...batchAnswer.results[1] }) as StreamItem;
const ndjson = (...items: readonly unknown[]): Reply =>
  text(200, items.map((item) => `${JSON.stringify(item)}\n`).join(''), {
    'content-type': 'application/x-ndjson',
  });

describe('a stream of transactions', () => {
  test('is sent in blocks, and the answers are numbered through', async () => {
    const server = await serving(ndjson(itemAt(0), itemAt(1)), ndjson(itemAt(0)));
    const titans = createClient({ baseUrl: server.origin });
    const requests = [{ amount: 1 }, { amount: 2 }, { amount: 3 }];
    const answers = await listOf(titans.predict.stream(requests, { blockSize: 2 }));
    expect(answers.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(server.received.map(({ body }) => body)).toEqual([
      '{"amount":1}\n{"amount":2}\n',
      '{"amount":3}\n',
    ]);
    expect(server.received[0]?.headers['content-type']).toBe('application/x-ndjson');
  });

  test('asks for the next block only when the last one was taken', async () => {
    const server = await serving(ndjson(itemAt(0)));
    const titans = createClient({ baseUrl: server.origin });
    for await (const { index } of titans.predict.stream([{}, {}, {}], { blockSize: 1 })) {
      if (index === 1) break;
    }
    expect(server.received).toHaveLength(2);
  });

  test.each([
    ['an answer too few', ndjson(itemAt(0)), 'API_RESPONSE_INVALID'],
    ['a line that is none', text(200, '{"index":0\n'), 'API_RESPONSE_INVALID'],
    ['a connection that breaks', resetInBody, 'API_UNREACHABLE'],
    ['a refusal', json(429, problem(429, 'RATE_LIMITED', 'The quota is used up.')), 'RATE_LIMITED'],
  ])('ends with an error on %s', async (_name, reply, code) => {
    const server = await serving(reply);
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(listOf(titans.predict.stream([{}, {}])))).toMatchObject({ code });
  });

  const refused = (index: number, retry_after: number | null): object => ({
    index,
    status: 'refused',
    error: 'The quota is used up.',
    code: 'RATE_LIMITED',
    retry_after,
  });

  test('rows that were refused for now, or not answered, are sent again', async () => {
    const server = await serving(
      ndjson(itemAt(0), refused(1, 0)),
      (response, request) => {
        response.writeHead(200).write(`${JSON.stringify(itemAt(0))}\n`, () => request.socket.destroy());
      },
      json(503, problem(503, 'OVERLOADED', 'Busy.'), { 'retry-after': '0' }),
      ndjson(itemAt(0)),
    );
    const titans = createClient({ baseUrl: server.origin, retry: { initialDelayMs: 1 } });
    const requests = [{ amount: 1 }, { amount: 2 }, { amount: 3 }];
    expect((await listOf(titans.predict.stream(requests))).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(server.received.map(({ body }) => body.match(/\d/g)?.join(''))).toEqual(['123', '23', '3', '3']);
  });

  test.each([
    ['for good', null],
    ['for longer than it may take', 31],
  ])('rows that were refused %s end it with the reason', async (_name, retryAfter) => {
    const server = await serving(ndjson(itemAt(0), refused(1, retryAfter)));
    const titans = createClient({ baseUrl: server.origin });
    const items: unknown[] = [];
    const failure = await rejection(
      (async () => {
        for await (const item of titans.predict.stream([{}, {}])) items.push(item);
      })(),
    );
    expect(failure).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: retryAfter === null ? undefined : 31_000,
      message: 'POST /predict/stream went no further than row 1: The quota is used up.',
    });
    expect(items).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  test('an answer that falls silent is given up', async () => {
    const server = await serving((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(`${JSON.stringify(itemAt(0))}\n`);
    });
    const titans = createClient({ baseUrl: server.origin, timeoutMs: 50 });
    const stream = listOf(titans.predict.stream([{}, {}]));
    expect(await rejection(stream)).toMatchObject({ code: 'API_TIMEOUT' });
  });

  test('collects no listeners on the signal of its caller', async () => {
    const server = await serving(ndjson(itemAt(0)));
    const titans = createClient({ baseUrl: server.origin });
    const { signal } = new AbortController();
    await listOf(titans.predict.stream([{}, {}, {}], { blockSize: 1, signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('is cancelled by its signal though whoever answers in the same process does not heed it', async () => {
    const controller = new AbortController();
    const titans = createClient({
      baseUrl: 'http://titans.local',
      fetch: async () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })),
    });
    const stream = rejection(listOf(titans.predict.stream([{}], { signal: controller.signal })));
    setTimeout(() => controller.abort(), 5);
    expect(await stream).toMatchObject({ code: 'ABORTED' });
  });

  test('an answer of the same process that breaks is as unreachable as another', async () => {
    const titans = createClient({
      baseUrl: 'http://titans.local',
      retry: false,
      fetch: async () =>
        new Response(new ReadableStream({ pull: () => Promise.reject(new Error('broken')) })),
    });
    const stream = listOf(titans.predict.stream([{}]));
    expect(await rejection(stream)).toMatchObject({ code: 'API_UNREACHABLE', cause: { message: 'broken' } });
  });

  test('is cancelled by its signal', async () => {
    const server = await serving((response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write(`${JSON.stringify(itemAt(0))}\n`);
    });
    const controller = new AbortController();
    const titans = createClient({ baseUrl: server.origin });
    const stream = titans.predict.stream([{}, {}], { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort();
    expect(await rejection(iterator.next())).toMatchObject({ code: 'ABORTED' });
  });

  test('refuses a block of no size', async () => {
    const titans = createClient({ baseUrl: 'http://127.0.0.1:1' });
    for (const stream of [
      titans.predict.stream([{}], { blockSize: 0 }),
      titans.predict.stream(JSON.parse('5')),
      titans.predict.stream([{}], JSON.parse('{"timeout":5}')),
    ]) {
      expect(await rejection(listOf(stream))).toMatchObject({ code: 'CONFIG_INVALID' });
    }
  });
});

describe('pages', () => {
  test('are asked for until the last', async () => {
    const page = (next_cursor: string | null): Reply =>
      json(200, { transactions: [storedTransaction], next_cursor });
    const server = await serving(page('2'), page('3'), page(null));
    const titans = createClient({ baseUrl: server.origin });
    expect(await listOf(titans.transactions.all({ limit: 1 }))).toHaveLength(3);
    expect(server.received.map(({ url }) => url)).toEqual([
      '/transactions?limit=1',
      '/transactions?limit=1&cursor=2',
      '/transactions?limit=1&cursor=3',
    ]);
  });
});

describe('jobs', () => {
  test('are waited for, whatever becomes of them', async () => {
    const server = await serving(
      json(200, jobAnswer),
      json(200, { ...jobAnswer, state: 'failed', error: 'x' }),
    );
    const titans = createClient({ baseUrl: server.origin });
    const states: string[] = [];
    const job = await titans.jobs.wait('job-1', { pollMs: 1, onProgress: ({ state }) => states.push(state) });
    expect([job.state, states]).toEqual(['failed', ['running', 'failed']]);
  });

  test('give their results line by line', async () => {
    const server = await serving(ndjson(itemAt(0), itemAt(1)));
    const titans = createClient({ baseUrl: server.origin });
    expect(await listOf(titans.jobs.results('job-1'))).toEqual([itemAt(0), itemAt(1)]);
  });

  test('go on with their results where the connection broke', async () => {
    const server = await serving(
      (response, request) => {
        response.writeHead(200).write(`${JSON.stringify(itemAt(0))}\n`, () => request.socket.destroy());
      },
      ndjson(itemAt(0), itemAt(1)),
    );
    const titans = createClient({ baseUrl: server.origin, retry: { initialDelayMs: 1 } });
    expect(await listOf(titans.jobs.results('job-1'))).toEqual([itemAt(0), itemAt(1)]);
  });

  test.each([0, 2 ** 31, Number.POSITIVE_INFINITY])('are not asked every %s ms', async (pollMs) => {
    const titans = createClient({ baseUrl: 'http://127.0.0.1:1' });
    expect(await rejection(titans.jobs.wait('job-1', { pollMs }))).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('waiting is cancelled by its signal', async () => {
    const server = await serving(json(200, jobAnswer));
    const titans = createClient({ baseUrl: server.origin });
    const signal = AbortSignal.timeout(50);
    expect(await rejection(titans.jobs.wait('job-1', { pollMs: 60_000, signal }))).toMatchObject({
      code: 'ABORTED',
    });
  });
});
