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
