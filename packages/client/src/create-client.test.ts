import { type RouteName, routes } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import { endpoints } from './endpoints.js';
import {
  amountAnswer,
  anomalyAnswer,
  batchAnswer,
  categoryAnswer,
  forecastAnswer,
  healthAnswer,
  problem,
  serviceInfoAnswer,
  tokenAnswer,
} from './testing/answers.js';
import { json, text } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';
import type { TitansClient } from './titans-client.js';

const transaction = { description: 'Whole Foods', amount: -85.5, tags: ['weekly'] };

interface Case {
  readonly call: (titans: TitansClient) => Promise<unknown>;
  readonly answer: unknown;
  readonly body?: unknown;
  readonly query?: string;
}

/** One call for every route that has a method. */
const cases: { readonly [Name in keyof typeof endpoints]: Case } = {
  root: { call: (titans) => titans.info(), answer: serviceInfoAnswer },
  health: { call: (titans) => titans.health(), answer: healthAnswer },
  healthLive: { call: (titans) => titans.health.live(), answer: healthAnswer },
  healthReady: { call: (titans) => titans.health.ready(), answer: healthAnswer },
  healthStartup: { call: (titans) => titans.health.startup(), answer: healthAnswer },
  openapi: { call: (titans) => titans.openapi(), answer: { openapi: '3.1.0', paths: { '/': {} } } },
  metrics: { call: (titans) => titans.metrics(), answer: 'api_requests_total 3\n' },
  predictCategory: {
    call: (titans) => titans.predict.category(transaction),
    answer: categoryAnswer,
    body: transaction,
  },
  predictAmount: {
    call: (titans) => titans.predict.amount(transaction),
    answer: amountAnswer,
    body: transaction,
  },
  predictAnomaly: {
    call: (titans) => titans.predict.anomaly(transaction),
    answer: anomalyAnswer,
    body: transaction,
  },
  predictBatch: {
    call: (titans) => titans.predict.batch([transaction, { amount: 1 }]),
    answer: batchAnswer,
    body: [transaction, { amount: 1 }],
  },
  forecastCashflow: {
    call: (titans) => titans.forecast.cashflow({ days_ahead: 7, account_id: 'main & savings' }),
    answer: forecastAnswer,
    query: '?days_ahead=7&account_id=main+%26+savings',
  },
  authToken: { call: (titans) => titans.auth.token(), answer: tokenAnswer },
  authRevoke: {
    call: (titans) => titans.auth.revoke({ token: 'a.b.c' }),
    answer: { revoked: true },
    body: { token: 'a.b.c' },
  },
};

describe('the methods and the contract', () => {
  test('every route of the contract but the page for people has a method', () => {
    const callable = Object.entries(routes).filter(([, route]) => route.response !== 'text/html');
    expect(Object.keys(endpoints).sort()).toEqual(callable.map(([name]) => name).sort());
    expect(Object.keys(cases).sort()).toEqual(callable.map(([name]) => name).sort());
  });

  test.each(Object.entries(cases))('%s', async (name, { call, answer, body, query }) => {
    const route = routes[name as RouteName];
    const endpoint = endpoints[name as keyof typeof endpoints];
    expect(endpoint).toMatchObject({ method: route.method, path: route.path });
    const harmless = route.method === 'GET' || route.tag === 'predictions' || route.tag === 'forecast';
    expect(endpoint.repeatable).toBe(harmless && !route.path.startsWith('/health'));

    const server = await serving(typeof answer === 'string' ? text(200, answer) : json(200, answer));
    const titans = createClient({ baseUrl: `${server.origin}/titans/`, apiKey: 'id.secret' });
    expect(await call(titans)).toEqual(answer);

    expect(server.received).toHaveLength(1);
    const [request] = server.received;
    expect(request?.method).toBe(route.method);
    expect(request?.url).toBe(`/titans${route.path}${query ?? ''}`);
    expect(request?.headers.authorization).toBe('Bearer id.secret');
    expect(route.body !== undefined).toBe(body !== undefined);
    if (route.body === undefined) {
      expect(request?.body).toBe('');
    } else {
      expect(request?.headers['content-type']).toBe('application/json');
      const sent = JSON.parse(request?.body ?? '');
      expect(sent).toEqual(body);
      expect(route.body.safeParse(sent).success).toBe(true);
    }
    if (query !== undefined) {
      expect(route.query?.safeParse(Object.fromEntries(new URLSearchParams(query))).success).toBe(true);
    }
  });

  test.each(Object.entries(cases).filter(([, { answer }]) => typeof answer !== 'string'))(
    '%s refuses an answer of another shape',
    async (_name, { call }) => {
      const server = await serving(json(200, { healthy: 'very' }));
      const titans = createClient({ baseUrl: server.origin });
      expect(await rejection(call(titans))).toMatchObject({ code: 'API_RESPONSE_INVALID' });
      expect(server.received).toHaveLength(1);
    },
  );
});

