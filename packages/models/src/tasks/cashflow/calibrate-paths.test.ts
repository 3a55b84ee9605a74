import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { calibratePaths, type PastForecast } from './calibrate-paths.js';
import { dayValues } from './day-values.js';

const random = createRandom(3);
const values = dayValues(
  Float64Array.from({ length: 300 }, () => 100 * random.normal()),
  0,
);

/** A forecast of 0 of thirty days that came to 0 in all. */
function exactTotal(asOf: number): PastForecast {
  const points = new Float64Array(30);
  const actual = points.map((_, step) => (step % 2 === 0 ? 90 : -90));
  return { source: { asOf, payments: [], points, bias: 0, values }, points, actual };
}

test('totals that were right in one month only were so by luck, the more than in five', () => {
  // 1 + 0.35 ÷ months, of 1 and of (30 + 120) ÷ 30 = 5 months; of no less than a tenth.
  expect(calibratePaths([exactTotal(300)], 200, 1).totalScale).toBeCloseTo(1.35, 12);
  const five = [300, 340, 380, 420].map(exactTotal);
  expect(calibratePaths(five, 200, 1).totalScale).toBeCloseTo(1.1, 12);
});
