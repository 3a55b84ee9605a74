import { describe, expect, test } from 'vitest';
import { findPostgres, startPostgres } from '../../../core/src/testing/postgres-server.js';
import { findRedis, startRedis } from '../../../core/src/testing/redis-server.js';
import { exampleSuite } from '../conformance/example-suite.js';
import { createTitans } from '../titans.js';
import { openEnvironment } from './open-environment.js';

const admin = 'an-admin-key-for-these-tests';

test('without addresses nothing is opened', async () => {
  const { server, warehouse, close } = await openEnvironment({
    TITANS_API_KEYS: 'a-key-that-is-long-enough',
  });
  expect(server).toEqual({ auth: { apiKeys: 'a-key-that-is-long-enough' } });
  expect(warehouse).toBeNull();
  await close();
});

test('a database that is not there is told at once', async () => {
  const opening = openEnvironment({ TITANS_DATABASE_URL: 'postgres://127.0.0.1:9/titans' });
  await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
});

describe.skipIf(findPostgres() === undefined || findRedis() === undefined)('on real servers', () => {
  test('keys that are made outlive the service, and tokens are revoked for all', async () => {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    const variables = {
      TITANS_DATABASE_URL: postgres.url,
      TITANS_REDIS_URL: redis.url,
      TITANS_API_KEYS: JSON.stringify([{ id: 'root', secret: admin, role: 'admin' }]),
      TITANS_JWT_SECRET_KEY: 'a-secret-of-forty-bytes-for-these-tests!',
      TITANS_CORS_ORIGINS: 'https://yourdomain.com',
      TITANS_LOG_LEVEL: 'ERROR',
      TITANS_ENABLE_METRICS: 'true',
    };
    const models = await exampleSuite();
    const withService = async <T>(work: (ask: typeof globalThis.fetch) => Promise<T>): Promise<T> => {
      const environment = await openEnvironment(variables);
      const titans = await createTitans({ models, ...environment.server });
      try {
        return await work((input, init) => titans.fetch(new Request(input, init)));
      } finally {
        await titans.close();
        await environment.close();
      }
    };
    const bearer = (credential: string): object => ({ authorization: `Bearer ${credential}` });
    try {
      const { key, token } = await withService(async (ask) => {
        const body = JSON.stringify({ name: 'lasting', role: 'viewer' });
        const headers = { ...bearer(admin), 'content-type': 'application/json' };
        const made = await ask('http://localhost/keys', { method: 'POST', headers, body });
        const { api_key: key } = (await made.json()) as { api_key: string };
        const issued = await ask('http://localhost/auth/token', {
          method: 'POST',
          headers: { ...bearer(key) },
        });
        const { access_token: token } = (await issued.json()) as { access_token: string };
        return { key, token };
      });
      const statuses = await withService(async (ask) => {
        const list = async (credential: string): Promise<number> =>
          (await ask('http://localhost/feedback', { headers: { ...bearer(credential) } })).status;
        const before = [await list(key), await list(token)];
        const revocation = {
          method: 'POST',
          headers: { ...bearer(token), 'content-type': 'application/json' },
          body: JSON.stringify({ token }),
        };
        await ask('http://localhost/auth/revoke', revocation);
        return [...before, await list(token)];
      });
      expect(statuses).toEqual([200, 200, 401]);
      const after = await withService(
        async (ask) => (await ask('http://localhost/feedback', { headers: { ...bearer(token) } })).status,
      );
      expect(after).toBe(401);
    } finally {
      await Promise.all([postgres.stop(), redis.stop()]);
    }
  });
});
