import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  createTransaction,
  memoryArtifactStore,
  TitansError,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import { type TrainedSuite, train } from '@titans/models';
import {
  artifactRegistry,
  correctionsTag,
  type ModelRegistry,
  memoryFeedbackLog,
} from '@titans/models/lifecycle';
import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../http/clock.js';
import { silentLogger } from '../logging/logger.js';
import { type ModelHost, type ModelHostParts, modelHost } from './model-host.js';
import type { ModelsSetting } from './models-setting.js';

const name = 'transactions';
const by = 'tester';
const bakery = { description: 'Corner bakery' };

/** A category model in which the bakery is of the category given. */
function bakeryOf(category: string): Promise<TrainedSuite> {
  const rows = Array.from({ length: 60 }, (_, day) =>
    createTransaction({
      date: addDays('2024-01-01' as Transaction['date'], day),
      description: day % 2 === 0 ? 'Corner bakery' : 'City trams',
      amount: -5,
      category: day % 2 === 0 ? category : 'transport',
    }),
  );
  return train(tableFromRows(rows), { tasks: ['category'], budget: 'quick', seed: 1 });
}

const [food, treats, bread] = await Promise.all([bakeryOf('food'), bakeryOf('treats'), bakeryOf('bread')]);

const hosts: ModelHost[] = [];
afterAll(() => {
  for (const host of hosts) host.close();
});

async function open(setting: ModelsSetting, parts: Partial<ModelHostParts> = {}): Promise<ModelHost> {
  const host = await modelHost(setting, {
    tenant: 'tenant-1',
    feedback: memoryFeedbackLog(),
    isFeedbackShared: true,
    stored: null,
    followMs: 0,
    clock: systemClock,
    logger: silentLogger,
    ...parts,
  });
  hosts.push(host);
  return host;
}

/** A registry in which the three are versions 1 to 3 and the first is champion. */
async function registryOfThree(): Promise<{
  registry: ModelRegistry;
  other: ModelRegistry;
  store: ReturnType<typeof memoryArtifactStore>;
}> {
  const store = memoryArtifactStore();
  const registry = artifactRegistry(store);
  for (const suite of [food, treats, bread]) await registry.register(name, suite, { by });
  await registry.promote(name, 1, { by, reason: 'first' });
  return { registry, other: artifactRegistry(store), store };
}

const answerOf = (host: ModelHost): string => host.current.suite.category.predict(bakery).category;

async function eventually(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('It did not happen within 20 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('models of a directory', () => {
  test('are loaded again when asked, and those before stay if that fails', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'titans-host-'));
    await food.save(directory);
    let now = 1_000;
    const host = await open(directory, { clock: { now: () => now } });
    const before = host.current;
    expect([answerOf(host), before.version, before.since]).toEqual(['food', null, 1_000]);
    now = 2_000;
    await host.reload();
    expect(host.current.since).toBe(1_000);
    expect(host.current.revision).toBe(before.revision);
    await treats.save(directory);
    await host.reload();
    expect([answerOf(host), host.current.since]).toEqual(['treats', 2_000]);
    expect(host.current.revision).not.toBe(before.revision);
    expect(before.suite.category.predict(bakery).category).toBe('food');
    await rm(directory, { recursive: true });
    await expect(host.reload()).rejects.toMatchObject({ code: 'NOT_READY' });
    expect(answerOf(host)).toBe('treats');
    await expect(host.promote('1', { by, reason: 'x' })).rejects.toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    await expect(host.rollback({ by, reason: 'x' })).rejects.toMatchObject({ code: 'ROUTE_NOT_FOUND' });
  });
});

