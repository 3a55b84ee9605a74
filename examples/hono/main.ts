/**
 * Titans in a Hono app that has other routes: `npx tsx examples/hono/main.ts`, after `npm run demo` has trained models.
 * `MODELS`, `PORT` and `TITANS_API_KEYS` change where the models are, the port, and who may ask.
 */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createTitans, jsonLogger } from '@titans/server-adapter';
import { toHono } from '@titans/server-adapter/hono';
import { handleSignals } from '@titans/server-adapter/node';
import { Hono } from 'hono';

const titans = await createTitans({
  models: process.env.MODELS ?? 'titans-demo/models',
  auth: { apiKeys: process.env.TITANS_API_KEYS },
  logger: jsonLogger(),
});

const app = new Hono();
app.all('/titans/*', toHono(titans));
app.get('/', (context) => context.json({ hello: 'This is your own route.' }));

const port = Number(process.env.PORT ?? 8000);
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log('listening'));
handleSignals(titans, server as Server);
