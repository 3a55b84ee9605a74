import { createRandom, memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { PerformanceBaseline } from './baseline.js';
import { type PerformanceMonitor, performanceMonitor } from './performance-monitor.js';

const day = 86_400_000;
const start = Date.UTC(2025, 0, 1);

function share(metric: string, value: number, n = 1_000): PerformanceBaseline['figures'][number] {
  return { metric, value, n, standardError: null };
}

const category: PerformanceBaseline = {
  task: 'category',
  kind: 'classification',
  modelVersion: 'category@1',
  figures: [share('accuracy', 0.95), share('macro_f1', 0.9)],
};
const amount: PerformanceBaseline = {
  task: 'amount',
  kind: 'regression',
  modelVersion: 'amount@1',
  figures: [{ metric: 'mae', value: 10, n: 1_000, standardError: 0.3 }, share('coverage', 0.8)],
};
const anomaly: PerformanceBaseline = {
  task: 'anomaly',
  kind: 'detection',
  modelVersion: 'anomaly@1',
  figures: [share('precision', 0.6, 200), share('recall', 0.5, 240), share('alert_share', 0.02, 10_000)],
};

/** Answers of which so many are right, with their labels. */
async function answer(monitor: PerformanceMonitor, prefix: string, right: number, n: number): Promise<void> {
  await monitor.record(
    Array.from({ length: n }, (_, index) => ({
      ...{ id: `${prefix}${index}`, task: 'category', modelVersion: 'category@1', predicted: 'food' },
      confidence: 0.9,
    })),
  );
  await monitor.observe(
    Array.from({ length: n }, (_, index) => ({
      ...{ id: `${prefix}${index}`, task: 'category', actual: index < right ? 'food' : 'rent' },
    })),
  );
}

describe('the summary', () => {
  test('measures a drop of 0.35 where .95 three times is followed by .60 five times', async () => {
    const monitor = performanceMonitor({
      ...{ store: memoryKeyValueStore(), baselines: [category], window: { rows: 20 }, now: () => start },
    });
    for (const [window, right] of [19, 19, 19, 12, 12, 12, 12, 12].entries()) {
      await answer(monitor, `${window}-`, right, 20);
    }
    const summary = await monitor.summary('category');
    // The specification's rule, mean of the first ten less mean of the last five, says 0.131 here.
    expect(summary.figures.find(({ metric }) => metric === 'accuracy')?.drop).toBeCloseTo(0.35, 12);
    expect(summary.state).toBe('degraded');
    // By hand: (3 × 0.95 + 5 × 0.6) ÷ 8 and √(15 ÷ 64) × 0.35.
    expect(summary.toJSON()).toMatchObject({
      model_name: 'category',
      total_evaluations: 8,
      current_accuracy: 0.6,
      min_accuracy: 0.6,
      max_accuracy: 0.95,
      last_evaluation: '2025-01-01T00:00:00.000Z',
    });
    expect(summary.averageAccuracy).toBeCloseTo(0.73125, 12);
    expect(summary.accuracyStd).toBeCloseTo(Math.sqrt(15 / 64) * 0.35, 12);
    expect(summary.toHtml()).toContain('worse than its baseline');
  });

  test('says that there are no labels, and what confidences promise', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    const one = { task: 'category', modelVersion: 'category@1', predicted: 'food' };
    await monitor.record([
      { ...one, id: 'a', confidence: 0.7 },
      { ...one, id: 'b', confidence: 0.9 },
    ]);
    const { state, currentAccuracy, predictions, predictionWindows } = await monitor.summary('category');
    expect([state, currentAccuracy, predictions]).toEqual(['unlabelled', null, 2]);
    const { value, lower, upper } = predictionWindows[0]?.estimate ?? { value: 0, lower: 0, upper: 0 };
    expect(value).toBeCloseTo(0.8, 12);
    // Three standard errors, √(0.95 × 0.05 ÷ 2) each.
    expect(lower).toBeCloseTo(0.8 - 3 * Math.sqrt((0.95 * 0.05) / 2), 12);
    expect(upper).toBe(1);
  });
});

