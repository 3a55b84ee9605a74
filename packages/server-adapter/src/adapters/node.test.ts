import { describe, expect, test } from 'vitest';
import { exampleRequests } from '../conformance/example-requests.js';
import { httpConformance } from '../conformance/index.js';
import { rawExchange, statusesIn } from '../conformance/raw-exchange.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { mountNode } from '../testing/hosts.js';
import { keys, start } from '../testing/service.js';

describe('node', () => {
  for (const { name, run } of httpConformance(mountNode)) test(name, run);

  test('what a handler gives that HTTP cannot carry cuts its connection, and ends no process', async () => {
    const titans = await start({ plugins: [unsendable] });
    const host = await mountNode(titans, { basePath: '', hostBody: 'raw', cookies: [] });
    await expect(fetch(`${host.url}/unsendable`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${host.url}/health/live`)).status).toBe(200);
    await titans.close();
    await host.close();
  });

  test('requests that came together over one connection are answered in their order (RFC 9112, 9.3.2)', async () => {
    const titans = await start();
    const host = await mountNode(titans, { basePath: '', hostBody: 'raw', cookies: [] });
    const body = JSON.stringify(exampleRequests.predictCategory.body);
    // Every third is answered with less work than the one before it.
    const texts = Array.from({ length: 300 }, (_, index) => {
      const head = [
        index % 3 === 2 ? 'GET /health/live HTTP/1.1' : 'POST /predict/category HTTP/1.1',
        'host: localhost',
        `authorization: Bearer ${keys.analyst}`,
        `x-request-id: r${index}`,
        ...(index === 299 ? ['connection: close'] : []),
        ...(index % 3 === 2 ? [] : ['content-type: application/json', `content-length: ${body.length}`]),
      ];
      return `${head.join('\r\n')}\r\n\r\n${index % 3 === 2 ? '' : body}`;
    });
    const received = await rawExchange(host.url, texts.join(''));
    expect(statusesIn(received)).toEqual(texts.map(() => 200));
    const ids = [...received.matchAll(/^x-request-id: (\S+)/gim)].map(([, id]) => id);
    expect(ids).toEqual(texts.map((_, index) => `r${index}`));
    await titans.close();
    await host.close();
  });
});

const unsendable: ServerPlugin = {
  name: 'unsendable',
  routes: {
    unsendable: {
      method: 'GET',
      path: '/unsendable',
      summary: 'Answers with a header that HTTP cannot carry.',
      tag: 'unsendable',
      access: 'public',
      cost: 0,
      limitClass: 'standard',
      idempotency: 'safe',
      isCacheable: false,
      response: 'text/plain',
      handle: async () => ({ text: 'text', headers: { 'x-note': 'two\nlines' } }),
    },
  },
};
