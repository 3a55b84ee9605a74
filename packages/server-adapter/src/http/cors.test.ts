import { expect, test } from 'vitest';
import { corsHeaders, preflightHeaders } from './cors.js';

const from = (origin: string): Headers => new Headers({ origin });
const listed = { origins: new Set(['https://app.example.com']), credentials: true };

test('only a listed origin is named, exactly, and caches are told that it matters', () => {
  expect(corsHeaders(listed, from('https://app.example.com'))).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    'access-control-allow-credentials': 'true',
    vary: 'origin',
  });
  for (const origin of [
    'https://app.example.com.evil.org',
    'http://app.example.com',
    'null',
    'https://APP.example.com',
  ]) {
    expect(corsHeaders(listed, from(origin))).toEqual({ vary: 'origin' });
  }
});

test('everyone means everyone, without credentials', () => {
  const headers = corsHeaders({ origins: new Set(['*']), credentials: false }, from('https://any.example'));
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
});

test('without a policy there are no headers', () => {
  expect(
    preflightHeaders({ origins: new Set(), credentials: false }, from('https://any.example'), ['GET']),
  ).toEqual({});
});

test('a preflight names the methods of the path and the headers that requests may have', () => {
  const headers = preflightHeaders(listed, from('https://app.example.com'), ['DELETE', 'OPTIONS']);
  expect(headers['access-control-allow-methods']).toBe('DELETE, OPTIONS');
  for (const name of ['authorization', 'content-type', 'idempotency-key', 'last-event-id', 'traceparent']) {
    expect(headers['access-control-allow-headers']?.split(', ')).toContain(name);
  }
  expect(preflightHeaders(listed, from('https://evil.example'), ['DELETE'])).toEqual({ vary: 'origin' });
});

test('a page may read its quota, whether an answer is a repeated one, and what to wait for', () => {
  const exposed = corsHeaders(listed, from('https://app.example.com'))['access-control-expose-headers'];
  for (const name of [
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'x-ratelimit-remaining-minute',
    'idempotency-replayed',
  ]) {
    expect(exposed?.split(', ')).toContain(name);
  }
});
