import { getEventListeners } from 'node:events';
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
import { hang, json, type Reply, reset, resetInBody, text } from './testing/scripted-server.js';
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
    const broken: Reply = (response, request) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\nid: 3\n', () => request.socket.destroy());
    };
    const server = await serving(sent('1', '2'), broken, sent('3'));
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

  test('go on however long the server is away, once they came', async () => {
    const away = text(502, 'bad gateway');
    const server = await serving(sent('1'), away, away, away, away, sent('2'));
    const titans = createClient({ baseUrl: server.origin, retry: { retries: 1, initialDelayMs: 1 } });
    const ids: string[] = [];
    for await (const { id } of titans.events()) if (ids.push(id) === 2) break;
    expect(ids).toEqual(['1', '2']);
  });

  test('end where the server was never there, or is not to be asked again', async () => {
    const server = await serving(text(502, 'bad gateway'));
    const titans = createClient({ baseUrl: server.origin, retry: { retries: 1, initialDelayMs: 1 } });
    expect(await rejection(listOf(titans.events()))).toMatchObject({ status: 502 });
    expect(server.received).toHaveLength(2);
    const other = await serving(sent('1'), text(502, 'bad gateway'));
    const once = createClient({ baseUrl: other.origin, retry: false });
    expect(await rejection(listOf(once.events()))).toMatchObject({ status: 502 });
  });

  test('a page that is no stream of events is no server', async () => {
    const server = await serving(text(200, '<html>', { 'content-type': 'text/html' }));
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(listOf(titans.events()))).toMatchObject({ code: 'API_RESPONSE_INVALID' });
    expect(server.received).toHaveLength(1);
  });

  test('of types that a later release adds are left out', async () => {
    const later = 'id: 1\nevent: weather\ndata: {"sun":true}\n\n';
    const server = await serving(text(200, later, { 'content-type': 'text/event-stream' }), sent('2'));
    const titans = createClient({ baseUrl: server.origin, retry: { initialDelayMs: 1 } });
    for await (const { id } of titans.events()) {
      expect(id).toBe('2');
      break;
    }
    expect(server.received[1]?.headers['last-event-id']).toBe('1');
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

  test('are not fetched again for each of the calls that were refused together', async () => {
    let issued = 0;
    const server = await serving((response, request) => {
      if (request.url === '/auth/token') {
        json(200, { ...tokenAnswer, access_token: `token-${++issued}` })(response, request);
      } else if (request.headers.authorization === 'Bearer token-1') {
        const late = request.url === '/models/late' ? 60 : 0;
        setTimeout(() => json(401, problem(401, 'UNAUTHENTICATED', 'Revoked.'))(response, request), late);
      } else {
        json(200, batchAnswer)(response, request);
      }
    });
    const titans = createClient({ baseUrl: server.origin, apiKey: 'key', useAccessTokens: true });
    await Promise.all([titans.predict.batch([{}]), rejection(titans.models.info(JSON.parse('"late"')))]);
    expect(issued).toBe(2);
  });

  test('an exchange that is never answered holds up no later call', async () => {
    const server = await serving(hang, json(200, { ...tokenAnswer, expires_in: 20 }), json(200, batchAnswer));
    const options = { baseUrl: server.origin, apiKey: 'key', useAccessTokens: true, timeoutMs: 100 };
    const titans = createClient(options);
    expect(await rejection(titans.predict.batch([{}]))).toMatchObject({ code: 'API_TIMEOUT' });
    // The time limit of the exchange ends right after that of the call.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await titans.predict.batch([{}], { timeoutMs: 5_000 })).toEqual(batchAnswer);
    // A token of 20 seconds is used for half of them.
    await titans.predict.batch([{}], { timeoutMs: 5_000 });
    expect(server.received.map(({ url }) => url)).toEqual([
      '/auth/token',
      '/auth/token',
      '/predict/batch',
      '/predict/batch',
    ]);
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

  test('wait for the first of them where it still runs', async () => {
    const runs = json(409, problem(409, 'REQUEST_IN_PROGRESS', 'It runs.'), { 'retry-after': '0' });
    const server = await serving(reset, runs, json(201, correctionAnswer));
    const titans = createClient({ baseUrl: server.origin, retry: { initialDelayMs: 1 } });
    expect(await titans.feedback.correct({ transaction_id: 't-1', category: 'rent' })).toEqual(
      correctionAnswer,
    );
    expect(new Set(server.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('show a secret once: a key for more of it is refused', async () => {
    const titans = createClient({ baseUrl: 'http://127.0.0.1:1' });
    const made = titans.keys.create({ name: 'x', role: 'viewer' }, { idempotencyKey: 'order-7' });
    expect(await rejection(made)).toMatchObject({
      code: 'CONFIG_INVALID',
      details: { field: 'idempotencyKey' },
    });
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
