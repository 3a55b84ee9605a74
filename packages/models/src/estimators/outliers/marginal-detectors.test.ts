import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rocAuc } from '../../evaluation/index.js';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { hasSharedData, readSharedCsv } from '../testing/shared-data.js';
import { copod } from './copod.js';
import { ecod, restoreEcod } from './ecod.js';
import { type HbosParameters, hbos, restoreHbos } from './hbos.js';

/** 40 rows: a long right tail, ties, a long left tail, and one row (7) far out. */
function example() {
  const column = (value: (i: number) => number, far: number): Float64Array =>
    Float64Array.from({ length: 40 }, (_, i) => (i === 7 ? far : value(i)));
  return matrixOf([
    column((i) => ((i * 37) % 101) ** 2 / 50, 900),
    column((i) => (i * 53) % 17, -3),
    column((i) => -(((i * 29) % 41) ** 2) / 64, 4),
  ]);
}

const asked = [0, 1, 7, 20, 39];

// pyod 3.6.7, decision_scores_ of the rows asked and their sum over all 40.
describe.each([
  [
    'ecod',
    () => ecod(),
    [8.987196820661973, 3.698929789967438, 11.06663836234181, 3.4037005118802743, 3.170085660698769],
    184.6624437399675,
  ],
  [
    'copod',
    () => copod(),
    [4.518916218315276, 2.811218265013257, 7.3777589082278725, 2.249970308201664, 2.7288910705995324],
    147.00285312719993,
  ],
  [
    'hbos',
    () => hbos({ edgeValues: 'lower' }),
    [8.42298943531645, 8.708406709932673, 9.664146184473735, 8.173629966379734, 8.803984369914904],
    346.83382649006853,
  ],
  [
    'hbos of five bins',
    () => hbos({ bins: 5, alpha: 0.01, tolerance: 0.1, edgeValues: 'lower' }),
    [14.846877520518294, 14.405106608464125, 15.425237286415204, 13.785476975854149, 14.536112620614135],
    576.4926800863611,
  ],
] as const)('%s', (_, create, rows, total) => {
  test('scores the rows learned from as PyOD does', async () => {
    const scores = (await create().fit(example())).decisionScores(example());
    asked.forEach((row, i) => {
      expect(scores[row]).toBeCloseTo(rows[i] as number, 12);
    });
    expect(scores.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 9);
  });

  test('what the features add sums to the decision score, alone and with a value missing', async () => {
    const fitted = await create().fit(example());
    const row = [30, Number.NaN, -2];
    const parts = fitted.contributions(row);
    expect(parts[1]).toBe(0);
    const x = matrixOf(row.map((value) => [value]));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(fitted.decisionScores(x)[0] as number, 12);
    expect(fitted.scoreRow(row)).toBeCloseTo(fitted.score(x)[0] as number, 12);
    expect(fitted.scoreRow([Number.NaN, Number.NaN, Number.NaN])).toBe(0);
  });

  test('scores rank as decision scores do', async () => {
    const x = normalMatrix(200, 3, 4);
    const fitted = await create().fit(x);
    const [scores, decisions] = [fitted.score(x), fitted.decisionScores(x)];
    for (let row = 1; row < x.rows; row++) {
      const [a, b] = [
        (decisions[row] as number) - (decisions[row - 1] as number),
        (scores[row] as number) - (scores[row - 1] as number),
      ];
      if (Math.abs(a) > 1e-9) expect(Math.sign(a)).toBe(Math.sign(b));
    }
  });

  test('a row is asked with as many finite values as there are features', async () => {
    const fitted = await create().fit(example());
    expect(() => fitted.scoreRow([1, 2])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
    expect(() => fitted.scoreRow([1, Number.POSITIVE_INFINITY, 2])).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
  });
});

// pyod 3.6.7, decision_function of rows outside the histograms, near and far.
test.each([
  [{}, [9.567544174092825, 9.664146184473735, 9.006950028482988]],
  [{ bins: 5, alpha: 0.01, tolerance: 0.1 }, [15.445136843852907, 16.625171872940058, 15.563771328275916]],
] as const)('HBOS scores rows beyond its bins as PyOD does (%j)', async (parameters, expected) => {
  const fitted = await hbos({ ...parameters, edgeValues: 'lower' }).fit(example());
  const query = matrixOf([
    [-20, 930, 2000],
    [-2, 18, 3],
    [3, -30, -26],
  ]);
  fitted.decisionScores(query).forEach((score, row) => {
    expect(score).toBeCloseTo(expected[row] as number, 12);
  });
});

test('a value on the edge of two bins is looked up in that which counted it, unless as in PyOD', async () => {
  // Two bins from 0 to 2: one value in the lower, three in the upper, of which two lie on the edge. Densities 1/4 and 3/4.
  const x = matrixOf([[0, 1, 1, 2]]);
  const upper = await hbos({ bins: 2, alpha: 1e-9 }).fit(x);
  expect(upper.decisionScores(x)[1]).toBeCloseTo(-Math.log2(3 / 4), 6);
  const lower = await hbos({ bins: 2, alpha: 1e-9, edgeValues: 'lower' }).fit(x);
  expect(lower.decisionScores(x)[1]).toBeCloseTo(2, 6);
});

test('a value beyond all learned from is one of rows + 1, one between two has the count of the lower', async () => {
  const fitted = await ecod().fit(matrixOf([[1, 2, 4, 8]]));
  // Skewed to the right, so only the right tail counts unless the left is smaller.
  expect(fitted.decisionScores(matrixOf([[9, 3, 0, 8]]))).toEqual(
    Float64Array.of(Math.log(5), Math.log(2), -Math.log(0.8 / 4), Math.log(4)),
  );
});

test('of many values the tails are kept to 1 %, in few numbers', async () => {
  const x = normalMatrix(50_000, 1, 3);
  const fitted = await ecod().fit(x);
  const content = fitted.toArtifact();
  expect(content.arrays.values?.length).toBeLessThan(2_000);
  const sorted = (x.columns[0] as Float64Array).toSorted();
  const scores = fitted.decisionScores(matrixOf([sorted]));
  const skewed = (content.arrays.skewness as Int32Array)[0] as number;
  for (let rank = 0; rank < sorted.length; rank += 7) {
    const [left, right] = [-Math.log((rank + 1) / 50_000), -Math.log((50_000 - rank) / 50_000)];
    const exact = Math.max(left, right, skewed < 0 ? left : right);
    expect(Math.abs((scores[rank] as number) - exact)).toBeLessThan(0.011);
  }
});

test('tails never rise as values move out', async () => {
  const fitted = await ecod().fit(
    matrixOf([normalMatrix(400, 1, 9).columns[0]?.map((value) => Math.round(value * 50)) ?? []]),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 3, max: 1e6, noNaN: true }),
      fc.double({ min: 1, max: 10, noNaN: true }),
      async (value, times) => {
        const [near, far] = fitted.score(matrixOf([[value * 50, value * 50 * times]]));
        expect(far).toBeGreaterThanOrEqual(near as number);
      },
    ),
  );
});

