import { describe, expect, test } from 'vitest';
import { createTitans } from '../titans.js';
import { configFromEnvironment } from './environment.js';

const key = 'a-key-that-is-long-enough';

describe('the environment', () => {
  test('all seven variables are honoured', () => {
    const { server, databaseUrl, redisUrl } = configFromEnvironment({
      TITANS_DATABASE_URL: 'postgresql://user:pass@host:5432/db',
      TITANS_REDIS_URL: 'redis://host:6379/0',
      TITANS_API_KEYS: `${key},${key}2`,
      TITANS_JWT_SECRET_KEY: 'a-secret-of-forty-bytes-for-these-tests!',
      TITANS_CORS_ORIGINS: 'https://yourdomain.com, https://b.example',
      TITANS_LOG_LEVEL: 'INFO',
      TITANS_ENABLE_METRICS: 'true',
    });
    expect(databaseUrl).toBe('postgresql://user:pass@host:5432/db');
    expect(redisUrl).toBe('redis://host:6379/0');
    expect(server).toMatchObject({
      auth: { apiKeys: `${key},${key}2`, jwt: { secret: 'a-secret-of-forty-bytes-for-these-tests!' } },
      cors: { origins: ['https://yourdomain.com', 'https://b.example'] },
      metrics: true,
    });
    expect(server.logger).toMatchObject({ info: expect.any(Function), error: expect.any(Function) });
  });

  test('what is absent or empty is left to the defaults', () => {
    expect(configFromEnvironment({ TITANS_API_KEYS: ' ', TITANS_LOG_LEVEL: '' })).toEqual({
      databaseUrl: null,
      redisUrl: null,
      server: { auth: {} },
    });
  });

  test('origins may be a JSON list, and metrics may be switched off', () => {
    const { server } = configFromEnvironment({
      TITANS_CORS_ORIGINS: '["https://a.example"]',
      TITANS_ENABLE_METRICS: 'False',
    });
    expect(server).toMatchObject({ cors: { origins: ['https://a.example'] }, metrics: false });
  });

  test.each([
    ['TITANS_DATABASE_URL', 'postgresql://user:pass@host:5432/db'],
    ['TITANS_DATABASE_URL', 'postgres://postgres:PASSWORD@host/db'],
    ['TITANS_REDIS_URL', 'redis://:password@host:6379/0'],
  ])('%s=%s is refused in production, and its password is not repeated', (name, value) => {
    const read = (): unknown => configFromEnvironment({ [name]: value, NODE_ENV: 'production' });
    expect(read).toThrow(expect.objectContaining({ code: 'SECRET_INSECURE', details: { field: name } }));
    expect(read).not.toThrow(/:pass/i);
  });

  test.each([
    ['no credential', {}, 'auth'],
    ['the published key', { TITANS_API_KEYS: 'dev-api-key-change-in-production' }, 'auth.apiKeys.0'],
    ['the keys of the guide', { TITANS_API_KEYS: 'prod-key-1,prod-key-2,prod-key-3' }, 'auth.apiKeys.0'],
    ['a short key', { TITANS_API_KEYS: 'fifteen-letters' }, 'auth.apiKeys.0'],
    [
      'the published secret',
      { TITANS_JWT_SECRET_KEY: 'your-secret-key-change-in-production' },
      'auth.jwt.secret',
    ],
    ['the secret of the guide', { TITANS_JWT_SECRET_KEY: 'your-secure-secret-key' }, 'auth.jwt.secret'],
  ])('a service with %s does not start', async (_, variables, field) => {
    const { server } = configFromEnvironment(variables);
    await expect(createTitans({ models: './nowhere', ...server })).rejects.toMatchObject({
      details: { field },
    });
  });

  test.each([
    ['TITANS_DATABASE_URL', 'mysql://host/db'],
    ['TITANS_REDIS_URL', 'host:6379'],
    ['TITANS_CORS_ORIGINS', '[1]'],
    ['TITANS_CORS_ORIGINS', '["https://a.example"'],
    ['TITANS_LOG_LEVEL', 'loud'],
    ['TITANS_ENABLE_METRICS', 'maybe'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => configFromEnvironment({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field: name } }),
    );
  });
});
