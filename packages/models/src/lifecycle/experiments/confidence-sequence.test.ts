import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  alwaysValid,
  mixtureBoundary,
  mixturePValue,
  mixtureRows,
  normalScore,
  studentScore,
} from './confidence-sequence.js';

describe('the normal mixture', () => {
  // 1 ÷ the integral of exp(θs − θ²v/2) over θ of N(0, 1/r), by scipy.integrate.quad with s = z√t, v = t.
  test.each([
    [3, 500, 252.3, 0.08676343822863684],
    [4.2, 1_500, 252.3, 0.0013864008249000557],
    [1, 100, 50, 1],
    [2.5, 10_000, 252.3, 0.3024687605701844],
  ])('has at z %d of %d rows with r %d the p-value %d', (z, rows, spread, pValue) => {
    expect(mixturePValue(z, rows, spread)).toBeCloseTo(pValue, 10);
  });

  // Where that integral is 1 ÷ α, by scipy.optimize.brentq.
  test.each([
    [500, 252.3, 0.05, 3.264744648521847],
    [100, 50, 0.01, 3.932356671382486],
    [20_000, 252.3, 0.05, 3.2415696112360557],
  ])('bounds %d rows with r %d and α %d at %d standard errors', (rows, spread, alpha, bound) => {
    expect(mixtureBoundary(rows, spread, alpha)).toBeCloseTo(bound, 10);
  });

  // By hand: 2,000 ÷ (2 ln 20 + ln(1 + 2 ln 20)); the optimum itself, −2,000 ÷ (W₋₁(−0.05²/e) + 1), is 243.5 by scipy.
  test('is spread so that it is tightest where it was planned to be', () => {
    const spread = mixtureRows(2_000, 0.05);
    expect(spread).toBeCloseTo(252.0112195851268, 9);
    expect(
      mixtureBoundary(2_000, spread, 0.05) / mixtureBoundary(2_000, 243.54697739731384, 0.05),
    ).toBeLessThan(1.0002);
  });

  test('finds a difference exactly where its interval leaves 0 out', () => {
    const estimate = fc.record({
      value: fc.double({ min: -3, max: 3, noNaN: true }),
      standardError: fc.double({ min: 0.01, max: 1, noNaN: true }),
      degreesOfFreedom: fc.double({ min: 2, max: 2e6, noNaN: true }),
      rows: fc.integer({ min: 40, max: 1_000_000 }),
    });
    const property = fc.property(estimate, fc.constantFrom(0.1, 0.05, 0.001), (one, alpha) => {
      const { pValue, lower, upper } = alwaysValid(one, mixtureRows(2_000, alpha), alpha);
      fc.pre(Math.abs(pValue / alpha - 1) > 1e-6);
      expect(pValue < alpha).toBe(lower > 0 || upper < 0);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('says nothing of an estimate without an error', () => {
    const estimate = { value: 1, standardError: 0, degreesOfFreedom: 10, rows: 100 };
    expect(alwaysValid(estimate, 250, 0.05)).toEqual({ pValue: 1, lower: -Infinity, upper: Infinity });
  });
});

describe('scores of few degrees of freedom', () => {
  // -scipy.stats.norm.ppf(scipy.stats.t.sf(t, df))
  test.each([
    [3, 50, 2.86260778801509],
    [5, 12.5, 3.63925013237196],
    [1, 400, 0.9987515608752522],
    [8, 99, 7.008998293506479],
  ])('a t of %d with %d is a z of %d', (t, degrees, z) => {
    expect(normalScore(t, degrees)).toBeCloseTo(z, 9);
    expect(normalScore(-t, degrees)).toBeCloseTo(z, 9);
  });

  // scipy.stats.t.isf(scipy.stats.norm.sf(z), df)
  test.each([
    [3, 50, 3.1571477918370365],
    [3.03, 99, 3.1097727016183647],
    [4.2, 29, 4.98168026800386],
  ])('a z of %d with %d is a t of %d', (z, degrees, t) => {
    expect(studentScore(z, degrees)).toBeCloseTo(t, 9);
  });

  test('are finite however far they are', () => {
    expect(normalScore(1e6, 1e5)).toBe(37);
    expect(normalScore(5, 1e7)).toBe(5);
  });
});
