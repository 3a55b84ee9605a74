import { memoryKeyValueStore } from '@titans/core';
import { expect, test } from 'vitest';
import type { PerformanceBaseline } from './baseline.js';
import {
  type PerformanceMonitor,
  type PerformanceMonitorOptions,
  performanceMonitor,
} from './performance-monitor.js';

const day = 86_400_000;
const start = Date.UTC(2025, 2, 29);

const category: PerformanceBaseline = {
  ...{ task: 'category', kind: 'classification', modelVersion: 'category@1' },
  figures: [{ metric: 'accuracy', value: 0.95, n: 1_000, standardError: null }],
};

/** A monitor, and answers at so many days after the start, each with its label. */
function watching(options: Partial<PerformanceMonitorOptions>): {
  monitor: PerformanceMonitor;
  answer: (...days: readonly number[]) => Promise<void>;
} {
  const monitor = performanceMonitor({
    ...{ store: memoryKeyValueStore(), baselines: [category], now: () => start, ...options },
  });
  let count = 0;
  return {
    monitor,
    async answer(...days) {
      for (const after of days) {
        const one = { id: `${count++}`, task: 'category' };
        await monitor.record({
          ...{ ...one, modelVersion: 'category@1', predicted: 'food', at: start + after * day },
        });
        await monitor.observe({ ...one, actual: 'food' });
      }
    },
  };
}

test('days last 24 hours from the first watch, in whatever zone and over a change of the clock', async () => {
  const { monitor, answer } = watching({ window: { days: 1 } });
  const ms = 1 / day;
  // Berlin's clock goes forward in the second of these days. A clock that went back behind the start counts in the first.
  await answer(-3, 0, 1 - ms, 1, 2 - ms, 2);
  expect((await monitor.windows('category')).map(({ index, n, from }) => [index, n, from])).toEqual([
    [1, 3, '2025-03-26T00:00:00.000Z'],
    [2, 2, '2025-03-30T00:00:00.000Z'],
    [3, 1, '2025-03-31T00:00:00.000Z'],
  ]);
});

test('a window of rows tells its earliest and its latest time where a clock goes back', async () => {
  const { monitor, answer } = watching({ window: { rows: 3 } });
  await answer(5, 4, 6, 1);
  expect(
    (await monitor.windows('category')).map(({ from, to, n }) => [from.slice(0, 10), to.slice(0, 10), n]),
  ).toEqual([
    ['2025-04-02', '2025-04-04', 3],
    ['2025-03-30', '2025-03-30', 1],
  ]);
});

test('evaluations are windows with labels: those that are kept no longer too, days without any not', async () => {
  const { monitor, answer } = watching({ window: { days: 1 }, keptWindows: 2 });
  await answer(50);
  expect((await monitor.summary('category')).totalEvaluations).toBe(1);
  await answer(60, 70, 80);
  // Two late ones of a window that is gone, and one of a window that came between.
  await answer(50, 50, 65);
  const { totalEvaluations, windows, labels } = await monitor.summary('category');
  expect([totalEvaluations, windows.length, labels]).toEqual([5, 2, 7]);
});
