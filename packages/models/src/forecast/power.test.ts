import { expect, test } from 'vitest';
import { power } from './power.js';

test('powers are those of Python', () => {
  // Python 3: 1.5 ** 6, (11 / 7) ** 10, 0.9 ** 365, 12 ** 0.3, 0.5 ** 0.25
  expect(power(1.5, 6)).toBe(11.390625);
  expect(power(11 / 7, 10)).toBeCloseTo(91.82193729476099, 11);
  expect(power(0.9, 365) / 1.9884558162725795e-17).toBeCloseTo(1, 13);
  expect(power(12, 0.3)).toBeCloseTo(2.107435899344471, 14);
  expect(power(0.5, 0.25)).toBeCloseTo(0.8408964152537145, 14);
  expect([power(0, 0), power(0, 3), power(0, 0.5), power(7, 0), power(-2, 3)]).toEqual([1, 0, 0, 1, -8]);
});

test('the last digits are the same on every Node: no Math.pow, whose digits are not', () => {
  // By hand, rounding each product to the nearest double as multiplication does: 1.1, 1.1², (1.1²)², then 1.1² · 1.1⁴.
  const square = 1.1 * 1.1;
  expect(power(1.1, 6)).toBe(square * (square * square));
});
