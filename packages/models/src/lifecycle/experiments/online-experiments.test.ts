import { type Database, databaseKeyValueStore, type KeyValueStore, memoryKeyValueStore } from '@titans/core';
import { openRedis } from '@titans/core/redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import { findRedis, type RedisServer, startRedis } from '../../../../core/src/testing/redis-server.js';
import { onlineExperimentsConformance } from '../conformance/online-experiments.js';
import type { NewExperiment } from './experiment.js';
import { onlineExperiments } from './online-experiments.js';

describe('in memory', () => {
  for (const { name, run } of onlineExperimentsConformance(() => memoryKeyValueStore())) test(name, run);
});

describe('in a database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database.close());
  for (const { name, run } of onlineExperimentsConformance(() => databaseKeyValueStore(database)))
    test(name, run);
});

describe.skipIf(findRedis() === undefined)('on a Redis server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());
  for (const { name, run } of onlineExperimentsConformance(() => openRedis(server.patient))) test(name, run);
});

const by = 'tester';
const reason = 'a test';
const planned: NewExperiment = {
  id: 'one',
  model: 'transactions',
  champion: { version: 'v1', weight: 1 },
  challenger: { version: 'v2', weight: 1 },
  metric: { name: 'accuracy', direction: 'higher', range: [0, 1] },
  unit: 'transaction',
};

describe('a process that dies', () => {
  /** A store that fails from the nth write on. */
  function dying(store: KeyValueStore, writes: number): KeyValueStore {
    let left = writes;
    const write = <T>(work: () => Promise<T>): Promise<T> =>
      left-- > 0 ? work() : Promise.reject(new Error('The process died.'));
    return {
      ...store,
      set: (...given) => write(() => store.set(...given)),
      compareAndSet: (...given) => write(() => store.compareAndSet(...given)),
    };
  }

  test('after any of its writes has an outcome counted once, when another one gives it again', async () => {
    const outcomes = [1, 2, 3].map((index) => ({
      id: `o-${index}`,
      unit: `u-${index}`,
      champion: { accuracy: 1 },
    }));
    let deaths = 0;
    for (let writes = 0; writes < 9; writes++) {
      const store = memoryKeyValueStore();
      const experiments = onlineExperiments({ store });
      await experiments.create(planned, { by });
      await experiments.start('one', { by, reason });
      const died = await onlineExperiments({ store: dying(store, writes) })
        .record('one', { outcomes })
        .then(
          () => false,
          () => true,
        );
      if (died) deaths++;
      await experiments.record('one', { outcomes });
      expect((await experiments.get('one')).metric.champion, `after ${writes} writes`).toEqual({
        rows: 3,
        mean: 1,
      });
    }
    // Three marks, one record, three marks again.
    expect(deaths).toBe(7);
  });
});

test('a draft that is started while it is discarded runs', async () => {
  const store = memoryKeyValueStore();
  const here = onlineExperiments({ store });
  await here.create(planned, { by });
  let isStarted = false;
  const there = onlineExperiments({
    store: {
      ...store,
      async get(key) {
        const found = await store.get(key);
        if (!isStarted) {
          isStarted = true;
          await here.start('one', { by, reason });
        }
        return found;
      },
    },
  });
  await expect(there.discard('one')).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await here.running())?.plan.id).toBe('one');
});

test('what is kept does not grow with what is observed', async () => {
  const store = memoryKeyValueStore();
  const experiments = onlineExperiments({ store });
  await experiments.create({ ...planned, unit: 'account', minimumRows: 1_000_000 }, { by });
  await experiments.start('one', { by, reason });
  const lengths: number[] = [];
  for (let batch = 0; batch < 4; batch++) {
    const outcomes = Array.from({ length: 640 }, (_, index) => ({
      id: `${batch}-${index}`,
      unit: `account-${index}`,
      challenger: { accuracy: index % 2 },
    }));
    await experiments.record('one', { outcomes });
    lengths.push((await store.get('titans:experiments:default:of:one'))?.value.length ?? 0);
  }
  expect(lengths.at(-1)).toBeLessThan((lengths[0] ?? 0) * 1.05);
  expect(lengths.at(-1)).toBeLessThan(20_000);
  expect((await experiments.get('one')).metric.challenger).toEqual({ rows: 2_560, mean: 0.5 });
});

