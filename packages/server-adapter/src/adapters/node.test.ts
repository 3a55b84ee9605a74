import { describe, expect, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import type { ServerPlugin } from '../plugins/server-plugin.js';
import { mountNode } from '../testing/hosts.js';
import { start } from '../testing/service.js';

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
