import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillMissing } from './missing-values.js';

const gap = Number.NaN;

test('a series without gaps is left as it is', () => {
  const series = Float64Array.of(3, 1, 2);
  expect(fillMissing(series, 7)).toEqual({ series, filled: 0 });
});

test('without a season a gap is bridged by a straight line, and the ends go on', () => {
  const { series, filled } = fillMissing(Float64Array.of(gap, 2, gap, gap, 8, gap), 1);
  expect([...series]).toEqual([2, 2, 4, 6, 8, 8]);
  expect(filled).toBe(4);
});

test('with a season a gap gets the level around plus what its phase is usually off', () => {
  const week = [10, 12, 11, 13, 15, 30, 4];
  const whole = Float64Array.from({ length: 70 }, (_, t) => week[t % 7] as number);
  const { series } = fillMissing(whole.with(33, gap).with(40, gap).with(20, gap), 7);
  expect([...series]).toEqual([...whole]);
});

test('a level shift moves what is filled in', () => {
  const week = [10, 12, 11, 13, 15, 30, 4];
  const whole = Float64Array.from({ length: 112 }, (_, t) => (week[t % 7] as number) + (t < 56 ? 0 : 100));
  const { series } = fillMissing(whole.with(96, gap), 7);
  expect(series[96]).toBeCloseTo(whole[96] as number, 9);
});

test('property: known values stay, the others lie within reach of them', () => {
  const values = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(gap)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(values, fc.constantFrom(1, 4, 7, 12), (list, season) => {
      const known = list.filter((value) => !Number.isNaN(value));
      fc.pre(known.length > 0);
      const given = Float64Array.from(list);
      const { series, filled } = fillMissing(given, season);
      expect(filled).toBe(list.length - known.length);
      const width = Math.max(...known) - Math.min(...known);
      series.forEach((value, t) => {
        if (Number.isNaN(given[t])) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...known) - width - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...known) + width + 1e-6);
        } else expect(value).toBe(given[t]);
      });
    }),
    { numRuns: 200 },
  );
});
