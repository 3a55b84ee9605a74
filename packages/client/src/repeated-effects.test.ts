import { describe, expect, test } from 'vitest';
import { createClient } from './create-client.js';
import { batchAnswer, correctionAnswer, problem, tokenAnswer } from './testing/answers.js';
import { hang, json, reset } from './testing/scripted-server.js';
import { rejection, serving } from './testing/serving.js';

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
