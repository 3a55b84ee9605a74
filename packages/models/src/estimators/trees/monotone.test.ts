import { createRandom } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { trainingRows, trainingTarget, withCategories } from '../testing/boosting-example.js';
import { expectSampled } from '../testing/expect-sampled.js';
import { matrixOf } from '../testing/matrices.js';
import { gradientBoosting } from './gradient-boosting.js';
import { gradientBoostingClassifier } from './gradient-boosting-classifier.js';

// lightgbm 4.7.0: LGBMRegressor(n_estimators=50, min_child_samples=10, min_data_in_bin=1, max_depth=2,
// monotone_constraints=[-1, 0, 1, 0], monotone_constraints_method='basic') fitted on the same rows.
test('predicts what LightGBM predicts', async () => {
  const model = gradientBoosting({
    ...{ rounds: 50, minSamplesLeaf: 10, maxDepth: 2 },
    monotone: { x0: -1, x2: 1 },
  });
  expectSampled(
    (await model.fit(trainingRows, trainingTarget)).predict(trainingRows),
    1,
    [
      15.351523508596616, -2.992135700198237, 14.818154855013074, 13.455115179647075, -16.739592654964788,
      18.841211008384576,
    ],
    234.941846802963,
  );
});

/** Two numeric features, one with missing values, and five categories. */
function mixedMatrix(seed: number, rows: number): FeatureMatrix {
  const random = createRandom(seed, 'monotone');
  const { columns } = matrixOf([
    Float64Array.from({ length: rows }, () => random.normal()),
    Float64Array.from({ length: rows }, () => (random.float() < 0.2 ? Number.NaN : random.normal())),
    Float64Array.from({ length: rows }, () => random.integer(5)),
  ]);
  return {
    rows,
    columns,
    features: [
      { name: 'a', kind: 'numeric', inputs: [] },
      { name: 'b', kind: 'numeric', inputs: [] },
      { name: 'c', kind: 'categorical', inputs: [] },
    ],
  };
}

/** The same rows with every one of some values for a feature, all rows for the first value first. */
function alongFeature(x: FeatureMatrix, feature: number, values: Float64Array): FeatureMatrix {
  return {
    ...x,
    rows: x.rows * values.length,
    columns: x.columns.map((column, index) =>
      Float64Array.from({ length: x.rows * values.length }, (_, i) =>
        index === feature ? (values[Math.floor(i / x.rows)] as number) : (column[i % x.rows] as number),
      ),
    ),
  };
}

function expectOrder(predictions: Float64Array, rows: number, direction: number, slack: number): void {
  for (let i = rows; i < predictions.length; i++) {
    const rise = direction * ((predictions[i] as number) - (predictions[i - rows] as number));
    expect(rise).toBeGreaterThanOrEqual(-slack * Math.abs(predictions[i] as number));
  }
}

const steps = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 5);

describe('predictions go one way along a feature, whatever the others are', () => {
  test.each([
    ['squared', 0],
    ['absolute', 0],
    ['quantile', 0],
    // Two exponentials that are almost equal may be off by a rounding.
    ['poisson', 1e-13],
  ] as const)('%s', async (objective, slack) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom(1 as const, -1 as const),
        fc.constantFrom('leaf-wise' as const, 'depth-wise' as const),
        fc.constantFrom(0, 1),
        fc.constantFrom(0, 3),
        async (seed, direction, growth, feature, l1) => {
          const x = mixedMatrix(seed, 250);
          const random = createRandom(seed, 'target');
          // Against the direction in some places, so that the constraint has work to do.
          const target = Float64Array.from({ length: x.rows }, (_, row) => {
            const [a, b, c] = x.columns.map((column) => column[row] as number) as [number, number, number];
            return Math.abs(3 * Math.sin(2 * a) + (Number.isNaN(b) ? 1 : b * a) + c + random.normal());
          });
          const fitted = await gradientBoosting({
            ...{ objective, growth, l1, rounds: 15, minSamplesLeaf: 3, learningRate: 0.5 },
            ...(objective === 'quantile' ? { quantile: 0.8 } : {}),
            monotone: { [feature === 0 ? 'a' : 'b']: direction },
          }).fit(x, target);
          const predictions = fitted.predict(alongFeature(mixedMatrix(seed + 1, 20), feature, steps));
          expectOrder(predictions, 20, direction, slack);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('the probability of the second of two classes', async () => {
    const x = mixedMatrix(9, 400);
    const labels = Int32Array.from(x.columns[0] as Float64Array, (value) =>
      Math.sin(3 * value) > 0 ? 1 : 0,
    );
    const model = gradientBoostingClassifier({ rounds: 20, monotone: { a: 1 } });
    const fitted = await model.fit(x, labels, ['no', 'yes']);
    const along = fitted.predictProbabilities(alongFeature(mixedMatrix(10, 20), 0, steps));
    expectOrder(
      along.filter((_, i) => i % 2 === 1),
      20,
      1,
      1e-13,
    );
  });
});

test('a constraint that the data obey changes little, and quantiles are still met', async () => {
  const random = createRandom(3, 'quantiles');
  const x = matrixOf([Float64Array.from({ length: 3000 }, () => random.normal())]);
  const target = Float64Array.from(x.columns[0] as Float64Array, (a) => 100 * a + 50 * random.normal());
  const model = gradientBoosting({ objective: 'quantile', quantile: 0.9, monotone: { f0: 1 } });
  const predictions = (await model.fit(x, target)).predict(x);
  const covered = target.filter((value, row) => value <= (predictions[row] as number)).length / x.rows;
  expect(Math.abs(covered - 0.9)).toBeLessThan(0.02);
});

describe('refuses', () => {
  const refused = (feature: string): object => ({
    code: 'INVALID_ARGUMENT',
    details: { field: 'monotone', feature },
  });

  test('a name that is no feature', async () => {
    const fit = gradientBoosting({ monotone: { x9: 1 } }).fit(trainingRows, trainingTarget);
    await expect(fit).rejects.toMatchObject(refused('x9'));
  });

  test('a feature of categories', async () => {
    const fit = gradientBoosting({ monotone: { x3: 1 } }).fit(withCategories(trainingRows), trainingTarget);
    await expect(fit).rejects.toMatchObject(refused('x3'));
  });

  test('another direction than 1 and -1', () => {
    const monotone: Record<string, 1 | -1> = JSON.parse('{ "x0": 2 }');
    expect(() => gradientBoosting({ monotone })).toThrow(expect.objectContaining(refused('x0')));
  });

  test('three classes', async () => {
    const labels = Int32Array.from(trainingTarget, (_, row) => row % 3);
    const model = gradientBoostingClassifier({ monotone: { x0: 1 } });
    await expect(model.fit(trainingRows, labels, ['a', 'b', 'c'])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});
