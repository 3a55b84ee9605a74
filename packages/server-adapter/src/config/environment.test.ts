import { describe, expect, test } from 'vitest';
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
