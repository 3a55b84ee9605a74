import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackerConformance } from '../lifecycle/conformance/tracker.js';
import { smallSuites } from '../lifecycle/testing/small-suites.js';
import { mlflowApi } from './mlflow-api.js';
import { mlflowModels } from './mlflow-models.js';
import { mlflowTracker } from './mlflow-tracker.js';

/** The program of a real MLflow: `TITANS_MLFLOW`, or `mlflow` on the path. Without it these tests are skipped. */
const program = process.env.TITANS_MLFLOW ?? 'mlflow';
const isInstalled = existsSync(program) || spawnSync(program, ['--version']).status === 0;

describe.skipIf(!isInstalled)('on a real MLflow server', () => {
  let server: ChildProcess;
  let directory = '';
  let url = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'titans-mlflow-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = spawn(
      program,
      [
        ...['server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'],
        ...['--backend-store-uri', `sqlite:///${directory}/mlflow.db`],
        ...['--artifacts-destination', join(directory, 'artifacts')],
      ],
      { cwd: directory, stdio: 'ignore', detached: true },
    );
    await untilHealthy(url);
  }, 120_000);
  afterAll(async () => {
    if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    await once(server, 'exit');
    await rm(directory, { recursive: true, force: true });
  });

  for (const { name, run } of trackerConformance(() => ({ open: () => mlflowTracker({ url }) }))) {
    test(name, run, 30_000);
  }

  test('a suite is logged, registered, aliased, loaded, and answers alike', async () => {
    const [suite] = await smallSuites(1);
    if (suite === undefined) throw new Error('There must be a suite.');
    const run = await mlflowTracker({ url }).start('round-trip');
    const models = mlflowModels({ url });
    const name = `transactions-${globalThis.crypto.randomUUID()}`;
    const { version } = await models.publish(suite, { name, runId: run.id, description: 'of May' });
    expect(version).toBe('1');
    await models.setAlias(name, 'champion', version);
    expect(await models.find(name, '@champion')).toMatchObject({ version: '1', aliases: ['champion'] });
    const loaded = await models.load(name, 'champion');
    const queries = ['Corner bakery 3', 'Shell station 1', 'Water works', 'Unknown'].map((description) => ({
      description,
    }));
    expect(loaded.category.predictBatch(queries)).toEqual(suite.category.predictBatch(queries));
    expect(loaded.category.version).toBe(suite.category.version);
    await models.removeAlias(name, 'champion');
    await expect(models.find(name, 'champion')).rejects.toMatchObject({ code: expect.any(String) });
    await expect(models.find('no-such-model', '1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }, 60_000);

  test('numbers that are not finite come back', async () => {
    const tracker = mlflowTracker({ url });
    const run = await tracker.start('numbers');
    await run.logMetrics({ nan: Number.NaN, up: Number.POSITIVE_INFINITY });
    const { metrics } = await tracker.run(run.id);
    expect(metrics.find(({ name }) => name === 'nan')?.value).toBeNaN();
  });
});

test('a server that is not there is said so', async () => {
  const tracker = mlflowTracker({ url: `http://127.0.0.1:${await freePort()}` });
  await expect(tracker.experiment('e')).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
  expect(() => mlflowTracker({ url: 'mlflow' })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilHealthy(url: string): Promise<void> {
  const api = mlflowApi({ url });
  for (let attempt = 0; ; attempt++) {
    try {
      await api.post('experiments/search', { max_results: 1 });
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
