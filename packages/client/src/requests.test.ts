import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import { categoryAnswer, forecastAnswer, healthAnswer } from './testing/answers.js';
import { json } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

const transaction = { description: 'Whole Foods', amount: -85.5, tags: ['weekly'] };

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