test('an answer out of range is refused with its place', async () => {
  const server = await serving(
    json(200, {
      ...batchAnswer,
      results: [{ ...batchAnswer.results[0], status: 'success', predictions: { anomaly_score: 2 } }],
    }),
    json(200, { ...categoryAnswer, all_predictions: { 'food/home': 1.5 } }),
  );
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.predict.batch([transaction]))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    details: { pointer: '/results/0/predictions/category' },
  });
  expect(await rejection(titans.predict.category(transaction))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    details: { pointer: '/all_predictions/food~1home' },
  });
});

test('members that a later release adds do not disturb', async () => {
  const server = await serving(json(200, { ...categoryAnswer, merchant: 'Whole Foods' }));
  const titans = createClient({ baseUrl: server.origin });
  expect(await titans.predict.category(transaction)).toEqual(categoryAnswer);
});

test.each(['', '{"predicted_category":', '<html>'])('the answer %j is not JSON', async (body) => {
  const server = await serving(text(200, body));
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.predict.category({}))).toMatchObject({
    code: 'API_RESPONSE_INVALID',
    message: expect.stringContaining('POST /predict/category is not JSON'),
  });
});

test('health reports what fails now', async () => {
  const server = await serving(
    json(503, problem(503, 'NOT_READY', 'The service is not ready: models.')),
    text(503, 'no upstream'),
    json(200, { ...healthAnswer, status: 'unhealthy' }),
  );
  const titans = createClient({ baseUrl: server.origin });
  expect(await rejection(titans.health.ready())).toMatchObject({
    code: 'NOT_READY',
    status: 503,
    message: expect.stringContaining('not ready: models'),
  });
  expect(await rejection(titans.health.live())).toMatchObject({ code: 'API_ERROR', status: 503 });
  expect(await titans.health()).toMatchObject({ status: 'unhealthy' });
  expect(server.received).toHaveLength(3);
});

describe('requests', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is refused, not sent as null', async (amount) => {
    const server = await serving(json(200, categoryAnswer));
    const titans = createClient({ baseUrl: server.origin });
    expect(await rejection(titans.predict.category({ amount }))).toMatchObject({
      code: 'REQUEST_INVALID',
      details: { field: 'amount' },
    });
    expect(await rejection(titans.predict.batch([{ amount: 1 }, { amount }]))).toMatchObject({
      code: 'REQUEST_INVALID',
    });
    expect(server.received).toHaveLength(0);
  });

  test('a forecast needs no parameters', async () => {
    const server = await serving(json(200, forecastAnswer));
    await createClient({ baseUrl: server.origin }).forecast.cashflow();
    expect(server.received[0]?.url).toBe('/forecast/cashflow');
    expect(server.received[0]?.headers.authorization).toBeUndefined();
  });

  test('headers of the caller are sent', async () => {
    const server = await serving(json(200, healthAnswer));
    const headers = { 'X-Tenant': 'north', Accept: 'application/json', 'Content-Type': 'text/plain' };
    const titans = createClient({ baseUrl: server.origin, headers });
    await rejection(titans.predict.category({}));
    expect(server.received[0]?.headers).toMatchObject({
      'x-tenant': 'north',
      accept: 'application/json',
      'content-type': 'application/json',
    });
  });

  test('a token function is asked for every call', async () => {
    const server = await serving(json(200, categoryAnswer));
    let issued = 0;
    const token = async (): Promise<string> => `token-${++issued}`;
    const titans = createClient({ baseUrl: server.origin, token });
    await titans.predict.category({});
    await titans.predict.category({});
    expect(server.received.map((request) => request.headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('a handler of the same process can answer', async () => {
    const seen: string[] = [];
    const titans = createClient({
      baseUrl: 'http://titans.local/base',
      token: 't',
      fetch: async (request) => {
        seen.push(`${request.method} ${request.url} ${await request.text()}`);
        return Response.json(categoryAnswer);
      },
    });
    expect(await titans.predict.category({ amount: 1 })).toEqual(categoryAnswer);
    expect(seen).toEqual(['POST http://titans.local/base/predict/category {"amount":1}']);
  });

  test('a token function that fails fails the call', async () => {
    const server = await serving(json(200, categoryAnswer));
    const token = async (): Promise<string> => {
      throw new Error('no session');
    };
    const titans = createClient({ baseUrl: server.origin, token });
    expect(await rejection(titans.predict.category({}))).toMatchObject({ message: 'no session' });
    expect(server.received).toHaveLength(0);
  });

  test('one client answers many calls at once', async () => {
    const server = await serving(json(200, categoryAnswer));
    const titans = createClient({ baseUrl: server.origin });
    const answers = await Promise.all(Array.from({ length: 50 }, () => titans.predict.category(transaction)));
    expect(new Set(answers.map((answer) => answer.predicted_category))).toEqual(new Set(['food']));
    expect(server.received).toHaveLength(50);
  });
});

test('the client cannot be changed', () => {
  const titans = createClient({ baseUrl: 'http://127.0.0.1' });
  expect([titans, titans.predict, titans.forecast, titans.health, titans.auth].every(Object.isFrozen)).toBe(
    true,
  );
});
