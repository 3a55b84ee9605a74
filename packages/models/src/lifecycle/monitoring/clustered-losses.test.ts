import { createRandom, memoryKeyValueStore, type Random } from '@titans/core';
import { expect, test } from 'vitest';
import { shareInterval } from '../../evaluation/share-interval.js';
import { performanceMonitor } from './performance-monitor.js';
import { evidence, growthOfClusters, growthOfShare } from './sequential-test.js';
import { type TestPlan, testPlans } from './test-plan.js';

const together = 10;

/** Wrong answers among so many that are right or wrong by the ten, one ten in ten wrong. */
function wrongOf(rows: number, random: Random): number {
  const lots = Array.from({ length: rows / together }, () => random.float() < 0.1);
  return together * lots.filter(Boolean).length;
}

/** Whether a model that stays as it was is ever reported within 2,000 labels, looked at after every hundred. */
function isReported(random: Random, clusterRows: number): boolean {
  const n = 400;
  const accuracy = { metric: 'accuracy', value: 1 - wrongOf(n, random) / n, n, standardError: null };
  const { cells, threshold } = testPlans(
    { task: 'category', kind: 'classification', modelVersion: 'category@1', figures: [accuracy] },
    { tests: ['accuracy'], tolerance: 0, clusterRows },
  )[0] as TestPlan;
  const counts: number[] = [];
  for (let row = 100; row <= 2_000; row += 100) {
    counts.push(wrongOf(100, random));
    const found = cells.map(({ limit, head }) => {
      const windows = counts.map((count, place) => ({
        index: place + 1,
        growth: growthOfClusters(growthOfShare(count, 100, limit), clusterRows),
      }));
      return head + evidence(windows);
    });
    if (Math.min(...found) >= threshold) return true;
  }
  return false;
}

test('errors that come by the ten are a fall that is none, unless it is said that they do', () => {
  const streams = 100;
  const [apart, told] = [1, together].map(
    (clusterRows) =>
      Array.from({ length: streams }, (_, index) =>
        isReported(createRandom(index, 'clusters'), clusterRows),
      ).filter(Boolean).length,
  ) as [number, number];
  process.stdout.write(
    `errors by the ten, none more than before: ${apart} of ${streams} streams report, with clusterRows ${told}\n`,
  );
  // The exact interval of 99.8 % of the one lies above 5 %, that of the other does not.
  expect(shareInterval(apart, streams, 0.998).lower).toBeGreaterThan(0.05);
  expect(shareInterval(told, streams, 0.998).lower).toBeLessThanOrEqual(0.05);
});

test('rows by the ten are worth a tenth of as many, in a monitor too', async () => {
  const pValueOf = async (rows: number, clusterRows: number): Promise<number> => {
    const figures = [{ metric: 'accuracy', value: 0.95, n: 1_000 * clusterRows, standardError: null }];
    const monitor = performanceMonitor({
      store: memoryKeyValueStore(),
      baselines: [{ task: 'category', kind: 'classification', modelVersion: 'category@1', figures }],
      ...{ tests: ['accuracy'], clusterRows, window: { days: 30 } },
    });
    const ids = Array.from({ length: rows }, (_, row) => ({ id: `${row}`, task: 'category' }));
    await monitor.record(ids.map((id) => ({ ...id, modelVersion: 'category@1', predicted: 'food' })));
    await monitor.observe(ids.map((id, row) => ({ ...id, actual: row % 2 === 0 ? 'rent' : 'food' })));
    return (await monitor.summary('category')).tests[0]?.pValue as number;
  };
  const one = await pValueOf(100, 1);
  expect(one).toBeLessThan(0.5);
  expect(await pValueOf(1_000, 10)).toBeCloseTo(one, 9);
});
