import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { surpriseOf, surpriseScale } from './surprise-scale.js';

describe('surprise of a number among those of training', () => {
  const thousand = Float64Array.from({ length: 1000 }, (_, index) => index + 1);

  test('is −ln of the share that was at least as large', () => {
    const scale = surpriseScale(thousand, { unit: 1 });
    expect(surpriseOf(scale, 1)).toBe(0);
    expect(surpriseOf(scale, 501)).toBeCloseTo(Math.log(2), 2); // half of them are 501 or more
    expect(surpriseOf(scale, 901)).toBeCloseTo(Math.log(10), 2);
    expect(surpriseOf(scale, Number.NaN)).toBe(0);
  });

  test('rises beyond the last knot by one nat per mean excess, and slowly beyond what so few rows support', () => {
    const scale = surpriseScale(thousand, { unit: 1 });
    expect(scale.tail).toBe(10.5); // of 981 to 1000 over 980, hence (1 + … + 20) ÷ 20
    expect(surpriseOf(scale, 1000)).toBeCloseTo(Math.log(1000 / 21) + 20 / 10.5, 12);
    expect(surpriseOf(scale, 1e9)).toBeLessThan(Math.log(1001) + 1 + 20);
    expect(surpriseOf(scale, 1e9)).toBeGreaterThan(surpriseOf(scale, 1e6));
  });

  test('trifles are none where distances are absolute', () => {
    const scale = surpriseScale(thousand, { unit: 1000, isAbsolute: true });
    expect(surpriseOf(scale, 501)).toBe(0); // the median
    expect(surpriseOf(scale, 601)).toBeCloseTo(0.1, 12);
  });

  test('numbers that are all alike: the unit alone says how far is far', () => {
    const scale = surpriseScale(new Float64Array(50), { unit: 0.5 });
    expect(surpriseOf(scale, 0)).toBe(0);
    expect(surpriseOf(scale, 1)).toBe(2);
    expect(surpriseOf(surpriseScale(new Float64Array(0), { unit: 1 }), 0)).toBe(0);
  });

  test('never falls, is never negative, and is at most the logarithm of the rows among them', () => {
    const numbers = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
    );
    fc.assert(
      fc.property(numbers, numbers, fc.boolean(), (training, asked, isAbsolute) => {
        const scale = surpriseScale(Float64Array.from(training), { unit: 1, isAbsolute });
        const surprises = asked.sort((a, b) => a - b).map((value) => surpriseOf(scale, value));
        surprises.forEach((surprise, index) => {
          expect(surprise).toBeGreaterThanOrEqual(surprises[index - 1] ?? 0);
        });
      }),
    );
  });
});
