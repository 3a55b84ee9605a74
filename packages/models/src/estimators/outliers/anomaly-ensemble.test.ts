import { describe, expect, test } from 'vitest';
import { rocAuc } from '../../evaluation/index.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector } from '../estimator.js';
import { extendedIsolationForest } from '../isolation-forest/extended-isolation-forest.js';
import { isolationForest } from '../isolation-forest/isolation-forest.js';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { hasSharedData, readSharedCsv } from '../testing/shared-data.js';
import { anomalyEnsemble } from './anomaly-ensemble.js';
import { ecod } from './ecod.js';
import { restoreAnomalyEnsemble } from './fitted-ensemble.js';
import { hbos } from './hbos.js';
import { nearestPrototypes, restoreNearestPrototypes } from './nearest-prototypes.js';
import { blocksOf, meanNearestDistance } from './prototypes.js';

/** Scores rows by their first value divided by ten. */
const byFirst: AnomalyDetector = Object.freeze({
  name: 'by-first',
  fit: async () =>
    Object.freeze({
      score: (x: FeatureMatrix) => (x.columns[0] as Float64Array).map((value) => value / 10),
      toArtifact: () => ({ kind: 'tests/by-first', version: 1, data: {}, arrays: {} }),
    }),
});

describe('an ensemble', () => {
  test('adds the negative logarithms of the tails of its detectors, by hand', async () => {
    const x = matrixOf([[1, 2, 3, 4]]);
    const fitted = await anomalyEnsemble({ detectors: [byFirst, byFirst], detectorWeights: [3, 1] }).fit(x);
    // Both detectors: 4, 3, 2 and 1 of four rows score as high; the mean of equals is each of them.
    const expected = [0, 1 / 4, 2 / 4, 3 / 4];
    fitted.score(x).forEach((score, row) => {
      expect(score).toBeCloseTo(expected[row] as number, 12);
    });
    expect([...fitted.contributions([4])].map((part) => part / Math.log(4))).toEqual([
      expect.closeTo(0.75, 12),
      expect.closeTo(0.25, 12),
    ]);
    fitted.tailProbability(x).forEach((tail, row) => {
      expect(tail).toBeCloseTo(1 - (expected[row] as number), 12);
    });
    expect(fitted.detectorNames).toEqual(['by-first', 'by-first']);
  });

  test('goes on telling apart what is beyond all that it learned from', async () => {
    const fitted = await anomalyEnsemble().fit(normalMatrix(500, 3, 2), { seed: 3 });
    const scores = [4, 6, 12, 40].map((value) => fitted.scoreRow([value, value, -value]));
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBe(4);
    const tails = fitted.tailProbability(matrixOf([[40], [40], [-40]]));
    expect(tails[0]).toBeLessThan(1 / 500);
  });

  test('finds a row whose values are ordinary one by one', async () => {
    const values = Array.from({ length: 300 }, (_, i) => Math.sin(i) * 3);
    const x = matrixOf([
      values,
      values.map((value, i) => (i === 50 ? -value : value + 0.1 * Math.cos(i * 7))),
    ]);
    const fitted = await anomalyEnsemble().fit(x, { seed: 1 });
    const scores = fitted.score(x);
    const ranked = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number));
    expect(ranked.indexOf(50)).toBeLessThan(3);
    const alone = (await ecod().fit(x)).score(x);
    expect(alone.filter((score) => score > (alone[50] as number)).length).toBeGreaterThan(20);
  });

  test('is calibrated: of new rows of the same kind, one in a hundred is below 0.01', async () => {
    const fitted = await anomalyEnsemble({
      detectors: [isolationForest({ trees: 30 }), nearestPrototypes({ members: 5 })],
    }).fit(normalMatrix(5_000, 3, 2));
    const below = fitted.tailProbability(normalMatrix(5_000, 3, 99)).filter((tail) => tail < 0.01).length;
    // 50 expected; scipy.stats.binom.ppf([1e-4, 1 - 1e-4], 5000, 0.01) is 27 to 78, and the threshold is learned too.
    expect(below).toBeGreaterThan(22);
    expect(below).toBeLessThan(88);
  });

  // A detector knows fifty rows by heart: compared with their scores, one new row in twenty looks like one in a thousand.
  test.each([
    [20, 3],
    [60, 8],
    [300, 8],
  ])(
    'is calibrated, too, when it learned from no more than %d rows of %d features',
    async (rows, features) => {
      let [asked, below] = [0, 0];
      for (let seed = 0; seed < 8; seed++) {
        const fitted = await anomalyEnsemble({
          detectors: [isolationForest({ trees: 30 }), nearestPrototypes({ members: 5 })],
        }).fit(normalMatrix(rows, features, seed), { seed });
        const tails = fitted.tailProbability(normalMatrix(400, features, 900 + seed));
        asked += tails.length;
        below += tails.filter((tail) => tail < 0.01).length;
      }
      expect(below / asked).toBeLessThan(0.015);
    },
  );

  test('a few rows that are all one do not say how seldom another is', async () => {
    for (const rows of [1, 4, 30]) {
      const x = matrixOf([new Float64Array(rows).fill(7), new Float64Array(rows)]);
      const tail = (await anomalyEnsemble().fit(x)).tailProbability(matrixOf([[7.5], [3]]))[0] as number;
      expect(tail).toBeLessThan(1);
      // A new value among so many is one in rows + 1.
      expect(tail).toBeGreaterThan(1 / (rows + 1) / 4);
    }
  });

  test('beyond the highest score the tail is that of a Pareto distribution, by hand', async () => {
    const values = Array.from({ length: 20 }, (_, i) => i / 2);
    const fitted = await anomalyEnsemble({ detectors: [byFirst] }).fit(matrixOf([values]));
    // The ten highest scores, 0.5 to 0.95, exceed that before them, 0.45, by 0.275 in the mean; 2.325 is 1.375 above.
    expect(fitted.contributions([23.25])[0]).toBeCloseTo(Math.log(21) + 10 * Math.log(1 + 1.375 / 2.75), 10);
  });

  test('a detector whose scores are no numbers is refused by name', async () => {
    for (const scores of [[Number.NaN, 0, 0], [1, Number.POSITIVE_INFINITY, 0], [1]]) {
      const broken: AnomalyDetector = {
        name: 'broken',
        fit: async () => ({
          score: () => Float64Array.from(scores),
          toArtifact: () => Promise.reject() as never,
        }),
      };
      await expect(anomalyEnsemble({ detectors: [broken] }).fit(matrixOf([[1, 2, 3]]))).rejects.toMatchObject(
        {
          code: 'DATA_NOT_FINITE',
          details: { detector: 'broken' },
        },
      );
    }
  });

  test('restores detectors of others when told how, else says which', async () => {
    const content = (await anomalyEnsemble({ detectors: [byFirst] }).fit(matrixOf([[1, 2, 3]]))).toArtifact();
    const told = {
      'tests/by-first': () => ({ score: () => Float64Array.of(0.3), toArtifact: () => content }),
    };
    expect(restoreAnomalyEnsemble(content, told).scoreRow([3])).toBeCloseTo(2 / 3, 12);
    expect(() => restoreAnomalyEnsemble(content)).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_KIND', details: { kind: 'tests/by-first' } }),
    );
  });

  test.each([
    [{ detectors: [] }],
    [{ detectors: [byFirst], detectorWeights: [] }],
    [{ detectors: [byFirst], detectorWeights: [0] }],
    [{ detectors: [byFirst], detectorWeights: [-1] }],
    [{ calibrationRows: 2 }],
    [{ detectors: 5 }],
    [{ detectors: 'byFirst' }],
    [{ detectors: [byFirst], detectorWeights: 1 }],
  ])('of %j is refused', (parameters) => {
    expect(() => anomalyEnsemble(parameters as object)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    );
  });
});

