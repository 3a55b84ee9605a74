import { describe, expect, test } from 'vitest';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { hasSharedData, readSharedCsv } from '../testing/shared-data.js';
import { isolationForest, restoreIsolationForest } from './isolation-forest.js';
import { averagePathLength } from './path-length.js';

// sklearn.ensemble._iforest._average_path_length([1, 2, 3, 5, 256, 1000])
test.each([
  [1, 0],
  [2, 1],
  [3, 1.207392357589623],
  [5, 2.327020052042847],
  [256, 10.244770920119917],
  [1000, 12.969940887100174],
])('the average path length of %d rows is that of scikit-learn', (n, expected) => {
  expect(averagePathLength(n)).toBeCloseTo(expected, 9);
});

// Mean ROC-AUC over seeds 0 to 4 that scikit-learn's IsolationForest reached, from the README beside the data.
describe.each([
  ['annthyroid.csv', 0.827],
  ['breastw.csv', 0.988],
  ['thyroid.csv', 0.978],
  ['Ionosphere.csv', 0.844],
  ['mammography.csv', 0.859],
  ['WBC.csv', 0.995],
])('adbench-a/%s', (file, reference) => {
  test.skipIf(!hasSharedData(`adbench-a/${file}`))(`ROC-AUC is within 0.01 of ${reference}`, async () => {
    const rows = readSharedCsv(`adbench-a/${file}`)
      .slice(1)
      .map((row) => row.map(Number));
    const width = (rows[0]?.length ?? 1) - 1;
    const x = matrixOf(
      Array.from({ length: width }, (_, column) => rows.map((row) => row[column] as number)),
    );
    const isAnomaly = rows.map((row) => row[width] === 1);
    const areas = await Promise.all(
      [0, 1, 2, 3, 4].map(async (seed) =>
        rankAuc((await isolationForest().fit(x, { seed })).score(x), isAnomaly),
      ),
    );
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
    expect(Math.abs(mean - reference)).toBeLessThan(0.01);
  });
});

test('an outlier scores highest, and missing values are permitted', async () => {
  const x = normalMatrix(300, 3, 5);
  (x.columns[0] as Float64Array)[17] = 40;
  (x.columns[1] as Float64Array)[3] = Number.NaN;
  const scores = (await isolationForest().fit(x, { seed: 1 })).score(x);
  expect(scores.indexOf(Math.max(...scores))).toBe(17);
  expect(scores.every((score) => score > 0 && score < 1)).toBe(true);
});

test('one seed gives one forest, another seed another', async () => {
  const x = normalMatrix(300, 3, 5);
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map((seed) => isolationForest({ trees: 5 }).fit(x, { seed })),
  );
  expect(a?.toArtifact()).toEqual(b?.toArtifact());
  expect(a?.toArtifact()).not.toEqual(c?.toArtifact());
});

test('an artifact restores the same forest', async () => {
  const x = normalMatrix(100, 3, 5);
  const fitted = await isolationForest({ trees: 10 }).fit(x);
  expect(restoreIsolationForest(fitted.toArtifact()).score(x)).toEqual(fitted.score(x));
});

test('constant columns and a single row score alike for all', async () => {
  const constant = matrixOf([[1, 1, 1, 1]]);
  const scores = (await isolationForest().fit(constant)).score(constant);
  expect(new Set(scores).size).toBe(1);
  const single = matrixOf([[7]]);
  expect([...(await isolationForest().fit(single)).score(single)]).toEqual([0.5]);
});

/** Probability that an anomaly outranks an ordinary row, ties half (Mann and Whitney). */
function rankAuc(scores: Float64Array, isAnomaly: readonly boolean[]): number {
  const positive = scores.filter((_, row) => isAnomaly[row]);
  const negative = scores.filter((_, row) => !isAnomaly[row]).sort();
  const below = (value: number, orEqual: boolean): number => {
    let [low, high] = [0, negative.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = negative[middle] as number;
      if (candidate < value || (orEqual && candidate === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = positive.reduce((sum, score) => sum + (below(score, false) + below(score, true)) / 2, 0);
  return wins / (positive.length * negative.length);
}
