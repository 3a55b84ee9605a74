import { createRandom, decodeArtifact, encodeArtifact } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearRows, linearWeights, threeLabels, twoLabels } from '../testing/linear-example.js';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import {
  type LogisticRegressionParameters,
  logisticRegression,
  restoreLogisticRegression,
} from './logistic-regression.js';

const two = ['no', 'yes'];
const three = ['a', 'b', 'c'];

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 7): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

// scikit-learn 1.9.1: LogisticRegression(C, l1_ratio, tol=1e-14, max_iter=1000000).fit(Z, labels, sample_weight=w) by
// lbfgs, or saga under absolute penalties; Z as in the tests of the elastic net. First coef_, then intercept_.
describe('scikit-learn learns the same', () => {
  test.each([
    [
      { l2: 1 },
      [
        0.791674353896481, -0.6716502104540204, 0.21124236216214592, -0.019873633694400053,
        -0.19136871309489242,
      ],
      -0.40136029664492506,
    ],
    [
      { l2: 5 },
      [
        0.42103422847073163, -0.3487450611435203, 0.08846752513492005, 0.03501834774900966,
        -0.12348587383683858,
      ],
      -0.3570946197822252,
    ],
    [
      { l2: 0.5, l1: 0.5 },
      [0.7693445811784333, -0.6594652335501692, 0.03727511019257774, 0, 0],
      -0.40129910740460506,
    ],
  ] as const)('of two classes, %j', async (parameters, coefficients, intercept) => {
    const fitted = await logisticRegression(parameters).fit(linearRows, twoLabels, two);
    expect(fitted.converged).toBe(true);
    expectClose(fitted.coefficients, coefficients);
    expectClose(fitted.intercepts, [intercept]);
  });

  test('of two classes and weighted rows', async () => {
    const fitted = await logisticRegression().fit(linearRows, twoLabels, two, { weights: linearWeights });
    expectClose(
      fitted.coefficients,
      [
        1.0167043834425256, -0.8849966602509212, 0.41343951871599377, -0.1950722925431275,
        -0.21836723401069302,
      ],
    );
    expectClose(fitted.intercepts, [-0.818094633238766]);
  });

  test.each([
    [
      { l2: 1 },
      [
        [
          0.21833005030793512, -0.21004150722794537, 0.4521387064144512, 0.3721944548257582,
          -0.8243331806799832,
        ],
        [
          0.08522246638043134, 0.22183077833326198, 0.4899712971506791, -0.9219178069598764,
          0.43194647180366574,
        ],
        [
          -0.3035525166883664, -0.011789271105316591, -0.9421100035651306, 0.5497233521341182,
          0.3923867088763174,
        ],
      ],
      [-0.01499570778525518, 0.010858469460601539, 0.004137238324653885],
    ],
    [
      { l2: 0.5, l1: 0.5 },
      [
        [0.08165242847367346, -0.13710291751167336, 0.05934031860982182, 0, -1.0371028897069703],
        [0, 0.18413644774431018, 0.09529990075438986, -1.134913347064251, 0.039613446310130335],
        [-0.32607356148869543, 0, -1.1546402193642147, 0.15715077596736537, 0],
      ],
      [-0.00720245325297514, 0.007243222878304337, -4.07696253399192e-5],
    ],
  ] as const)('of three classes, %j', async (parameters, coefficients, intercepts) => {
    const fitted = await logisticRegression(parameters).fit(linearRows, threeLabels, three);
    expectClose(fitted.coefficients, coefficients.flat(), 6);
    expectClose(fitted.intercepts, intercepts, 6);
  });

  // solver='newton-cg', as lbfgs stops earlier.
  test('of three classes and weighted rows', async () => {
    const fitted = await logisticRegression().fit(linearRows, threeLabels, three, { weights: linearWeights });
    expectClose(
      fitted.coefficients,
      [
        0.2800080631623257, -0.18080104111667647, 0.6082355212127751, 0.42435302749107906,
        -1.0325885487038837, 0.04397169116632392, 0.23111648623003103, 0.6783645760288001, -1.191051995169089,
        0.5126874191402757, -0.32397975432864984, -0.050315445113354645, -1.2866000972415754,
        0.7666989676780105, 0.5199011295636086,
      ],
    );
    expectClose(fitted.intercepts, [-0.12882278776027248, 0.09694424328513843, 0.03187854447513772]);
  });
});

