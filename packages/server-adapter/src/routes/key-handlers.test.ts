import { memoryKeyValueStore } from '@titans/core';
import { apiKeyInfoSchema, type NewKeyResponse, newKeyResponseSchema } from '@titans/core/contract';
import { describe, expect, test } from 'vitest';
import { keys, requestTo, start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const now = 1_750_000_000_000;
const clock = { now: () => now };

async function ask(
  titans: Titans,
  method: string,
  path: string,
  body?: unknown,
  credential: string = keys.admin,
) {
  const answer = await titans.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return {
    status: answer.status,
    body: (await answer.json()) as NewKeyResponse & { keys: readonly object[]; code: string },
  };
}

describe('keys over HTTP', () => {
  test('the list holds those of the configuration and those that were made, without a secret', async () => {
    const titans = await start({ clock });
    const made = await ask(titans, 'POST', '/keys', {
      name: 'nightly import',
      role: 'editor',
      expires_in_days: 2,
    });
    expect(made.status).toBe(201);
    expect(newKeyResponseSchema.safeParse(made.body).success).toBe(true);
    expect(made.body.api_key).toMatch(new RegExp(`^titans_${made.body.key_id}_\\w{43}$`));
    const { body } = await ask(titans, 'GET', '/keys');
    expect(body.keys).toHaveLength(5);
    for (const key of body.keys) expect(apiKeyInfoSchema.safeParse(key).success).toBe(true);
    expect(body.keys[0]).toEqual({
      key_id: 'viewer',
      name: 'viewer',
      permissions: ['read_transactions'],
      created_at: null,
      expires_at: null,
      state: 'active',
      source: 'configuration',
    });
    expect(body.keys[4]).toEqual({
      key_id: made.body.key_id,
      name: 'nightly import',
      permissions: ['read_transactions', 'write_transactions', 'create_predictions'],
      created_at: '2025-06-15T15:06:40.000Z',
      expires_at: '2025-06-17T15:06:40.000Z',
      state: 'active',
      source: 'store',
    });
    expect(JSON.stringify(body)).not.toContain(made.body.api_key.slice(-43));
  });

  test('a key that was made may do what it was made for, and is an analyst unless told', async () => {
    const titans = await start();
    const analyst = await ask(titans, 'POST', '/keys', { name: 'a' });
    expect(analyst.body.permissions).toEqual(['read_transactions', 'create_predictions']);
    const one = await ask(titans, 'POST', '/keys', {
      name: 'b',
      permissions: ['read_transactions', 'read_transactions'],
    });
    expect(one.body.permissions).toEqual(['read_transactions']);
    const predict = (key: string) =>
      ask(titans, 'POST', '/predict/category', { description: 'SHELL OIL' }, key);
    expect((await predict(analyst.body.api_key)).status).toBe(200);
    expect((await predict(one.body.api_key)).status).toBe(403);
    expect((await ask(titans, 'GET', '/keys', undefined, analyst.body.api_key)).status).toBe(403);
  });

  test('a key that was rotated works with both secrets, one that was revoked with none, nor do its tokens', async () => {
    const titans = await start();
    const { body: first } = await ask(titans, 'POST', '/keys', { name: 'a', role: 'viewer' });
    const { status, body: second } = await ask(titans, 'POST', `/keys/${first.key_id}/rotate`);
    expect([status, second.key_id]).toEqual([200, first.key_id]);
    const issued = await titans.fetch(
      new Request('http://localhost/auth/token', {
        method: 'POST',
        headers: { authorization: `Bearer ${second.api_key}` },
      }),
    );
    const { access_token: token } = (await issued.json()) as { access_token: string };
    const statuses = (): Promise<number[]> =>
      Promise.all(
        [first.api_key, second.api_key, token].map(
          async (credential) => (await ask(titans, 'GET', '/feedback', undefined, credential)).status,
        ),
      );
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await ask(titans, 'DELETE', `/keys/${first.key_id}`)).body).toMatchObject({ state: 'revoked' });
    expect(await statuses()).toEqual([401, 401, 401]);
    expect((await ask(titans, 'POST', `/keys/${first.key_id}/rotate`)).status).toBe(422);
  });

  test('keys of the configuration are changed where it is written', async () => {
    const titans = await start();
    expect((await ask(titans, 'POST', '/keys/viewer/rotate')).status).toBe(403);
    expect((await ask(titans, 'DELETE', '/keys/viewer')).status).toBe(403);
    expect((await titans.fetch(requestTo('feedbackList', 'viewer'))).status).toBe(200);
  });

  test('where keys are switched off none are made, and those of the configuration are listed', async () => {
    const titans = await start({
      auth: { apiKeys: [{ id: 'root', secret: keys.admin, role: 'admin' }], keys: false },
    });
    expect((await ask(titans, 'POST', '/keys', { name: 'a' })).body.code).toBe('ROUTE_NOT_FOUND');
    expect((await ask(titans, 'GET', '/keys')).body.keys).toHaveLength(1);
  });

  test.each([
    { name: '' },
    { name: 'a', role: 'root' },
    { name: 'a', role: 'admin', permissions: [] },
    { name: 'a', expires_in_days: 0 },
    { name: 'a', tenant: 'other' },
    { name: 'a', secret: 'my-own-secret-of-some-length' },
  ])('%j is refused', async (body) => {
    expect((await ask(await start(), 'POST', '/keys', body)).status).toBe(422);
  });
});

test('who goes on using a key that has ended locks nobody out, and a wrong secret of it does', async () => {
  const titans = await start();
  const from = { clientAddress: '198.51.100.7' };
  const codeOf = async (credential: string): Promise<number | string> => {
    const headers = new Headers({ authorization: `Bearer ${credential}` });
    return titans.authenticate(headers, from.clientAddress).then(
      () => 200,
      (error: { code: string }) => error.code,
    );
  };
  const revoked = (await ask(titans, 'POST', '/keys', { name: 'revoked' })).body;
  await ask(titans, 'DELETE', `/keys/${revoked.key_id}`);
  const replaced = (await ask(titans, 'POST', '/keys', { name: 'replaced' })).body;
  await ask(titans, 'POST', `/keys/${replaced.key_id}/rotate`, { overlap_hours: 1 });
  for (let index = 0; index < 20; index++) {
    expect(await codeOf(revoked.api_key)).toBe('UNAUTHENTICATED');
    expect(await codeOf(replaced.api_key)).toBe(200);
  }
  expect(await codeOf(keys.viewer)).toBe(200);
  const wrong = `${revoked.api_key.slice(0, -1)}${revoked.api_key.endsWith('a') ? 'b' : 'a'}`;
  for (let index = 0; index < 5; index++) expect(await codeOf(wrong)).toBe('UNAUTHENTICATED');
  expect(await codeOf(keys.viewer)).toBe('LOCKED_OUT');
  expect(await codeOf(revoked.api_key)).toBe('LOCKED_OUT');
});

test('a store of its own that is away makes the service unready, since its keys cannot be judged', async () => {
  const store = memoryKeyValueStore();
  const titans = await start({ auth: { apiKeys: keys.admin, keys: { store } } });
  const health = async (): Promise<[number, unknown]> => {
    const ready = await titans.fetch(new Request('http://localhost/health/ready'));
    const { checks } = (await (await titans.fetch(new Request('http://localhost/health'))).json()) as {
      checks: Readonly<Record<string, string>>;
    };
    return [ready.status, checks.keys];
  };
  expect(await health()).toEqual([200, 'healthy']);
  await store.close();
  await expect.poll(health, { timeout: 5_000 }).toEqual([503, 'unhealthy']);
});
