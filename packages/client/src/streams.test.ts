import type { ServiceEvent, StreamItem } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import { eventsIn, type StreamItem as SentItem } from './server-sent-events.js';
import {
  batchAnswer,
  correctionAnswer,
  jobAnswer,
  problem,
  storedTransaction,
  tokenAnswer,
} from './testing/answers.js';
import { json, type Reply, resetInBody, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

async function listOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

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
    expect(await rejection(listOf(titans.predict.stream([{}], { blockSize: 0 })))).toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
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

  test('waiting is cancelled by its signal', async () => {
    const server = await serving(json(200, jobAnswer));
    const titans = createClient({ baseUrl: server.origin });
    const signal = AbortSignal.timeout(50);
    expect(await rejection(titans.jobs.wait('job-1', { pollMs: 60_000, signal }))).toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('events', () => {
  const event = (id: string): ServiceEvent => ({
    id,
    type: 'prediction',
    at: '2025-01-01T00:00:00.000Z',
    data: { route: 'predictCategory' },
  });
  const sent = (...ids: readonly string[]): Reply =>
    text(
      200,
      `retry: 1\n\n${ids.map((id) => `id: ${id}\nevent: prediction\ndata: ${JSON.stringify(event(id))}\n\n`).join('')}`,
      {
        'content-type': 'text/event-stream',
      },
    );

  test('go on after a break with those that were missed', async () => {
    const server = await serving(sent('1', '2'), resetInBody, sent('3'));
    const titans = createClient({ baseUrl: server.origin });
    const ids: string[] = [];
    for await (const { id } of titans.events({ types: ['prediction', 'job'] }, { after: '0' })) {
      ids.push(id);
      if (id === '3') break;
    }
    expect(ids).toEqual(['1', '2', '3']);
    expect(server.received.map(({ url, headers }) => [url, headers['last-event-id']])).toEqual([
      ['/events?types=prediction%2Cjob', '0'],
      ['/events?types=prediction%2Cjob', '2'],
      ['/events?types=prediction%2Cjob', '2'],
    ]);
  });

  test('end with the refusal of the server', async () => {
    const server = await serving(json(403, problem(403, 'FORBIDDEN', 'No.')));
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(listOf(titans.events()))).toMatchObject({ code: 'FORBIDDEN' });
    expect(server.received).toHaveLength(1);
  });

  // The cases are those of the HTML standard, 9.2.6 "Interpreting an event stream".
  test.each<[string, readonly string[], readonly SentItem[]]>([
    [
      'several lines of data',
      ['data: YHOO', 'data: +2', 'data: 10', ''],
      [{ id: undefined, type: 'message', data: 'YHOO\n+2\n10' }],
    ],
    [
      'comments, ids and their resetting',
      [
        ': test stream',
        '',
        'data: first event',
        'id: 1',
        '',
        'data:second event',
        'id',
        '',
        'data:  third event',
        '',
      ],
      [
        { id: '1', type: 'message', data: 'first event' },
        { id: '', type: 'message', data: 'second event' },
        { id: '', type: 'message', data: ' third event' },
      ],
    ],
    [
      'empty data, and an event that is not ended',
      ['data', '', 'data', 'data', '', 'data:'],
      [
        { id: undefined, type: 'message', data: '' },
        { id: undefined, type: 'message', data: '\n' },
      ],
    ],
    [
      'a wait',
      ['retry: 100', 'retry: soon', 'event: add', 'data: 1', ''],
      [{ retryMs: 100 }, { id: undefined, type: 'add', data: '1' }],
    ],
  ])('%s', async (_name, lines, expected) => {
    async function* given(): AsyncGenerator<string> {
      yield* lines;
    }
    expect(await listOf(eventsIn(given(), undefined))).toEqual(expected);
  });
});

describe('access tokens', () => {
  test('are fetched once for calls at the same time, and again when refused', async () => {
    const bearer: (string | undefined)[] = [];
    let issued = 0;
    const server = await serving((response, request) => {
      bearer.push(request.headers.authorization);
      if (request.url === '/auth/token') {
        json(200, { ...tokenAnswer, access_token: `token-${++issued}` })(response, request);
      } else if (request.headers.authorization === 'Bearer token-2' || (issued === 1 && bearer.length < 4)) {
        json(200, batchAnswer)(response, request);
      } else {
        json(401, problem(401, 'UNAUTHENTICATED', 'The access token is revoked.'))(response, request);
      }
    });
    const titans = createClient({ baseUrl: server.origin, apiKey: 'key', useAccessTokens: true });
    await Promise.all([titans.predict.batch([{}]), titans.predict.batch([{}])]);
    expect(bearer).toEqual(['Bearer key', 'Bearer token-1', 'Bearer token-1']);
    await titans.predict.batch([{}]);
    expect(bearer.slice(3)).toEqual(['Bearer token-1', 'Bearer key', 'Bearer token-2']);
  });

  test('a key that is refused is not tried for ever', async () => {
    const server = await serving(json(401, problem(401, 'UNAUTHENTICATED', 'The credential is not valid.')));
    const titans = createClient({ baseUrl: server.origin, apiKey: 'key', useAccessTokens: true });
    expect(await rejection(titans.predict.batch([{}]))).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(server.received.length).toBeLessThanOrEqual(2);
  });
});

describe('calls that change something', () => {
  test('are repeated with the same idempotency key', async () => {
    const busy = json(503, problem(503, 'SHUTTING_DOWN', 'Stopping.'), { 'retry-after': '0' });
    const server = await serving(busy, json(201, correctionAnswer));
    const titans = createClient({ baseUrl: server.origin });
    await titans.feedback.correct({ transaction_id: 't-1', category: 'rent' });
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  test('take the key of the caller, and refuse one that a header cannot carry', async () => {
    const server = await serving(json(201, correctionAnswer));
    const titans = createClient({ baseUrl: server.origin });
    const request = { transaction_id: 't-1', category: 'rent' };
    await titans.feedback.correct(request, { idempotencyKey: 'order-7' });
    expect(server.received[0]?.headers['idempotency-key']).toBe('order-7');
    expect(await rejection(titans.feedback.correct(request, { idempotencyKey: 'a b' }))).toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});
