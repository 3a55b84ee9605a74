import { memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { PerformanceBaseline } from './baseline.js';
import { performanceMonitor } from './performance-monitor.js';

const day = 86_400_000;
const start = Date.UTC(2025, 0, 1);

const category: PerformanceBaseline = {
  ...{ task: 'category', kind: 'classification', modelVersion: 'category@1' },
  figures: [{ metric: 'accuracy', value: 0.95, n: 1_000, standardError: null }],
};

describe('labels and predictions', () => {
  test('are joined in any order, once', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    const prediction = { id: 'a', task: 'category', modelVersion: 'category@1', predicted: 'food' };
    const label = { id: 'a', task: 'category', actual: 'food' };
    expect(await monitor.observe(label)).toEqual({ matched: 0, unmatched: 1 });
    await monitor.record(prediction);
    await monitor.record([prediction, prediction]);
    expect(await monitor.observe([label, { ...label, actual: 'rent' }])).toEqual({
      matched: 2,
      unmatched: 0,
    });
    const { predictions, labels, currentAccuracy } = await monitor.summary('category');
    expect([predictions, labels, currentAccuracy]).toEqual([1, 1, 1]);
  });

  test('find each other by another name, of which the latest answer is', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    const one = { task: 'category', modelVersion: 'category@1', predicted: 'food', alias: 'default/t1' };
    await monitor.observe({ id: 'default/t2', task: 'category', actual: 'rent' });
    await monitor.record([{ ...one, id: 'a' }]);
    await monitor.record([
      { ...one, id: 'b', predicted: 'rent' },
      { ...one, id: 'c', alias: 'default/t2' },
    ]);
    await monitor.observe({ id: 'default/t1', task: 'category', actual: 'rent' });
    const { windows, labels } = await monitor.summary('category');
    // b was right, c was not.
    expect([labels, windows[0]?.figures[0]?.value]).toEqual([2, 0.5]);
  });

  test('a name that another prediction had before is the own one of the next', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    const one = { task: 'category', modelVersion: 'category@1', predicted: 'food' };
    await monitor.record({ ...one, id: 'a', alias: 'b' });
    await monitor.record({ ...one, id: 'b', predicted: 'rent' });
    await monitor.observe({ id: 'b', task: 'category', actual: 'rent' });
    const { predictions, labels, currentAccuracy } = await monitor.summary('category');
    expect([predictions, labels, currentAccuracy]).toEqual([2, 1, 1]);
  });

  test('that were not asked for are left where they are not to be kept', async () => {
    const store = memoryKeyValueStore();
    const monitor = performanceMonitor({ store, baselines: [category] });
    await monitor.observe({ id: 'x', task: 'category', actual: 'food' }, { keepUnmatched: false });
    await monitor.record({ id: 'x', task: 'category', modelVersion: 'category@1', predicted: 'food' });
    expect((await monitor.summary('category')).labels).toBe(0);
  });

  test('wait for as long as is said', async () => {
    let now = start;
    const store = memoryKeyValueStore({ now: () => now });
    const monitor = performanceMonitor({ store, baselines: [category], waitDays: 10, now: () => now });
    await monitor.record({ id: 'x', task: 'category', modelVersion: 'category@1', predicted: 'food' });
    now += 10 * day + 1;
    expect(await monitor.observe({ id: 'x', task: 'category', actual: 'food' })).toMatchObject({
      matched: 0,
    });
  });

  test('corrections are errors among all predictions, and labels may follow them', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    await monitor.record(
      Array.from({ length: 50 }, (_, index) => ({
        ...{ id: `${index}`, task: 'category', modelVersion: 'category@1', predicted: 'food' },
      })),
    );
    const correction = { task: 'category', actual: 'rent', origin: 'correction' as const };
    await monitor.observe([
      { ...correction, id: '0' },
      { ...correction, id: '0', actual: 'fuel' },
      { ...correction, id: '1' },
      { ...correction, id: '2', actual: 'food' },
      { id: '0', task: 'category', actual: 'rent' },
    ]);
    const summary = await monitor.summary('category');
    expect([summary.corrections, summary.confirmations, summary.labels]).toEqual([2, 1, 1]);
    expect(summary.figures.find(({ metric }) => metric === 'uncorrected')).toMatchObject({
      value: 0.96,
      n: 50,
    });
    expect(summary.state).toBe('as-expected');
  });
});

