import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { describe, expect, test, vi } from 'vitest';
import { httpConformance } from '../conformance/index.js';
import { mountFastify } from '../testing/hosts.js';
import { keys, start } from '../testing/service.js';
import { toFastify } from './fastify.js';

describe('fastify', () => {
  for (const { name, run } of httpConformance(mountFastify)) test(name, run);

  /** The answer to a prediction, asked as a client does: what is injected has no socket. */
  async function predict(app: FastifyInstance): Promise<Response> {
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    return fetch(`${url}/titans/predict/category`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.analyst}` },
      body: '{"description":"SHELL OIL 5744"}',
    });
  }

  test('hooks and headers of the host work on answers as on its own', async () => {
    const titans = await start();
    const seen: string[] = [];
    const hosts: readonly ((app: FastifyInstance) => void)[] = [
      () => undefined,
      (app) => {
        app.addHook('onSend', async (_request, reply, payload) => {
          seen.push(`onSend ${reply.getHeader('content-type')} ${Buffer.isBuffer(payload)}`);
          reply.header('x-host', 'onSend');
        });
      },
      (app) => {
        app.addHook('preHandler', async (_request, reply) => {
          reply.header('x-host', 'preHandler').header('vary', 'x-kind');
        });
      },
      (app) => {
        app.addHook('onRequest', async (_request, reply) => {
          reply.raw.setHeader('x-host', 'raw');
        });
      },
      (app) => {
        app.addHook('onResponse', async (_request, reply) => {
          seen.push(`onResponse ${reply.statusCode}`);
        });
      },
      (app) => {
        app.addHook('onRoute', (route) => {
          route.onSend = async (_request, reply, payload) => {
            seen.push(`onSend of the route ${Buffer.isBuffer(payload)}`);
            reply.header('x-host', 'onRoute');
          };
        });
      },
    ];
    const told: (string | null)[] = [];
    for (const prepare of hosts) {
      const app = fastify();
      prepare(app);
      await app.register(toFastify(titans), { prefix: '/titans' });
      const response = await predict(app);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ predicted_category: 'transportation' });
      told.push(response.headers.get('x-host'));
      if (response.headers.get('x-host') === 'preHandler') {
        expect(response.headers.get('vary')?.split(', ')).toContain('x-kind');
      }
      await app.close();
    }
    expect(told).toEqual([null, 'onSend', 'preHandler', 'raw', null, 'onRoute']);
    expect(seen).toEqual([
      'onSend application/json; charset=utf-8 true',
      'onResponse 200',
      'onSend of the route true',
    ]);
    await titans.close();
  });

  test('what looks at an answer afterwards finds its headers: hooks, and the log of the host', async () => {
    const titans = await start();
    const lengths: unknown[] = [];
    const stream = { write: (line: string) => void lengths.push(JSON.parse(line).res?.length) };
    const res = (reply: Partial<FastifyReply>): Record<string, unknown> => ({
      length: reply.getHeader?.('content-length'),
    });
    const app = fastify({ logger: { stream, serializers: { res } } });
    await app.register(toFastify(titans), { prefix: '/titans' });
    await predict(app);
    await app.close();

    const hooked = fastify();
    hooked.addHook('onResponse', async (_request, reply) => {
      lengths.push(reply.getHeader('content-length'));
    });
    await hooked.register(toFastify(titans), { prefix: '/titans' });
    await predict(hooked);
    await hooked.close();
    const length = expect.stringMatching(/^\d+$/);
    expect(lengths.filter((each) => each !== undefined)).toEqual([length, length]);
    await titans.close();
  });

  test('an answer that the host has no say in is written past its reply', async () => {
    const titans = await start();
    const ways: string[] = [];
    for (const isLogging of [false, true]) {
      const app = fastify({ logger: isLogging && { stream: { write: () => undefined } } });
      app.addHook('onRequest', async (_request, reply) => {
        const { send } = reply;
        reply.send = (payload) => {
          ways.push('reply');
          return send.call(reply, payload);
        };
        reply.raw.once('finish', () => ways.push('sent'));
      });
      await app.register(toFastify(titans), { prefix: '/titans' });
      const response = await predict(app);
      expect(await response.json()).toMatchObject({ predicted_category: 'transportation' });
      await app.close();
    }
    expect(ways).toEqual(['sent', 'reply', 'sent']);
    await titans.close();
  });

  test('what is injected leaves no timer behind, whether its body was read or not', async () => {
    const titans = await start();
    const app = fastify();
    await app.register(toFastify(titans), { prefix: '/titans' });
    await app.ready();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const question = {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.analyst}` },
        payload: '{"description":"SHELL OIL 5744"}',
      } as const;
      const read = await app.inject({ ...question, url: '/titans/predict/category' });
      expect([read.statusCode, vi.getTimerCount()]).toEqual([200, 0]);
      const unread = await app.inject({ ...question, url: '/titans/nowhere' });
      expect(unread.statusCode).toBe(404);
      vi.advanceTimersByTime(1_000);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
    await app.close();
    await titans.close();
  });
});