test('the optimum satisfies the subgradient conditions, whatever the data', async () => {
  const cases = fc.record({
    seed: fc.nat(1e6),
    rows: fc.integer({ min: 4, max: 60 }),
    width: fc.integer({ min: 1, max: 12 }),
    classes: fc.integer({ min: 2, max: 4 }),
    l2: fc.double({ min: 1e-2, max: 10, noNaN: true }),
    l1: fc.oneof(fc.constant(0), fc.double({ min: 1e-2, max: 5, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, rows, width, classes, l1, l2 }) => {
      const x = normalMatrix(rows, width, seed);
      // Every class has a row.
      const labels = Int32Array.from({ length: rows }, (_, row) =>
        row < classes ? row : Math.abs(Math.floor(7 * (x.columns[0]?.[row] as number))) % classes,
      );
      const names = Array.from({ length: classes }, (_, k) => `${k}`);
      const fitted = await logisticRegression({ l1, l2, standardise: false }).fit(x, labels, names);
      expect(fitted.converged).toBe(true);
      const probabilities = fitted.predictProbabilities(x);
      fitted.intercepts.forEach((_, output) => {
        const label = classes === 2 ? 1 : output;
        const excess = Float64Array.from(
          labels,
          (own, row) => (probabilities[row * classes + label] as number) - (own === label ? 1 : 0),
        );
        expect(excess.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
        x.columns.forEach((column, j) => {
          const coefficient = fitted.coefficients[output * width + j] as number;
          const slope = column.reduce(
            (sum, value, row) => sum + value * (excess[row] as number),
            l2 * coefficient,
          );
          if (coefficient === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(l1 + 1e-6);
          else expect(slope).toBeCloseTo(-Math.sign(coefficient) * l1, 6);
        });
      });
    }),
    { numRuns: 60 },
  );
});

test('classes that a column parts are given near-certain, finite probabilities', async () => {
  const x = matrixOf([[1, 2, 3, 101, 102, 103]]);
  const fitted = await logisticRegression({ l2: 1e-6 }).fit(x, Int32Array.of(0, 0, 0, 1, 1, 1), two);
  expect(fitted.converged).toBe(true);
  const probabilities = fitted.predictProbabilities(x);
  expect(probabilities[1]).toBeLessThan(1e-3);
  expect(probabilities[11]).toBeGreaterThan(1 - 1e-3);
});

test('a fit that is cut short says so', async () => {
  const fitted = await logisticRegression({ maxIterations: 1 }).fit(linearRows, threeLabels, three);
  expect(fitted.converged).toBe(false);
});

test('the bytes of an artifact restore the same model', async () => {
  const fitted = await logisticRegression({ l1: 0.3 }).fit(linearRows, threeLabels, [...three, 'never']);
  const bytes = await encodeArtifact(fitted.toArtifact());
  const restored = restoreLogisticRegression(
    await decodeArtifact(bytes, { kind: 'titans/logistic-regression' }),
  );
  expect(restored.predictProbabilities(linearRows)).toEqual(fitted.predictProbabilities(linearRows));
  expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
  const content = fitted.toArtifact();
  const short = { ...content, arrays: { ...content.arrays, intercepts: new Float64Array(1) } };
  expect(() => restoreLogisticRegression(short)).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
  );
});

test.each([
  [{ l2: 0 }],
  [{ l1: -1 }],
  [{ tolerance: 1 }],
  [{ maxIterations: 0 }],
  [{ missing: 'zero' as 'mean' }],
  [{ C: 1 } as LogisticRegressionParameters],
] as const)('parameters %j are refused', (parameters) => {
  expect(() => logisticRegression(parameters)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test.each([2, 3])('the gradient of many rows vanishes at the optimum of %d classes', async (count) => {
  const x = normalMatrix(2600, 5, 4);
  const random = createRandom(6, 'labels');
  const labels = Int32Array.from({ length: 2600 }, (_, i) => {
    const score = (x.columns[3]?.[i] as number) - (x.columns[0]?.[i] as number) + random.normal();
    return Math.min(count - 1, score < -0.5 ? 0 : score < 1 ? 1 : 2);
  });
  const weights = Float64Array.from(labels, (_, i) => (i * 5) % 3);
  const fitted = await logisticRegression({ l2: 3, standardise: false }).fit(
    x,
    labels,
    three.slice(0, count),
    {
      weights,
    },
  );
  const probabilities = fitted.predictProbabilities(x);
  const outputs = count === 2 ? [1] : [0, 1, 2];
  outputs.forEach((label, output) => {
    const gap = (row: number): number =>
      (weights[row] as number) *
      ((probabilities[row * count + label] as number) - (labels[row] === label ? 1 : 0));
    expect(labels.reduce((sum, _, row) => sum + gap(row), 0)).toBeCloseTo(0, 4);
    x.columns.forEach((column, j) => {
      const slope = column.reduce((sum, value, row) => sum + value * gap(row), 0);
      expect(slope + 3 * (fitted.coefficients[output * 5 + j] as number)).toBeCloseTo(0, 4);
    });
  });
});
