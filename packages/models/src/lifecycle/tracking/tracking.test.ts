import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ArtifactStore,
  createTransaction,
  type Database,
  memoryArtifactStore,
  TitansError,
  tableFromRows,
} from '@titans/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryDatabase } from '../../../../core/src/testing/memory-database.js';
import { type TrackerSubject, trackerConformance } from '../conformance/tracker.js';
import { artifactTracker } from './artifact-tracker.js';
import { bestRun, type MetricDirection, metricDirection } from './best-run.js';
import { compareRuns, logLosses } from './compare-runs.js';
import { databaseTracker, fileTracker, memoryTracker } from './stores.js';
import { trackTraining } from './track-training.js';
import type { ActiveRun, Tracker } from './tracker.js';

describe('in memory', () => {
  const create = (): TrackerSubject => {
    const store = memoryArtifactStore();
    return { open: () => artifactTracker(store) };
  };
  for (const { name, run } of trackerConformance(create)) test(name, run);
});

describe('in a directory', () => {
  const create = async (): Promise<TrackerSubject> => {
    const path = await mkdtemp(join(tmpdir(), 'titans-tracking-'));
    return { open: () => fileTracker(path), close: () => rm(path, { recursive: true }) };
  };
  for (const { name, run } of trackerConformance(create)) test(name, run);
});

describe('in a database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openMemoryDatabase();
  });
  afterAll(() => database.close());
  const create = (): TrackerSubject => ({ open: () => databaseTracker(database) });
  for (const { name, run } of trackerConformance(create)) test(name, run);
});