describe('figures', () => {
  test('of numbers are those of their errors, ranges and rows', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [amount] });
    const predicted = [10, 20, 30, 40];
    const actual = [12, 17, 30, 60];
    await monitor.record(
      predicted.map((value, index) => ({
        ...{ id: `${index}`, task: 'amount', modelVersion: 'amount@1', predicted: value },
        interval: { lower: value - 5, upper: value + 5 },
      })),
    );
    await monitor.observe(actual.map((value, index) => ({ id: `${index}`, task: 'amount', actual: value })));
    const figures = new Map(
      (await monitor.summary('amount')).figures.map((figure) => [figure.metric, figure]),
    );
    // Errors 2, 3, 0, 20: scipy.stats.t.interval.
    expect(figures.get('mae')).toMatchObject({ value: 6.25, n: 4, baseline: 10, drop: -3.75 });
    expect(figures.get('mae')?.upper).toBeCloseTo(20.970_605_970_838_05, 9);
    expect(figures.get('rmse')?.value).toBeCloseTo(Math.sqrt(413 / 4), 12);
    expect(figures.get('coverage')).toMatchObject({ value: 0.75, n: 4 });
  });

  test('of what is reported are precision, recall and the share of alerts', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [anomaly] });
    const answers = [true, true, true, false, false, false, false, false];
    const labels = [true, true, false, true, false, false, false, false];
    await monitor.record(
      answers.map((predicted, index) => ({
        id: `${index}`,
        task: 'anomaly',
        modelVersion: 'anomaly@1',
        predicted,
      })),
    );
    await monitor.observe(labels.map((actual, index) => ({ id: `${index}`, task: 'anomaly', actual })));
    const figures = (await monitor.summary('anomaly')).figures;
    expect(figures.map(({ metric, value, n }) => [metric, value, n])).toEqual([
      ['precision', 2 / 3, 3],
      ['recall', 2 / 3, 3],
      ['alert_share', 3 / 8, 8],
    ]);
  });

  test('of classes are those of scikit-learn', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    const predicted = ['a', 'a', 'b', 'c', 'b', 'a', 'c', 'c'];
    const actual = ['a', 'b', 'b', 'c', 'a', 'a', 'c', 'b'];
    const confidence = [0.9, 0.6, 0.75, 0.95, 0.55, 0.8, 0.7, 0.65];
    await monitor.record(
      predicted.map((name, index) => {
        const sure = confidence[index] as number;
        const others = ['a', 'b', 'c'].filter((other) => other !== name);
        return {
          ...{
            id: `${index}`,
            task: 'category',
            modelVersion: 'category@1',
            predicted: name,
            confidence: sure,
          },
          probabilities: {
            [name]: sure,
            ...Object.fromEntries(others.map((other) => [other, (1 - sure) / 2])),
          },
        };
      }),
    );
    await monitor.observe(actual.map((name, index) => ({ id: `${index}`, task: 'category', actual: name })));
    const value = new Map(
      (await monitor.summary('category')).figures.map((figure) => [figure.metric, figure.value]),
    );
    expect(value.get('accuracy')).toBe(0.625);
    // sklearn.metrics.f1_score(average="macro") and log_loss of the same rows.
    expect(value.get('macro_f1')).toBeCloseTo((2 / 3 + 0.4 + 0.8) / 3, 12);
    const surprise =
      [0.9, 0.2, 0.75, 0.95, 0.225, 0.8, 0.7, 0.175].reduce((sum, p) => sum - Math.log(p), 0) / 8;
    expect(value.get('log_loss')).toBeCloseTo(surprise, 12);
  });
});

test('a thousand classes are told apart; what grows with every label without end is not kept', async () => {
  const monitor = performanceMonitor({
    store: memoryKeyValueStore(),
    baselines: [category],
    window: { days: 30 },
  });
  const one = { task: 'category', modelVersion: 'category@1' };
  const named = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const answered = async (rows: readonly number[]): Promise<ReadonlyMap<string, number>> => {
    await monitor.record(rows.map((row) => ({ ...one, id: `${row}`, predicted: `class ${row % 1_000}` })));
    // Wrong of every second thousand, and then always in another way.
    await monitor.observe(
      rows.map((row) => ({
        id: `${row}`,
        task: 'category',
        actual: row < 1_000 ? `class ${row}` : `${row}`,
      })),
    );
    return new Map((await monitor.summary('category')).figures.map(({ metric, value }) => [metric, value]));
  };
  const few = await answered(named(0, 1_000));
  expect([few.get('accuracy'), few.get('macro_f1')]).toEqual([1, 1]);
  const many = await answered(named(1_000, 2_100));
  expect([many.get('accuracy'), many.get('macro_f1')]).toEqual([1_000 / 2_100, undefined]);
});

