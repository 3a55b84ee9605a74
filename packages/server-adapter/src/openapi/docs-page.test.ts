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

test('every code that a problem links to is on the page', () => {
  for (const code of ['RATE_LIMITED', 'REQUEST_INVALID', 'BODY_CONSUMED', 'INTERNAL', 'NOT_READY']) {
    expect(text).toContain(`<tr id="${code}">`);
  }
});
