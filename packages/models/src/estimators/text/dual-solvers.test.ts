import { createRandom } from '@titans/core';
import { expect, test } from 'vitest';
import { solveSquaredHinge } from './hinge-dual.js';
import { type LinearProblem, rowsByText, squaredFeatureLengths } from './linear-problem.js';
import { solveMultinomial } from './multinomial-dual.js';
import { sparseRows } from './testing/sparse-rows.js';

// Three classes of four texts; rows of one text are of several classes, and two are equal but for their class.
const features = sparseRows([
  [1, 0, 0.5, 0],
  [0, 2, 0, 1],
  [0.5, 0.5, 0, 0],
  [0, 0, 1, 1.5],
]);
const texts = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'a'];
const labels = Int32Array.of(0, 1, 2, 1, 0, 2, 1, 2);
const weights = Float64Array.of(3, 1, 2, 0.5, 1, 1.5, 2, 4);
const dense = { values: Float64Array.of(0.3, -0.2, 0.3, 1, 0, -0.7, 0.3, 0.1), width: 1 };

function problemOf(columns: typeof dense | null): LinearProblem {
  return rowsByText(texts, labels, weights, columns).problemOf(features);
}
const limits = { l2: 0.5, l1: null, tolerance: 1e-12, maxEpochs: 100_000 };

function expectClose(ours: Float64Array, theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [at, value] of theirs.entries())
    expect(Math.abs((ours[at] as number) - value)).toBeLessThan(2e-8);
}

// scikit-learn 1.9.1: LogisticRegression(C=2, tol=1e-12, solver='newton-cg', fit_intercept=False).coef_ with sample weights and a last
// column of ones, features × classes, less the mean over the classes.
test.each([
  [
    'beside a dense column',
    dense,
    [
      0.235497372, -0.641170841, 0.405673469, -0.353680793, -0.380576462, 0.734257255, -0.358003519,
      0.463690826, -0.105687307, -0.759413972, 0.924061437, -0.164647465, 0.759424434, 0.109540478,
      -0.868964912, 0.1071237, -0.295441634, 0.188317934,
    ],
  ],
  [
    'of texts alone',
    null,
    [
      0.290845046, -0.637869263, 0.347024217, -0.322766006, -0.334619978, 0.657385983, -0.219372559,
      0.480092766, -0.260720207, -0.636793867, 0.954055913, -0.317262046, 0.051793996, -0.314852636,
      0.26305864,
    ],
  ],
] as const)('multinomial logistic regression %s', async (_, columns, expected) => {
  const solved = await solveMultinomial(problemOf(columns), 3, limits, createRandom(1), async () => {});
  // The minimum has a mean of 0 over the classes by itself.
  expectClose(solved, expected);
});

// LinearSVC(C=2, tol=1e-14, dual=False, fit_intercept=False), likewise.
test.each([
  [
    'beside a dense column',
    dense,
    [
      -0.259712019, -0.486929307, 0.673618592, -0.520343025, -0.403164744, 0.897358732, -1.062005867,
      0.40752677, 0.305004228, -1.19232137, 0.667771273, -0.055538145, 1.416901787, 0.007599927, -1.226823841,
      0.412266324, -0.466054214, -0.735546748,
    ],
  ],
  [
    'of texts alone',
    null,
    [
      0.00730355, -0.484271803, 0.244629053, -0.216428062, -0.400888434, 0.529903745, -0.231462023,
      0.410987691, -0.253677574, -0.410762534, 0.669693786, -0.365881117, -0.1355355, -0.469781972,
      -0.133790528,
    ],
  ],
] as const)('linear SVM %s', (_, columns, expected) => {
  const problem = problemOf(columns);
  const lengths = squaredFeatureLengths(problem);
  for (let label = 0; label < 3; label++) {
    const solved = solveSquaredHinge(problem, label, lengths, limits, createRandom(label));
    expectClose(
      solved,
      expected.filter((__, at) => at % 3 === label),
    );
  }
});

const textRows = [
  [1, 0, 0.5, 0],
  [0, 2, 0, 1],
  [0.5, 0.5, 0, 0],
  [0, 0, 1, 1.5],
];
/** Features of row `row`: text, dense, and the one of the intercept. */
const featuresOf = (row: number): readonly number[] => [
  ...(textRows['abcd'.indexOf(texts[row] as string)] ?? []),
  dense.values[row] as number,
  1,
];
/** 0.3 of every feature but the second, which has more, and the intercept, which has none. */
const l1 = Float64Array.of(0.3, 0.9, 0.3, 0.3, 0.3, 0);

/** Requires that no subgradient is steeper than 0, and that some coefficients are 0. */
function expectOptimal(coefficients: Float64Array, slopeOf: (feature: number) => number): void {
  coefficients.forEach((coefficient, feature) => {
    const slope = slopeOf(feature) + limits.l2 * coefficient;
    const penalty = l1[feature] as number;
    if (coefficient === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(penalty + 1e-7);
    else expect(slope).toBeCloseTo(-Math.sign(coefficient) * penalty, 7);
  });
}

test('multinomial logistic regression under absolute penalties satisfies the subgradient conditions', async () => {
  const solved = await solveMultinomial(
    problemOf(dense),
    3,
    { ...limits, l1 },
    createRandom(1),
    async () => {},
  );
  const excess = texts.map((_, row) => {
    const scores = [0, 1, 2].map((k) =>
      featuresOf(row).reduce((sum, value, feature) => sum + value * (solved[feature * 3 + k] as number), 0),
    );
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    return scores.map((score, k) => Math.exp(score) / total - (labels[row] === k ? 1 : 0));
  });
  for (let k = 0; k < 3; k++) {
    const own = solved.filter((_, at) => at % 3 === k);
    expectOptimal(own, (feature) =>
      excess.reduce(
        (sum, rest, row) =>
          sum + (weights[row] as number) * (rest[k] as number) * (featuresOf(row)[feature] as number),
        0,
      ),
    );
  }
  expect(solved.filter((coefficient) => coefficient === 0).length).toBeGreaterThan(3);
});

test('a linear SVM under absolute penalties satisfies the subgradient conditions', () => {
  const problem = problemOf(dense);
  const lengths = squaredFeatureLengths(problem);
  let zeros = 0;
  for (let label = 0; label < 3; label++) {
    const solved = solveSquaredHinge(problem, label, lengths, { ...limits, l1 }, createRandom(label));
    const pull = texts.map((_, row) => {
      const sign = labels[row] === label ? 1 : -1;
      const score = featuresOf(row).reduce((sum, value, k) => sum + value * (solved[k] as number), 0);
      return -2 * sign * Math.max(0, 1 - sign * score);
    });
    expectOptimal(solved, (feature) =>
      pull.reduce(
        (sum, each, row) => sum + (weights[row] as number) * each * (featuresOf(row)[feature] as number),
        0,
      ),
    );
    zeros += solved.filter((coefficient) => coefficient === 0).length;
  }
  expect(zeros).toBeGreaterThan(2);
});

test('rows of equal features become one, whose weight is spread over their classes', () => {
  const { rows, firstRow, weights: total, firstLabel, labels: codes, labelWeights } = problemOf(null);
  expect(rows).toBe(4);
  expect([...firstRow]).toEqual([0, 1, 2, 3, 4]);
  expect([...total]).toEqual([8, 2.5, 2.5, 2]);
  expect([...firstLabel]).toEqual([0, 3, 5, 7, 8]);
  expect([...codes]).toEqual([0, 1, 2, 2, 1, 0, 2, 1]);
  expect([...labelWeights]).toEqual([3, 1, 4, 2, 0.5, 1, 1.5, 2]);
});
