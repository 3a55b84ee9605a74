import {
  addDays,
  createRandom,
  createTransaction,
  memoryKeyValueStore,
  plainDate,
  type Transaction,
} from '@titans/core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainedSuite } from '../../tasks/models.js';
import { train } from '../../train.js';
import { performanceBaselines, trainedBaselines } from './baseline.js';
import { performanceMonitor } from './performance-monitor.js';

const shops = [
  ['Fuel station', 'fuel', 40],
  ['Grocer', 'food', 25],
  ['Office supplies', 'office', 15],
] as const;

function rowsFrom(day: number, count: number): readonly Transaction[] {
  const random = createRandom(day, 'rows');
  return Array.from({ length: count }, (_, index) => {
    const [description, category, usual] = shops[random.integer(3)] as (typeof shops)[number];
    const amount = -Math.round(usual * (80 + 40 * random.float())) / 100;
    return createTransaction({
      date: addDays(plainDate(2024, 1, 1), day + index),
      description,
      amount,
      category,
    });
  });
}

describe('baselines of a suite', () => {
  let suite: TrainedSuite;
  beforeAll(async () => {
    suite = await train(rowsFrom(0, 120), { seed: 1, budget: 'quick' });
  });

  test('are what training measured on unseen rows', () => {
    const baselines = trainedBaselines(suite);
    expect(baselines.map(({ task }) => task)).toEqual(suite.tasks);
    const report = suite.report.rows();
    for (const { task, modelVersion, figures } of baselines) {
      expect(modelVersion).toBe(suite[task as 'category'].version);
      for (const { metric, value } of figures) {
        const name = metric === 'alert_share' ? 'rate' : metric;
        expect(report.find((row) => row.task === task && row.metric === name)?.value).toBe(value);
      }
    }
    expect(baselines[0]?.figures[0]).toMatchObject({ metric: 'accuracy', n: 120 });
  });

  test('are measured anew on rows that are given, with the standard error of the mean error', async () => {
    const baselines = await performanceBaselines(suite, rowsFrom(500, 60));
    const amount = baselines.find(({ task }) => task === 'amount');
    const mae = amount?.figures.find(({ metric }) => metric === 'mae');
    const rmse = amount?.figures.find(({ metric }) => metric === 'rmse')?.value ?? 0;
    // Of n errors: s² = n ÷ (n − 1) × (mean square − square of the mean).
    const spread = Math.sqrt((60 / 59) * (rmse ** 2 - (mae?.value ?? 0) ** 2));
    expect(mae?.standardError).toBeCloseTo(spread / Math.sqrt(60), 12);
    expect(baselines[0]?.figures.find(({ metric }) => metric === 'accuracy')?.n).toBe(60);
  });

  test('are watched as they are, with limits from them', async () => {
    const monitor = performanceMonitor({ store: memoryKeyValueStore(), baselines: trainedBaselines(suite) });
    for (const task of suite.tasks) {
      const { state, modelVersion, tests } = await monitor.summary(task);
      expect([state, modelVersion]).toEqual(['unlabelled', suite[task].version]);
      for (const { metric, baseline, limit } of tests) {
        if (limit === null) continue;
        if (metric === 'mae') expect(limit).toBeGreaterThan(baseline);
        else expect(limit).toBeLessThan(baseline);
      }
    }
  });
});
