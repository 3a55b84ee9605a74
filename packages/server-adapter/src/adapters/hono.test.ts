import { gunzipSync, inflateSync } from 'node:zlib';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { describe, expect, test } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountHono } from '../testing/hosts.js';
import { keys, start } from '../testing/service.js';
import { toHono } from './hono.js';

describe('hono', () => {
  for (const { name, run } of httpConformance(mountHono)) test(name, run);

  test("answers are compressed once, streams as they come, beside Hono's own compression and CORS", async () => {
    const titans = await start({ cors: { origins: ['https://app.example.com'] } });
    const app = new Hono();
    app.use(compress({ threshold: 0 }), cors({ origin: 'https://app.example.com' }));
    app.all('/titans/*', toHono(titans));
    const ask = (path: string, coding: string): Promise<Response> =>
      Promise.resolve(
        app.request(`/titans${path}`, {
          headers: {
            authorization: `Bearer ${keys.viewer}`,
            origin: 'https://app.example.com',
            'accept-encoding': coding,
          },
        }),
      );
    for (const [coding, undo] of [
      ['gzip', gunzipSync],
      ['deflate', inflateSync],
    ] as const) {
      const answer = await ask('/openapi.json', coding);
      expect(answer.headers.get('content-encoding')).toBe(coding);
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect(JSON.parse(undo(bytes).toString())).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./) });
    }
    const events = await ask('/events', 'gzip');
    expect(events.headers.get('content-encoding')).toBe(null);
    const reader = events.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('retry: 2000\n\n');
    await reader?.cancel();
    await titans.close();
  });
});
