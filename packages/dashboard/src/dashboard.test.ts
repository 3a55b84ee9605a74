import { gzipSync } from 'node:zlib';
import { createTransaction, tableFromRows } from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';
import { createTitans, type Titans } from '@titans/server-adapter';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAssets } from './assets.js';
import { dashboard } from './dashboard.js';

const largestPageBytes = 200_000;

/** The smallest suite that answers: the page does not ask who does. */
function smallSuite(): Promise<TrainedSuite> {
  const rows = Array.from({ length: 40 }, (_, index) =>
    createTransaction({
      date: `2024-0${1 + (index % 6)}-${10 + (index % 18)}`,
      description: index % 2 ? 'Fuel' : 'Grocer',
      amount: -10 - index,
      category: index % 2 ? 'fuel' : 'food',
    }),
  );
  return train(tableFromRows(rows), { seed: 1, budget: 'quick', tasks: ['category'] });
}

describe('the page of a service', () => {
  let titans: Titans;
  beforeAll(async () => {
    titans = await createTitans({
      models: await smallSuite(),
      auth: { apiKeys: [{ id: 'tester', secret: 'a-key-for-these-tests', role: 'viewer' }] },
      plugins: [dashboard({ path: '/board', title: 'Money & <more>' })],
    });
  });
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    titans.fetch(new Request(`http://localhost/titans${path}`, { headers }), { basePath: '/titans' });

  test('is open to everyone, escapes its title and loads nothing from elsewhere', async () => {
    const answer = await get('/board');
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).toContain('<title>Money &amp; &lt;more&gt;</title>');
    expect(page).not.toMatch(
      /https?:|<style|<script(?! type="module" src="board\/page\.js\?v=)|\son\w+=|style="/,
    );
  });

  test('its policy permits files of this server alone, and nothing within the page', async () => {
    const { headers } = await get('/board');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  test('its files are kept for good by the name that the page has for them, and asked for again by any other', async () => {
    const page = await (await get('/board')).text();
    const named = [...page.matchAll(/(?:href|src)="(board\/[^"]+)"/g)].map(([, path]) => `/${path}`);
    expect(named.map((path) => path.replace(/\?.*/, ''))).toEqual([
      '/board/icon.svg',
      '/board/style.css',
      '/board/page.js',
    ]);
    for (const path of named) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      const other = await get(path.replace(/v=.*/, 'v=older'));
      expect(other.headers.get('cache-control')).toBe('no-cache');
      const known = await get(path, { 'if-none-match': answer.headers.get('etag') ?? '' });
      expect([known.status, await known.text()]).toEqual([304, '']);
    }
  });

  test('is sent compressed, and is told apart from itself by who takes what', async () => {
    const answer = await get('/board/page.js', { 'accept-encoding': 'br' });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('vary')).toContain('accept-encoding');
  });

  test('is in the document of the service', async () => {
    const document = await (await get('/openapi.json')).json();
    expect(document).toMatchObject({
      paths: { '/board': { get: { security: [], responses: { 200: { content: { 'text/html': {} } } } } } },
    });
  });
});

test('all that a browser loads is small, and evaluates no text', () => {
  const { script, style, icon } = readAssets();
  const bytes = [script, style, icon].reduce((sum, { text }) => sum + gzipSync(text).byteLength, 0);
  expect(bytes).toBeLessThan(largestPageBytes);
  for (const evaluating of ['eval(', 'new Function', 'document.write']) {
    expect({ evaluating, isThere: script.text.includes(evaluating) }).toEqual({ evaluating, isThere: false });
  }
  expect(/@import|url\(/.test(style.text)).toBe(false);
});

test.each([
  { path: 'dashboard' },
  { path: '/' },
  { path: '/two/segments' },
  { path: '/a b' },
  { path: '/{name}' },
  { title: '' },
  { titel: 'Money' },
  { title: 'x'.repeat(101) },
])('an option that cannot be used is refused by its name: %o', (options) => {
  const [field] = Object.keys(options) as [string];
  expect(() => dashboard(options as object)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', details: expect.objectContaining({ field }) }),
  );
});

test('what is no object of options is refused', () => {
  for (const options of [null, '/board', 3]) {
    expect(() => Reflect.apply(dashboard, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  }
});
