import { decodeArtifact, encodeArtifact } from '@titans/core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { hasSharedData, readSharedCsv } from '../testing/shared-data.js';
import { mlIsolationForest, restoreMlIsolationForest } from './ml-isolation-forest.js';

afterEach(() => {
  vi.restoreAllMocks();
});

test('three rows in a line score as reckoned by hand', async () => {
  const x = matrixOf([[0, 1, 2]]);
  const [low, middle, high] = (await mlIsolationForest().fit(x, { seed: 3 })).score(x);
  // sklearn.ensemble._iforest._average_path_length([3])
  const unit = 1.207392357589623;
  // The middle row always takes two splits; of the ends one takes one split and the other two.
  expect(middle).toBeCloseTo(2 ** (-2 / unit), 12);
  expect((low as number) * (high as number)).toBeCloseTo(2 ** (-3 / unit), 12);
});

test('rows that cannot be told apart score by the average path length of what is left in the leaf', async () => {
  const x = matrixOf([[5, 5, 5, 5]]);
  const scores = (await mlIsolationForest().fit(x)).score(x);
  // Splits at depths 0, 1 and 2 divide nothing: depth 3, and c(4) = 2 (ln 3 + γ) − 2 · 3 ÷ 4 for the four rows there.
  const c = 1.8516559071392846;
  for (const score of scores) expect(score).toBeCloseTo(2 ** (-(3 + c) / c), 9);
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
  test.skipIf(!hasSharedData(`adbench-a/${file}`))(`ROC-AUC is within 0.02 of ${reference}`, async () => {
    const rows = readSharedCsv(`adbench-a/${file}`)
      .slice(1)
      .map((row) => row.map(Number));
    const width = (rows[0]?.length ?? 1) - 1;
    const x = matrixOf(
      Array.from({ length: width }, (_, column) => rows.map((row) => row[column] as number)),
    );
    const isAnomaly = rows.map((row) => row[width] === 1);
    let mean = 0;
    for (const seed of [0, 1, 2, 3, 4]) {
      mean += rankAuc((await mlIsolationForest().fit(x, { seed })).score(x), isAnomaly) / 5;
    }
    expect(Math.abs(mean - reference)).toBeLessThan(0.02);
  });
});

test('the seed alone decides, whatever the random numbers of the process are', async () => {
  const x = normalMatrix(300, 3, 5);
  const fit = async (seed: number, drawn: number): Promise<object> => {
    vi.spyOn(Math, 'random').mockReturnValue(drawn);
    return (await mlIsolationForest({ trees: 5 }).fit(x, { seed })).toArtifact();
  };
  const first = await fit(1, 0.1);
  expect(await fit(1, 0.9)).toEqual(first);
  expect(await fit(2, 0.1)).not.toEqual(first);
});

test('the bytes of an artifact restore the same forest and hold its trees only', async () => {
  const x = normalMatrix(500, 3, 5);
  const fitted = await mlIsolationForest({ trees: 10, subsampleSize: 64 }).fit(x);
  const bytes = await encodeArtifact(fitted.toArtifact());
  const restored = restoreMlIsolationForest(
    await decodeArtifact(bytes, { kind: 'titans/ml-isolation-forest', maxVersion: 2 }),
  );
  expect(restored.score(x)).toEqual(fitted.score(x));
  expect(restored.subsampleSize).toBe(64);
});

test('a single row scores 0.5', async () => {
  const x = matrixOf([[7]]);
  expect([...(await mlIsolationForest().fit(x)).score(x)]).toEqual([0.5]);
});

describe('refused', () => {
  const x = matrixOf([[1, 2, 3]]);
  test.each([
    ['a missing value', 'DATA_NOT_FINITE', () => mlIsolationForest().fit(matrixOf([[1, Number.NaN]]))],
    ['weights', 'INVALID_ARGUMENT', () => mlIsolationForest().fit(x, { weights: Float64Array.of(1, 1, 1) })],
    ['a cancelled fit', 'ABORTED', () => mlIsolationForest().fit(x, { signal: AbortSignal.abort() })],
  ])('%s', async (_, code, fit) => {
    await expect(fit()).rejects.toThrow(expect.objectContaining({ code }));
  });

  test.each([{ trees: 0 }, { subsampleSize: 1 }, { seed: 3 }])('parameters %j', (parameters) => {
    expect(() => mlIsolationForest(parameters)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });

  test('a missing value to be scored', async () => {
    const fitted = await mlIsolationForest().fit(x);
    expect(() => fitted.score(matrixOf([[Number.NaN]]))).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
  });
});

/** Probability that an anomaly outranks an ordinary row, ties half (Mann and Whitney). */
function rankAuc(scores: Float64Array, isAnomaly: readonly boolean[]): number {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [rankSum, anomalies] = [0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && scores[order[to] as number] === scores[order[from] as number]) to++;
    for (const row of order.slice(from, to)) {
      if (!isAnomaly[row]) continue;
      anomalies++;
      rankSum += (from + to + 1) / 2;
    }
  }
  return (rankSum - (anomalies * (anomalies + 1)) / 2) / (anomalies * (scores.length - anomalies));
}