test('corrections of predictions that were all made at one moment are spread over their windows, not heaped on the last', async () => {
  for (const keptWindows of [60, 3]) {
    const monitor = performanceMonitor({
      ...{ store: memoryKeyValueStore(), baselines: [category], window: { rows: 50 }, keptWindows },
    });
    const one = { task: 'category', modelVersion: 'category@1', predicted: 'food', at: start };
    await monitor.record(Array.from({ length: 1_000 }, (_, index) => ({ ...one, id: `${index}` })));
    // As many errors as the baseline had.
    await monitor.observe(
      Array.from({ length: 50 }, (_, index) => ({
        ...{ id: `${index * 20}`, task: 'category', actual: 'rent', origin: 'correction' as const },
      })),
    );
    const { state, corrections, tests } = await monitor.summary('category');
    expect([state, corrections]).toEqual(['as-expected', 50]);
    expect(tests.find(({ metric }) => metric === 'uncorrected')?.pValue).toBe(1);
  }
});

test('many corrections are a fall', async () => {
  const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
  const one = { task: 'category', modelVersion: 'category@1', predicted: 'food' };
  for (let piece = 0; piece < 10; piece++) {
    const ids = Array.from({ length: 100 }, (_, index) => `${piece}-${index}`);
    await monitor.record(ids.map((id, index) => ({ ...one, id, at: start + piece * day + index })));
    const wrong = ids.slice(0, 30);
    await monitor.observe(
      wrong.map((id) => ({ id, task: 'category', actual: 'rent', origin: 'correction' as const })),
    );
  }
  const { state, tests, currentAccuracy } = await monitor.summary('category');
  expect([state, currentAccuracy]).toEqual(['degraded', null]);
  expect(tests.filter((each) => each.state === 'degraded').map(({ metric }) => metric)).toEqual([
    'uncorrected',
  ]);
});

test('a new version starts anew, and the one before keeps its history and its baseline', async () => {
  const monitor = performanceMonitor({
    store: memoryKeyValueStore(),
    baselines: [category],
    window: { rows: 10 },
  });
  await answer(monitor, 'a', 8, 10);
  await monitor.watch({ ...category, modelVersion: 'category@2', figures: [share('accuracy', 0.7)] });
  await monitor.watch({ ...category, figures: [share('accuracy', 0.1)] });
  expect((await monitor.summary('category')).labels).toBe(0);
  const before = await monitor.summary('category', 'category@1');
  expect([before.labels, before.tests[0]?.baseline]).toEqual([10, 0.95]);
  expect((await monitor.versions('category')).map(({ modelVersion }) => modelVersion)).toEqual([
    'category@1',
    'category@2',
  ]);
});

test('windows of days are of the time of the prediction, however late the label', async () => {
  const now = start;
  const monitor = performanceMonitor({
    ...{
      store: memoryKeyValueStore(),
      baselines: [category],
      window: { days: 7 },
      keptWindows: 2,
      now: () => now,
    },
  });
  const one = { task: 'category', modelVersion: 'category@1', predicted: 'food' };
  const at = [0, 1, 8, 9, 21];
  await monitor.record(at.map((days, index) => ({ ...one, id: `${index}`, at: start + days * day })));
  await monitor.observe(
    [4, 2, 0, 3, 1].map((index) => ({ id: `${index}`, task: 'category', actual: 'food' })),
  );
  const windows = await monitor.windows('category');
  expect(windows.map(({ index, n }) => [index, n])).toEqual([
    [2, 2],
    [4, 1],
  ]);
});

test('a model as good as its baseline is not reported, one that falls by 0.1 is, by the same monitor', async () => {
  let reportedAt: number | null = null;
  for (const [accuracy, isReported] of [
    [0.95, false],
    [0.85, true],
  ] as const) {
    const monitor = performanceMonitor({
      store: memoryKeyValueStore(),
      baselines: [category],
      tests: ['accuracy'],
    });
    const random = createRandom(5, 'answers');
    for (let piece = 0; piece < 40; piece++) {
      const right = Array.from({ length: 50 }, () => random.float() < accuracy).filter(Boolean).length;
      await answer(monitor, `${piece}-`, right, 50);
      if (reportedAt === null && (await monitor.summary('category')).state === 'degraded')
        reportedAt = 50 * (piece + 1);
    }
    expect((await monitor.summary('category')).state).toBe(isReported ? 'degraded' : 'as-expected');
  }
  process.stdout.write(
    `a fall of 0.1 from a baseline of 1,000 rows is reported after ${reportedAt} labels\n`,
  );
});
