import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type express5 from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { toExpress } from '../adapters/express.js';
import { toFastify } from '../adapters/fastify.js';
import { toHono } from '../adapters/hono.js';
import { toNode } from '../adapters/node.js';
import type { HttpMount, MountedHost } from '../conformance/mount.js';

async function listen(server: Server): Promise<MountedHost> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return hostOf(server);
}

function hostOf(server: Server): MountedHost {
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request) text += piece as string;
  return text;
}

export const mountNode: HttpMount = (titans, { basePath, hostBody }) => {
  const listener = toNode(titans, { basePath });
  return listen(
    createServer(async (request: IncomingMessage & { body?: unknown }, response) => {
      if (basePath !== '' && request.url === '/neighbour') {
        const answer = request.method === 'GET' ? '{"neighbour":true}' : await readText(request);
        response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
        return;
      }
      const { pathname } = new URL(request.url ?? '/', 'http://host');
      if (!`${pathname}/`.startsWith(`${basePath}/`)) {
        response.writeHead(404).end();
        return;
      }
      if (hostBody !== 'raw' && request.method === 'POST') {
        const text = await readText(request);
        if (hostBody === 'parsed') request.body = JSON.parse(text);
      }
      listener(request, response);
    }),
  );
};

/** The same for both major versions of Express. */
export function mountExpress(express: typeof express5): HttpMount {
  return (titans, { basePath, hostBody }) => {
    const app = express();
    if (hostBody === 'parsed') app.use(express.json());
    if (hostBody === 'consumed') {
      app.use((request, _response, next) => {
        readText(request).then(() => next(), next);
      });
    }
    if (basePath !== '') {
      app.get('/neighbour', (_request, response) => void response.json({ neighbour: true }));
      app.post('/neighbour', express.json(), (request, response) => void response.json(request.body));
    }
    app.use(basePath || '/', toExpress(titans));
    return listen(createServer(app));
  };
}

export const mountFastify: HttpMount = async (titans, { basePath, hostBody }) => {
  const app = fastify({ forceCloseConnections: true });
  if (hostBody === 'consumed') {
    app.addHook('onRequest', async (request) => {
      await readText(request.raw);
    });
  }
  if (basePath !== '') {
    app.get('/neighbour', async () => ({ neighbour: true }));
    app.post('/neighbour', async (request) => request.body);
  }
  await app.register(toFastify(titans), { prefix: basePath });
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
};

export const mountHono: HttpMount = async (titans, { basePath, hostBody }) => {
  const app = new Hono();
  app.use(async (context, next) => {
    if (hostBody === 'parsed' && context.req.method === 'POST') await context.req.json();
    if (hostBody === 'consumed' && context.req.method === 'POST') await context.req.raw.text();
    await next();
  });
  if (basePath !== '') {
    app.get('/neighbour', (context) => context.json({ neighbour: true }));
    app.post('/neighbour', async (context) => context.json(await context.req.json()));
  }
  app.all(`${basePath}/*`, toHono(titans));
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started as Server),
    );
  });
  return hostOf(server);
};
