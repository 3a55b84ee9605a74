import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelEvery, niceScale, niceStep } from './scale.js';

test('steps are 1, 2 or 5 times a power of ten', () => {
  expect([0.03, 0.1, 1.1, 3, 7, 4_200].map(niceStep)).toEqual([0.05, 0.1, 2, 5, 10, 5_000]);
});

test('a scale takes in all values, keeps their order and ends at round ones', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const scale = niceScale(values, [200, 10], 5);
      for (const one of values) {
        expect(scale(one)).toBeLessThanOrEqual(200 + 1e-6);
        expect(scale(one)).toBeGreaterThanOrEqual(10 - 1e-6);
      }
      expect(scale(scale.low)).toBeCloseTo(200, 6);
      expect(scale(scale.high)).toBeCloseTo(10, 6);
      expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
      expect(scale.ticks.length).toBeLessThanOrEqual(9);
    }),
  );
});

test('a scale of nothing, or of one value, is one all the same', () => {
  expect(niceScale([], [0, 100], 4).ticks.length).toBeGreaterThan(1);
  expect(niceScale([0, 0], [0, 100], 4)(0)).toBe(0);
  expect(niceScale([-7], [0, 100], 4).ticks).toContain(0);
});

test('names are left out where they would touch', () => {
  expect(labelEvery(12, 1_000, 40)).toBe(1);
  expect(labelEvery(180, 600, 60)).toBe(18);
});