describe('several writers', () => {
  test('end a run once, and measure nothing after it', async () => {
    const store = memoryArtifactStore();
    const run = await artifactTracker(store).start('e');
    const others = await Promise.all([1, 2, 3].map(() => artifactTracker(store).resume(run.id)));
    const ends = await Promise.allSettled(others.map((other) => other.end()));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(run.logMetrics({ late: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('lose nothing of what they log at once', async () => {
    const store = memoryArtifactStore();
    const run = await artifactTracker(store).start('e');
    const other = await artifactTracker(store).resume(run.id);
    const steps = Array.from({ length: 50 }, (_, step) => step);
    await Promise.all(steps.map((step) => (step % 2 ? run : other).logMetrics({ loss: step }, { step })));
    const history = await artifactTracker(store).metricHistory(run.id, 'loss');
    expect(history.map(({ value }) => value)).toEqual(steps);
  });

  test('write once where the answer of the store was lost', async () => {
    const store = memoryArtifactStore();
    let isLost = false;
    const lossy: ArtifactStore = {
      ...store,
      async putIfAbsent(name, bytes) {
        const isMade = await store.putIfAbsent(name, bytes);
        return isMade && !isLost;
      },
    };
    const tracker = artifactTracker(lossy);
    const run = await tracker.start('e');
    isLost = true;
    await run.logMetrics({ loss: 1 });
    await run.end();
    expect(await tracker.metricHistory(run.id, 'loss')).toHaveLength(1);
  });
});

test('runs of one millisecond are listed in the order in which they began', async () => {
  const tracker = memoryTracker({ now: () => 1_700_000_000_000 });
  const ids: string[] = [];
  for (let index = 0; index < 20; index++) ids.push((await tracker.start('e')).id);
  const { items } = await tracker.runs('e');
  expect(items.map(({ id }) => id)).toEqual(ids.toReversed());
});

test('what logs a step reads no earlier one again', async () => {
  const store = memoryArtifactStore();
  let reads = 0;
  const counted: ArtifactStore = {
    ...store,
    get(name) {
      reads++;
      return store.get(name);
    },
  };
  const run = await artifactTracker(counted).start('e');
  reads = 0;
  for (let step = 0; step < 30; step++) await run.logMetrics({ loss: step }, { step });
  expect(reads).toBe(0);
});

describe('the best run', () => {
  test('is the best in the direction of its metric, among those that finished', async () => {
    const tracker = memoryTracker();
    const figures = [
      { accuracy: 0.8, mae: 12, 'category.macro_f1': 0.5 },
      { accuracy: 0.9, mae: 15, 'category.macro_f1': Number.NaN },
      { accuracy: 0.7, mae: 11, 'category.macro_f1': 0.6 },
    ];
    const ids: string[] = [];
    for (const metrics of figures) {
      const run = await tracker.start('e');
      await run.logMetrics(metrics);
      await run.end();
      ids.push(run.id);
    }
    const failed = await tracker.start('e');
    await failed.logMetrics({ accuracy: 1, mae: 0 });
    await failed.end('failed');
    expect((await bestRun(tracker, 'e', { metric: 'accuracy' }))?.id).toBe(ids[1]);
    expect((await bestRun(tracker, 'e', { metric: 'mae' }))?.id).toBe(ids[2]);
    expect((await bestRun(tracker, 'e', { metric: 'mae', direction: 'higher' }))?.id).toBe(ids[1]);
    expect((await bestRun(tracker, 'e', { metric: 'category.macro_f1' }))?.id).toBe(ids[2]);
    expect(await bestRun(tracker, 'e', { metric: 'rmse' })).toBeNull();
    const direction = 'up' as MetricDirection;
    await expect(bestRun(tracker, 'e', { metric: 'mae', direction })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(bestRun(tracker, 'e', { metric: 'speed' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test.each([
    ['accuracy_new_payees', 'higher'],
    ['amount.mae', 'lower'],
    ['f1_weighted', 'higher'],
    ['ece', 'lower'],
  ])('of %s, %s is better', (metric, direction) => {
    expect(metricDirection(metric)).toBe(direction);
  });
});

describe('two runs', () => {
  async function runWith(
    start: () => Promise<ActiveRun>,
    rows: string,
    losses: readonly number[],
  ): Promise<string> {
    const run = await start();
    await logLosses(run, { metric: 'mae', rows, losses: Float64Array.from(losses) });
    await run.logMetrics({ mae: losses.reduce((sum, loss) => sum + loss, 0) / losses.length });
    await run.end();
    return run.id;
  }

  test('differ beyond chance, or not, by the losses of the same rows', async () => {
    const tracker = memoryTracker();
    const base = Array.from({ length: 60 }, (_, row) => 1 + (row % 7) / 10);
    const start = (rate: number) => () => tracker.start('e', { params: { rate, depth: 3 } });
    const first = await runWith(start(0.1), 'may', base);
    const worse = await runWith(
      start(0.2),
      'may',
      base.map((loss) => loss + 0.1),
    );
    const alike = await runWith(
      start(0.1),
      'may',
      base.map((loss, row) => loss + (row % 2 ? 0.05 : -0.05)),
    );
    const elsewhere = await runWith(start(0.1), 'june', base);

    const compared = await compareRuns(tracker, first, worse, { metric: 'mae' });
    expect(compared).toMatchObject({
      direction: 'lower',
      better: 'this',
      n: 60,
      params: [{ name: 'rate', value: '0.1', otherValue: '0.2' }],
    });
    expect(compared.pValue).toBeLessThan(0.01);
    expect(await compareRuns(tracker, worse, first, { metric: 'mae' })).toMatchObject({ better: 'other' });
    expect(await compareRuns(tracker, first, alike, { metric: 'mae' })).toMatchObject({
      better: 'undecided',
      params: [],
    });
    expect(await compareRuns(tracker, first, elsewhere, { metric: 'mae' })).toMatchObject({
      better: 'undecided',
      pValue: null,
      n: 0,
    });
  });

  test('are not told apart by two rows, and parameters are not taken for members of objects', async () => {
    const tracker = memoryTracker();
    const first = await runWith(() => tracker.start('e'), 'may', [1, 2]);
    const params = { constructor: 'x' };
    const second = await runWith(() => tracker.start('e', { params }), 'may', [1.1, 2.1]);
    expect(await compareRuns(tracker, first, second, { metric: 'mae' })).toMatchObject({
      better: 'undecided',
      pValue: 0.5,
      params: [{ name: 'constructor', value: null, otherValue: 'x' }],
    });
  });
});

describe('a training', () => {
  const table = tableFromRows(
    Array.from({ length: 40 }, (_, index) =>
      createTransaction({
        date: `2024-0${1 + Math.floor(index / 10)}-${String(1 + (index % 28)).padStart(2, '0')}`,
        description: index % 2 ? 'CITY GROCERY' : 'FUEL STATION',
        amount: -10 - (index % 5),
        category: index % 2 ? 'food' : 'fuel',
      }),
    ),
  );

  test('is remembered with what was set, measured and made', async () => {
    const tracker = memoryTracker();
    const { suite, run } = await trackTraining(table, {
      tracker,
      experiment: 'nightly',
      runName: 'may',
      codeVersion: 'abc123',
      tasks: ['category'],
      seed: 7,
    });
    expect(run).toMatchObject({ status: 'finished', name: 'may', params: { seed: '7', tasks: 'category' } });
    expect(run?.tags).toMatchObject({
      'titans.data_fingerprint': suite.report.dataFingerprint,
      'titans.code_version': 'abc123',
      'titans.model.category': suite.category.version,
    });
    const figures = new Map(run?.metrics.map(({ name, value }) => [name, value]));
    for (const { task, metric, value } of suite.report.rows()) {
      expect(figures.get(`${task}.${metric}`)).toEqual(value);
    }
    const paths = (await tracker.files(run?.id ?? '')).map(({ path }) => path);
    for (const kind of ['json', 'md', 'html']) expect(paths).toContain(`cards/category.${kind}`);
    expect(paths.some((path) => path.startsWith('suite/'))).toBe(true);
  });

  test('can be paired with another on the same data, row by row, and not with one on others', async () => {
    const tracker = memoryTracker();
    const training = {
      tracker,
      experiment: 'pairs',
      tasks: ['category', 'amount'],
      budget: 'quick',
    } as const;
    const one = await trackTraining(table, { ...training, seed: 1 });
    const other = await trackTraining(table, { ...training, seed: 1, category: { lexicon: false } });
    const later = await trackTraining(tableFromRows([...table.rows()].slice(1)), { ...training, seed: 1 });
    const [first = '', second = '', third = ''] = [one, other, later].map(({ run }) => run?.id);
    for (const metric of ['category.accuracy', 'category.log_loss', 'amount.mae']) {
      const paired = await compareRuns(tracker, first, second, { metric });
      const { losses } = JSON.parse(
        new TextDecoder().decode(await tracker.file(first, `losses/${metric}.json`)),
      ) as { losses: readonly number[] };
      expect([paired.n, paired.pValue === null]).toEqual([losses.length, false]);
      const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
      // Of repeated random splits the losses are the mean of each row, the figure that of each split.
      if (metric !== 'amount.mae')
        expect(metric === 'category.accuracy' ? 1 - mean : mean).toBeCloseTo(paired.value ?? 0, 12);
      const unpaired = await compareRuns(tracker, first, third, { metric });
      expect([unpaired.n, unpaired.pValue, unpaired.better]).toEqual([0, null, 'undecided']);
    }
    const same = await compareRuns(tracker, first, first, { metric: 'amount.mae' });
    expect([same.pValue, same.better]).toEqual([1, 'undecided']);
  });

  test('is not lost with a tracker that fails after it', async () => {
    const tracker = memoryTracker();
    const failure = new TitansError('STORE_UNAVAILABLE', 'The disk is full.');
    const full: Tracker = {
      ...tracker,
      async start(experiment, options) {
        const run = await tracker.start(experiment, options);
        return { ...run, logFile: () => Promise.reject(failure) };
      },
    };
    const { suite, run, trackingError } = await trackTraining(table, {
      tracker: full,
      experiment: 'nightly',
      tasks: ['category'],
    });
    expect(suite.category.predict({ description: 'CITY GROCERY' }).category).toBe('food');
    expect([run, trackingError]).toEqual([null, failure]);
    expect((await tracker.runs('nightly')).items.map(({ status }) => status)).toEqual(['failed']);
  });

  test('that fails or is cancelled leaves a run that says so', async () => {
    const tracker = memoryTracker();
    const asked = { tracker, experiment: 'nightly', tasks: ['category'] as const };
    await expect(trackTraining(tableFromRows([]), asked)).rejects.toThrow();
    const controller = new AbortController();
    const cancelled = trackTraining(table, {
      ...asked,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'ABORTED' });
    const { items } = await tracker.runs('nightly');
    expect(items.map(({ status }) => status)).toEqual(['killed', 'failed']);
  });
});
