import { createRandom, type Random } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import { applyConformalSets, type ConformalSetOptions, fitConformalSets } from './index.js';

/** Rows of five classes; the classifier is too sure: its probabilities are the squares of the true ones. */
function drawRows(random: Random, n: number): { labels: Int32Array; probabilities: Float64Array } {
  const labels = new Int32Array(n);
  const probabilities = new Float64Array(n * 5);
  for (let row = 0; row < n; row++) {
    const weights = Array.from({ length: 5 }, () => -Math.log(1 - random.float()));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let [at, label] = [random.float() * total, 0];
    while (label < 4 && at >= (weights[label] as number)) at -= weights[label++] as number;
    labels[row] = label;
    const squares = weights.map((weight) => weight * weight);
    const sum = squares.reduce((all, square) => all + square, 0);
    probabilities.set(
      squares.map((square) => square / sum),
      row * 5,
    );
  }
  return { labels, probabilities };
}

describe('coverage over 3,000 draws of calibration and test rows', () => {
  const draws = 3000;
  // Scores are continuous, so the coverage is ⌈(n + 1) × coverage⌉ ÷ (n + 1): four standard errors are allowed. The
  // most probable class, always taken, is beyond the threshold too rarely at these levels to show.
  for (const [n, coverage, exact] of [
    [19, 0.9, 18 / 20],
    [49, 0.8, 40 / 50],
    [33, 0.95, 33 / 34],
  ] as const) {
    const tolerance = 4 * Math.sqrt((exact * (1 - exact)) / draws);
    const methods: readonly ConformalSetOptions[] = [
      { method: 'least-ambiguous' },
      { method: 'adaptive' },
      { method: 'adaptive', penalty: 0.1, freeRanks: 2 },
    ];
    test.each(methods)(`${n} rows, ${coverage}, %o`, (options) => {
      const random = createRandom(8, `sets ${n}`);
      let covered = 0;
      for (let draw = 0; draw < draws; draw++) {
        const { labels, probabilities } = drawRows(random, n + 1);
        const sets = fitConformalSets(labels.subarray(1), probabilities.subarray(5), 5, coverage, options);
        const [set] = applyConformalSets(sets, probabilities.subarray(0, 5));
        if (set?.includes(labels[0] as number)) covered++;
      }
      expect(Math.abs(covered / draws - exact)).toBeLessThan(tolerance);
    });
  }
});

describe('by hand', () => {
  const seen = Float64Array.of(0.9, 0.1, 0.6, 0.4, 0.2, 0.8, 0.7, 0.3);

  test('least ambiguous: 1 − probability 0.1, 0.4, 0.2 and 0.7', () => {
    const sets = fitConformalSets([0, 0, 1, 1], seen, 2, 0.8);
    expect(sets.threshold).toBeCloseTo(0.7, 15);
    expect(applyConformalSets(sets, Float64Array.of(0.65, 0.35, 0.95, 0.05))).toEqual([
      Int32Array.of(0, 1),
      Int32Array.of(0),
    ]);
  });

  test('adaptive: sums 0.9, 0.6, 0.8 and 1; at 0.6 the third, 0.9', () => {
    const sets = fitConformalSets([0, 0, 1, 1], seen, 2, 0.6, { method: 'adaptive' });
    expect(sets.threshold).toBeCloseTo(0.9, 15);
    // A class whose own sum is above the threshold stays out, but for the first.
    expect(applyConformalSets(sets, Float64Array.of(0.3, 0.7, 0.95, 0.05))).toEqual([
      Int32Array.of(1),
      Int32Array.of(0),
    ]);
  });

  test('the penalty counts ranks beyond the free ones', () => {
    const sets = fitConformalSets([0, 0, 1, 1], seen, 2, 0.8, { method: 'adaptive', penalty: 0.25 });
    expect(sets.threshold).toBeCloseTo(1.25, 15);
  });
});

test('no set is empty, and more coverage never takes a class away', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom('least-ambiguous', 'adaptive'), (seed, method) => {
      const { labels, probabilities } = drawRows(createRandom(seed, 'nested'), 60);
      const at = (coverage: number): readonly Int32Array[] =>
        applyConformalSets(
          fitConformalSets(labels.subarray(20), probabilities.subarray(100), 5, coverage, { method }),
          probabilities.subarray(0, 100),
        );
      const [narrow, wide] = [at(0.5), at(0.9)];
      narrow.forEach((set, row) => {
        expect(set.length).toBeGreaterThan(0);
        expect(wide[row]?.subarray(0, set.length)).toEqual(set);
      });
    }),
    { numRuns: 40 },
  );
});

test('what is wrong with the input is said', () => {
  const p = Float64Array.of(0.5, 0.5);
  expect(codeOf(() => fitConformalSets([0], p, 2, 0.9))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => fitConformalSets([], new Float64Array(), 2, 0.9))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => fitConformalSets([0, 1], p, 2, 0.5))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fitConformalSets([2], p, 2, 0.5))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => fitConformalSets([0], p, 2, 1))).toBe('INVALID_ARGUMENT');
  const sets = fitConformalSets([0], p, 2, 0.5);
  expect(codeOf(() => applyConformalSets(sets, Float64Array.of(1)))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => applyConformalSets(sets, Float64Array.of(Number.NaN, 1)))).toBe('DATA_NOT_FINITE');
});