describe('nearest prototypes', () => {
  test('a distance is reckoned by hand: one prototype, the mean of all rows', async () => {
    // Means 2 and 20, ranges 4 and 40: the prototype is (0.5, 0.5) in ranges.
    const x = matrixOf([
      [0, 2, 4],
      [0, 20, 40],
    ]);
    const parameters = { prototypes: 1, members: 1, neighbours: 3, scaling: 'range' } as const;
    const fitted = await nearestPrototypes(parameters).fit(x);
    const outer = Math.SQRT1_2;
    expect(fitted.medianDistance).toBeCloseTo(outer, 12);
    expect(fitted.scoreRow([2, 20])).toBe(0);
    expect(fitted.scoreRow([6, 20])).toBeCloseTo(1 / (1 + outer), 12);
    // The distance of what is present, as if the other feature were as far.
    expect(fitted.scoreRow([6, Number.NaN])).toBeCloseTo(Math.SQRT2 / (Math.SQRT2 + outer), 12);
    expect(fitted.scoreRow([Number.NaN, Number.NaN])).toBe(0);
  });

  // scipy.spatial.distance.cdist of these points, the least of each member, and their mean; without the second feature
  // the distances in the first times √2.
  test('distances are those of scipy, with and without a missing value', () => {
    const points = Float64Array.of(0, 0, 3, 4, -1, 2, 5, -2, 1, 1, 2, 2, -3, 0.5, 4, 4, 0, -6, 7, 7);
    const blocks = blocksOf({ width: 2, members: 2, perMember: 5, points });
    expect(meanNearestDistance(blocks, Float64Array.of(0.5, 1.25))).toBeCloseTo(1.118033988749895, 12);
    expect(meanNearestDistance(blocks, Float64Array.of(0.5, Number.NaN))).toBeCloseTo(Math.SQRT1_2, 12);
    expect(meanNearestDistance(blocks, Float64Array.of(6, 6))).toBeCloseTo(2.5098824189185422, 12);
  });

  test('scaling makes units irrelevant', async () => {
    const x = normalMatrix(300, 2, 8);
    const wide = {
      ...x,
      columns: x.columns.map((column, i) => column.map((value) => value * (i === 0 ? 2 ** 20 : 1))),
    };
    const seed = { seed: 5 };
    for (const scaling of ['standard', 'robust', 'range'] as const) {
      const [a, b] = [
        await nearestPrototypes({ scaling }).fit(x, seed),
        await nearestPrototypes({ scaling }).fit(wide, seed),
      ];
      const scores = b.score(wide);
      a.score(x).forEach((score, row) => {
        expect(scores[row]).toBeCloseTo(score, 9);
      });
    }
  });

  test('many equal rows beside a few others give scores that are numbers', async () => {
    const x = matrixOf([Array.from({ length: 100 }, (_, i) => (i < 97 ? 5 : i))]);
    const scores = (await nearestPrototypes().fit(x)).score(x);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(Math.min(...scores.slice(97))).toBeGreaterThan(Math.max(...scores.slice(0, 97)));
  });

  test('a feature that training had no value of tells nothing later', async () => {
    const x = normalMatrix(50, 1, 6);
    const none = matrixOf([x.columns[0] ?? [], new Float64Array(50).fill(Number.NaN)]);
    const fitted = await nearestPrototypes().fit(none);
    expect(fitted.scoreRow([0.5, 1e9])).toBe(fitted.scoreRow([0.5, Number.NaN]));
    expect(restoreNearestPrototypes(fitted.toArtifact()).scoreRow([0.5, 1e9])).toBe(
      fitted.scoreRow([0.5, 0]),
    );
  });

  test('artifacts that contradict themselves are refused', async () => {
    const content = (await nearestPrototypes().fit(normalMatrix(50, 2, 1))).toArtifact();
    const { points, spreads } = content.arrays as Record<string, Float64Array>;
    for (const arrays of [
      { ...content.arrays, points: points?.slice(1) },
      { ...content.arrays, points: points?.with(0, Number.NaN) },
      { ...content.arrays, spreads: spreads?.with(0, 0) },
    ]) {
      expect(() => restoreNearestPrototypes({ ...content, arrays } as typeof content)).toThrow(
        expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
      );
    }
  });
});

