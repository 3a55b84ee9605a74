import { describe, expect, test } from 'vitest';
import { type ClientOptions, checkOptions } from './client-options.js';
import { authToken } from './endpoints.js';
import type { RetryPolicy } from './retry.js';

const baseUrl = 'https://example.com/titans';

test('defaults', async () => {
  const settings = checkOptions({ baseUrl });
  expect(settings).toMatchObject({
    baseUrl,
    timeoutMs: 30_000,
    retry: { retries: 2, initialDelayMs: 300, maxDelayMs: 5_000 },
    headers: {},
  });
  expect(await settings.credential.current(authToken)).toBeUndefined();
});

test.each([
  ['https://example.com', 'https://example.com'],
  ['https://example.com/titans//', 'https://example.com/titans'],
  [new URL('http://[::1]:8080/a/b/'), 'http://[::1]:8080/a/b'],
])('the base %s', (given, expected) => {
  expect(checkOptions({ baseUrl: given }).baseUrl).toBe(expected);
});

describe('what cannot be used is refused with its name', () => {
  const refused: readonly [string, ClientOptions][] = [
    ['baseUrl', { baseUrl: '/titans' }],
    ['baseUrl', { baseUrl: '' }],
    ['baseUrl', { baseUrl: 'ftp://example.com' }],
    ['baseUrl', { baseUrl: 'https://user:topsecret@example.com' }],
    ['baseUrl', { baseUrl: 'https://example.com/?key=topsecret' }],
    ['apiKey', { baseUrl, apiKey: 'topsecret', token: 'topsecret' }],
    ['apiKey', { baseUrl, apiKey: '' }],
    ['apiKey', { baseUrl, apiKey: 'topsecret\n' }],
    ['token', { baseUrl, token: 'topsecret topsecret' }],
    ['useAccessTokens', { baseUrl, token: 'topsecret', useAccessTokens: true }],
    ['timeoutMs', { baseUrl, timeoutMs: 0 }],
    ['timeoutMs', { baseUrl, timeoutMs: Number.POSITIVE_INFINITY }],
    ['retry.retries', { baseUrl, retry: { retries: -1 } }],
    ['retry.initialDelayMs', { baseUrl, retry: { initialDelayMs: Number.NaN } }],
    ['headers.authorization', { baseUrl, apiKey: 'k', headers: { Authorization: 'topsecret' } }],
    ['headers', { baseUrl, headers: { 'x y': '1' } }],
    ['headers', { baseUrl, headers: { 'x-key': 'topsecret\r\nx: y' } }],
    ['apikey', { baseUrl, apikey: 'topsecret' } as ClientOptions],
    ['retry.limit', { baseUrl, retry: { limit: 3 } as RetryPolicy }],
    ['retry', { baseUrl, retry: JSON.parse('5') }],
    ['token', { baseUrl, token: JSON.parse('5') }],
    ['fetch', { baseUrl, fetch: JSON.parse('{}') }],
    ['options', JSON.parse('null')],
  ];

  test.each(refused)('%s %#', (field, options) => {
    expect(() => checkOptions(options)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        details: { field },
        message: expect.not.stringContaining('topsecret'),
      }),
    );
  });

  test('a token that a function gives', async () => {
    const settings = checkOptions({ baseUrl, token: () => 'a\nb' });
    await expect(settings.credential.current(authToken)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

test('headers can be those of the platform', () => {
  expect(checkOptions({ baseUrl, headers: new Headers({ 'X-Tenant': 'north' }) }).headers).toEqual({
    'x-tenant': 'north',
  });
});

test('a header of the caller can carry the credential instead', () => {
  expect(checkOptions({ baseUrl, headers: { authorization: 'Basic x' } }).headers).toEqual({
    authorization: 'Basic x',
  });
});