describe('rules', () => {
  const record = async (plan: Partial<NewExperiment>, rows: number, values: (index: number) => object) => {
    const experiments = onlineExperiments({ store: memoryKeyValueStore() });
    await experiments.create({ ...planned, ...plan }, { by });
    await experiments.start('one', { by, reason });
    const outcomes = Array.from({ length: rows }, (_, index) => ({ unit: `u-${index}`, ...values(index) }));
    await experiments.record('one', { outcomes });
    return experiments.get('one');
  };
  const slower = (index: number): object => ({
    [index % 2 ? 'champion' : 'challenger']: {
      accuracy: index % 3 ? 1 : 0,
      latency: (index % 2 ? 10 : 14) + (index % 5),
    },
  });
  const latency = { name: 'latency', direction: 'lower' } as const;

  test('a guard stops what makes something worse, beyond its tolerance', async () => {
    const stopped = await record({ guards: [{ ...latency, tolerance: 1 }] }, 600, slower);
    expect([stopped.state, stopped.changes.at(-1)]).toEqual([
      'stopped',
      expect.objectContaining({ by: 'titans', reason: 'the challenger makes latency worse' }),
    ]);
    expect(stopped.guards[0]).toMatchObject({ metric: 'latency', difference: 4, state: 'worse' });
    expect((await record({ guards: [{ ...latency, tolerance: 5 }] }, 600, slower)).state).toBe('running');
    expect((await record({ guards: [{ ...latency, tolerance: null }] }, 600, slower)).state).toBe('running');
  });

  test('rules that are not asked for stop nothing', async () => {
    const better = (index: number): object =>
      index % 2 ? { champion: { accuracy: 0 } } : { challenger: { accuracy: 1 } };
    const report = await record({ stopOn: ['worse', 'guard'] }, 600, better);
    expect([report.state, report.metric.state]).toEqual(['running', 'better']);
  });

  test('what was found is not turned round by chance afterwards, but by what is found then', async () => {
    const experiments = onlineExperiments({ store: memoryKeyValueStore() });
    await experiments.create({ ...planned, stopOn: [] }, { by });
    await experiments.start('one', { by, reason });
    /** So many outcomes of each variant, in turns, of which so many are right. */
    const add = async (name: string, rows: number, champion: number, challenger: number) => {
      const outcomes = Array.from({ length: rows }, (_, index) => [
        { unit: `${name}-${index}`, champion: { accuracy: index < champion ? 1 : 0 } },
        { unit: `${name}+${index}`, challenger: { accuracy: index < challenger ? 1 : 0 } },
      ]).flat();
      await experiments.record('one', { outcomes });
      return (await experiments.get('one')).metric;
    };
    const first = await add('first', 200, 60, 120);
    expect([first.state, (first.lower ?? 0) > 0]).toEqual(['better', true]);
    // 1,060 of 2,200 against 1,050 of 2,200.
    const even = await add('even', 2_000, 1_000, 930);
    expect(even.difference).toBeCloseTo(-10 / 2_200, 12);
    expect([(even.lower ?? 0) < 0, (even.upper ?? 0) > 0]).toEqual([true, true]);
    expect([even.state, even.pValue]).toEqual(['better', first.pValue]);
    const worse = await add('worse', 2_000, 1_000, 600);
    expect([worse.state, (worse.upper ?? 0) < 0]).toEqual(['worse', true]);
  });

  test('units that come in other shares stop it', async () => {
    const experiments = onlineExperiments({ store: memoryKeyValueStore() });
    await experiments.create(planned, { by });
    await experiments.start('one', { by, reason });
    await experiments.record('one', { newUnits: { champion: 5_200, challenger: 4_800 } });
    const { state, sampleRatio } = await experiments.get('one');
    // 52 % of 10,000 units: the p-value is tested beside the test itself.
    expect([state, sampleRatio.isMismatched]).toEqual(['running', false]);
    await experiments.record('one', { newUnits: { champion: 5_200, challenger: 4_800 } });
    const stopped = await experiments.get('one');
    expect([stopped.state, stopped.sampleRatio.isMismatched]).toEqual(['stopped', true]);
  });

  test('too few accounts say nothing, however many outcomes they have', async () => {
    const fewAccounts = (index: number): object => ({
      unit: `account-${index % 20}`,
      [index % 2 ? 'champion' : 'challenger']: { accuracy: index % 2 },
    });
    const report = await record({ unit: 'account' }, 5_000, fewAccounts);
    expect(report.metric).toMatchObject({ state: 'insufficient', pValue: 1, lower: null, difference: -1 });
  });
});