describe('what someone says may be taken back', () => {
  const correction = { task: 'category', actual: 'rent', origin: 'correction' as const };
  const withdrawn = { task: 'category', isWithdrawn: true };

  async function asked(): Promise<ReturnType<typeof performanceMonitor>> {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: [category] });
    const one = { task: 'category', modelVersion: 'category@1', predicted: 'food', alias: 'default/t1' };
    await monitor.record([
      { ...one, id: 'a' },
      { ...one, id: 'b', alias: 'default/t2' },
    ]);
    return monitor;
  }

  async function counted(monitor: ReturnType<typeof performanceMonitor>): Promise<readonly unknown[]> {
    const { corrections, confirmations, figures } = await monitor.summary('category');
    return [corrections, confirmations, figures.find(({ metric }) => metric === 'uncorrected')?.value];
  }

  test('and counts no longer, and again where it stands again', async () => {
    const monitor = await asked();
    await monitor.observe({ ...correction, id: 'default/t1', source: 'c-1' });
    expect(await counted(monitor)).toEqual([1, 0, 0.5]);
    // Another answer about the same has the name now; the one that was corrected has not.
    await monitor.record({
      ...{ id: 'c', task: 'category', modelVersion: 'category@1', predicted: 'rent', alias: 'default/t1' },
    });
    await monitor.decide({ ...withdrawn, source: 'c-1' });
    await monitor.decide({ ...withdrawn, source: 'c-1' });
    expect(await counted(monitor)).toEqual([0, 0, 1]);
    await monitor.decide({ ...withdrawn, source: 'c-1', isWithdrawn: false });
    expect(await counted(monitor)).toEqual([1, 0, 2 / 3]);
  });

  test('before it comes, and before its prediction', async () => {
    const monitor = await asked();
    await monitor.decide({ ...withdrawn, source: 'c-1' });
    await monitor.observe({ ...correction, id: 'a', source: 'c-1' });
    await monitor.observe({ ...correction, id: 'late', source: 'c-2' });
    await monitor.decide({ ...withdrawn, source: 'c-2' });
    await monitor.record({ id: 'late', task: 'category', modelVersion: 'category@1', predicted: 'food' });
    expect(await counted(monitor)).toEqual([0, 0, 1]);
  });

  test('by one of several, and a right one may follow a wrong one', async () => {
    const monitor = await asked();
    await monitor.observe([
      { ...correction, id: 'a', source: 'c-1' },
      { ...correction, id: 'a', source: 'c-2' },
      { ...correction, id: 'b', source: 'c-3', actual: 'food' },
    ]);
    expect(await counted(monitor)).toEqual([1, 1, 0.5]);
    await monitor.decide({ ...withdrawn, source: 'c-1' });
    expect(await counted(monitor)).toEqual([1, 1, 0.5]);
    await monitor.decide({ ...withdrawn, source: 'c-2' });
    expect(await counted(monitor)).toEqual([0, 1, 1]);
    await monitor.observe({ ...correction, id: 'a', source: 'c-4' });
    expect(await counted(monitor)).toEqual([1, 1, 0.5]);
  });

  test('the latest decision holds, in whatever order they come', async () => {
    const monitor = await asked();
    await monitor.observe({ ...correction, id: 'a', source: 'c-1' });
    await monitor.decide([
      { ...withdrawn, source: 'c-1', at: start + 2 },
      { ...withdrawn, source: 'c-1', at: start + 1, isWithdrawn: false },
    ]);
    expect(await counted(monitor)).toEqual([0, 0, 1]);
  });

  test('in windows that are kept no longer too, and the test is as if it had never been', async () => {
    const pValueOf = async (early: 'none' | 'standing' | 'taken back'): Promise<number> => {
      const monitor = performanceMonitor({
        ...{ store: memoryKeyValueStore(), baselines: [category], window: { rows: 10 }, keptWindows: 1 },
        tests: ['uncorrected'],
      });
      const ids = Array.from({ length: 60 }, (_, index) => `${index}`);
      await monitor.record(
        ids.map((id) => ({ id, task: 'category', modelVersion: 'category@1', predicted: 'food', at: start })),
      );
      for (const source of early === 'none' ? [] : ids.slice(0, 5)) {
        await monitor.observe({ ...correction, id: source, source });
        if (early === 'taken back') await monitor.decide({ ...withdrawn, source });
      }
      await monitor.observe(ids.slice(30).map((id) => ({ ...correction, id, source: id })));
      return (await monitor.summary('category')).tests[0]?.pValue as number;
    };
    const none = await pValueOf('none');
    expect(none).toBeLessThan(1);
    expect(await pValueOf('taken back')).toBeCloseTo(none, 9);
    expect(await pValueOf('standing')).toBeLessThan(none / 2);
  });
});
