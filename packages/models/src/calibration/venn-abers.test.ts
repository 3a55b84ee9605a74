import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../evaluation/testing/code-of.js';
import { applyIsotonic, applyVennAbers, fitIsotonic, fitVennAbers } from './index.js';

const row = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.nat(1));

test('the two isotonic regressions with the new row, fitted anew for every score', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const [scores, outcomes] = [rows.map(([score]) => score), rows.map(([, outcome]) => outcome)];
      const fitted = fitVennAbers(scores, outcomes);
      const tested = Array.from({ length: 27 }, (_, i) => i / 2 - 0.5);
      const { lower, upper } = applyVennAbers(fitted, tested);
      tested.forEach((score, i) => {
        for (const [outcome, found] of [lower, upper].entries()) {
          const isotonic = fitIsotonic([...scores, score], [...outcomes, outcome]);
          expect(found[i]).toBeCloseTo(applyIsotonic(isotonic, [score])[0] as number, 13);
        }
      });
    }),
    { numRuns: 300 },
  );
});

test('equals the definition in Python', () => {
  // IsotonicRegression of scikit-learn 1.9.1 on the rows and (score, 0), then (score, 1)
  const scores = Array.from({ length: 60 }, (_, i) => ((i * 37) % 61) / 10);
  const outcomes = scores.map((score, i) => (score + ((i * i * 13) % 29) / 6 > 5 ? 1 : 0));
  const { lower, upper, probability } = applyVennAbers(
    fitVennAbers(scores, outcomes),
    [-1, 0.3, 1.55, 2.9, 4.44, 9],
  );
  const expected = [
    [0.0, 0.0, 0.3333333333333333, 0.45454545454545453, 0.7777777777777778, 0.9285714285714286],
    [0.07142857142857142, 0.09090909090909091, 0.48148148148148145, 0.5, 0.8888888888888888, 1.0],
    [
      0.06666666666666667, 0.08333333333333334, 0.4193548387096774, 0.4782608695652174, 0.7999999999999999,
      0.9333333333333333,
    ],
  ];
  [lower, upper, probability].forEach((found, which) => {
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[which]?.[i] as number, 13);
  });
});

test('the pair holds the share of events: one of the two is calibrated in every draw of rows', () => {
  // E[outcome] equals E[p at the true outcome], exactly; 5,000 draws of 20 rows, four standard errors.
  const random = createRandom(4, 'venn-abers');
  let [events, predicted] = [0, 0];
  for (let draw = 0; draw < 5000; draw++) {
    const scores = Float64Array.from({ length: 21 }, () => random.float());
    const outcomes = scores.map((score) => (random.float() < score ** 3 ? 1 : 0));
    const fitted = fitVennAbers(scores.subarray(1), outcomes.subarray(1));
    const { lower, upper } = applyVennAbers(fitted, scores.subarray(0, 1));
    events += outcomes[0] as number;
    predicted += (outcomes[0] === 1 ? upper[0] : lower[0]) as number;
  }
  expect(Math.abs(events - predicted) / 5000).toBeLessThan((4 * Math.sqrt(0.25 * 0.75)) / Math.sqrt(5000));
});

test('the lower is at most the upper, both ascend, and the merged one lies between', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const fitted = fitVennAbers(
        rows.map(([score]) => score),
        rows.map(([, outcome]) => outcome),
      );
      const found = applyVennAbers(
        fitted,
        Array.from({ length: 30 }, (_, i) => i / 2 - 1),
      );
      found.probability.forEach((probability, i) => {
        const [low, high] = [found.lower[i] as number, found.upper[i] as number];
        expect(low <= high + 1e-15 && probability >= low - 1e-15 && probability <= high + 1e-15).toBe(true);
        if (i === 0) return;
        expect(low).toBeGreaterThanOrEqual((found.lower[i - 1] as number) - 1e-15);
        expect(high).toBeGreaterThanOrEqual((found.upper[i - 1] as number) - 1e-15);
      });
    }),
  );
});

test('a hundred thousand rows, in linear time but for the sorting', () => {
  const random = createRandom(1, 'many');
  const scores = Float64Array.from({ length: 100_000 }, () => random.float());
  const fitted = fitVennAbers(
    scores,
    scores.map((score) => (random.float() < score ? 1 : 0)),
  );
  const { lower, upper } = applyVennAbers(fitted, [0.2, 0.5, 0.8]);
  // The spread of an isotonic estimate from so many rows is about 0.02.
  [0.2, 0.5, 0.8].forEach((share, i) => {
    expect(Math.abs((lower[i] as number) - share)).toBeLessThan(0.06);
    expect((upper[i] as number) - (lower[i] as number)).toBeLessThan(0.01);
  });
});

test('frozen plain data; what is wrong with the input is said', () => {
  const fitted = fitVennAbers([1, 2], [0, 1]);
  expect(Object.isFrozen(fitted) && Object.isFrozen(fitted.x)).toBe(true);
  expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
  expect(codeOf(() => fitVennAbers([], []))).toBe('DATA_INSUFFICIENT');
  expect(codeOf(() => fitVennAbers([1], []))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fitVennAbers([1], [2]))).toBe('INVALID_ARGUMENT');
  expect(codeOf(() => fitVennAbers([Number.NaN], [1]))).toBe('DATA_NOT_FINITE');
  expect(codeOf(() => applyVennAbers(fitted, [Number.NaN]))).toBe('DATA_NOT_FINITE');
});
