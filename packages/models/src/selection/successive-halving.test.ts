import { describe, expect, test } from 'vitest';
import type { Classifier, Regressor } from '../estimators/estimator.js';
import { ridge } from '../estimators/linear/ridge.js';
import { matrixOf, normalMatrix } from '../estimators/testing/matrices.js';
import { gradientBoosting } from '../estimators/trees/gradient-boosting.js';
import { kFold } from '../evaluation/index.js';
import { halvingSchedule } from './halving-schedule.js';
import { logUniform, regressionMetrics, successiveHalving } from './index.js';

// n_candidates_, n_resources_, n_remaining_candidates_ of HalvingGridSearchCV(Ridge(), …, cv=KFold(folds)).
const schedules = [
  [1000, 27, 3, 'exhaust', 1000, false, 5, [27, 9, 3, 1], [37, 111, 333, 999]],
  [1000, 27, 3, 'smallest', 1000, false, 5, [27, 9, 3, 1], [10, 30, 90, 270]],
  [1000, 20, 2, 'exhaust', 1000, false, 5, [20, 10, 5, 3, 2], [62, 124, 248, 496, 992]],
  [1000, 20, 2, 20, 1000, false, 5, [20, 10, 5, 3, 2], [20, 40, 80, 160, 320]],
  [500, 6, 2, 20, 500, true, 5, [6, 3, 2], [80, 160, 320]],
  [1000, 40, 2, 100, 1000, true, 5, [40, 20, 10, 5, 3, 2], [100, 100, 100, 200, 400, 800]],
  [1000, 40, 2, 100, 400, false, 5, [40, 20, 10], [100, 200, 400]],
  [150, 5, 1.5, 'exhaust', 150, false, 5, [5, 4, 3], [44, 66, 99]],
  [243, 9, 3, 30, 200, false, 5, [9, 3], [30, 90]],
  [100, 1, 3, 'exhaust', 100, false, 5, [1], [100]],
  [1000, 81, 3, 'exhaust', 600, false, 3, [81, 27, 9, 3, 1], [7, 21, 63, 189, 567]],
  [1000, 27, 3, 50, 1000, true, 5, [27, 9, 3, 1], [50, 50, 150, 450]],
] as const;

/** Predicts the mean of the target plus a bias. */
function biased(bias: number, onFit: (rows: number) => void = () => undefined): Regressor {
  return {
    name: 'biased',
    async fit(matrix, y) {
      onFit(matrix.rows);
      const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
      return {
        predict: (of) => new Float64Array(of.rows).fill(mean + bias),
        toArtifact: () => ({ kind: 'biased', version: 1, data: { bias }, arrays: {} }),
      };
    },
  };
}

function linearData(rows: number) {
  const x = normalMatrix(rows, 3, 5);
  return {
    x,
    target: Float64Array.from({ length: rows }, (_, row) => 2 * (x.columns[0]?.[row] ?? 0) + (row % 3) / 10),
  };
}

describe('rounds are those of scikit-learn HalvingGridSearchCV', () => {
  test.each(schedules)(
    '%d rows, %d candidates, factor %d, from %s to %d, aggressive: %s, %d folds',
    (_rows, candidates, factor, minResources, maxResources, aggressiveElimination, folds, counts, resources) => {
      const schedule = halvingSchedule(candidates, 2 * folds, {
        factor,
        minResources,
        maxResources,
        aggressiveElimination,
      });
      expect(schedule.candidates).toEqual(counts);
      expect(schedule.resources).toEqual(resources);
    },
  );

  test('also with an argument such as n_estimators for resource', () => {
    const ofArgument = (
      candidates: number,
      factor: number,
      minResources: number | 'exhaust' | 'smallest',
    ) => {
      const schedule = halvingSchedule(candidates, 1, { factor, minResources, maxResources: 30 });
      return [schedule.candidates, schedule.resources];
    };
    expect(ofArgument(9, 3, 'exhaust')).toEqual([
      [9, 3, 1],
      [3, 9, 27],
    ]);
    expect(ofArgument(8, 2, 'smallest')).toEqual([
      [8, 4, 2, 1],
      [1, 2, 4, 8],
    ]);
    expect(ofArgument(8, 2, 5)).toEqual([
      [8, 4, 2],
      [5, 10, 20],
    ]);
  });

  test('but whole powers are not lost to rounding', () => {
    // floor(log(243, 3)) is 4 in floating point: scikit-learn ends with 3 candidates where one should be left.
    expect(halvingSchedule(243, 1, { maxResources: 243 }).candidates).toEqual([243, 81, 27, 9, 3, 1]);
  });

  test('and a first round beyond what there is is refused', () => {
    expect(() => halvingSchedule(9, 100, { maxResources: 60 })).toThrow(
      expect.objectContaining({ code: 'DATA_INSUFFICIENT' }),
    );
  });
});