describe('models of a registry', () => {
  test('are those of its champion, promoted and rolled back here', async () => {
    const { registry, other } = await registryOfThree();
    const host = await open({ registry, name });
    const [one, two] = await Promise.all([registry.resolve(name, 1), registry.resolve(name, 2)]);
    expect([answerOf(host), host.current.version]).toEqual(['food', one.id]);
    await host.promote('v2', { by: 'ana', reason: 'sweeter', expected: one.id });
    expect([answerOf(host), host.current.version]).toEqual(['treats', two.id]);
    expect((await other.resolve(name, 'champion')).number).toBe(2);
    await expect(host.promote('3', { by, reason: 'x', expected: one.id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(answerOf(host)).toBe('treats');
    await host.rollback({ by: 'ben', reason: 'too sweet' });
    expect([answerOf(host), host.current.version]).toEqual(['food', one.id]);
    const { items } = await other.history(name);
    expect(items.map(({ action, by: who, reason }) => [action, who, reason])).toEqual([
      ['rollback', 'ben', 'too sweet'],
      ['promote', 'ana', 'sweeter'],
      ['promote', by, 'first'],
    ]);
    await expect(host.rollback({ by, reason: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('follow what another process promotes, and a rollback of what answers no longer is a conflict', async () => {
    const { registry, other } = await registryOfThree();
    const host = await open({ registry, name }, { followMs: 10 });
    await other.promote(name, 2, { by, reason: 'better' });
    await eventually(() => answerOf(host) === 'treats');
    const still = await open({ registry, name });
    await other.promote(name, 3, { by, reason: 'better' });
    await expect(still.rollback({ by, reason: 'x' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await other.resolve(name, 'champion')).number).toBe(3);
    await still.reload();
    expect(answerOf(still)).toBe('bread');
  });

  test('are rolled back once by two servers that do it at once', async () => {
    const { registry, other } = await registryOfThree();
    await registry.promote(name, 2, { by, reason: 'better' });
    await registry.promote(name, 3, { by, reason: 'better still' });
    const both = [await open({ registry, name }), await open({ registry: other, name })];
    const outcomes = await Promise.allSettled(both.map((host) => host.rollback({ by, reason: 'worse' })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'CONFLICT' },
    });
    expect((await other.resolve(name, 'champion')).number).toBe(2);
  });

  test('that cannot be loaded are not promoted, not swapped in, and said to be so', async () => {
    const { registry, other, store } = await registryOfThree();
    const said: string[] = [];
    const logger = { ...silentLogger, warn: (_: object, message: string) => void said.push(message) };
    const host = await open({ registry, name }, { followMs: 10, logger });
    const { id } = await other.resolve(name, 2);
    await other.promote(name, 3, { by, reason: 'for a moment' });
    await eventually(() => answerOf(host) === 'bread');
    for (const file of await store.list(`files/${name}/`)) await store.put(file, Uint8Array.of(1, 2, 3));
    await expect(host.promote(id, { by, reason: 'x' })).rejects.toMatchObject({ code: 'NOT_READY' });
    await expect(host.reload()).rejects.toMatchObject({ code: 'NOT_READY' });
    expect((await other.resolve(name, 'champion')).number).toBe(3);
    // Whoever protects nothing can promote what is damaged.
    await artifactRegistry(store, { protectedAliases: [] }).promote(name, 1, { by, reason: 'blind' });
    await eventually(() => said.length > 0);
    expect(said[0]).toBe('What changed could not be taken in; what answered before answers on.');
    expect(answerOf(host)).toBe('bread');
  });

  test('that cannot be looked at keep no correction away, which is said once, as is that they can again', async () => {
    const { registry } = await registryOfThree();
    let isDown = false;
    const failing: ModelRegistry = {
      ...registry,
      resolve: (...given) => (isDown ? Promise.reject(new Error('down')) : registry.resolve(...given)),
    };
    const said: string[] = [];
    const logger = {
      ...silentLogger,
      warn: (fields: object) => void said.push(`warn ${JSON.stringify({ ...fields, err: undefined })}`),
      info: (fields: object) => void said.push(`info ${JSON.stringify(fields)}`),
    };
    const feedback = memoryFeedbackLog();
    const host = await open({ registry: failing, name }, { followMs: 5, logger, feedback });
    isDown = true;
    await eventually(() => said.length > 0);
    await feedback.append('tenant-1', { transaction: bakery, category: 'snacks', by });
    await eventually(() => answerOf(host) === 'snacks');
    isDown = false;
    await eventually(() => said.length > 1);
    const fields = '{"tenant":"tenant-1","what":"models"}';
    expect(said).toEqual([`warn ${fields}`, `info ${fields}`]);
  });

  test('without a champion do not start', async () => {
    const registry = artifactRegistry(memoryArtifactStore());
    await registry.register(name, food, { by });
    await expect(open({ registry, name })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(open({ registry, name: 'absent' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a request that began sees the same models to its end, whatever is swapped meanwhile', async () => {
    const { registry } = await registryOfThree();
    const host = await open({ registry, name });
    let swaps = 0;
    const swapping = (async () => {
      for (const version of ['2', '3', '1', '2', '3', '1']) {
        await host.promote(version, { by, reason: 'next' });
        swaps++;
      }
    })();
    let requests = 0;
    while (swaps < 6) {
      const { suite, version } = host.current;
      const first = suite.category.predict(bakery).category;
      await new Promise((resolve) => setTimeout(resolve, 0));
      expect(suite.category.predict(bakery).category).toBe(first);
      expect(version).not.toBeNull();
      requests++;
    }
    await swapping;
    expect(requests).toBeGreaterThan(6);
    expect(answerOf(host)).toBe('food');
  });
});

describe('corrections', () => {
  const correction = { transaction: bakery, category: 'snacks', by };

  test('change answers and revision, outlive a swap, and are not those of another tenant', async () => {
    const { registry } = await registryOfThree();
    const feedback = memoryFeedbackLog();
    const host = await open({ registry, name }, { feedback });
    const elsewhere = await open({ registry, name }, { feedback, tenant: 'tenant-2' });
    const before = host.current;
    await feedback.append('tenant-1', correction);
    await host.readCorrections();
    expect(answerOf(host)).toBe('snacks');
    expect(host.current.revision).not.toBe(before.revision);
    expect(host.current.since).toBe(before.since);
    await host.promote('2', { by, reason: 'better' });
    expect(answerOf(host)).toBe('snacks');
    await elsewhere.readCorrections();
    expect(answerOf(elsewhere)).toBe('food');
  });

  test('that were read before the log failed are another revision, though nothing more comes', async () => {
    const feedback = memoryFeedbackLog();
    let isDown = false;
    const log: typeof feedback = {
      ...feedback,
      async events(scope, options) {
        if (isDown && (options?.after ?? 0) >= 1_000) throw new TitansError('DATABASE_UNAVAILABLE', 'Down.');
        return feedback.events(scope, options);
      },
    };
    const host = await open(food, { feedback: log });
    const before = host.current;
    await feedback.append('tenant-1', correction);
    // A page of 1,000 events is full, so that another one is asked for.
    for (let label = 1; label < 1_000; label++) {
      await feedback.append('tenant-1', {
        transaction: bakery,
        isAnomaly: true,
        transactionId: `t${label}`,
        by,
      });
    }
    isDown = true;
    await expect(host.readCorrections()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    isDown = false;
    await host.readCorrections();
    expect(answerOf(host)).toBe('snacks');
    expect(host.current.revision).not.toBe(before.revision);
  });

  test('of another process are taken in', async () => {
    const feedback = memoryFeedbackLog();
    const host = await open(food, { feedback, followMs: 10 });
    await feedback.append('tenant-1', correction);
    await eventually(() => answerOf(host) === 'snacks');
  });

  test('that a version was trained with are not applied to it once more', async () => {
    const { registry } = await registryOfThree();
    const feedback = memoryFeedbackLog();
    const { sequence } = await feedback.append('tenant-1', correction);
    await registry.setTags(name, 2, { [correctionsTag]: String(sequence) }, { by });
    const host = await open({ registry, name }, { feedback });
    expect(answerOf(host)).toBe('snacks');
    await host.promote('2', { by, reason: 'trained with it' });
    expect(answerOf(host)).toBe('treats');
  });

  test('made while models are swapped are known to those that answer afterwards', async () => {
    const { registry } = await registryOfThree();
    const feedback = memoryFeedbackLog();
    const host = await open({ registry, name }, { feedback });
    for (let round = 0; round < 6; round++) {
      const category = `snacks ${round}`;
      const swap = host.promote(String(1 + ((round + 1) % 3)), { by, reason: 'next' });
      await new Promise((resolve) => setTimeout(resolve, round));
      await feedback.append('tenant-1', { ...correction, category });
      await host.readCorrections();
      expect(answerOf(host)).toBe(category);
      await swap;
      expect(answerOf(host)).toBe(category);
    }
  });
});
