import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  groupedKFold,
  kFold,
  leaveOneOut,
  randomSplit,
  rollingOrigin,
  type Split,
  type Splits,
  stratifiedKFold,
  timeOrderedSplit,
} from '../index.js';
import { codeOf } from '../testing/code-of.js';

const tests = (splits: Splits): number[][] => [...splits].map(({ test: rows }) => [...rows]);
const lists = ({ train, test: rows }: Split): [number[], number[]] => [[...train], [...rows]];

function expectPartition(splits: readonly Split[], n: number): void {
  const tested = splits.flatMap((split) => [...split.test]).sort((a, b) => a - b);
  expect(tested).toEqual(Array.from({ length: n }, (_, row) => row));
  for (const { train, test: rows } of splits) {
    expect([...train, ...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, row) => row));
    expect(train).toEqual(train.slice().sort());
    expect(rows).toEqual(rows.slice().sort());
  }
}

describe('kFold', () => {
  test('without shuffling equals scikit-learn KFold(3) on ten rows', () => {
    expect(tests(kFold(10, { folds: 3, shuffle: false }))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
  });

  test('tests every row once per repeat, with folds of equal size, the same for one seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 60 }), fc.nat(1000), (n, seed) => {
        const splits = kFold(n, { seed, repeats: 2 });
        expect(splits.length).toBe(10);
        expectPartition(splits.slice(0, 5), n);
        expectPartition(splits.slice(5), n);
        const sizes = splits.map((split) => split.test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(kFold(n, { seed, repeats: 2 })).toEqual(splits);
      }),
    );
    expect(kFold(50, { seed: 1 })).not.toEqual(kFold(50, { seed: 2 }));
    const [first, , , , , sixth] = kFold(50, { repeats: 2 });
    expect(first).not.toEqual(sixth);
  });

  test('refuses more folds than rows, fewer than two, and unknown options', () => {
    expect(codeOf(() => kFold(4))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => kFold(0, { folds: 2 }))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => kFold(10, { folds: 1 }))).toBe('INVALID_ARGUMENT');
    const misspelt = { fold: 3 };
    expect(codeOf(() => kFold(10, misspelt as object))).toBe('INVALID_ARGUMENT');
  });
});

test('leaveOneOut tests each row once, any number of times', () => {
  const splits = leaveOneOut(4);
  expect(splits.length).toBe(4);
  expect(tests(splits)).toEqual([[0], [1], [2], [3]]);
  expectPartition([...splits], 4);
  expect(codeOf(() => leaveOneOut(1))).toBe('DATA_INSUFFICIENT');
});