// The best mean over these sets, all of up to 4,000 rows, of PyOD 3.6.7's isolation forest (seeds 0 to 4), ECOD, HBOS and
// COPOD is that of the isolation forest: 0.8474.
test.skipIf(!hasSharedData('adbench-a/README.md'))(
  'ranks the small sets of adbench-a better than the best of PyOD',
  async () => {
    const files = [
      'Cardiotocography.csv',
      'Ionosphere.csv',
      'Pima.csv',
      'WBC.csv',
      'breastw.csv',
      'thyroid.csv',
      'vowels.csv',
    ];
    let sum = 0;
    for (const file of files) {
      const rows = readSharedCsv(`adbench-a/${file}`)
        .slice(1)
        .map((row) => row.map(Number));
      const width = (rows[0]?.length ?? 1) - 1;
      const x = matrixOf(
        Array.from({ length: width }, (_, column) => rows.map((row) => row[column] as number)),
      );
      const scores = (await anomalyEnsemble().fit(x)).score(x);
      sum +=
        rocAuc(
          rows.map((row) => row[width] as number),
          scores,
        ) / files.length;
    }
    expect(sum).toBeGreaterThan(0.8474 + 0.01);
  },
);

describe.each<[string, () => AnomalyDetector]>([
  ['anomalyEnsemble', () => anomalyEnsemble()],
  ['nearestPrototypes', () => nearestPrototypes()],
  ['ecod', () => ecod()],
  ['hbos', () => hbos()],
  ['isolationForest', () => isolationForest()],
  ['extendedIsolationForest', () => extendedIsolationForest()],
])('in plain JavaScript, %s', (_, create) => {
  test.each([null, 5, { seed: 'a' }, { signal: {} }, { onProgress: 5 }, { weights: 1 }])(
    'refuses the options %j',
    async (options) => {
      await expect(create().fit(normalMatrix(30, 2, 1), options as never)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    },
  );

  test('refuses rows that are no lists of numbers', async () => {
    const fitted = await create().fit(normalMatrix(30, 2, 1));
    const { scoreRow } = fitted as typeof fitted & { scoreRow(values: unknown): number };
    for (const row of [null, undefined, 5, 'ab', [null, 1], ['1', 2], [true, 1], []])
      expect(() => scoreRow(row)).toThrow(expect.objectContaining({ name: 'TitansError' }));
    for (const x of [null, 5, {}, { rows: 1, features: [], columns: [] }])
      expect(() => fitted.score(x as never)).toThrow(expect.objectContaining({ name: 'TitansError' }));
  });
});