test('candidates meet more and more rows, the best go on, and all folds are tested whole', async () => {
  const data = linearData(90);
  const seen: number[] = [];
  const biases = [5, 1, 8, 0, 3, 9, 4, 2, 7];
  const found = await successiveHalving(
    ({ bias }) => biased(bias, (rows) => seen.push(rows)),
    { bias: biases },
    data,
    kFold(90, { folds: 3 }),
    { metric: regressionMetrics.mae, refit: true },
  );
  expect(found.rounds.map(({ resources, candidates }) => [resources, candidates.length])).toEqual([
    [10, 9],
    [30, 3],
    [90, 1],
  ]);
  // 60 rows are learned from per fold: 10/90, 30/90 and all of them.
  expect(seen).toEqual([...new Array(27).fill(6), ...new Array(9).fill(20), 60, 60, 60, 90]);
  expect(found.rounds[1]?.candidates.map(({ parameters }) => parameters.bias)).toEqual([1, 0, 2]);
  expect(found.best).toMatchObject({ index: 3, parameters: { bias: 0 } });
  expect(found).toMatchObject({ bestResources: 90, minResources: 10, maxResources: 90, budgetEnded: false });
  expect(found.fitted?.predict(data.x)).toHaveLength(90);
});

test('classes count for the smallest first round', async () => {
  // HalvingGridSearchCV(LogisticRegression(), 9 candidates, min_resources="smallest", cv=KFold(5)), 600 rows, 3 classes.
  const constant = (): Classifier => ({
    name: 'constant',
    async fit(_matrix, _labels, classes) {
      return {
        classes,
        predictProbabilities: (of) => new Float64Array(of.rows * classes.length).fill(1 / classes.length),
        toArtifact: () => ({ kind: 'constant', version: 1, data: {}, arrays: {} }),
      };
    },
  });
  const found = await successiveHalving(
    constant,
    Array.from({ length: 9 }, (_, c) => ({ c })),
    {
      x: normalMatrix(600, 1, 1),
      labels: Int32Array.from({ length: 600 }, (_, row) => row % 3),
      classes: ['a', 'b', 'c'],
    },
    kFold(600),
    { minResources: 'smallest' },
  );
  expect(found.rounds.map(({ resources }) => resources)).toEqual([30, 90, 270]);
});

test('rounds of boosting as the resource', async () => {
  const found = await successiveHalving(
    (parameters, rounds) => gradientBoosting({ ...parameters, rounds, minSamplesLeaf: 2 }),
    { learningRate: [0.0001, 0.001, 0.1, 0.3] },
    linearData(60),
    kFold(60, { folds: 2 }),
    { resource: 'argument', maxResources: 40, factor: 2, refit: true, seed: 1 },
  );
  expect(found.rounds.map(({ resources, candidates }) => [resources, candidates.length])).toEqual([
    [10, 4],
    [20, 2],
    [40, 1],
  ]);
  expect(found.best.parameters.learningRate).toBeGreaterThan(0.01);
});

test('draws candidates where it is told how many, the same for the same seed', async () => {
  const run = (seed: number) =>
    successiveHalving(ridge, { l2: logUniform(0.01, 100) }, linearData(60), kFold(60), {
      candidates: 6,
      seed,
    });
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  const scoresOf = (found: typeof first) =>
    found.rounds.map(({ candidates }) => candidates.map(({ parameters, scores }) => [parameters, scores]));
  expect(scoresOf(first)).toEqual(scoresOf(again));
  expect(scoresOf(first)).not.toEqual(scoresOf(other));
  expect(first.rounds[0]?.candidates).toHaveLength(6);
});

test('a round that the budget ends decides nothing', async () => {
  let now = 0;
  const slow = ({ bias }: { readonly bias: number }) =>
    biased(bias, () => {
      now += 10;
    });
  const found = await successiveHalving(
    slow,
    { bias: [2, 1, 0, 3] },
    { x: matrixOf([Array.from({ length: 40 }, (_, row) => row)]), target: new Float64Array(40).fill(1) },
    kFold(40, { folds: 2 }),
    { factor: 2, budgetMs: 95, clock: () => now, metric: regressionMetrics.mae },
  );
  expect(found.rounds.map(({ candidates }) => candidates.map(({ status }) => status))).toEqual([
    ['finished', 'finished', 'finished', 'finished'],
    ['finished', 'unfinished'],
  ]);
  // The second round measured bias 1 alone; of the first, 0 is the best.
  expect(found.best.parameters.bias).toBe(0);
  expect(found.bestResources).toBe(found.rounds[0]?.resources);
  expect(found.budgetEnded).toBe(true);
});

test('candidates that fail do not go on', async () => {
  const found = await successiveHalving(
    ({ l2 }) => ridge({ l2 }),
    { l2: [-1, 1, -2, -3] },
    linearData(60),
    kFold(60, { folds: 2 }),
    { factor: 2 },
  );
  expect(found.rounds.map(({ candidates }) => candidates.length)).toEqual([4, 1, 1]);
  expect(found.best.parameters.l2).toBe(1);
});

test.each([
  [{ resource: 'argument' as const }, 'INVALID_ARGUMENT'],
  [{ maxResources: 61 }, 'INVALID_ARGUMENT'],
  [{ factor: 1 }, 'INVALID_ARGUMENT'],
  [{ minResources: 61 }, 'DATA_INSUFFICIENT'],
])('refuses %j', async (options, code) => {
  await expect(
    successiveHalving(ridge, { l2: [1, 2] }, linearData(60), kFold(60), options),
  ).rejects.toMatchObject({ code });
});