test('artifacts that contradict themselves are refused', async () => {
  const content = (await ecod().fit(example())).toArtifact();
  const { upTo, values, skewness } = content.arrays as Record<string, Float64Array>;
  for (const arrays of [
    { ...content.arrays, upTo: upTo?.with(0, 0) },
    { ...content.arrays, values: values?.with(1, -1e9) },
    { ...content.arrays, values: values?.with(0, Number.NaN) },
    { ...content.arrays, skewness: skewness?.with(0, 2) },
  ]) {
    expect(() => restoreEcod({ ...content, arrays } as typeof content)).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
    );
  }
  const histogram = (await hbos().fit(example())).toArtifact();
  const density = (histogram.arrays.density as Float64Array).with(0, -1);
  expect(() => restoreHbos({ ...histogram, arrays: { ...histogram.arrays, density } })).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
  );
});

test.each<[HbosParameters & { binz?: number }]>([
  [{ bins: 1 }],
  [{ bins: 2.5 }],
  [{ alpha: 0 }],
  [{ tolerance: -0.1 }],
  [{ binz: 3 }],
])('hbos(%j) is refused', (parameters) => {
  expect(() => hbos(parameters)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

// ROC-AUC that ECOD, COPOD and HBOS of pyod 3.6.7 reach with their defaults, fitted and scored on all rows.
test.skipIf(!hasSharedData('adbench-a/README.md')).each([
  ['annthyroid.csv', 0.7887, 0.776, 0.6241],
  ['mammography.csv', 0.9062, 0.9053, 0.8299],
  ['Cardiotocography.csv', 0.7853, 0.6629, 0.4926],
  ['Pima.csv', 0.5944, 0.654, 0.6858],
])('adbench-a/%s is ranked as by PyOD', async (file, byEcod, byCopod, byHbos) => {
  const rows = readSharedCsv(`adbench-a/${file}`)
    .slice(1)
    .map((row) => row.map(Number));
  const width = (rows[0]?.length ?? 1) - 1;
  const x = matrixOf(Array.from({ length: width }, (_, column) => rows.map((row) => row[column] as number)));
  const labels = rows.map((row) => row[width] as number);
  for (const [detector, expected] of [
    [ecod(), byEcod],
    [copod(), byCopod],
    [hbos({ edgeValues: 'lower' }), byHbos],
  ] as const) {
    expect(Math.abs(rocAuc(labels, (await detector.fit(x)).score(x)) - expected)).toBeLessThan(0.001);
  }
});
