import { TitansError } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { anonymous } from '../auth/principal.js';
import { exampleSuite } from '../conformance/example-suite.js';
import { createTitans } from '../titans.js';
import type { TitansConfiguration } from './configuration.js';
import { readConfiguration } from './settings.js';

const models = './models';
const key = 'a-key-that-is-long-enough';
const secret = 'a-secret-of-forty-bytes-for-these-tests!';

function refusal(configuration: unknown, environment = 'production'): TitansError {
  try {
    readConfiguration(configuration as TitansConfiguration, environment);
  } catch (error) {
    if (error instanceof TitansError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe('configuration that would leave a door open', () => {
  test.each<[string, unknown, string, string]>([
    ['no configuration', undefined, 'CONFIG_INVALID', ''],
    ['no models', { auth: { apiKeys: key } }, 'CONFIG_INVALID', 'models'],
    ['no auth', { models }, 'CONFIG_INVALID', 'auth'],
    ['empty auth', { models, auth: {} }, 'CONFIG_INVALID', 'auth'],
    ['absent keys', { models, auth: { apiKeys: undefined } }, 'CONFIG_INVALID', 'auth'],
    ['no keys', { models, auth: { apiKeys: [] } }, 'CONFIG_INVALID', 'auth'],
    ['only commas', { models, auth: { apiKeys: ' , ,' } }, 'CONFIG_INVALID', 'auth'],
    ['broken JSON list', { models, auth: { apiKeys: `["${key}"` } }, 'CONFIG_INVALID', 'auth.apiKeys'],
    ['JSON list of numbers', { models, auth: { apiKeys: '[1]' } }, 'CONFIG_INVALID', 'auth.apiKeys'],
    ['open in production', { models, auth: 'none' }, 'CONFIG_INVALID', 'auth'],
    ['null auth', { models, auth: null }, 'CONFIG_INVALID', 'auth'],
    ['misspelt option', { models, auth: { apiKeys: key }, limit: false }, 'CONFIG_INVALID', 'limit'],
    ['misspelt auth', { models, auth: { apiKey: key } }, 'CONFIG_INVALID', 'auth.apiKey'],
    [
      'one key with two ids, of which the second would have won',
      {
        models,
        auth: {
          apiKeys: [
            { id: 'reader', secret: key, role: 'viewer' },
            { id: 'root', secret: key, role: 'admin' },
          ],
        },
      },
      'CONFIG_INVALID',
      'auth.apiKeys',
    ],
    [
      'a tenant whose name is a path to all others',
      { models, auth: { apiKeys: [{ id: 'a', secret: key, tenant: '..' }] } },
      'CONFIG_INVALID',
      'auth.apiKeys.0.tenant',
    ],
    [
      'the default tenant described twice',
      { models, auth: { apiKeys: key }, tenants: { default: { models } } },
      'CONFIG_INVALID',
      'tenants',
    ],
    [
      'a store that cannot compare and set, on which keys and idempotency rest',
      {
        models,
        auth: { apiKeys: key },
        store: { get() {}, set() {}, increment() {}, delete() {}, close() {} },
      },
      'CONFIG_INVALID',
      'store',
    ],
    [
      'zero quota',
      { models, auth: { apiKeys: key }, limits: { perMinute: 0 } },
      'CONFIG_INVALID',
      'limits.perMinute',
    ],
    [
      'quota not a number',
      { models, auth: { apiKeys: key }, limits: { perHour: Number.NaN } },
      'CONFIG_INVALID',
      'limits',
    ],
    [
      'limits switched off by null',
      { models, auth: { apiKeys: key }, limits: null },
      'CONFIG_INVALID',
      'limits',
    ],
    [
      'body limit infinite',
      { models, auth: { apiKeys: key }, body: { maxBytes: Number.POSITIVE_INFINITY } },
      'CONFIG_INVALID',
      'body.maxBytes',
    ],
    [
      'a body waited for without end',
      { models, auth: { apiKeys: key }, body: { timeoutMs: Number.POSITIVE_INFINITY } },
      'CONFIG_INVALID',
      'body.timeoutMs',
    ],
    [
      'a wait that no timer takes',
      { models, auth: { apiKeys: key }, sourceTimeoutMs: 2 ** 31 },
      'CONFIG_INVALID',
      'sourceTimeoutMs',
    ],
    [
      'any origin with credentials',
      { models, auth: { apiKeys: key }, cors: { origins: ['*'], credentials: true } },
      'CONFIG_INVALID',
      'cors',
    ],
    [
      'origin with a path',
      { models, auth: { apiKeys: key }, cors: { origins: ['https://a.example/x'] } },
      'CONFIG_INVALID',
      'cors.origins.0',
    ],
    [
      'origin with a wildcard',
      { models, auth: { apiKeys: key }, cors: { origins: ['https://*.example'] } },
      'CONFIG_INVALID',
      'cors.origins.0',
    ],
    [
      'null origin',
      { models, auth: { apiKeys: key }, cors: { origins: ['null'] } },
      'CONFIG_INVALID',
      'cors.origins.0',
    ],
    [
      'no key in a description',
      { models, auth: { apiKeys: [{ id: 'a' }] } },
      'CONFIG_INVALID',
      'auth.apiKeys.0',
    ],
    [
      'key and hash',
      { models, auth: { apiKeys: [{ id: 'a', secret: key, secretHash: 'a'.repeat(64) }] } },
      'CONFIG_INVALID',
      'auth.apiKeys.0',
    ],
    [
      'role and permissions',
      { models, auth: { apiKeys: [{ id: 'a', secret: key, role: 'admin', permissions: [] }] } },
      'CONFIG_INVALID',
      'auth.apiKeys.0',
    ],
    [
      'unknown role',
      { models, auth: { apiKeys: [{ id: 'a', secret: key, role: 'root' }] } },
      'CONFIG_INVALID',
      'auth',
    ],
    [
      'two keys of one id',
      {
        models,
        auth: {
          apiKeys: [
            { id: 'a', secret: key },
            { id: 'a', secret: `${key}2` },
          ],
        },
      },
      'CONFIG_INVALID',
      'auth.apiKeys',
    ],
    ...[
      'clé-développeur-locale',
      'local developer key',
      'local-developer-key\u007f',
      'ключ-разработчика',
    ].map((secret): [string, unknown, string, string] => [
      `the key ${JSON.stringify(secret)}, which no client can send`,
      { models, auth: { apiKeys: [{ id: 'a', secret }] } },
      'CONFIG_INVALID',
      'auth.apiKeys.0',
    ]),
    [
      'short hash',
      { models, auth: { apiKeys: [{ id: 'a', secretHash: 'abc' }] } },
      'CONFIG_INVALID',
      'auth.apiKeys.0.secretHash',
    ],
    ['store without methods', { models, auth: { apiKeys: key }, store: {} }, 'CONFIG_INVALID', 'store'],
    [
      'published key',
      { models, auth: { apiKeys: 'dev-api-key-change-in-production' } },
      'SECRET_INSECURE',
      'auth.apiKeys.0',
    ],
    [
      'published key, disguised',
      { models, auth: { apiKeys: [key, 'DEV_API_KEY_CHANGE_IN_PRODUCTION'] } },
      'SECRET_INSECURE',
      'auth.apiKeys.1',
    ],
    [
      'published keys of the guide',
      { models, auth: { apiKeys: 'prod-key-1,prod-key-2' } },
      'SECRET_INSECURE',
      'auth.apiKeys.0',
    ],
    ['short key', { models, auth: { apiKeys: 'fifteen-letters' } }, 'SECRET_INSECURE', 'auth.apiKeys.0'],
    [
      'published JWT secret',
      { models, auth: { jwt: { secret: 'your-secret-key-change-in-production' } } },
      'SECRET_INSECURE',
      'auth.jwt.secret',
    ],
    [
      'published JWT secret of the guide',
      { models, auth: { jwt: { secret: 'your-secure-secret-key' } } },
      'SECRET_INSECURE',
      'auth.jwt.secret',
    ],
    [
      'JWT secret of 31 bytes',
      { models, auth: { jwt: { secret: '0123456789abcdefghijklmnopqrstu' } } },
      'SECRET_INSECURE',
      'auth.jwt.secret',
    ],
    [
      'JWT secret of one letter',
      { models, auth: { jwt: { secret: 'x'.repeat(64) } } },
      'SECRET_INSECURE',
      'auth.jwt.secret',
    ],
    [
      'JWT secret that is not set',
      { models, auth: { apiKeys: key, jwt: { secret: undefined } } },
      'CONFIG_INVALID',
      'auth.jwt.secret',
    ],
    [
      'one issuer for our tokens and those of others',
      {
        models,
        auth: {
          jwt: { secret, issuer: 'https://a.example' },
          oauth: { issuer: 'https://a.example', audience: 'b', jwksUri: 'https://a.example/jwks' },
        },
      },
      'CONFIG_INVALID',
      'auth.oauth.issuer',
    ],
    [
      'keys of an issuer over an open line',
      { models, auth: { oauth: { issuer: 'a', audience: 'b', jwksUri: 'http://a.example/jwks' } } },
      'CONFIG_INVALID',
      'auth.oauth.jwksUri',
    ],
    [
      'two JWT keys of one id',
      {
        models,
        auth: {
          jwt: {
            keys: [
              { id: 'a', secret },
              { id: 'a', secret: `${secret}2` },
            ],
          },
        },
      },
      'CONFIG_INVALID',
      'auth.jwt.keys',
    ],
    [
      'a store of keys alone that is none',
      { models, auth: { keys: { store: {} } } },
      'CONFIG_INVALID',
      'auth',
    ],
    ['no keys but made ones, which are off', { models, auth: { keys: false } }, 'CONFIG_INVALID', 'auth'],
    [
      'an audit log that is none',
      { models, auth: { apiKeys: key }, audit: { log: {} } },
      'CONFIG_INVALID',
      'audit.log',
    ],
    [
      'a tenant of a wrong name',
      { models, auth: { apiKeys: key }, tenants: { '../x': { models } } },
      'CONFIG_INVALID',
      'tenants',
    ],
    [
      'empty JWT secret',
      { models, auth: { apiKeys: key, jwt: { secret: '' } } },
      'SECRET_INSECURE',
      'auth.jwt.secret',
    ],
  ])('%s is refused', (_name, configuration, code, field) => {
    const error = refusal(configuration);
    expect([error.code, error.details.field]).toEqual([code, field]);
  });

  test('no refusal quotes a secret', () => {
    for (const configuration of [
      { models, auth: { apiKeys: `["${key}"` } },
      { models, auth: { apiKeys: [{ id: key, secret: 7 }] } },
      { models, auth: { apiKeys: 'hunter2hunter2,x' } },
      { models, auth: { jwt: { secret: 'hunter2hunter2' } } },
    ]) {
      const { message, details } = refusal(configuration);
      expect(JSON.stringify({ message, details })).not.toMatch(/hunter2|a-key-that/);
    }
  });

  test('the service itself refuses, before it loads anything', async () => {
    await expect(createTitans({ models: './nowhere', auth: {} })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });
});

describe('configuration that is taken', () => {
  test('keys as text, as JSON, as a list and as descriptions, analysts unless told', () => {
    const read = (apiKeys: unknown): unknown =>
      readConfiguration({ models, auth: { apiKeys } } as TitansConfiguration, 'production').apiKeys.map(
        ({ id, permissions }) => [id, permissions.length],
      );
    expect(read(`${key}, ${key}2`)).toEqual([
      ['key-1', 2],
      ['key-2', 2],
    ]);
    expect(read(`["${key}", {"id": "ops", "secret": "${key}2", "role": "admin"}]`)).toEqual([
      ['key-1', 2],
      ['ops', 5],
    ]);
    expect(read([key])).toEqual([['key-1', 2]]);
    expect(read([{ id: 'reader', secretHash: 'ab'.repeat(32), permissions: ['read_transactions'] }])).toEqual(
      [['reader', 1]],
    );
  });

  test('defaults are those of the specification', async () => {
    const settings = readConfiguration({ models, auth: { jwt: { secret } } }, 'production');
    expect(settings).toMatchObject({
      body: { maxBytes: 1_048_576, timeoutMs: 25_000 },
      sourceTimeoutMs: 10_000,
      metrics: {},
      isOpen: false,
    });
    const caller = { principal: anonymous, clientAddress: undefined };
    const limitsOf = async (limitClass: 'standard' | 'bulk'): Promise<unknown> =>
      (await settings.quotas?.charge(caller, limitClass, 1, 'take'))?.windows.map(({ limit }) => limit);
    expect(await limitsOf('standard')).toEqual([60, 1_000]);
    expect(await limitsOf('bulk')).toEqual([10_000, 100_000]);
    expect(
      readConfiguration({ models, auth: { apiKeys: key }, limits: false }, 'production').quotas,
    ).toBeNull();
  });

  test('a service is opened to everyone only by saying so, and only outside production', async () => {
    const titans = await createTitans({ models: await exampleSuite(), auth: 'none', limits: false });
    const answer = await titans.fetch(new Request('http://localhost/metrics'));
    expect(answer.status).toBe(200);
  });
});

describe('transactions that are to be followed', () => {
  const given = { models, auth: { apiKeys: key }, followTransactions: true };
  const source = { transactions: async () => [] };

  test.each([
    ['no tenant', {}],
    ['no tenant of several', { tenants: { other: { models } } }],
  ])('are stored by %s: refused', (_, stores) => {
    expect(refusal({ ...given, ...stores })).toMatchObject({
      code: 'CONFIG_INVALID',
      details: { field: 'followTransactions' },
      message: expect.stringContaining('warehouse or a source'),
    });
  });

  test.each([
    ['the default tenant', { source }],
    ['one of several', { tenants: { other: { models, source } } }],
    ['tenants that are opened later, perhaps', { tenants: () => null }],
    ['nobody, and not followed', { followTransactions: false }],
  ])('are stored by %s: taken', (_, stores) => {
    const configuration = { ...given, ...stores } as unknown as TitansConfiguration;
    expect(() => readConfiguration(configuration, 'production')).not.toThrow();
  });
});
