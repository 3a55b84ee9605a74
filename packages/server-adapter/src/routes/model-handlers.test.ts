import { memoryArtifactStore, TitansError } from '@titans/core';
import { routes } from '@titans/core/contract';
import { type TrainedSuite, train } from '@titans/models';
import { artifactRegistry, type ModelRegistry } from '@titans/models/lifecycle';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { exampleSuite, exampleTransactions } from '../conformance/example-suite.js';
import { asking, type Told } from '../testing/asking.js';
import { start } from '../testing/service.js';
import type { Titans } from '../titans.js';

const name = 'transactions';
const by = 'tester';
const suite = await exampleSuite();

/** The same models without one of their tasks: another version. */
async function withoutAnomalies(): Promise<TrainedSuite> {
  return train(exampleTransactions(), { seed: 8, budget: 'quick', tasks: ['category'] });
}
const other = await withoutAnomalies();

async function ofRegistry(): Promise<{
  titans: Titans;
  registry: ModelRegistry;
  store: ReturnType<typeof memoryArtifactStore>;
}> {
  const store = memoryArtifactStore();
  const registry = artifactRegistry(store);
  await registry.register(name, suite, { by, description: 'all tasks', tags: { team: 'risk' } });
  await registry.register(name, other, { by });
  await registry.promote(name, 1, { by, reason: 'first' });
  return { titans: await start({ models: { registry, name } }), registry, store };
}

const ask = asking('admin');

function matches(route: keyof typeof routes, body: unknown): boolean {
  return (routes[route].response as z.ZodMiniType).safeParse(body).success;
}

