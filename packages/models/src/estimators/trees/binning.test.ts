import { expect, test } from 'vitest';
import { matrixOf } from '../testing/matrices.js';
import { binMatrix } from './binning.js';

test('bins stand halfway between few values, at quantiles of many, and apart for missing ones', () => {
  const many = Array.from({ length: 1000 }, (_, row) => row);
  const few = many.map((row) => (row % 4 === 3 ? Number.NaN : (row % 4) * 10));
  const { bins, codes } = binMatrix(matrixOf([few, many]), 4);
  expect([...(bins[0]?.thresholds ?? [])]).toEqual([5, 15]);
  expect([...(codes[0]?.subarray(0, 4) ?? [])]).toEqual([0, 1, 2, 3]);
  // numpy.quantile(numpy.arange(1000), [.25, .5, .75])
  expect([...(bins[1]?.thresholds ?? [])]).toEqual([249.75, 499.5, 749.25]);
});