describe('stratifiedKFold', () => {
  const labels = [0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 2, 2, 0, 3];

  test('without shuffling equals scikit-learn StratifiedKFold(3)', () => {
    expect(tests(stratifiedKFold(labels, { folds: 3, shuffle: false }))).toEqual([
      [0, 1, 2, 5, 10],
      [3, 4, 6, 8, 11],
      [7, 9, 12, 13, 14],
    ]);
  });

  test('every class is spread as evenly as can be', () => {
    const codes = fc.array(fc.nat(4), { minLength: 5, maxLength: 80 });
    fc.assert(
      fc.property(codes, fc.nat(100), (drawn, seed) => {
        const splits = stratifiedKFold(drawn, { seed });
        expectPartition(splits, drawn.length);
        for (const code of new Set(drawn)) {
          const counts = splits.map(({ test: rows }) => rows.filter((row) => drawn[row] === code).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
        const sizes = splits.map((split) => split.test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('small classes: spread, learned from only, or refused', () => {
    const trainOnly = stratifiedKFold(labels, { folds: 4, smallClasses: 'train-only' });
    expect(
      tests(trainOnly)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4, 6, 7, 13]);
    for (const { train } of trainOnly)
      expect([...train]).toEqual(expect.arrayContaining([5, 8, 9, 10, 11, 12, 14]));
    expect(codeOf(() => stratifiedKFold(labels, { folds: 4, smallClasses: 'refuse' }))).toBe(
      'DATA_INSUFFICIENT',
    );
    expectPartition(stratifiedKFold(labels, { folds: 4 }), 15);
    expect(codeOf(() => stratifiedKFold([0, 1, 2, 3, 4, 5], { smallClasses: 'train-only' }))).toBe(
      'DATA_INSUFFICIENT',
    );
    expect(codeOf(() => stratifiedKFold([0, 1, Number.NaN, 1, 1]))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => stratifiedKFold([]))).toBe('DATA_INSUFFICIENT');
  });
});

describe('groupedKFold', () => {
  const groups = [0, 1, 3, 0, 2, 4, 1, 2, 0, 1, 3, 0, 2, 5, 1, 3, 0, 1, 4, 0, 2];

  test('equals scikit-learn GroupKFold(3) where the sizes of groups differ', () => {
    expect(tests(groupedKFold(groups, { folds: 3 }))).toEqual([
      [0, 3, 8, 11, 13, 16, 19],
      [1, 5, 6, 9, 14, 17, 18],
      [2, 4, 7, 10, 12, 15, 20],
    ]);
  });

  test('no group is on both sides', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), {
      minLength: 10,
      maxLength: 60,
    });
    fc.assert(
      fc.property(names, fc.nat(100), (drawn, seed) => {
        fc.pre(new Set(drawn).size >= 3);
        const splits = groupedKFold(drawn, { folds: 3, seed });
        expectPartition(splits, drawn.length);
        for (const { train, test: rows } of splits) {
          const learned = new Set(Array.from(train, (row) => drawn[row]));
          expect([...rows].some((row) => learned.has(drawn[row]))).toBe(false);
        }
      }),
    );
  });

  test('refuses more folds than groups', () => {
    expect(codeOf(() => groupedKFold(['a', 'a', 'b'], { folds: 3 }))).toBe('DATA_INSUFFICIENT');
  });
});

describe('timeOrderedSplit', () => {
  test('the last fifth, whatever the order of rows', () => {
    expect(lists(timeOrderedSplit([5, 4, 3, 2, 1]))).toEqual([[1, 2, 3, 4], [0]]);
  });

  test('rows of one time stay together, at the nearest share', () => {
    expect(lists(timeOrderedSplit([1, 2, 3, 3, 3], { testFraction: 0.2 }))).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect(lists(timeOrderedSplit([1, 1, 1, 1, 2], { testFraction: 0.6 }))).toEqual([[0, 1, 2, 3], [4]]);
  });

  test('a gap is learned from by neither', () => {
    expect(lists(timeOrderedSplit([1, 2, 3, 4, 5], { gap: 2 }))).toEqual([[0, 1], [4]]);
  });

  test('refuses what cannot be split', () => {
    expect(codeOf(() => timeOrderedSplit([7, 7, 7]))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => timeOrderedSplit([7]))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => timeOrderedSplit([1, 2], { gap: 5 }))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => timeOrderedSplit([1, Number.NaN]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => timeOrderedSplit([1, 2], { testFraction: 1 }))).toBe('INVALID_ARGUMENT');
  });

  test('never learns from what comes at or after the first tested moment', () => {
    const times = fc.array(fc.nat(20), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(times, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (drawn, testFraction) => {
        fc.pre(new Set(drawn).size > 1);
        const { train, test: rows } = timeOrderedSplit(drawn, { testFraction });
        expect(train.length + rows.length).toBe(drawn.length);
        const last = Math.max(...Array.from(train, (row) => drawn[row] as number));
        expect(last).toBeLessThan(Math.min(...Array.from(rows, (row) => drawn[row] as number)));
      }),
    );
  });
});

describe('rollingOrigin', () => {
  const days = Array.from({ length: 12 }, (_, day) => 19_700 + day);

  test('equals scikit-learn TimeSeriesSplit(3, test_size=2, gap=1, max_train_size=3) on twelve days', () => {
    expect(rollingOrigin(days, { horizon: 2, origins: 3, gap: 1, window: 3 }).map(lists)).toEqual([
      [
        [2, 3, 4],
        [6, 7],
      ],
      [
        [4, 5, 6],
        [8, 9],
      ],
      [
        [6, 7, 8],
        [10, 11],
      ],
    ]);
  });

  test('by hand: an expanding window, a step shorter than the horizon, several rows a day', () => {
    expect(rollingOrigin([0, 0, 1, 2, 2, 3], { horizon: 2, origins: 2, step: 1 }).map(lists)).toEqual([
      [
        [0, 1],
        [2, 3, 4],
      ],
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ]);
  });

  test('names the origin that has nothing before it or after it', () => {
    expect(codeOf(() => rollingOrigin(days, { horizon: 4, origins: 3 }))).toBe('DATA_INSUFFICIENT');
    expect(() => rollingOrigin([0, 1, 9], { horizon: 2, origins: 2 })).toThrow('test from the time 6');
    expect(codeOf(() => rollingOrigin([0.5, 1], { horizon: 1, origins: 1 }))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => rollingOrigin(days, { horizon: 0 }))).toBe('INVALID_ARGUMENT');
  });
});

describe('randomSplit', () => {
  test('tests the share, rounded up, and every row is on one side', () => {
    const { train, test: rows } = randomSplit(11, { seed: 4 });
    expect([train.length, rows.length]).toEqual([8, 3]);
    expect([...train, ...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, row) => row));
    expect(randomSplit(11, { seed: 4 })).toEqual(randomSplit(11, { seed: 4 }));
    expect(randomSplit(100, { seed: 4 })).not.toEqual(randomSplit(100, { seed: 5 }));
  });

  test('by class: shares are kept, and a class of one row is learned from', () => {
    const labels = [...Array(50).fill(0), ...Array(30).fill(1), ...Array(19).fill(2), 3];
    const { test: rows } = randomSplit(100, { testFraction: 0.2, labels });
    const counts = [0, 1, 2, 3].map((code) => rows.filter((row) => labels[row] === code).length);
    expect(counts).toEqual([10, 6, 4, 0]);
  });

  test('refuses what cannot be split', () => {
    expect(codeOf(() => randomSplit(1))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => randomSplit(3, { labels: [0, 1, 2] }))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => randomSplit(3, { labels: [0, 1] }))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => randomSplit(3, { testFraction: 0 }))).toBe('INVALID_ARGUMENT');
  });
});
