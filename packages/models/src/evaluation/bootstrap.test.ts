import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { bootstrapInterval } from './bootstrap.js';

test('the interval of a mean is that of the normal approximation', () => {
  const random = createRandom(1, 'sample');
  const values = Float64Array.from({ length: 400 }, () => random.normal());
  const meanOf = (rows: Uint32Array): number =>
    rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
  const { estimate, lower, upper } = bootstrapInterval(values.length, meanOf, { samples: 4_000, seed: 2 });
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / 400);
  // mean ± 1.96 s ÷ √n; the bootstrap's own noise is well below a tenth of that.
  const half = (1.959964 * deviation) / 20;
  expect(Math.abs(lower - (estimate - half))).toBeLessThan(half / 10);
  expect(Math.abs(upper - (estimate + half))).toBeLessThan(half / 10);
});

test('one seed, one interval', () => {
  const first = (rows: Uint32Array): number => rows[0] as number;
  expect(bootstrapInterval(50, first, { seed: 4 })).toEqual(bootstrapInterval(50, first, { seed: 4 }));
});
