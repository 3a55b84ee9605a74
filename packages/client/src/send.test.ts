import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { isTitansError } from '@titans/core/errors';
import { describe, expect, test } from 'vitest';
import { isTitansApiError, TitansApiError } from './api-error.js';
import { createClient } from './create-client.js';
import { categoryAnswer, problem, tokenAnswer } from './testing/answers.js';
import { hang, hangInBody, json, type Reply, reset, resetInBody, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

const fast = { initialDelayMs: 1, maxDelayMs: 2 };
const unavailable = json(503, problem(503, 'SHUTTING_DOWN', 'The server is stopping.'));
const limited = (retryAfter: string): Reply =>
  json(429, problem(429, 'RATE_LIMITED', 'The quota is used up.'), { 'retry-after': retryAfter });

async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe('errors of the server', () => {
  test('401 keeps the code and the problem document', async () => {
    const document = problem(401, 'UNAUTHENTICATED', 'The API key is not known.');
    const server = await serving(json(401, document));
    const titans = createClient({ baseUrl: server.origin, apiKey: 'wrong' });
    const error = await rejection(titans.predict.category({}));
    expect(error).toBeInstanceOf(TitansApiError);
    expect(isTitansApiError(error, 'UNAUTHENTICATED')).toBe(true);
    expect(isTitansApiError(error, 'FORBIDDEN')).toBe(false);
    expect(isTitansError(error, 'UNAUTHENTICATED')).toBe(true);
    expect(error).toMatchObject({
      name: 'TitansApiError',
      status: 401,
      problem: document,
      retryAfterMs: undefined,
      message: 'POST /predict/category was answered with status 401: The API key is not known.',
    });
    expect(server.received).toHaveLength(1);
  });

  test('422 names every fault', async () => {
    const issues = [
      { pointer: '/amount', message: 'at most 1000000' },
      { pointer: '/date', message: 'not a calendar date' },
    ];
    const document = { ...problem(422, 'REQUEST_INVALID', 'The request is not valid.'), issues };
    const server = await serving(json(422, document));
    const titans = createClient({ baseUrl: server.origin });
    const error = await rejection(titans.predict.category({ amount: 2e6, date: '2024-02-30' }));
    expect(error).toMatchObject({
      code: 'REQUEST_INVALID',
      problem: { issues },
      details: { status: 422, method: 'POST', path: '/predict/category', pointer: '/amount' },
      message: expect.stringContaining('(/amount: at most 1000000; /date: not a calendar date)'),
    });
  });

  test.each([
    ['a page of something in between', text(500, '<h1>Internal Server Error</h1>')],
    ['a problem document that misses members', json(500, { code: 'INTERNAL', status: 500 })],
    ['a code that is none', json(500, problem(500, 'not a code', 'x'))],
  ])('%s has the code API_ERROR', async (_name, reply) => {
    const server = await serving(reply);
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(titans.predict.category({}))).toMatchObject({ code: 'API_ERROR', status: 500 });
    expect(server.received).toHaveLength(1);
  });
});

