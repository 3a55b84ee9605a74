import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import { applyIsotonic, fitIsotonic } from './index.js';

const x = [1, 2, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10];
const y = [1, 3, 2, 2, 5, 4, 4, 6, 8, 3, 9, 7];
const weights = [1, 2, 1, 1, 0.5, 1, 3, 1, 1, 2, 1, 0.25];
const asked = [0, 1, 1.5, 2, 2.6, 4.5, 6.4, 7, 7.9, 9.5, 10, 20];

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 12);
  });
}

// sklearn.isotonic.IsotonicRegression(out_of_bounds="clip"): X_thresholds_, y_thresholds_ and predict
describe('isotonic regression equals scikit-learn', () => {
  test('with ties', () => {
    const isotonic = fitIsotonic(x, y);
    expectClose(isotonic.x, [1, 2, 3, 4, 6, 7, 8, 9, 10]);
    expectClose(isotonic.y, [1, 7 / 3, 7 / 3, 13 / 3, 13 / 3, 17 / 3, 17 / 3, 8, 8]);
    expectClose(
      applyIsotonic(isotonic, asked),
      [
        1, 1, 1.6666666666666667, 2.3333333333333335, 2.3333333333333335, 4.333333333333333,
        4.866666666666667, 5.666666666666667, 5.666666666666667, 8, 8, 8,
      ],
    );
  });

  test('with weights', () => {
    const isotonic = fitIsotonic(x, y, { weights });
    expectClose(isotonic.y, [1, 2.5, 2.5, 4.111111111111111, 4.111111111111111, 5, 5, 8.6, 8.6]);
    expectClose(
      applyIsotonic(isotonic, asked),
      [1, 1, 1.75, 2.5, 2.5, 4.111111111111111, 4.466666666666667, 5, 5, 8.6, 8.6, 8.6],
    );
  });

  test('descending', () => {
    const isotonic = fitIsotonic(x, y, { increasing: false, weights });
    expectClose(isotonic.x, [1, 10]);
    expectClose(isotonic.y, [4.084745762711864, 4.084745762711864]);
  });
});

test('what is learned is frozen and plain', () => {
  const isotonic = fitIsotonic(x, y);
  expect(Object.isFrozen(isotonic) && Object.isFrozen(isotonic.x) && Object.isFrozen(isotonic.y)).toBe(true);
  expect(JSON.parse(JSON.stringify(isotonic))).toEqual(isotonic);
});

test('one point is a constant; weight 0 is no row', () => {
  expect([...applyIsotonic(fitIsotonic([3], [0.4]), [-1, 3, 9])]).toEqual([0.4, 0.4, 0.4]);
  expect(fitIsotonic([1, 2, 3], [1, 9, 3], { weights: [1, 0, 1] })).toEqual(fitIsotonic([1, 3], [1, 3]));
});

test('it is monotone, keeps the mean, and no monotone step function is nearer', () => {
  const points = fc.array(fc.tuple(fc.nat(8), fc.nat(20)), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(points, (pairs) => {
      const xs = pairs.map(([at]) => at);
      const ys = pairs.map(([, value]) => value);
      const isotonic = fitIsotonic(xs, ys);
      const fitted = applyIsotonic(isotonic, xs);
      for (let i = 1; i < isotonic.y.length; i++) {
        expect(isotonic.y[i] as number).toBeGreaterThanOrEqual(isotonic.y[i - 1] as number);
      }
      const residual = (threshold: number): number =>
        pairs.reduce(
          (sum, [at, value], i) => (at > threshold ? sum + value - (fitted[i] as number) : sum),
          0,
        );
      // Optimality of a projection on a cone: no residual along it is positive, along the fit itself it is 0.
      for (let threshold = -1; threshold <= 8; threshold++)
        expect(residual(threshold)).toBeLessThanOrEqual(1e-9);
      expect(residual(-1)).toBeCloseTo(0, 9);
      const along = pairs.reduce(
        (sum, [, value], i) => sum + (value - (fitted[i] as number)) * (fitted[i] as number),
        0,
      );
      expect(along).toBeCloseTo(0, 8);
    }),
  );
});

test('what is wrong with the input is said', () => {
  expect(codeOf(() => fitIsotonic([], []))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => fitIsotonic([1], [1], { weights: [0] }))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => fitIsotonic([1, 2], [1]))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fitIsotonic([1, 2], [1, 2], { weights: [1] }))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fitIsotonic([1, Number.NaN], [1, 2]))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => fitIsotonic([1, 2], [1, Number.NaN]))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => fitIsotonic([1, 2], [1, 2], { weights: [1, -1] }))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => applyIsotonic(fitIsotonic([1], [1]), [Number.NaN]))).toBe('DATA_NOT_FINITE');
});

test('a direction that is neither true nor false is refused', () => {
  const increasing = JSON.parse('"no"') as boolean;
  expect(codeOf(() => fitIsotonic([1, 2], [1, 2], { increasing }))).toBe('INVALID_ARGUMENT');
});

test('neither the widest gap nor the heaviest weights leave the range of numbers', () => {
  const widest = fitIsotonic([-1.7e308, 1.7e308], [0, 1]);
  expect([...applyIsotonic(widest, [-1.7e308, 0, 1.7e308])]).toEqual([0, 0.5, 1]);
  expect(applyIsotonic(widest, [0.85e308])[0]).toBeCloseTo(0.75, 12);
  // Equal weights pool to the mean, however heavy or light.
  for (const weight of [1e308, 1, 1e-300]) {
    expect(fitIsotonic([1, 2, 3], [3, 2, 1], { weights: [weight, weight, weight] }).y).toEqual([2, 2]);
  }
});
