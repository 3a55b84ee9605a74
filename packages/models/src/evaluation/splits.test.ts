import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  groupedKFold,
  kFold,
  leaveOneOut,
  randomSplit,
  rollingOrigin,
  type Split,
  stratifiedKFold,
  timeOrderedSplit,
} from './splits.js';

function expectPartition(splits: readonly Split[], rows: number): void {
  expect(splits.flatMap(({ test: tested }) => [...tested]).sort((a, b) => a - b)).toEqual(
    Array.from({ length: rows }, (_, row) => row),
  );
  for (const { train, test: tested } of splits) {
    expect(train.length + tested.length).toBe(rows);
    expect(new Set([...train, ...tested]).size).toBe(rows);
  }
}

test('every row is tested once by leave-one-out, k-fold, stratified and grouped folds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 60 }),
      fc.integer({ min: 2, max: 6 }),
      fc.integer(),
      (labels, k, seed) => {
        expectPartition(leaveOneOut(labels.length), labels.length);
        expectPartition(kFold(labels.length, k, { seed }), labels.length);
        expectPartition(stratifiedKFold(labels, k, { seed }), labels.length);
        if (new Set(labels).size >= k) expectPartition(groupedKFold(labels, k), labels.length);
      },
    ),
  );
});

describe('stratified folds', () => {
  const labels = [...Array<number>(20).fill(0), ...Array<number>(10).fill(1), 2, 2];

  test('keep the share of every class to within one row', () => {
    for (const { test: tested } of stratifiedKFold(labels, 5, { seed: 3 })) {
      const count = (label: number): number => tested.filter((row) => labels[row] === label).length;
      expect([count(0), count(1)]).toEqual([4, 2]);
      expect(count(2)).toBeLessThanOrEqual(1);
    }
  });

  test('learn from tiny classes and never test them, or refuse them', () => {
    const splits = stratifiedKFold(labels, 5, { tinyClasses: 'train-only' });
    for (const { train, test: tested } of splits) {
      expect(train).toContain(30);
      expect(tested).not.toContain(31);
    }
    expect(() => stratifiedKFold(labels, 5, { tinyClasses: 'refuse' })).toThrow(
      expect.objectContaining({ code: 'DATA_INSUFFICIENT' }),
    );
  });
});

test('a group is never on both sides', () => {
  const groups = ['a', 'b', 'a', 'c', 'b', 'd', 'a'];
  for (const { train, test: tested } of groupedKFold(groups, 3)) {
    const learned = new Set(Array.from(train, (row) => groups[row]));
    for (const row of tested) expect(learned.has(groups[row])).toBe(false);
  }
});

test('a split by time tests what is later, and parts no moment', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 40 }), (times) => {
      fc.pre(new Set(times).size > 1);
      const { train, test: tested } = timeOrderedSplit(times, { testFraction: 0.3 });
      const latest = Math.max(...Array.from(train, (row) => times[row] as number));
      const earliest = Math.min(...Array.from(tested, (row) => times[row] as number));
      expect(latest).toBeLessThan(earliest);
      expect(train.length + tested.length).toBe(times.length);
    }),
  );
  expect([...timeOrderedSplit([1, 2, 3, 4, 5], { testFraction: 0.4 }).test]).toEqual([3, 4]);
});

test('the origin rolls, with all of the past or a window of it', () => {
  const splits = rollingOrigin(10, { initial: 4, horizon: 2, step: 3, window: 5 });
  expect(splits.map(({ train, test: tested }) => [[...train], [...tested]])).toEqual([
    [
      [0, 1, 2, 3],
      [4, 5],
    ],
    [
      [2, 3, 4, 5, 6],
      [7, 8],
    ],
  ]);
});

test('a random split has the share asked for, and a seed', () => {
  const split = randomSplit(100, { testFraction: 0.2, seed: 5 });
  expectPartition([split, { train: split.test, test: split.train }], 100);
  expect(split.test).toHaveLength(20);
  expect(randomSplit(100, { seed: 5 })).toEqual(split);
  expect(randomSplit(100, { seed: 6 })).not.toEqual(split);
});

test.each([
  () => leaveOneOut(1),
  () => kFold(3, 4),
  () => groupedKFold([1, 1, 1], 2),
  () => timeOrderedSplit([5, 5]),
  () => rollingOrigin(5, { initial: 4, horizon: 2 }),
])('too few rows are refused', (split) => {
  expect(split).toThrow(expect.objectContaining({ code: 'DATA_INSUFFICIENT' }));
});
