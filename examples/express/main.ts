/**
 * Titans in an Express server that has other routes: `npx tsx examples/express/main.ts`, after `npm run demo` has trained
 * models. `MODELS`, `PORT` and `TITANS_API_KEYS` change where the models are, the port, and who may ask.
 */
import { createTitans, jsonLogger } from '@titans/server-adapter';
import { toExpress } from '@titans/server-adapter/express';
import { handleSignals } from '@titans/server-adapter/node';
import express from 'express';

const titans = await createTitans({
  models: process.env.MODELS ?? 'titans-demo/models',
  auth: { apiKeys: process.env.TITANS_API_KEYS },
  logger: jsonLogger(),
});

const app = express();
app.use('/titans', toExpress(titans)); // before body parsers, so that its own limits apply
app.use(express.json());
app.get('/', (_, response) => {
  response.json({ hello: 'This is your own route.' });
});

const server = app.listen(Number(process.env.PORT ?? 8000), '127.0.0.1', () => console.log('listening'));
handleSignals(titans, server);
