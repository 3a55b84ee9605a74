import { createRandom, type Random } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixOf } from '../../testing/matrices.js';
import type { TreeEnsemble } from '../../trees/tree-ensemble.js';
import { completeTrees } from '../complete-trees.js';
import { isolationForest } from '../isolation-forest.js';
import { walkPlainly } from '../path-scorer.js';
import { pathScore } from '../path-scores.js';
import { kernelRow } from './kernel-row.js';
import { kernelWalk } from './kernel-walk.js';

/** Few different numbers, so that many are thresholds' neighbours in single precision, of all sizes and signs. */
function awkward(random: Random): number {
  if (random.float() < 0.1) return Number.NaN;
  const base = Math.fround((random.integer(9) - 4) * 10 ** (random.integer(5) * 19 - 39));
  const near = [0, 2 ** -60, -(2 ** -60), 2 ** -23, -(2 ** -24)][random.integer(5)] as number;
  return random.float() < 0.05 ? (random.float() - 0.5) * 1e308 : base + base * near;
}

const columnsOf = (random: Random, rows: number, width: number): Float64Array[] =>
  Array.from({ length: width }, () => Float64Array.from({ length: rows }, () => awkward(random)));

/** What path lengths are measured by. */
const unit = 17;
const scored = (sums: Float64Array): Float64Array => sums.map((sum) => pathScore(sum, unit));

const inSingle = (ensemble: TreeEnsemble): TreeEnsemble => ({
  ...ensemble,
  threshold: ensemble.threshold.map((value) => Math.fround(Math.max(-1e38, Math.min(1e38, value)))),
});

test('the kernel, trees laid out in full and trees as they are give the same bits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 11 }),
      fc.integer({ min: 1, max: 90 }),
      // Trees of 4, 5, 6 and 7 steps.
      fc.constantFrom(3, 20, 64, 80),
      async (seed, width, trees, queries, subsampleSize) => {
        const random = createRandom(seed, 'awkward');
        const x = matrixOf(columnsOf(random, 80, width));
        const fitted = await isolationForest({ trees, subsampleSize }).fit(x, { seed });
        const ensemble = inSingle(fitted.ensemble);
        const complete = completeTrees(ensemble);
        const kernel = complete && kernelWalk(complete, width, unit);
        const single = complete && kernelRow(complete, width, unit);
        if (!(kernel && single)) throw new Error('There is no WebAssembly.');
        const columns = columnsOf(random, queries, width);
        // A good part of the values are thresholds, or next to one in double precision.
        for (const column of columns) {
          for (let row = 0; row < queries; row += 2) {
            const threshold = ensemble.threshold[random.integer(ensemble.threshold.length)] as number;
            column[row] = threshold * (1 + (random.integer(3) - 1) * 2 ** -50);
          }
        }
        const [expected, laidOut, walked] = [0, 0, 0].map(() => new Float64Array(queries)) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        walkPlainly(ensemble, null, columns, queries, expected);
        walkPlainly(ensemble, complete, columns, queries, laidOut);
        expect(laidOut).toEqual(expected);
        expect(kernel.walk(columns, queries, walked)).toBe(true);
        expect(walked).toEqual(scored(expected));
        expected.forEach((sum, row) => {
          single.row.set(columns.map((column) => column[row] as number));
          expect(single.score()).toBe(pathScore(sum, unit));
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('the kernel tells infinite values, and takes only thresholds of single precision', async () => {
  const fitted = await isolationForest({ trees: 3 }).fit(matrixOf([[1, 2, 3, 4]]));
  const complete = completeTrees(fitted.ensemble);
  const kernel = complete && kernelWalk(complete, 1, unit);
  const single = complete && kernelRow(complete, 1, unit);
  if (!(kernel && single)) throw new Error('There is no WebAssembly.');
  const scores = new Float64Array(9);
  for (const infinite of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(kernel.walk([new Float64Array(9).fill(1).fill(infinite, 6, 7)], 9, scores)).toBe(false);
    single.row[0] = infinite;
    expect(single.score()).toBeNaN();
  }
  const fine = { ...complete, threshold: complete.threshold.map((value) => value + 2 ** -40) };
  expect(kernelWalk(fine, 1, unit)).toBeNull();
  expect(kernelRow(fine, 1, unit)).toBeNull();
});

test('thousands of rows of many features are walked in parts', async () => {
  const random = createRandom(4, 'wide');
  const columns = Array.from({ length: 130 }, () =>
    Float64Array.from({ length: 2_100 }, () => random.normal()),
  );
  const fitted = await isolationForest({ trees: 9 }).fit(matrixOf(columns));
  const expected = new Float64Array(2_100);
  walkPlainly(fitted.ensemble, null, columns, 2_100, expected);
  const complete = completeTrees(fitted.ensemble);
  const walked = new Float64Array(2_100);
  expect((complete && kernelWalk(complete, 130, unit))?.walk(columns, 2_100, walked)).toBe(true);
  expect(walked).toEqual(scored(expected));
});
