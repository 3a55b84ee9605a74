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
  return { source: { asOf, payments: [], points, bias: 0, values }, points, actual, weight: 1 };
}

test('totals that were right in one month only were so by luck, the more than in five', () => {
  // 1 + 0.35 ÷ months, of 1 and of (30 + 120) ÷ 30 = 5 months; of no less than a tenth.
  expect(calibratePaths([exactTotal(300)], 200, 1, 0).totalScale).toBeCloseTo(1.35, 12);
  const five = [300, 340, 380, 420].map(exactTotal);
  expect(calibratePaths(five, 200, 1, 0).totalScale).toBeCloseTo(1.1, 12);
});

test('forecasts of the past count by their weight', () => {
  // Four missed by 60 on every day and four by 540: with next to no weight, the latter change the intervals little.
  const missed = (nth: number, error: number, weight: number): PastForecast => {
    const points = new Float64Array(30);
    const actual = points.map((_, step) => error * (step % 2 === 0 ? 1 : -1));
    return {
      source: { asOf: 300 + 30 * nth, payments: [], points, bias: 0, values },
      points,
      actual,
      weight,
    };
  };
  const good = [0, 1, 2, 3].map((nth) => missed(nth, 60, 1));
  const bad = [4, 5, 6, 7].map((nth) => missed(nth, 540, 0.001));
  const alone = calibratePaths(good, 200, 1, 0).scales;
  const [inner] = calibratePaths([...good, ...bad], 200, 1, 0).scales;
  const equal = calibratePaths([...good, ...bad.map((one) => ({ ...one, weight: 1 }))], 200, 1, 0).scales;
  expect(inner?.[0]).toBeCloseTo(alone[0]?.[0] as number, 1);
  expect(equal[0]?.[0]).toBeGreaterThan(3 * (inner?.[0] as number));
});

test('draws that count keep the intervals near what is drawn', () => {
  const missed = [0, 1, 2, 3].map((nth): PastForecast => {
    const points = new Float64Array(30);
    const actual = points.map((_, step) => (step % 2 === 0 ? 540 : -540));
    return {
      source: { asOf: 300 + 30 * nth, payments: [], points, bias: 0, values },
      points,
      actual,
      weight: 1,
    };
  });
  const scaleAt = (expected: number): number =>
    calibratePaths(missed, 200, 1, expected).scales[0]?.[1] as number;
  // Far more draws than scores: what is drawn covers 80 % of itself.
  expect(scaleAt(1e6)).toBeGreaterThan(0.9);
  expect(scaleAt(1e6)).toBeLessThan(1.1);
  expect(scaleAt(0)).toBeGreaterThan(3);
});
