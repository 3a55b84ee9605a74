import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Titans } from '@titans/server-adapter';
import { toExpress } from '@titans/server-adapter/express';
import { toFastify } from '@titans/server-adapter/fastify';
import { toHono } from '@titans/server-adapter/hono';
import { toNode } from '@titans/server-adapter/node';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import type { Answer } from './sequential.js';

export const hostNames = ['fastify', 'hono', 'express', 'node'] as const;
export type HostName = (typeof hostNames)[number];

/** A constant answer, and whether a body may have it. */
export interface ConstantAnswer extends Answer {
  readonly accepts: (body: unknown) => boolean;
}

/** What a host serves: the service below `/titans`, or an answer that is always the same. Both beside `GET /plain`. */
export type Served =
  | { readonly kind: 'titans'; readonly titans: Titans }
  | { readonly kind: 'constant'; readonly answer: ConstantAnswer };

const plain = '{"status":"healthy"}';
/** Copied for Hono, whose server writes the length into the record that it is given. */
const json = { 'content-type': 'application/json; charset=utf-8' };
const route = '/titans/predict/category';

/** Starts a host on a free port of loopback, as its own documentation says it is done. */
export const startHost: Readonly<Record<HostName, (served: Served) => Promise<string>>> = {
  async fastify(served) {
    const app = fastify();
    app.get('/plain', async (_request, reply) => reply.headers(json).send(plain));
    if (served.kind === 'titans') await app.register(toFastify(served.titans), { prefix: '/titans' });
    else {
      const { accepts, text, headers } = served.answer;
      app.post(route, async (request, reply) =>
        accepts(request.body) ? reply.headers({ ...json, ...headers }).send(text) : reply.code(422).send(),
      );
    }
    return app.listen({ port: 0, host: '127.0.0.1' });
  },

  async hono(served) {
    const app = new Hono();
    app.get('/plain', (context) => context.body(plain, 200, { ...json }));
    if (served.kind === 'titans') app.all('/titans/*', toHono(served.titans));
    else {
      const { accepts, text, headers } = served.answer;
      app.post(route, async (context) =>
        accepts(await context.req.json())
          ? context.body(text, 200, { ...json, ...headers })
          : context.body(null, 422),
      );
    }
    return new Promise((resolve) => {
      serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(urlOf(port)));
    });
  },

  async express(served) {
    const app = express();
    app.get('/plain', (_request, response) => void response.set(json).send(plain));
    if (served.kind === 'titans') app.use('/titans', toExpress(served.titans));
    else {
      const { accepts, text, headers } = served.answer;
      app.post(route, express.json(), (request, response) => {
        if (accepts(request.body)) response.set({ ...json, ...headers }).send(text);
        else response.sendStatus(422);
      });
    }
    return listening(app);
  },

  async node(served) {
    const listener = served.kind === 'titans' ? toNode(served.titans, { basePath: '/titans' }) : null;
    return listening((request, response) => {
      if (request.url === '/plain') response.writeHead(200, json).end(plain);
      else if (listener !== null) listener(request, response);
      else if (served.kind === 'constant') {
        const { accepts, text, headers } = served.answer;
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
          if (accepts(body)) response.writeHead(200, { ...json, ...headers }).end(text);
          else response.writeHead(422).end();
        });
      }
    });
  },
};

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(urlOf((server.address() as AddressInfo).port)));
  });
}
