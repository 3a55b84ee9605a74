import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Http2Bindings, type HttpBindings, serve } from '@hono/node-server';
import type express5 from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { toExpress } from '../adapters/express.js';
import { toFastify } from '../adapters/fastify.js';
import { toHono } from '../adapters/hono.js';
import { toNode } from '../adapters/node.js';
import type { HttpMount, MountedHost } from '../conformance/mount.js';

type FetchCallback = Parameters<typeof serve>[0]['fetch'];

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

export const mountNode: HttpMount = (titans, { basePath, hostBody, cookies }) => {
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
      if (cookies.length > 0) response.setHeader('set-cookie', cookies);
      listener(request, response);
    }),
  );
};

/** The same for both major versions of Express. */
export function mountExpress(express: typeof express5): HttpMount {
  return (titans, { basePath, hostBody, cookies }) => {
    const app = express();
    app.use((_request, response, next) => {
      for (const cookie of cookies) response.append('set-cookie', cookie);
      next();
    });
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

export const mountFastify: HttpMount = async (titans, { basePath, hostBody, cookies }) => {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (_request, reply) => {
    for (const cookie of cookies) reply.header('set-cookie', cookie);
  });
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

export const mountHono: HttpMount = async (titans, { basePath, hostBody, cookies }) => {
  const app = new Hono();
  app.use(async (context, next) => {
    if (hostBody === 'parsed' && context.req.method === 'POST') await context.req.json();
    if (hostBody === 'consumed' && context.req.method === 'POST') await context.req.raw.text();
    await next();
    for (const cookie of cookies) context.header('set-cookie', cookie, { append: true });
  });
  if (basePath !== '') {
    app.get('/neighbour', (context) => context.json({ neighbour: true }));
    app.post('/neighbour', async (context) => context.json(await context.req.json()));
  }
  app.all(`${basePath}/*`, toHono(titans));
  return listenWithFetch(app.fetch);
};

/** `titans.fetch` alone, as Bun, Deno and Workers would call it. */
export const mountFetch: HttpMount = (titans, { basePath, hostBody, cookies }) =>
  listenWithFetch(async (request, { incoming }: HttpBindings | Http2Bindings) => {
    const { pathname } = new URL(request.url);
    if (basePath !== '' && pathname === '/neighbour') {
      return Response.json(request.method === 'GET' ? { neighbour: true } : await request.json());
    }
    if (!`${pathname}/`.startsWith(`${basePath}/`)) return new Response(null, { status: 404 });
    const isPost = request.method === 'POST';
    if (hostBody === 'consumed' && isPost) await request.text();
    const response = await titans.fetch(request, {
      basePath,
      clientAddress: incoming.socket.remoteAddress,
      ...(hostBody === 'parsed' && isPost ? { parsedBody: await request.json() } : {}),
    });
    for (const cookie of cookies) response.headers.append('set-cookie', cookie);
    return response;
  });

async function listenWithFetch(fetch: FetchCallback): Promise<MountedHost> {
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started as Server));
  });
  return hostOf(server);
}
