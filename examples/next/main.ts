/**
 * Builds the Next app of this folder as a user would have it, with the packed packages, starts it and asks it:
 * `npm run example:next`. It installs Next from the registry into a temporary folder.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '@titans/client';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { freePort } from '../../packages/core/src/testing/free-port.js';
import { nameTarballs, npmInstall, packedPackages } from '../../tests/consumers/packed-packages.js';
import { untilReady } from '../../tests/consumers/until-ready.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const apiKey = 'a-key-of-this-example-that-is-long-enough';
const run = promisify(execFile);

const port = await freePort();
const place = await mkdtemp(join(tmpdir(), 'titans-next-'));
const app = join(place, 'app');
const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  TITANS_API_KEYS: apiKey,
  MODELS: './models',
};
try {
  for (const name of ['app', 'titans.ts', 'next.config.mjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(folder, name), join(app, name), { recursive: true });
  }
  nameTarballs(join(app, 'package.json'), await packedPackages());
  const { transactions } = await extract(join(root, 'examples/data/titans-transactions.csv')).table();
  await (await train(transactions, { seed: 42, tasks: ['category'] })).save(join(app, 'models'));

  console.log('installing …');
  await npmInstall(app);
  const next = join(app, 'node_modules/next/dist/bin/next');
  console.log('building …');
  console.log((await run(process.execPath, [next, 'build'], { cwd: app, env: environment })).stdout);

  const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: app,
    env: environment,
    stdio: 'ignore',
  });
  try {
    const live = `http://127.0.0.1:${port}/titans/health/live`;
    await untilReady(async () => (await fetch(live)).ok, 60_000);
    const titans = createClient({ baseUrl: `http://127.0.0.1:${port}/titans`, apiKey });
    console.log(await titans.predict.category({ description: 'Fuel station', amount: -68.9 }));
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    if (!page.includes('healthy')) throw new Error('The page does not show the state of the service.');
    const denied = await fetch(`http://127.0.0.1:${port}/titans/models`);
    if (denied.status !== 401) throw new Error(`Without a key the answer is ${denied.status}.`);
    console.log('answered');
  } finally {
    server.kill('SIGKILL');
  }
} finally {
  await rm(place, { recursive: true, force: true });
}
