import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../../core/src/testing/free-port.js';
import { modelRegistryConformance } from '../lifecycle/conformance/model-registry.js';
import type { FourSuites, RegistrySubject } from '../lifecycle/conformance/registry-check.js';
import { trackerConformance } from '../lifecycle/conformance/tracker.js';
import { lineageTags } from '../lifecycle/registry/model-lineage.js';
import { smallSuites } from '../lifecycle/testing/small-suites.js';
import { mlflowApi } from './mlflow-api.js';
import { mlflowRegistry } from './mlflow-registry.js';
import { artifactFolder } from './mlflow-run.js';
import { mlflowTracker } from './mlflow-tracker.js';
import { createVersion, searchVersions } from './model-versions.js';
import { findMlflow, type MlflowServer, startMlflow, startTimeoutMs } from './testing/mlflow-server.js';

const [a, b, c, d] = await smallSuites(4);
if (!a || !b || !c || !d) throw new Error('There must be four suites.');
const suites: FourSuites = [a, b, c, d];

describe.skipIf(findMlflow() === undefined)('on a real MLflow server', () => {
  let server: MlflowServer;
  let url = '';
  beforeAll(async () => {
    server = await startMlflow();
    url = server.url;
  }, startTimeoutMs + 30_000);
  afterAll(() => server.stop());

  for (const { name, run } of trackerConformance(() => ({ open: () => mlflowTracker({ url }) }))) {
    test(name, run, 30_000);
  }

  describe('the registry', () => {
    const create = (): RegistrySubject => {
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      return { open: () => mlflowRegistry({ url, prefix }) };
    };
    for (const { name, run } of modelRegistryConformance(create, suites)) test(name, run, 60_000);

    test('shows in MLflow what it holds: numbers, aliases, tags, files, and who did what', async () => {
      const api = mlflowApi({ url });
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      const registry = mlflowRegistry({ url, prefix });
      const name = `${prefix}transactions`;
      const run = await mlflowTracker({ url }).start('round-trip');
      const tags = { [lineageTags.run]: run.id, team: 'risk', 'späte Größe: 1': 'kept, not shown' };
      const first = await registry.register('transactions', suites[0], { by: 'nightly', tags });
      const second = await registry.register('transactions', suites[1], {
        by: 'nightly',
        description: 'of May',
      });
      await registry.promote('transactions', 1, { by: 'ana', reason: 'better on May' });
      await registry.setAlias('transactions', 'challenger', 2, { by: 'ana' });
      await registry.setTags('transactions', 1, { team: 'fraud' }, { by: 'ben' });
      const versions = await searchVersions(api, name);
      expect(versions.map(({ number, description }) => [number, description])).toEqual([
        [1, ''],
        [2, 'of May'],
      ]);
      expect(versions[0]?.tags).toMatchObject({ team: 'fraud', 'titans.suite': first.id });
      const { registered_model } = await api.get<{ registered_model: { aliases: unknown } }>(
        'registered-models/get',
        { name },
      );
      expect(registered_model.aliases).toEqual([
        { alias: 'challenger', version: '2' },
        { alias: 'champion', version: '1' },
      ]);
      const { model_version } = await api.get<{ model_version: { run_id: string } }>(
        'registered-models/alias',
        { name, alias: 'champion' },
      );
      expect(model_version.run_id).toBe(run.id);
      const files = await mlflowTracker({ url }).files(run.id);
      const shown = files.map(({ path }) => path.replace(/^suites\/[^/]+\//, ''));
      expect(shown).toContain('MLmodel');
      expect(shown).toContain('suite.titans');
      const history = await searchVersions(api, `${name}.history`);
      expect(history.map(({ description }) => description)).toEqual([
        'nightly registered version 1',
        'nightly registered version 2',
        'ana: promote @champion, from none to 1: better on May',
        'ana: set @challenger, from none to 2',
        'ben changed tags of version 1',
      ]);
      expect((await registry.resolve('transactions', 1)).tags).toEqual({ ...tags, team: 'fraud' });

      // What is moved by hand is put back by the next change, and a deleted version is gone there, too.
      await api.post('registered-models/alias', { name, alias: 'champion', version: '2' });
      await api.post('registered-models/alias', { name, alias: 'by-hand', version: '2' });
      expect((await registry.resolve('transactions', '@champion')).id).toBe(first.id);
      await registry.setAlias('transactions', 'challenger', null, { by: 'ana' });
      await registry.delete('transactions', second.id, { by: 'ana', reason: 'worse' });
      const after = await api.get<{ registered_model: { aliases: unknown } }>('registered-models/get', {
        name,
      });
      expect(after.registered_model.aliases).toEqual([{ alias: 'champion', version: '1' }]);
      expect((await searchVersions(api, name)).map(({ number }) => number)).toEqual([1]);
    }, 60_000);

    test('gives numbers behind those of versions that others made', async () => {
      const api = mlflowApi({ url });
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      const run = await mlflowTracker({ url }).start('others');
      const { info } = (
        await api.get<{ run: { info: { artifact_uri: string } } }>('runs/get', { run_id: run.id })
      ).run;
      await api.post('registered-models/create', { name: `${prefix}shared` });
      const folder = `${artifactFolder(info.artifact_uri)}/model`;
      const theirs = { folder, runId: run.id, description: 'theirs', tags: {} };
      expect(await createVersion(api, `${prefix}shared`, theirs)).toBe(1);
      const registry = mlflowRegistry({ url, prefix });
      expect((await registry.register('shared', suites[0], { by: 'nightly' })).number).toBe(2);
      await expect(registry.register('shared.history', suites[0], { by: 'nightly' })).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
      await expect(registry.resolve('shared', 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const [first] = await searchVersions(api, `${prefix}shared`);
      expect([first?.number, first?.description]).toEqual([1, 'theirs']);
    }, 60_000);

    test('leaves alone what a registry of another prefix calls the same', async () => {
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      await mlflowRegistry({ url, prefix }).register('a.b', suites[0], { by: 'nightly' });
      const other = mlflowRegistry({ url, prefix: `${prefix}a.` });
      const refused = { code: 'CONFLICT' };
      await expect(other.register('b', suites[1], { by: 'eve' })).rejects.toMatchObject(refused);
      await expect(other.resolve('b', 'latest')).rejects.toMatchObject(refused);
      expect((await mlflowRegistry({ url, prefix }).model('a.b')).versions).toBe(1);
    }, 60_000);

    test(
      'says so while the server is away, and goes on with what it has once it is back',
      async () => {
        const registry = mlflowRegistry({ url, prefix: `${globalThis.crypto.randomUUID()}.` });
        await registry.register('transactions', suites[0], { by: 'nightly' });
        await registry.promote('transactions', 1, { by: 'ana', reason: 'first' });
        await server.kill();
        const asked = await Promise.allSettled([
          registry.register('transactions', suites[1], { by: 'nightly' }),
          registry.promote('transactions', 1, { by: 'ana', reason: 'again' }),
          registry.load('transactions', '@champion'),
        ]);
        for (const one of asked) expect(one).toMatchObject({ reason: { code: 'API_UNREACHABLE' } });
        await server.restart();
        expect((await registry.resolve('transactions', '@champion')).number).toBe(1);
        expect((await registry.register('transactions', suites[1], { by: 'nightly' })).number).toBe(2);
      },
      startTimeoutMs + 60_000,
    );

    test('goes on where a writer was killed between the version and the history', async () => {
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      let isKilled = false;
      const failing = mlflowRegistry({
        url,
        prefix,
        fetch: async (request) => {
          if (isKilled || request.url.includes('/history/')) {
            isKilled = true;
            throw new TypeError('killed');
          }
          return fetch(request);
        },
      });
      await expect(failing.register('transactions', suites[0], { by: 'nightly' })).rejects.toMatchObject({
        code: 'API_UNREACHABLE',
      });
      const api = mlflowApi({ url });
      expect((await searchVersions(api, `${prefix}transactions`)).length).toBe(1);
      const registry = mlflowRegistry({ url, prefix });
      await expect(registry.resolve('transactions', 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await registry.register('transactions', suites[0], { by: 'nightly' })).number).toBe(1);
      expect((await searchVersions(api, `${prefix}transactions`)).length).toBe(1);
    }, 60_000);

    test('a promotion that is killed at any of its requests has happened or not, and can be made again', async () => {
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      const registry = mlflowRegistry({ url, prefix });
      for (const suite of suites.slice(0, 2))
        await registry.register('transactions', suite, { by: 'nightly' });
      await registry.promote('transactions', 1, { by: 'ana', reason: 'first' });
      let [killed, moves, champion] = [0, 1, 1];
      for (let requests = 0; ; requests++) {
        let left = Number.POSITIVE_INFINITY;
        const mortal = mlflowRegistry({
          url,
          prefix,
          fetch: async (request) => {
            if (left-- <= 0) throw new TypeError('killed');
            return fetch(request);
          },
        });
        await mortal.resolve('transactions', '@champion');
        left = requests;
        const to = 3 - champion;
        const change = { by: 'ana', reason: 'better', expected: champion };
        const isDone = await mortal.promote('transactions', to, change).then(
          () => true,
          () => false,
        );
        if (!isDone) killed++;
        const seen = mlflowRegistry({ url, prefix });
        const now = await seen.resolve('transactions', '@champion');
        if (now.number === to) moves++;
        else expect([now.number, isDone]).toEqual([champion, false]);
        champion = now.number;
        expect((await seen.history('transactions')).items.length).toBe(moves);
        await seen.load('transactions', '@champion');
        if (isDone) break;
      }
      expect(killed).toBeGreaterThan(8);
      const { model_version } = await mlflowApi({ url }).get<{ model_version: { version: string } }>(
        'registered-models/alias',
        { name: `${prefix}transactions`, alias: 'champion' },
      );
      expect(Number(model_version.version)).toBe(champion);
    }, 120_000);

    test('keeps files with its own run where the one that is named is none of the server', async () => {
      const prefix = `${globalThis.crypto.randomUUID()}.`;
      const registry = mlflowRegistry({ url, prefix });
      for (const [at, run] of ['f'.repeat(32), 'a run of another tracker'].entries()) {
        const suite = suites[at as 0 | 1];
        const tags = { [lineageTags.run]: run };
        expect((await registry.register('transactions', suite, { by: 'nightly', tags })).tags).toEqual(tags);
      }
      const versions = await searchVersions(mlflowApi({ url }), `${prefix}transactions`);
      expect(new Set(versions.map(({ source }) => source.split('/suites/')[0])).size).toBe(1);
    }, 60_000);

    test('what is loaded answers alike', async () => {
      const registry = mlflowRegistry({ url, prefix: `${globalThis.crypto.randomUUID()}.` });
      await registry.register('transactions', suites[0], { by: 'nightly' });
      await registry.promote('transactions', 'latest', { by: 'ana', reason: 'first' });
      const loaded = await registry.load('transactions', '@champion');
      const queries = ['Corner bakery 3', 'Shell station 1', 'Water works', 'Unknown'].map((description) => ({
        description,
      }));
      expect(loaded.category.predictBatch(queries)).toEqual(suites[0].category.predictBatch(queries));
      expect(loaded.category.sha256).toBe(suites[0].category.sha256);
    }, 60_000);
  });

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
