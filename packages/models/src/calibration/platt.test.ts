import { describe, expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import { applyPlatt, fitPlatt } from './index.js';

const scores = [-2.1, -1.4, -1.1, -0.8, -0.2, 0.1, 0.3, 0.7, 1.2, 1.9, 2.4, 3];
const outcomes = [0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1];

describe('Platt scaling', () => {
  test('finds the minimum that scipy finds, and scikit-learn to its tolerance', () => {
    const { slope, intercept } = fitPlatt(scores, outcomes);
    // scipy.optimize.fsolve on the gradient, xtol 1e-15
    expect(slope).toBeCloseTo(0.8090799543656177, 12);
    expect(intercept).toBeCloseTo(-0.24521477368920286, 12);
    // sklearn.calibration._sigmoid_calibration, whose optimiser stops at a gradient of 1e-6
    expect(slope).toBeCloseTo(0.8090802040193534, 6);
    expect(intercept).toBeCloseTo(-0.24521474175541835, 6);
  });

  test('separable outcomes keep a finite slope', () => {
    const { slope, intercept } = fitPlatt(
      scores,
      scores.map((score) => (score > 0 ? 1 : 0)),
    );
    expect(slope).toBeCloseTo(1.2243578281703935, 12);
    expect(intercept).toBeCloseTo(0.17824446596892457, 12);
  });

  test('scores of any size and place', () => {
    const { slope, intercept } = fitPlatt(
      scores.map((score) => score * 1e4 + 3e5),
      outcomes,
    );
    expect(slope / 8.090799543656177e-5).toBeCloseTo(1, 10);
    expect(intercept / -24.517613404657734).toBeCloseTo(1, 10);
  });

  test('one outcome alone, or equal scores, give the smoothed share everywhere', () => {
    const never = fitPlatt([1, 2, 3], [0, 0, 0]);
    expect(never.slope).toBe(0);
    expect(applyPlatt(never, [-9, 9])[1]).toBeCloseTo(1 / 5, 14);
    // Targets (2 + 1) / (2 + 2) twice and 1 / (2 + 2) twice: their mean is one half.
    expect(applyPlatt(fitPlatt([4, 4, 4, 4], [0, 1, 0, 1]), [4])[0]).toBeCloseTo(0.5, 14);
  });

  test('applying neither overflows nor leaves 0 to 1', () => {
    expect([...applyPlatt({ slope: 1, intercept: 0 }, [-1e4, 0, 1e4])]).toEqual([0, 0.5, 1]);
  });

  test('what is learned is frozen and plain', () => {
    const platt = fitPlatt(scores, outcomes);
    expect(Object.isFrozen(platt)).toBe(true);
    expect(JSON.parse(JSON.stringify(platt))).toEqual(platt);
  });

  test('what is wrong with the input is said', () => {
    expect(codeOf(() => fitPlatt([], []))).toBe('DATA_INSUFFICIENT');
    expect(codeOf(() => fitPlatt([1, 2], [1]))).toBe('SHAPE_MISMATCH');
    expect(codeOf(() => fitPlatt([1, Number.NaN], [0, 1]))).toBe('DATA_NOT_FINITE');
    expect(codeOf(() => fitPlatt([1, 2], [0, 0.5]))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => applyPlatt({ slope: 1, intercept: 0 }, [Number.NaN]))).toBe('DATA_NOT_FINITE');
  });
});

// All that is known of equal scores is the share of the softened outcomes, (events × t1 + others × t0) ÷ n.
test.each([0.1, 0.7, 1 / 3, 1e-300, 1e300, 123_456.789, 0])(
  'equal scores of %d get the share of events',
  (score) => {
    for (const count of [3, 7, 10, 100]) {
      const scores = Array.from({ length: count }, () => score);
      const outcomes = scores.map((_, i) => (i % 3 === 0 ? 1 : 0));
      const events = Math.ceil(count / 3);
      const others = count - events;
      const share = ((events * (events + 1)) / (events + 2) + others / (others + 2)) / count;
      const [probability] = applyPlatt(fitPlatt(scores, outcomes), [score]);
      expect(probability).toBeCloseTo(share, 12);
    }
  },
);

test('scores too small for any slope are refused', () => {
  expect(() => fitPlatt([1e-320, 2e-320, 0], [1, 0, 1])).toThrow(
    expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
  );
});

test.each([2 ** 1020, 2 ** -900])('scores of the size %d are calibrated as those of size 1', (size) => {
  const scores = [1, -1, 0.5, -1, 0, 1, -0.25];
  const outcomes = [1, 0, 1, 0, 1, 1, 0];
  const expected = applyPlatt(fitPlatt(scores, outcomes), scores);
  const large = scores.map((score) => score * size);
  applyPlatt(fitPlatt(large, outcomes), large).forEach((probability, i) => {
    expect(probability).toBeCloseTo(expected[i] as number, 12);
  });
});
