import { createRandom } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { trainingRows, trainingTarget } from '../testing/boosting-example.js';
import { expectSampled } from '../testing/expect-sampled.js';
import { matrixOf } from '../testing/matrices.js';
import { gradientBoosting, restoreGradientBoosting } from './gradient-boosting.js';

const counts = trainingTarget.map((value) => Math.max(0, Math.floor((value + 25) / 4)));
const model = { objective: 'poisson', rounds: 50, minSamplesLeaf: 10 } as const;

describe('predicts the counts that scikit-learn predicts', () => {
  // scikit-learn 1.9.1: HistGradientBoostingRegressor(loss='poisson', max_iter=50, early_stopping=False,
  // min_samples_leaf=10) fitted on the same rows.
  test('unweighted', async () => {
    const fitted = await gradientBoosting(model).fit(trainingRows, counts);
    expectSampled(
      fitted.predict(trainingRows),
      1,
      [
        7.8099233635927465, 4.190928591923938, 7.286129867420141, 10.91385465926113, 0.8659529807441037,
        10.805189514847452,
      ],
      65.92973689490246,
    );
  });

  test('weighted, three levels', async () => {
    const weights = counts.map((_, row) => 1 + (row % 3));
    const fitted = await gradientBoosting({ ...model, maxDepth: 3 }).fit(trainingRows, counts, { weights });
    expectSampled(
      fitted.predict(trainingRows),
      1,
      [
        8.187448922913358, 3.857666032403219, 7.850390427822613, 10.528957876809649, 0.9284214011904439,
        10.9175384338449,
      ],
      64.75466267654163,
    );
  });
});

test('rare counts that are a hundred times the mean are met, not overshot', async () => {
  const column = Float64Array.from({ length: 20_000 }, (_, row) => row);
  const spiked = column.map((row) => (row < 19_800 ? row % 2 : 10_000));
  const fitted = await gradientBoosting({ objective: 'poisson', rounds: 300 }).fit(
    matrixOf([column]),
    spiked,
  );
  const predictions = fitted.predict(matrixOf([[19_990, 1000]]));
  expect(predictions[0]).toBeGreaterThan(9_900);
  expect(predictions[0]).toBeLessThan(10_100);
  expect(predictions[1]).toBeCloseTo(0.5, 1);
});

test('early stopping heeds the deviance, and predictions are never negative', async () => {
  const random = createRandom(4, 'poisson');
  const x = matrixOf([Float64Array.from({ length: 1000 }, () => random.normal())]);
  const drawn = Float64Array.from(x.columns[0] as Float64Array, (value) => {
    // Knuth's way to draw a Poisson number.
    let [count, product] = [-1, 1];
    for (const least = Math.exp(-Math.exp(value)); product > least; count++) product *= random.float();
    return count;
  });
  const stopped = gradientBoosting({ ...model, rounds: 400, earlyStopping: { rounds: 10 } });
  const fitted = await stopped.fit(x, drawn, { seed: 1 });
  expect(fitted.ensemble.roots.length).toBeLessThan(200);
  const expected = fitted.predict(matrixOf([[-2, 0, 1]]));
  expect(expected.every((count) => count > 0)).toBe(true);
  expect(Math.abs((expected[1] as number) - 1)).toBeLessThan(0.3);
  expect(Math.abs((expected[2] as number) / Math.E - 1)).toBeLessThan(0.3);
});

test('negative counts, and nothing but zeros, are refused', async () => {
  await expect(
    gradientBoosting(model).fit(
      trainingRows,
      counts.map((count, row) => (row === 7 ? -1 : count)),
    ),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', details: { row: 8 } });
  await expect(
    gradientBoosting(model).fit(
      trainingRows,
      counts.map(() => 0),
    ),
  ).rejects.toMatchObject({
    code: 'DATA_INSUFFICIENT',
  });
});

test('an artifact keeps the link, and one with an unknown link is refused', async () => {
  const fitted = await gradientBoosting(model).fit(trainingRows, counts);
  const content = fitted.toArtifact();
  expect(restoreGradientBoosting(content).predict(trainingRows)).toEqual(fitted.predict(trainingRows));
  const data = { featureNames: [...fitted.featureNames], baseline: fitted.baseline, link: 'probit' };
  expect(() => restoreGradientBoosting({ ...content, data })).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
  );
});
