import { decodeArtifact, encodeArtifact } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearRows, linearTarget, linearWeights } from '../testing/linear-example.js';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { type ElasticNetParameters, elasticNet, restoreElasticNet } from './elastic-net.js';
import { elasticNetPath } from './elastic-net-path.js';
import { ridge } from './ridge.js';

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

// scikit-learn 1.9.1: ElasticNet(alpha, l1_ratio, tol=1e-14, max_iter=1000000).fit(Z, y, sample_weight=w), Z being
// StandardScaler().fit_transform(numbers, sample_weight=w) beside columns of 0 and 1 for the categories, or the numbers.
describe('scikit-learn learns the same', () => {
  const unweighted = [
    [
      0.5,
      0.5,
      [2.812005145433787, -5.418075702712153, 2.237128597916531, -1.4074475634176038, 0],
      992.1192729885004,
    ],
    [2, 1, [1.358418673716443, -4.775286909616104, 0, 0, 0], 992.3958333333334],
    [
      0.3,
      0,
      [2.8999501694798466, -5.3882719966080685, 2.3165346212488553, -1.8541802469111697, -0.4623543743376753],
      992.3958333333334,
    ],
  ] as const;
  test.each(unweighted)('alpha %d, l1Ratio %d', async (alpha, l1Ratio, coefficients, intercept) => {
    const fitted = await elasticNet({ alpha, l1Ratio }).fit(linearRows, linearTarget);
    expectClose(fitted.coefficients, coefficients);
    expect(fitted.intercept).toBeCloseTo(intercept, 9);
    expect(fitted.converged).toBe(true);
    expect(fitted.dualityGap).toBeLessThan(1e-12);
  });

  const weighted = [
    [
      0.5,
      0.5,
      [2.543348868186645, -4.829305392382123, 2.0522444294117745, -1.4764074120987285, 0],
      992.2790365445422,
    ],
    [2, 1, [0.8029913998956378, -3.7165753320975092, 0, 0, 0], 992.5524344569288],
    [
      0.3,
      0,
      [2.668523112191521, -4.856091848893519, 2.1854463509500826, -1.8781813482122338, -0.3072650027378584],
      992.457664564782,
    ],
  ] as const;
  test.each(weighted)('alpha %d, l1Ratio %d, weighted', async (alpha, l1Ratio, coefficients, intercept) => {
    const fitted = await elasticNet({ alpha, l1Ratio }).fit(linearRows, linearTarget, {
      weights: linearWeights,
    });
    expectClose(fitted.coefficients, coefficients);
    expect(fitted.intercept).toBeCloseTo(intercept, 9);
  });

  test('from numbers as they are', async () => {
    const fitted = await elasticNet({ alpha: 0.5, standardise: false }).fit(linearRows, linearTarget);
    expectClose(
      fitted.coefficients,
      [2.3293674078945057, -0.01905917393756666, 1.8852389491260788, -1.9596934340025693, 0],
    );
    expect(fitted.intercept).toBeCloseTo(1001.7517871373376, 8);
  });

  test('without an intercept', async () => {
    const fitted = await elasticNet({ alpha: 0.5, standardise: false, intercept: false }).fit(
      linearRows,
      linearTarget,
    );
    expectClose(
      fitted.coefficients,
      [22.34025334789866, 0.8263969875430142, 311.3872146827143, 285.31642580628966, 211.4455009608943],
      8,
    );
    expect(fitted.intercept).toBe(0);
  });

  // enet_path(Z − mean, y − mean, l1_ratio=0.7, n_alphas=5, eps=1e-3, tol=1e-14)
  test('along a path', async () => {
    const path = await elasticNetPath(linearRows, linearTarget, { l1Ratio: 0.7, steps: 5 });
    expectClose(
      path.map(({ alpha }) => alpha),
      [9.231430908586464, 1.6416063509936212, 0.29192347733610857, 0.0519121509053766, 0.009231430908586465],
    );
    [
      [0, 0, 0, 0, 0],
      [1.3297892684165085, -3.7399424945171287, 0.547231496803651, 0, 0],
      [3.66422499558934, -6.453614459362828, 2.9787309320854876, -2.57628977026289, 0],
      [4.5790290268812095, -7.339109302862701, 3.5139317550332767, -4.53646580960827, 0],
      [4.792234606184959, -7.536332871405109, 3.5359614508103165, -5.092875552536466, 0],
    ].forEach((expected, step) => {
      expectClose(path[step]?.coefficients ?? [], expected);
    });
  });
});

