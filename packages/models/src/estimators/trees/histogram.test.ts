import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixOf } from '../testing/matrices.js';
import { binMatrix } from './binning.js';
import { histogramLayout, subtractHistogram, sumByBin } from './histogram.js';
import { quantise } from './quantised-gradients.js';
import { sortPairs } from './sort-pairs.js';

test('bins stand halfway between few values, at quantiles of many, and apart for missing ones', () => {
  const many = Array.from({ length: 1000 }, (_, row) => row);
  const few = many.map((row) => (row % 4 === 3 ? Number.NaN : (row % 4) * 10));
  const { bins, codes } = binMatrix(matrixOf([few, many]), 4);
  expect([...(bins[0]?.thresholds ?? [])]).toEqual([5, 15]);
  expect([...(codes[0]?.subarray(0, 4) ?? [])]).toEqual([0, 1, 2, 3]);
  // numpy.quantile(numpy.arange(1000), [.25, .5, .75])
  expect([...(bins[1]?.thresholds ?? [])]).toEqual([249.75, 499.5, 749.25]);
});

test('the kernels agree with a plain sum, for any rows and number of features', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer(),
      (width, rows, seed) => {
        const random = createRandom(seed, 'histogram');
        const columns = Array.from({ length: width }, () =>
          Array.from({ length: rows }, () => random.integer(7)),
        );
        const matrix = binMatrix(matrixOf(columns), 255);
        const layout = histogramLayout(matrix);
        const some = Uint32Array.from({ length: rows }, (_, row) => row).filter(() => random.float() < 0.5);
        const values = Float64Array.from({ length: rows }, () => random.integer(100));
        const features = Int32Array.from({ length: width }, (_, feature) => feature);

        const all = new Float64Array(layout.bins);
        sumByBin(matrix, layout, features, null, values, all, 0);
        const part = new Float64Array(layout.bins);
        sumByBin(
          matrix,
          layout,
          features,
          some,
          Float64Array.from(some, (row) => values[row] as number),
          part,
          0,
        );

        const plain = (which: Iterable<number>): Float64Array => {
          const sums = new Float64Array(layout.bins);
          for (const row of which) {
            for (const feature of features) {
              const at = (layout.offsets[feature] as number) + (matrix.codes[feature]?.[row] as number);
              sums[at] = (sums[at] as number) + (values[row] as number);
            }
          }
          return sums;
        };
        expect(all).toEqual(plain(Array(rows).keys()));
        expect(part).toEqual(plain(some));
        subtractHistogram(all, part);
        expect(all).toEqual(plain([...Array(rows).keys()].filter((row) => !some.includes(row))));
      },
    ),
  );
});

test('sums of quantised gradients are exact in any order, and near the true sum', () => {
  const random = createRandom(1, 'gradients');
  const gradients = Float64Array.from({ length: 5000 }, () => random.normal());
  const hessians = gradients.map((value) => value * value);
  const rows = Uint32Array.from(gradients.keys());
  const buffers = { packed: new Float64Array(5000), hessians: new Float64Array(5000) };
  const { packed, countBase, gradientUnit, hessianUnit } = quantise(gradients, hessians, rows, buffers);
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const forwards = sum(packed);
  expect(sum(packed.toReversed())).toBe(forwards);
  expect(forwards - Math.floor(forwards / countBase) * countBase).toBe(5000);
  expect(Math.abs(Math.floor(forwards / countBase) * gradientUnit - sum(gradients))).toBeLessThan(1e-4);
  expect(Math.abs(sum(buffers.hessians) * hessianUnit - sum(hessians))).toBeLessThan(1e-4);
});

test('pairs are sorted by key and keep together', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 600 }), (keys) => {
      const sorted = Float64Array.from(keys);
      const items = Uint32Array.from(keys.keys());
      sortPairs(sorted, items, keys.length);
      expect([...sorted]).toEqual([...keys].sort((a, b) => a - b));
      expect([...items].map((item) => keys[item])).toEqual([...sorted]);
      expect(new Set(items).size).toBe(keys.length);
    }),
  );
});
