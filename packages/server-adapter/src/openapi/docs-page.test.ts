import { createHash } from 'node:crypto';
import { routes } from '@titans/core/contract';
import { expect, test } from 'vitest';
import { docsPage } from './docs-page.js';

const { text, headers = {} } = docsPage({ basePath: '/api/<titans>', plugins: [] });

test('the page names every route at its full path, escaped', () => {
  for (const { method, path, summary } of Object.values(routes)) {
    expect(text).toContain(`${method} /api/&lt;titans&gt;${path}<`);
    expect(text).toContain(summary);
  }
  expect(text).not.toContain('<titans>');
});

test('the page of another mount point shows that one, whatever signs it holds', () => {
  const other = docsPage({ basePath: '/$&/$1', plugins: [] }).text;
  expect(other).toContain('<code>GET /$&amp;/$1/health</code>');
  expect(other).not.toContain('titans&gt;');
});

test('the page needs nothing from elsewhere, and its policy permits only its own style', () => {
  expect(text).not.toMatch(/<script|<img|<link|https?:\/\/|style="|\son\w+=/i);
  const style = /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
});

test('bodies are shown by what the route takes, items and an example', () => {
  const batch = text.slice(text.indexOf('/predict/batch<'), text.indexOf('/predict/stream<'));
  expect(batch).toContain('<h4>Body, a list of</h4><table><tr><td><code>transaction_id</code>');
  expect(batch).toContain('&quot;description&quot;: &quot;WHOLEFDS MKT 10234&quot;');
  expect(batch.match(/WHOLEFDS/g)).toHaveLength(2);
});

test('what a route costs is said in words', () => {
  const costs = [...text.matchAll(/<small>[^<]*; ([^<]*)<\/small>/g)].map(([, cost]) => cost);
  expect(new Set(costs)).toEqual(new Set(['not limited', 'one unit', 'a unit an item', 'a unit a row']));
});

test('every code that a problem links to is on the page', () => {
  for (const code of ['RATE_LIMITED', 'REQUEST_INVALID', 'BODY_CONSUMED', 'INTERNAL', 'NOT_READY']) {
    expect(text).toContain(`<tr id="${code}">`);
  }
});