test('the optimum satisfies the subgradient conditions, whatever the data', async () => {
  const cases = fc.record({
    seed: fc.nat(1e6),
    rows: fc.integer({ min: 2, max: 40 }),
    width: fc.integer({ min: 1, max: 30 }),
    alpha: fc.double({ min: 1e-3, max: 3, noNaN: true }),
    l1Ratio: fc.double({ min: 0.05, max: 1, noNaN: true }),
  });
  // More columns than rows and hardly a penalty: the default number of rounds is not enough for all of these.
  const maxIterations = 1_000_000;
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, rows, width, alpha, l1Ratio }) => {
      const x = normalMatrix(rows, width, seed);
      const target = normalMatrix(rows, 1, seed + 1).columns[0] as Float64Array;
      const fitted = await elasticNet({ alpha, l1Ratio, standardise: false, maxIterations }).fit(x, target);
      expect(fitted.converged).toBe(true);
      const predicted = fitted.predict(x);
      x.columns.forEach((column, j) => {
        const coefficient = fitted.coefficients[j] as number;
        let slope = -alpha * (1 - l1Ratio) * coefficient;
        for (let row = 0; row < rows; row++) {
          slope += ((column[row] as number) * ((target[row] as number) - (predicted[row] as number))) / rows;
        }
        if (coefficient === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(alpha * l1Ratio + 1e-3);
        else expect(slope).toBeCloseTo(Math.sign(coefficient) * alpha * l1Ratio, 3);
      });
    }),
    { numRuns: 60, examples: [[{ seed: 742_355, rows: 10, width: 27, alpha: 0.001, l1Ratio: 0.977 }]] },
  );
});

test('with no absolute penalty it is a ridge regression of as many times the penalty as rows', async () => {
  const x = normalMatrix(50, 4, 2);
  const target = normalMatrix(50, 1, 3).columns[0] as Float64Array;
  const net = await elasticNet({ alpha: 0.2, l1Ratio: 0 }).fit(x, target);
  const same = await ridge({ l2: 10 }).fit(x, target);
  expectClose(net.coefficients, [...same.coefficients], 12);
});

test('each model of a path is the model fitted alone', async () => {
  const x = normalMatrix(60, 8, 4);
  const target = normalMatrix(60, 1, 5).columns[0] as Float64Array;
  for (const model of await elasticNetPath(x, target, { alphas: [0.01, 0.3, 0.05], l1Ratio: 0.9 })) {
    const alone = await elasticNet({ alpha: model.alpha, l1Ratio: 0.9 }).fit(x, target);
    expectClose(model.coefficients, [...alone.coefficients]);
  }
});

test('equal columns under an absolute penalty alone still give one optimum of the loss', async () => {
  const { columns } = normalMatrix(30, 1, 6);
  const column = columns[0] as Float64Array;
  const target = column.map((value, row) => 2 * value + ((row * 7) % 5) / 5);
  const once = await elasticNet({ alpha: 0.1, l1Ratio: 1 }).fit(matrixOf([column]), target);
  const twice = await elasticNet({ alpha: 0.1, l1Ratio: 1 }).fit(matrixOf([column, column]), target);
  expect(twice.converged).toBe(true);
  expectClose(twice.predict(matrixOf([column, column])), [...once.predict(matrixOf([column]))], 6);
});

test('a fit that is cut short says so', async () => {
  const x = normalMatrix(30, 20, 7);
  const target = normalMatrix(30, 1, 8).columns[0] as Float64Array;
  const fitted = await elasticNet({ alpha: 1e-4, tolerance: 1e-15, maxIterations: 1 }).fit(x, target);
  expect(fitted.converged).toBe(false);
  expect(fitted.dualityGap).toBeGreaterThan(0);
});

test('the bytes of an artifact restore the same model', async () => {
  const fitted = await elasticNet({ alpha: 0.1, standardise: false }).fit(linearRows, linearTarget);
  const bytes = await encodeArtifact(fitted.toArtifact());
  const restored = restoreElasticNet(await decodeArtifact(bytes, { kind: 'titans/elastic-net' }));
  expect(restored.predict(linearRows)).toEqual(fitted.predict(linearRows));
  expect(restored.alpha).toBe(0.1);
  expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
});

test.each([
  [{ alpha: 0 }],
  [{ alpha: Number.NaN }],
  [{ l1Ratio: 1.1 }],
  [{ tolerance: 0 }],
  [{ maxIterations: 0.5 }],
  [{ missing: 'zero' as 'mean' }],
  [{ intercept: JSON.parse('"false"') as boolean }],
  [{ lambda: 1 } as ElasticNetParameters],
] as const)('parameters %j are refused', (parameters) => {
  expect(() => elasticNet(parameters)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

test('a path of no absolute penalty needs its strengths, and too many columns are refused', async () => {
  await expect(elasticNetPath(linearRows, linearTarget, { l1Ratio: 0 })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  const wide = {
    rows: 2,
    features: [{ name: 'k', kind: 'categorical' as const, inputs: [] }],
    columns: [Float64Array.of(0, 5000)],
  };
  await expect(elasticNet().fit(wide, Float64Array.of(1, 2))).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
  });
});
