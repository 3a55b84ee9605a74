import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../core/src/testing/free-port.js';
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
    await expect(models.find(name, 'champion')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(models.setAlias(name, 'latest', version)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(models.find('no-such-model', '1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }, 60_000);

  test('a version stays what it is when another suite is published of the same run', async () => {
    const [first, second] = await smallSuites(2);
    if (first === undefined || second === undefined) throw new Error('There must be two suites.');
    const run = await mlflowTracker({ url }).start('twice');
    const models = mlflowModels({ url });
    const name = `transactions-${globalThis.crypto.randomUUID()}`;
    for (const suite of [first, second]) await models.publish(suite, { name, runId: run.id });
    expect((await models.load(name, '1')).category.sha256).toBe(first.category.sha256);
    expect((await models.load(name, '2')).category.sha256).toBe(second.category.sha256);
  }, 60_000);

  test('files are all that is refused where the server does not serve them', async () => {
    const name = 'elsewhere';
    await mlflowApi({ url }).post('experiments/create', { name, artifact_location: 's3://bucket/runs' });
    const run = await mlflowTracker({ url }).start(name, { params: { seed: 1 } });
    await run.logMetrics({ accuracy: 1 });
    await expect(run.logFile('a', Uint8Array.of(1))).rejects.toMatchObject({ code: 'API_ERROR' });
    await run.end();
    expect((await mlflowTracker({ url }).run(run.id)).status).toBe('finished');
  }, 30_000);

  test('what was deleted in MLflow is not found, and its name is said to be taken', async () => {
    const tracker = mlflowTracker({ url });
    const api = mlflowApi({ url });
    const run = await tracker.start('deleted');
    await api.post('runs/delete', { run_id: run.id });
    await expect(tracker.run(run.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(run.logMetrics({ a: 1 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { experiment } = await api.get<{ experiment: { experiment_id: string } }>(
      'experiments/get-by-name',
      { experiment_name: 'deleted' },
    );
    await api.post('experiments/delete', { experiment_id: experiment.experiment_id });
    await expect(tracker.runs('deleted')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(tracker.start('deleted')).rejects.toMatchObject({ code: 'CONFLICT' });
  }, 30_000);

  test('more than one request takes is kept whole', async () => {
    const tracker = mlflowTracker({ url });
    const params = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`p${index}`, index]));
    const run = await tracker.start('many', { params });
    await mlflowApi({ url }).post('runs/log-batch', {
      run_id: run.id,
      metrics: Array.from({ length: 1_000 }, (_, step) => ({
        key: 'loss',
        value: step,
        timestamp: step,
        step,
      })),
    });
    for (const step of [1_000, 1_001]) await run.logMetrics({ loss: step }, { step });
    expect(Object.keys((await tracker.run(run.id)).params)).toHaveLength(250);
    const history = await tracker.metricHistory(run.id, 'loss');
    expect(history.map(({ value }) => value)).toEqual(Array.from({ length: 1_002 }, (_, step) => step));
  }, 30_000);

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

test('secrets that cannot be sent are not in what is said of them', () => {
  for (const wrong of [
    { url: 'http://ana:hidden@127.0.0.1:5000' },
    { url: 'http://127.0.0.1:5000', token: 'a\nhidden' },
    { url: 'http://127.0.0.1:5000', headers: { 'a b': 'hidden' } },
  ]) {
    expect(() => mlflowTracker(wrong)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(() => mlflowTracker(wrong)).not.toThrow(/hidden/);
  }
});

test('a server that falls silent in the middle of an answer is said so', async () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
  const tracker = mlflowTracker({ url: 'http://127.0.0.1:1', fetch: async () => new Response(body) });
  await expect(tracker.experiment('e')).rejects.toMatchObject({ code: 'API_UNREACHABLE' });
});

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