describe('repetition', () => {
  test('503 then 200: the same request is sent again', async () => {
    const server = await serving(unavailable, json(200, categoryAnswer));
    const titans = createClient({ baseUrl: server.origin, apiKey: 'k', retry: fast });
    expect(await titans.predict.category({ description: 'Fuel' })).toEqual(categoryAnswer);
    expect(server.received.map(({ body, headers }) => [body, headers.authorization])).toEqual([
      ['{"description":"Fuel"}', 'Bearer k'],
      ['{"description":"Fuel"}', 'Bearer k'],
    ]);
  });

  test.each([
    ['a broken connection', reset],
    ['a connection that breaks in the answer', resetInBody],
    ['429', limited('0')],
    ['502', text(502, 'bad gateway')],
    ['504', text(504, 'gateway timeout')],
  ])('%s is tried again', async (_name, reply) => {
    const server = await serving(reply, json(200, categoryAnswer));
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    expect(await titans.predict.category({})).toEqual(categoryAnswer);
    expect(server.received).toHaveLength(2);
  });

  test('Retry-After is obeyed', async () => {
    const server = await serving(limited('1'), json(200, categoryAnswer));
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    expect(await elapsedMs(() => titans.predict.category({}))).toBeGreaterThanOrEqual(999);
    expect(server.received).toHaveLength(2);
  });

  test('a Retry-After behind the deadline is reported at once, not waited for', async () => {
    const server = await serving(limited('60'));
    const titans = createClient({ baseUrl: server.origin, retry: fast, timeoutMs: 30_000 });
    const spent = await elapsedMs(async () => {
      expect(await rejection(titans.predict.category({}))).toMatchObject({
        code: 'RATE_LIMITED',
        status: 429,
        retryAfterMs: 60_000,
      });
    });
    expect(spent).toBeLessThan(20_000);
    expect(server.received).toHaveLength(1);
  });

  test('it ends after the configured number', async () => {
    const server = await serving(unavailable);
    const titans = createClient({ baseUrl: server.origin, retry: { ...fast, retries: 3 } });
    expect(await rejection(titans.predict.category({}))).toMatchObject({
      code: 'SHUTTING_DOWN',
      status: 503,
    });
    expect(server.received).toHaveLength(4);
  });

  test('false turns it off', async () => {
    const server = await serving(unavailable);
    const titans = createClient({ baseUrl: server.origin, retry: false });
    expect(await rejection(titans.predict.category({}))).toMatchObject({ status: 503 });
    expect(server.received).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 409, 413, 422, 500, 501])('%i is final', async (status) => {
    const server = await serving(json(status, problem(status, 'API_ERROR', 'x'), { 'retry-after': '0' }));
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    expect(await rejection(titans.predict.category({}))).toMatchObject({ status });
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ['503', unavailable],
    ['a broken connection', reset],
  ])('the exchange of a key is never repeated, a revocation is: %s', async (_name, reply) => {
    const server = await serving(reply, json(200, tokenAnswer));
    const titans = createClient({ baseUrl: server.origin, apiKey: 'k', retry: fast });
    await rejection(titans.auth.token());
    expect(server.received).toHaveLength(1);
    const other = await serving(reply, json(200, { revoked: true }));
    const second = createClient({ baseUrl: other.origin, apiKey: 'k', retry: fast });
    expect(await second.auth.revoke({ token: 't' })).toEqual({ revoked: true });
    expect(other.received).toHaveLength(2);
  });
});

