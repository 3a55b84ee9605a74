import {
  createRandom,
  type Database,
  databaseKeyValueStore,
  type KeyValueStore,
  memoryKeyValueStore,
  TitansError,
} from '@titans/core';
import { openPostgres } from '@titans/core/postgres';
import { openRedis } from '@titans/core/redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  findPostgres,
  type PostgresServer,
  startPostgres,
} from '../../../../core/src/testing/postgres-server.js';
import { findRedis, type RedisServer, startRedis } from '../../../../core/src/testing/redis-server.js';
import type { PerformanceBaseline } from './baseline.js';
import type { MonitoredPrediction, ObservedLabel } from './monitored-prediction.js';
import {
  type PerformanceMonitor,
  type PerformanceMonitorOptions,
  performanceMonitor,
} from './performance-monitor.js';

const baselines: readonly PerformanceBaseline[] = [
  {
    ...{ task: 'category', kind: 'classification', modelVersion: 'category@1' },
    figures: [{ metric: 'accuracy', value: 0.9, n: 500, standardError: null }],
  },
  {
    ...{ task: 'amount', kind: 'regression', modelVersion: 'amount@1' },
    figures: [{ metric: 'mae', value: 4, n: 500, standardError: 0.2 }],
  },
];
const start = Date.UTC(2025, 0, 1);

/** Predictions about so many transactions, and their labels in another order. */
function script(rows: number): {
  predictions: readonly MonitoredPrediction[];
  labels: readonly ObservedLabel[];
} {
  const random = createRandom(3, 'monitor');
  const names = ['food', 'fuel', 'rent'];
  const predictions: MonitoredPrediction[] = [];
  const labels: ObservedLabel[] = [];
  for (let row = 0; row < rows; row++) {
    const common = { id: `p${row}`, alias: `default/t${row}`, at: start + row * 1_000 };
    const predicted = names[random.integer(3)] as string;
    const confidence = 0.5 + random.float() / 2;
    predictions.push({ ...common, task: 'category', modelVersion: 'category@1', predicted, confidence });
    predictions.push({ ...common, task: 'amount', modelVersion: 'amount@1', predicted: row });
    const actual = random.float() < confidence ? predicted : (names[random.integer(3)] as string);
    labels.push({ id: row % 2 === 0 ? `p${row}` : `default/t${row}`, task: 'category', actual, at: start });
    labels.push({ id: `p${row}`, task: 'amount', actual: row + 8 * random.normal(), at: start });
  }
  return { predictions, labels: random.shuffle(labels) };
}

function watch(store: KeyValueStore, more: Partial<PerformanceMonitorOptions> = {}): PerformanceMonitor {
  const window = { days: 20 / 86_400 };
  return performanceMonitor({
    store,
    baselines,
    window,
    scope: 'test',
    now: () => start,
    ...more,
  });
}

async function reported(monitor: PerformanceMonitor): Promise<unknown> {
  return JSON.parse(JSON.stringify([await monitor.summary('category'), await monitor.summary('amount')]));
}

async function inOneGo(store: KeyValueStore): Promise<unknown> {
  const { predictions, labels } = script(60);
  const monitor = watch(store);
  await monitor.record(predictions);
  await monitor.observe(labels);
  return reported(monitor);
}

/**
 * Sums are made in the order of events, so that their last digits may differ; and the p-value is the smallest so far, which
 * depends on what came first.
 */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, each: unknown) => {
      if (name === 'p_value') return undefined;
      return typeof each === 'number' ? Number(each.toPrecision(9)) : each;
    }),
  );
}

let redis: RedisServer | undefined;
let postgres: PostgresServer | undefined;
let database: Database | undefined;
beforeAll(async () => {
  [redis, postgres] = await Promise.all([
    findRedis() === undefined ? undefined : startRedis(),
    findPostgres() === undefined ? undefined : startPostgres(),
  ]);
  if (postgres !== undefined) database = await openPostgres(postgres.url);
}, 60_000);
afterAll(async () => {
  await database?.close();
  await Promise.all([redis?.stop(), postgres?.stop()]);
});

const places: readonly {
  name: string;
  isAbsent: boolean;
  open: () => Promise<KeyValueStore> | KeyValueStore;
}[] = [
  { name: 'in memory', isAbsent: false, open: () => memoryKeyValueStore() },
  {
    name: 'in PostgreSQL',
    isAbsent: findPostgres() === undefined,
    open: () => databaseKeyValueStore(database as Database),
  },
  {
    name: 'in Redis',
    isAbsent: findRedis() === undefined,
    open: () => openRedis((redis as RedisServer).patient),
  },
];

for (const { name, isAbsent, open } of places) {
  describe.skipIf(isAbsent)(name, () => {
    test('several processes on one store, in pieces and in any order, count what one counts in one go', async () => {
      const expected = rounded(await inOneGo(memoryKeyValueStore()));
      const store = await open();
      const { predictions, labels } = script(60);
      const monitors = [watch(store), watch(store), watch(store)];
      const pieces = Array.from({ length: 6 }, (_, piece) => piece);
      await Promise.all(
        pieces.flatMap((piece) => [
          monitors[piece % 3]?.record(predictions.slice(piece * 20, piece * 20 + 20)),
          monitors[(piece + 1) % 3]?.observe(labels.slice(piece * 20, piece * 20 + 20)),
          // Told twice by another one.
          monitors[(piece + 2) % 3]?.observe(labels.slice(piece * 20, piece * 20 + 5)),
        ]),
      );
      expect(rounded(await reported(watch(store)))).toEqual(expected);
      await store.close();
    }, 30_000);
  });
}

test('whatever fails between two steps is made good by trying again, and counted once', async () => {
  const expected = rounded(await inOneGo(memoryKeyValueStore()));
  const store = memoryKeyValueStore();
  const random = createRandom(9, 'failures');
  const broken = (): TitansError => new TitansError('STORE_UNAVAILABLE', 'The store cannot be reached.');
  let failures = 0;
  /** Fails before or after it has done what was asked. */
  const unsure =
    <Given extends unknown[], Result>(
      work: (...given: Given) => Promise<Result>,
    ): ((...given: Given) => Promise<Result>) =>
    async (...given) => {
      const draw = random.float();
      if (draw < 0.005) {
        failures++;
        throw broken();
      }
      const result = await work(...given);
      if (draw > 0.995) {
        failures++;
        throw broken();
      }
      return result;
    };
  const flaky: KeyValueStore = {
    ...store,
    get: unsure(store.get),
    compareAndSet: unsure(store.compareAndSet),
    increment: unsure(store.increment),
  };
  const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
      }
    }
  };
  const { predictions, labels } = script(60);
  for (let first = 0; first < predictions.length; first += 20) {
    await untilDone(() => watch(flaky).record(predictions.slice(first, first + 20)));
    await untilDone(() => watch(flaky).observe(labels.slice(first, first + 20)));
  }
  expect(failures).toBeGreaterThan(10);
  expect(rounded(await reported(watch(store)))).toEqual(expected);
});
