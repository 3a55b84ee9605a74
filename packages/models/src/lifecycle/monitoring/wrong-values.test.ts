import { isTitansError, memoryKeyValueStore } from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { PerformanceBaseline } from './baseline.js';
import { type PerformanceMonitor, performanceMonitor } from './performance-monitor.js';

const category: PerformanceBaseline = {
  ...{ task: 'category', kind: 'classification', modelVersion: 'category@1' },
  figures: [{ metric: 'accuracy', value: 0.9, n: 500, standardError: null }],
};
const amount: PerformanceBaseline = {
  ...{ task: 'amount', kind: 'regression', modelVersion: 'amount@1' },
  figures: [{ metric: 'mae', value: 4, n: 500, standardError: 0.2 }],
};
const answer = { id: 'a', task: 'category', modelVersion: 'category@1', predicted: 'food' };
const number = { id: 'a', task: 'amount', modelVersion: 'amount@1', predicted: 3 };
const label = { id: 'a', task: 'category', actual: 'food' };

/** As a caller without types would: the method with whatever is given. */
function call(method: (...given: never[]) => unknown, ...given: readonly unknown[]): Promise<unknown> {
  return Promise.resolve(Reflect.apply(method, undefined, given));
}

/** What was refused, by the field that it is said of. */
async function refusal(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return 'taken';
  } catch (error) {
    return isTitansError(error, 'INVALID_ARGUMENT') ? (error.details.field ?? 'object') : error;
  }
}

function opened(): PerformanceMonitor {
  return performanceMonitor({ store: memoryKeyValueStore(), baselines: [category, amount] });
}

describe('what a caller without types may give is refused with its place', () => {
  const store = memoryKeyValueStore();
  test.each([
    [undefined, 'object'],
    [{}, 'store.get'],
    [{ store: null }, 'store.get'],
    [{ store: { get: () => null } }, 'store.compareAndSet'],
    [{ store, scope: 'a:b' }, 'scope'],
    [{ store, scope: null }, 'scope'],
    [{ store, windows: { rows: 3 } }, 'windows'],
    [{ store, window: null }, 'window'],
    [{ store, window: 'rows' }, 'window'],
    [{ store, window: { rows: 5, days: 2 } }, 'window'],
    [{ store, window: { rows: 0 } }, 'window.rows'],
    [{ store, window: { days: Number.NaN } }, 'window.days'],
    [{ store, now: 3 }, 'now'],
    [{ store, baselines: [null] }, 'baselines'],
    [{ store, baselines: category, tests: 3 }, 'tests'],
    [{ store, baselines: category, tests: ['f1'] }, 'tests'],
  ])('monitor %#', async (options, field) => {
    const found = await refusal(async () => {
      const monitor = (await call(performanceMonitor, options)) as PerformanceMonitor;
      await monitor.versions('category');
    });
    expect(found).toBe(field);
  });

  test.each([
    [null, 'predictions'],
    [[answer, null], 'predictions'],
    [5, 'predictions'],
    [{ ...answer, predicted: 3 }, 'predicted'],
    [{ ...number, predicted: Number.NaN }, 'predicted'],
    [{ ...number, predicted: 1e51 }, 'predicted'],
    [{ ...answer, confidence: 1.1 }, 'confidence'],
    [{ ...answer, confidence: null }, 'confidence'],
    [{ ...answer, probabilities: null }, 'probabilities'],
    [{ ...answer, probabilities: 5 }, 'probabilities'],
    [{ ...answer, probabilities: [0.5, 0.5] }, 'probabilities'],
    [{ ...answer, probabilities: { food: Number.NaN } }, 'probabilities'],
    [{ ...number, interval: null }, 'interval'],
    [{ ...number, interval: { lower: '1', upper: '2' } }, 'interval'],
    [{ ...number, interval: { lower: 2, upper: 1 } }, 'interval'],
    [{ ...answer, id: '' }, 'id'],
    [{ ...answer, id: '\ud800' }, 'id'],
    [{ ...answer, alias: null }, 'alias'],
    [{ ...answer, at: 'yesterday' }, 'at'],
    // Further than a date can be, which no report could tell of.
    [{ ...answer, at: 8.64e15 + 1 }, 'at'],
  ])('prediction %#', async (given, field) => {
    const monitor = opened();
    expect(await refusal(() => call(monitor.record, given))).toBe(field);
    expect((await monitor.summary('category')).predictions).toBe(0);
  });

  test.each([
    [[null], 'labels'],
    [[undefined], 'labels'],
    [[{ ...label, actual: 3 }], 'actual'],
    [[{ ...label, task: 'amount', actual: Number.NaN }], 'actual'],
    [[{ ...label, at: 1e30 }], 'at'],
    [[{ ...label, origin: 'guess' }], 'origin'],
    [[{ ...label, origin: '__proto__' }], 'origin'],
    [[label, { keepUnmached: false }], 'keepUnmached'],
    [[label, { keepUnmatched: 'no' }], 'keepUnmatched'],
    [[label, null], 'object'],
  ])('label %#', async (given, field) => {
    const monitor = opened();
    await monitor.record(answer);
    expect(await refusal(() => call(monitor.observe, ...given))).toBe(field);
    expect((await monitor.summary('category')).labels).toBe(0);
  });

  test.each([
    [null, 'baselines'],
    [{ ...category, modelVersion: 'a:b' }, 'modelVersion'],
    [{ ...category, modelVersion: 'category@2', figures: undefined }, 'figures'],
    [{ ...category, modelVersion: 'category@2', figures: [null] }, 'figures'],
    [{ ...category, modelVersion: 'category@2', kind: 'toString' }, 'kind'],
    [{ ...category, modelVersion: 'category@2', kind: 'regression' }, 'kind'],
  ])('baseline %#', async (given, field) => {
    expect(await refusal(() => call(opened().watch, given))).toBe(field);
  });
});

test('what is not watched is not found', async () => {
  const monitor = opened();
  for (const work of [
    () => monitor.record({ ...answer, modelVersion: 'category@9' }),
    () => monitor.record({ ...answer, task: '__proto__' }),
    () => monitor.observe({ id: 'a', task: 'cashflow', actual: 1 }),
    () => monitor.summary('category', 'constructor'),
  ]) {
    await expect(work()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
});

test('classes may have any name, those of every object too', async () => {
  const monitor = opened();
  const names = ['__proto__', 'constructor', 'toString', 'a\0b', '\ud800', ''];
  await monitor.record(
    names.map((name) => ({
      ...{ ...answer, id: `of ${JSON.stringify(name)}`, predicted: name },
      probabilities: Object.fromEntries([[name, 0.5]]),
    })),
  );
  await monitor.observe(names.map((name) => ({ ...label, id: `of ${JSON.stringify(name)}`, actual: name })));
  const { figures } = await monitor.summary('category');
  const value = new Map(figures.map((figure) => [figure.metric, figure.value]));
  expect([value.get('accuracy'), value.get('macro_f1')]).toEqual([1, 1]);
  expect(value.get('log_loss')).toBeCloseTo(Math.LN2, 12);
});