describe('no answer', () => {
  test('nobody listens', async () => {
    const server = await serving(hang);
    await server.close();
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    expect(await rejection(titans.health())).toMatchObject({
      code: 'API_UNREACHABLE',
      details: { origin: server.origin },
      cause: { cause: { code: 'ECONNREFUSED' } },
    });
  });

  test('every connection breaks', async () => {
    const server = await serving(reset);
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    expect(await rejection(titans.predict.category({}))).toMatchObject({ code: 'API_UNREACHABLE' });
    expect(server.received).toHaveLength(3);
  });

  test.each([
    ['never', hang],
    ['half', hangInBody],
  ])('the answer comes %s', async (_name, reply) => {
    const server = await serving(reply);
    const titans = createClient({ baseUrl: server.origin, timeoutMs: 100 });
    const spent = await elapsedMs(async () => {
      expect(await rejection(titans.predict.category({}))).toMatchObject({
        code: 'API_TIMEOUT',
        details: { timeoutMs: 100 },
      });
    });
    expect(spent).toBeGreaterThanOrEqual(95);
    expect(spent).toBeLessThan(10_000);
    expect(server.received).toHaveLength(1);
  });

  test('the time limit of a call comes before that of the client and covers repetitions', async () => {
    const server = await serving(unavailable, hang);
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    const error = await rejection(titans.predict.category({}, { timeoutMs: 500 }));
    expect(error).toMatchObject({ code: 'API_TIMEOUT' });
    expect(server.received).toHaveLength(2);
  });

  test('the time limit holds for a handler that ignores the signal', async () => {
    const titans = createClient({
      baseUrl: 'http://titans.local',
      timeoutMs: 20,
      fetch: () => new Promise<Response>(() => {}),
    });
    expect(await rejection(titans.health())).toMatchObject({ code: 'API_TIMEOUT' });
  });

  test.each([0, 1.5, Number.NaN, 2 ** 31])('timeoutMs %s is refused', async (timeoutMs) => {
    const titans = createClient({ baseUrl: 'http://titans.local' });
    expect(await rejection(titans.health({ timeoutMs }))).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('cancellation', () => {
  test.each([
    ['before the answer', hang],
    ['in the answer', hangInBody],
    ['while it waits to repeat', limited('20')],
  ])('%s', async (_name, reply) => {
    const server = await serving(reply);
    const titans = createClient({ baseUrl: server.origin, retry: fast });
    const controller = new AbortController();
    const error = rejection(titans.predict.category({}, { signal: controller.signal }));
    await expect.poll(() => server.received.length).toBe(1);
    controller.abort(new Error('the user left'));
    expect(await error).toMatchObject({ code: 'ABORTED', cause: { message: 'the user left' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.received).toHaveLength(1);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('a signal that is already raised sends nothing', async () => {
    const server = await serving(json(200, categoryAnswer));
    const titans = createClient({ baseUrl: server.origin });
    const error = await rejection(titans.predict.category({}, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'ABORTED' });
    expect(server.received).toHaveLength(0);
  });

  test('a long-lived signal collects no listeners', async () => {
    const server = await serving(json(200, categoryAnswer), json(422, problem(422, 'REQUEST_INVALID', 'x')));
    const titans = createClient({ baseUrl: server.origin });
    const { signal } = new AbortController();
    await titans.predict.category({}, { signal });
    await rejection(titans.predict.category({}, { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('from plain JavaScript', () => {
  const given = (text: string): never => JSON.parse(text) as never;

  test.each(['""', '"."', '".."', '"\\ud800"', 'null', '5'])('%s is no part of a path', async (id) => {
    const server = await serving(json(200, {}));
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(titans.jobs.cancel(given(id)))).toMatchObject({
      code: 'REQUEST_INVALID',
      details: { field: 'job_id' },
    });
    expect(server.received).toHaveLength(0);
  });

  test.each(['{"timeout":5}', '{"signal":{}}', '{"idempotencykey":"x"}', '5'])(
    '%s are no options',
    async (options) => {
      const titans = createClient({ baseUrl: 'http://127.0.0.1:1' });
      expect(await rejection(titans.health(given(options)))).toMatchObject({ code: 'CONFIG_INVALID' });
    },
  );

  test('the cursor after the last page is none', async () => {
    const server = await serving(json(200, { transactions: [], next_cursor: null }));
    const titans = createClient({ baseUrl: server.origin });
    await titans.transactions.list(given('{"cursor":null,"limit":5}'));
    expect(server.received[0]?.url).toBe('/transactions?limit=5');
  });

  test('what has no JSON at all is not sent', async () => {
    const titans = createClient({ baseUrl: 'http://127.0.0.1:1' });
    expect(await rejection(titans.predict.batch((() => 1) as never))).toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });
});

test('an error whose text breaks off keeps its status', async () => {
  const server = await serving((response, request) => {
    response.writeHead(403, { 'content-length': '1000' }).write('{', () => request.socket.destroy());
  });
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.predict.category({}))).toMatchObject({ code: 'API_ERROR', status: 403 });
  const stream = titans.jobs.results('job-1')[Symbol.asyncIterator]();
  expect(await rejection(stream.next())).toMatchObject({ code: 'API_ERROR', status: 403 });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i to another origin is not followed', async (status) => {
    const elsewhere = await serving(json(200, categoryAnswer));
    const location = `${elsewhere.origin}/predict/category?from=here`;
    const server = await serving(text(status, '', { location }));
    const titans = createClient({ baseUrl: server.origin, apiKey: 'id.secret', retry: fast });
    expect(await rejection(titans.predict.category({}))).toMatchObject({
      code: 'API_REDIRECTED',
      details: { status, location: `${elsewhere.origin}/predict/category` },
    });
    expect(server.received).toHaveLength(1);
    expect(elsewhere.received).toHaveLength(0);
  });

  test('what a browser shows of a redirect is enough', async () => {
    const opaque = new Proxy(new Response(null), {
      get: (target, name) => (name === 'type' ? 'opaqueredirect' : Reflect.get(target, name, target)),
    });
    const titans = createClient({ baseUrl: 'http://titans.local', fetch: async () => opaque });
    expect(await rejection(titans.health())).toMatchObject({ code: 'API_REDIRECTED' });
  });
});

test.each([
  ['a refusal', json(401, problem(401, 'UNAUTHENTICATED', 'The API key is not known.'))],
  ['a broken connection', reset],
  ['a redirect', text(307, '', { location: 'http://127.0.0.1:1/' })],
  ['an answer of another shape', json(200, {})],
  ['no answer', hang],
])('the credential is not in the error: %s', async (_name, reply) => {
  const server = await serving(reply);
  const titans = createClient({
    baseUrl: server.origin,
    apiKey: 'id.verysecret',
    retry: fast,
    timeoutMs: 200,
  });
  const error = await rejection(titans.predict.category({}));
  expect(isTitansError(error)).toBe(true);
  const everything = inspect(error, { depth: null, showHidden: true, getters: true });
  expect(everything).not.toContain('verysecret');
  expect(everything).not.toContain('Bearer');
  expect(inspect(titans, { depth: null, showHidden: true })).not.toContain('verysecret');
});