describe('with a registry', () => {
  test('the status says what answers, since when and by which aliases', async () => {
    const { titans, registry } = await ofRegistry();
    const { status, body } = await ask(titans, 'GET', '/models', undefined, 'viewer');
    const { id } = await registry.resolve(name, 1);
    expect(status).toBe(200);
    expect(matches('modelsStatus', body)).toBe(true);
    expect(body).toMatchObject({
      version: id,
      aliases: { champion: id },
      data_fingerprint: suite.report.dataFingerprint,
      models: suite.tasks.map((task) => ({
        task,
        model_version: suite[task].version,
        model_sha256: suite[task].sha256,
      })),
    });
    const answer = await ask(titans, 'POST', '/predict/category', {
      description: 'SHELL OIL 5744',
      amount: -20,
    });
    expect(answer.body.model_sha256).toBe((body.models as { model_sha256: string }[])[0]?.model_sha256);
  });

  test('versions and history come in pages, newest first', async () => {
    const { titans } = await ofRegistry();
    const first = await ask(titans, 'GET', '/models/versions?limit=1');
    expect(matches('modelVersions', first.body)).toBe(true);
    expect(first.body).toMatchObject({ versions: [{ number: 2, aliases: [], tasks: ['category'] }] });
    const second = await ask(titans, 'GET', `/models/versions?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({
      versions: [
        {
          number: 1,
          aliases: ['champion'],
          tags: { team: 'risk' },
          description: 'all tasks',
          created_by: by,
          tasks: [...suite.tasks],
        },
      ],
      next_cursor: null,
    });
    const history = await ask(titans, 'GET', '/models/history');
    expect(matches('modelHistory', history.body)).toBe(true);
    expect(history.body).toMatchObject({
      history: [{ by, reason: 'first', alias: 'champion', from: null }],
      next_cursor: null,
    });
    expect(await ask(titans, 'GET', '/models/versions?cursor=elsewhere')).toMatchObject({
      status: 422,
      body: { issues: [{ pointer: '/cursor' }] },
    });
  });

  test('a version is promoted, answers at once, and is rolled back, each with name and reason', async () => {
    const { titans, registry } = await ofRegistry();
    const [one, two] = await Promise.all([registry.resolve(name, 1), registry.resolve(name, 2)]);
    const promoted = await ask(titans, 'POST', '/models/promote', {
      version: two.id,
      reason: 'smaller',
      expected: one.id,
    });
    expect(promoted).toMatchObject({ status: 200, body: { version: two.id, aliases: { champion: two.id } } });
    expect(matches('modelPromote', promoted.body)).toBe(true);
    expect((await ask(titans, 'POST', '/predict/amount', { description: 'SHELL OIL' })).status).toBe(503);
    const back = await ask(titans, 'POST', '/models/rollback', { reason: 'amounts are missing' });
    expect(back).toMatchObject({ status: 200, body: { version: one.id } });
    const { body } = await ask(titans, 'GET', '/models/history');
    expect(body.history).toMatchObject([
      { by: 'admin', reason: 'amounts are missing', from: two.id, to: one.id },
      { by: 'admin', reason: 'smaller', from: one.id, to: two.id },
      { by },
    ]);
  });

  test('no request fails or is answered by anything but what was promoted, while versions are swapped', async () => {
    const { titans } = await ofRegistry();
    let isOver = false;
    const hashes = new Map<unknown, number>();
    const asking = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const told = await ask(titans, 'POST', '/predict/category', {
          description: 'SHELL OIL 5744',
          amount: -20,
        });
        const hash = told.status === 200 ? told.body.model_sha256 : `status ${told.status}`;
        hashes.set(hash, (hashes.get(hash) ?? 0) + 1);
        // Requests that all come at once would leave no turn to anything else in this process.
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    for (const version of ['2', '1', '2']) {
      const { status } = await ask(titans, 'POST', '/models/promote', { version, reason: 'next' });
      expect(status).toBe(200);
    }
    isOver = true;
    await Promise.all(asking);
    expect(new Set(hashes.keys())).toEqual(new Set([suite.category.sha256, other.category.sha256]));
  });

  test('what cannot be promoted is a problem that says why, and changes nothing', async () => {
    const { titans, registry, store } = await ofRegistry();
    const { id } = await registry.resolve(name, 2);
    const promote = (version: string, more: object = {}): Promise<Told> =>
      ask(titans, 'POST', '/models/promote', { version, reason: 'x', ...more });
    expect(await promote('99')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await promote('no such alias!')).toMatchObject({
      status: 422,
      body: { issues: [{ pointer: '/version' }] },
    });
    expect(await promote('2', { expected: id })).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await ask(titans, 'POST', '/models/promote', { version: '2' })).toMatchObject({ status: 422 });
    expect(await ask(titans, 'POST', '/models/rollback', { reason: 'x' })).toMatchObject({ status: 404 });
    expect(await ask(titans, 'POST', '/models/rollback', { reason: ' ' })).toMatchObject({
      status: 422,
      body: { issues: [{ pointer: '/reason' }] },
    });
    for (const file of await store.list('files/')) await store.put(file, Uint8Array.of(1));
    expect(await promote('2')).toMatchObject({ status: 503, body: { code: 'NOT_READY' } });
    expect(await ask(titans, 'POST', '/models/reload')).toMatchObject({ status: 503 });
    expect((await registry.history(name)).items.length).toBe(1);
    expect((await ask(titans, 'POST', '/predict/category', { description: 'SHELL OIL' })).status).toBe(200);
  });

  test('a registry that is damaged is a 503, and predictions go on', async () => {
    const { titans, store } = await ofRegistry();
    const [entry] = (await store.list('log/')).slice(-1);
    const next = (entry as string).replace(/4$|3$/, (digit) => String(Number(digit) + 1));
    await store.put(next, Uint8Array.of(1, 2, 3));
    for (const path of ['/models', '/models/versions', '/models/history']) {
      expect(await ask(titans, 'GET', path)).toMatchObject({ status: 503, body: { code: 'NOT_READY' } });
    }
    const change = { version: '2', reason: 'x' };
    expect(await ask(titans, 'POST', '/models/promote', change)).toMatchObject({ status: 503 });
    expect((await ask(titans, 'POST', '/predict/category', { description: 'SHELL OIL' })).status).toBe(200);
  });

  test('a registry that is down degrades the service, which answers on', async () => {
    const store = memoryArtifactStore();
    await artifactRegistry(store).register(name, other, { by });
    await artifactRegistry(store).promote(name, 1, { by, reason: 'first' });
    let isDown = false;
    const registry = artifactRegistry({
      ...store,
      get: (asked) =>
        isDown ? Promise.reject(new TitansError('STORE_UNAVAILABLE', 'down')) : store.get(asked),
    });
    const titans = await start({ models: { registry, name } });
    isDown = true;
    expect(await ask(titans, 'GET', '/models')).toMatchObject({
      status: 503,
      body: { code: 'STORE_UNAVAILABLE' },
    });
    expect((await ask(titans, 'POST', '/predict/category', { description: 'SHELL OIL' })).status).toBe(200);
    const { status, body } = await ask(titans, 'GET', '/health/ready');
    expect(status).toBe(200);
    expect(body.checks).toMatchObject({ registry: 'degraded', models: 'healthy' });
  });

  test('who may not manage models may look at what answers only', async () => {
    const { titans } = await ofRegistry();
    const promotion = { version: '2', reason: 'x' };
    expect((await ask(titans, 'POST', '/models/promote', promotion, 'editor')).status).toBe(403);
    expect((await ask(titans, 'POST', '/models/reload', undefined, 'viewer')).status).toBe(403);
    expect((await ask(titans, 'GET', '/models/history', undefined, 'analyst')).status).toBe(403);
    expect((await ask(titans, 'GET', '/models/category', undefined, 'viewer')).status).toBe(200);
  });
});

describe('without a registry', () => {
  test('there are models, but no versions', async () => {
    const titans = await start();
    const { body } = await ask(titans, 'GET', '/models');
    expect(body).toMatchObject({ version: null, aliases: {} });
    expect(await ask(titans, 'POST', '/models/reload')).toMatchObject({ status: 200, body });
    for (const [method, path, sent] of [
      ['GET', '/models/versions', undefined],
      ['GET', '/models/history', undefined],
      ['POST', '/models/promote', { version: '1', reason: 'x' }],
      ['POST', '/models/rollback', { reason: 'x' }],
    ] as const) {
      expect(await ask(titans, method, path, sent)).toMatchObject({
        status: 404,
        body: { code: 'ROUTE_NOT_FOUND' },
      });
    }
  });

  test('a card says what a user has to know of a model', async () => {
    const titans = await start({ models: other });
    const { status, body } = await ask(titans, 'GET', '/models/category');
    expect(status).toBe(200);
    expect(matches('modelInfo', body)).toBe(true);
    expect(body).toMatchObject({ task: 'category', model_version: other.category.version });
    expect(body.card).toContain('# Model card: category');
    expect(await ask(titans, 'GET', '/models/amount')).toMatchObject({ status: 404 });
    expect((await ask(titans, 'GET', '/models/anything')).status).toBe(404);
  });
});
