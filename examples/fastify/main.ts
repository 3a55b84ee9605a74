/**
 * Titans in a Fastify server that has other routes: `npx tsx examples/fastify/main.ts`, after `npm run demo` has trained
 * models. `MODELS`, `PORT` and `TITANS_API_KEYS` change where the models are, the port, and who may ask.
 */
import { createTitans, jsonLogger } from '@titans/server-adapter';
import { toFastify } from '@titans/server-adapter/fastify';
import { handleSignals } from '@titans/server-adapter/node';
import fastify from 'fastify';

const titans = await createTitans({
  models: process.env.MODELS ?? 'titans-demo/models',
  auth: { apiKeys: process.env.TITANS_API_KEYS },
  logger: jsonLogger(),
});

const app = fastify();
await app.register(toFastify(titans), { prefix: '/titans' }); // encapsulated: your own hooks and parsers do not reach it
app.get('/', () => ({ hello: 'This is your own route.' }));

await app.listen({ port: Number(process.env.PORT ?? 8000), host: '127.0.0.1' });
handleSignals(titans, app.server);
console.log('listening');
