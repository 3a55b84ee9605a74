import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@titans/client';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../packages/core/src/testing/free-port.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const apiKey = 'a-key-of-these-tests-that-is-long-enough';
let models: string;

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'titans-examples-'));
  const { transactions } = await extract(join(folder, 'data/titans-transactions.csv')).table();
  await (await train(transactions, { seed: 42, tasks: ['category', 'amount'] })).save(models);
});
afterAll(() => rm(models, { recursive: true }));

async function start(name: string): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const port = await freePort();
  const server = spawn(process.execPath, ['--import', 'tsx', join(folder, name, 'main.ts')], {
    env: { ...process.env, MODELS: models, PORT: String(port), TITANS_API_KEYS: apiKey },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const text of server.stdout) if (String(text).includes('listening')) break;
  return { server, address: `http://127.0.0.1:${port}` };
}

test.concurrent.each(['express', 'fastify', 'hono'])(
  'the example in %s answers beside routes of its own, and stops on SIGTERM',
  async (name) => {
    const { server, address } = await start(name);
    try {
      const titans = createClient({ baseUrl: `${address}/titans`, apiKey });
      const { predicted_category } = await titans.predict.category({
        description: 'Fuel station',
        amount: -68.9,
      });
      expect(predicted_category).toEqual(expect.any(String));
      expect(await (await fetch(`${address}/`)).json()).toEqual({ hello: 'This is your own route.' });
      const wrong = await fetch(`${address}/titans/predict/category`, { method: 'POST' });
      expect(wrong.status).toBe(401);

      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      server.kill('SIGKILL');
    }
  },
);