describe('shadow traffic', () => {
  test('is compared in pairs, which tell more than two samples', async () => {
    const results = [];
    for (const mode of ['shadow', 'split'] as const) {
      const experiments = onlineExperiments({ store: memoryKeyValueStore() });
      await experiments.create({ ...planned, mode, stopOn: [] }, { by });
      await experiments.start('one', { by, reason });
      // Right answers of the champion in 60 %; the challenger is right where it is, and in every tenth question beside.
      const outcomes = Array.from({ length: 400 }, (_, index) => {
        const right = index % 10 < 6 ? 1 : 0;
        const other = index % 10 === 9 ? 1 : right;
        return { unit: `u-${index}`, champion: { accuracy: right }, challenger: { accuracy: other } };
      });
      await experiments.record('one', { outcomes });
      results.push((await experiments.get('one')).metric);
    }
    const [paired, apart] = results;
    expect(paired?.difference).toBeCloseTo(0.1, 12);
    expect(apart?.difference).toBeCloseTo(0.1, 12);
    expect([paired?.state, apart?.state]).toEqual(['better', 'undecided']);
    expect(paired?.pValue).toBeLessThan(0.001);
  });
});

describe('what cannot be', () => {
  test.each<[Partial<NewExperiment>, string]>([
    [{ id: 'a b' }, 'id'],
    [{ alpha: 0 }, 'alpha'],
    [{ alpha: Number.NaN }, 'alpha'],
    [{ minimumRows: 5 }, 'minimumRows'],
    [{ plannedRows: 30 }, 'plannedRows'],
    [{ maximumMs: 0 }, 'maximumMs'],
    [{ challenger: { version: 'v2', weight: 0 } }, 'challenger.weight'],
    [{ champion: { version: '', weight: 1 } }, 'champion.version'],
    [{ metric: { name: 'x', direction: 'higher', range: [1, 0] } }, 'metric.range'],
    [{ guards: [{ name: 'accuracy', direction: 'lower', tolerance: 0 }] }, 'guards'],
    [{ guards: [{ name: 'latency', direction: 'lower', tolerance: -1 }] }, 'guards.tolerance'],
  ])('is refused: %j', async (wrong, field) => {
    const experiments = onlineExperiments({ store: memoryKeyValueStore() });
    await expect(experiments.create({ ...planned, ...wrong }, { by })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field },
    });
  });

  test('values that are no numbers are refused before anything is counted', async () => {
    const experiments = onlineExperiments({ store: memoryKeyValueStore() });
    await experiments.create(planned, { by });
    await experiments.start('one', { by, reason });
    const outcomes = [
      { unit: 'u', champion: { accuracy: 1 } },
      { unit: 'v', champion: { accuracy: Number.NaN } },
    ];
    await expect(experiments.record('one', { outcomes })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect((await experiments.get('one')).metric.champion.rows).toBe(0);
  });
});
