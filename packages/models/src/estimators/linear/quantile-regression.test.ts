import { decodeArtifact, encodeArtifact } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearRows, linearTarget, linearWeights } from '../testing/linear-example.js';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import {
  type FittedQuantileRegression,
  type QuantileRegressionParameters,
  quantileRegression,
  restoreQuantileRegression,
} from './quantile-regression.js';

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

/** Mean pinball loss and penalty. */
function lossOf(
  fitted: FittedQuantileRegression,
  x: typeof linearRows,
  target: Float64Array,
  weights: Float64Array = target.map(() => 1),
  alpha = 0,
): number {
  const [quantile = 0] = fitted.quantiles;
  const predicted = fitted.predict(x);
  let sum = 0;
  let total = 0;
  target.forEach((value, row) => {
    const residual = value - (predicted[row] as number);
    const weight = weights[row] as number;
    sum += weight * Math.max(quantile * residual, (quantile - 1) * residual);
    total += weight;
  });
  return sum / total + alpha * fitted.coefficients.reduce((all, value) => all + Math.abs(value), 0);
}

// The fractional parts of (i + 1) · √prime; noise that grows with the first column.
const part = (i: number, prime: number): number => ((i + 1) * Math.sqrt(prime)) % 1;
const index = Array.from({ length: 60 }, (_, i) => i);
const uneven = matrixOf([
  index.map((i) => part(i, 2)),
  index.map((i) => 10 * part(i, 3)),
  index.map((i) => 100 * part(i, 5)),
]);
const unevenTarget = Float64Array.from(index, (i) => {
  const [a, b, c, d] = [part(i, 2), 10 * part(i, 3), 100 * part(i, 5), part(i, 7)];
  return 3 * a - 0.5 * b + 0.02 * c + (0.5 + a) * Math.log(d / (1 - d));
});

// scikit-learn 1.9.1: QuantileRegressor(quantile, alpha, solver='highs') on StandardScaler's columns. QuantReg of
// statsmodels 0.15 gives the same to six digits.
describe('scikit-learn learns the same', () => {
  test.each([
    [0.05, [-0.5292302803525106, -1.4578916058686187, 0.7740802362458056], -2.5985101124826704],
    [0.5, [0.683117150116418, -1.4168193301870464, 0.47578532786943584], 0.2617289641187157],
    [0.9, [0.7910356583428853, -1.543219785687363, 0.5435364379718894], 1.804124653809345],
  ] as const)('quantile %d', async (quantile, coefficients, intercept) => {
    const fitted = await quantileRegression({ quantiles: [quantile] }).fit(uneven, unevenTarget);
    expectClose(fitted.coefficients, coefficients);
    expectClose(fitted.intercepts, [intercept]);
  });

  test.each([
    [0.05, [0, -0.9806955876778196, 0], -3.239195300553014],
    [0.5, [0.2452102755485112, -1.4156318075095984, 0.06532216787803419], -0.08126972182807471],
    [0.9, [0.10769748616757849, -1.4014027936413396, 0.03308232610003133], 1.7156101061955227],
  ] as const)('quantile %d under a penalty', async (quantile, coefficients, intercept) => {
    const fitted = await quantileRegression({ quantiles: [quantile], alpha: 0.05 }).fit(uneven, unevenTarget);
    expectClose(fitted.coefficients, coefficients);
    expectClose(fitted.intercepts, [intercept]);
  });

  // The optimum of these is not one point, for a category more or less and the intercept make up for each other.
  test.each([
    [0.1, 0, 0.0866161616161681],
    [0.5, 0, 0.2820294784580521],
    [0.9, 0, 0.08711192810457598],
    [0.1, 0.1, 1.3657360045958629],
    [0.5, 0.1, 2.267224635477163],
    [0.9, 0.1, 1.3741755379370342],
  ])('the loss of quantile %d, alpha %d, with categories', async (quantile, alpha, loss) => {
    const fitted = await quantileRegression({ quantiles: [quantile], alpha }).fit(linearRows, linearTarget);
    expect(lossOf(fitted, linearRows, linearTarget, undefined, alpha)).toBeCloseTo(loss, 10);
  });

  test.each([
    [0.1, 0, 0.09213483146067379],
    [0.5, 0, 0.28268018635243775],
    [0.9, 0, 0.07945926966292452],
    [0.1, 0.1, 1.3160728199308198],
    [0.5, 0.1, 2.1384338496337025],
    [0.9, 0.1, 1.3166638596703897],
  ])('the loss of quantile %d, alpha %d, weighted', async (quantile, alpha, loss) => {
    const options = { weights: linearWeights };
    const fitted = await quantileRegression({ quantiles: [quantile], alpha }).fit(
      linearRows,
      linearTarget,
      options,
    );
    expect(lossOf(fitted, linearRows, linearTarget, linearWeights, alpha)).toBeCloseTo(loss, 10);
  });
});

test('no plane through rows of the data has less loss, whatever the data', async () => {
  const cases = fc.record({
    seed: fc.nat(1e6),
    rows: fc.integer({ min: 1, max: 14 }),
    quantile: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
    rounded: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, rows, quantile, rounded }) => {
      const round = (values: Float64Array): Float64Array => (rounded ? values.map(Math.round) : values);
      const column = round(normalMatrix(rows, 1, seed).columns[0] as Float64Array);
      const target = round(normalMatrix(rows, 1, seed + 1).columns[0] as Float64Array).map((v) => 3 * v);
      const x = matrixOf([column]);
      const fitted = await quantileRegression({ quantiles: [quantile] }).fit(x, target);
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < rows; j++) {
          const run = (column[j] as number) - (column[i] as number);
          const slope = run === 0 ? 0 : ((target[j] as number) - (target[i] as number)) / run;
          const loss = target.reduce((sum, value, row) => {
            const line = (target[i] as number) + slope * ((column[row] as number) - (column[i] as number));
            return sum + Math.max(quantile * (value - line), (quantile - 1) * (value - line));
          }, 0);
          least = Math.min(least, loss / rows);
        }
      }
      expect(lossOf(fitted, x, target)).toBeCloseTo(least, 9);
    }),
    { numRuns: 200 },
  );
});

test('a share of rows as large as the quantile lies below, and as many rows as coefficients on the plane', async () => {
  const x = normalMatrix(2000, 5, 3);
  const target = normalMatrix(2000, 1, 4).columns[0] as Float64Array;
  const fitted = await quantileRegression({ quantiles: [0.1] }).fit(x, target);
  const predicted = fitted.predict(x);
  const on = target.filter((value, row) => Math.abs(value - (predicted[row] as number)) < 1e-9).length;
  const below = target.filter((value, row) => value < (predicted[row] as number) - 1e-9).length;
  expect(on).toBe(6);
  expect(below).toBeLessThanOrEqual(200);
  expect(below + on).toBeGreaterThanOrEqual(200);
});

test('quantiles of planes that cross are put in order, unless told not to', async () => {
  const x = matrixOf([[0, 1, 2, 3, 4, 5, 6, 7]]);
  const target = Float64Array.of(0, 5, 1, 4, 2.4, 2.6, 2.5, 2.5);
  const far = matrixOf([[0, 30]]);
  const quantiles = [0.25, 0.5, 0.75];
  const raw = await quantileRegression({ quantiles, rearrange: false }).fit(x, target);
  const ordered = await quantileRegression({ quantiles }).fit(x, target);
  const crossing = raw.predictQuantiles(far).subarray(3);
  expect(crossing[0]).toBeGreaterThan(crossing[2] as number);
  expect(ordered.predictQuantiles(far).subarray(3)).toEqual(crossing.toSorted());
  expect(ordered.predict(far)[1]).toBe(crossing.toSorted()[1]);
});

test('columns that others explain get no coefficient', async () => {
  const [column] = normalMatrix(30, 1, 5).columns as [Float64Array];
  const target = normalMatrix(30, 1, 6).columns[0] as Float64Array;
  const once = await quantileRegression().fit(matrixOf([column]), target);
  const twice = await quantileRegression().fit(
    matrixOf([column, column.map((v) => 2 * v + 1), column.map(() => 4)]),
    target,
  );
  expectClose(twice.coefficients, [once.coefficients[0] as number, 0, 0]);
});

test('the bytes of an artifact restore the same model', async () => {
  const fitted = await quantileRegression({ quantiles: [0.1, 0.9] }).fit(linearRows, linearTarget);
  const bytes = await encodeArtifact(fitted.toArtifact());
  const restored = restoreQuantileRegression(
    await decodeArtifact(bytes, { kind: 'titans/quantile-regression' }),
  );
  expect(restored.predictQuantiles(linearRows)).toEqual(fitted.predictQuantiles(linearRows));
  expect(await encodeArtifact(restored.toArtifact())).toEqual(bytes);
  const content = fitted.toArtifact();
  const other = { ...content, data: { ...(content.data as object), quantiles: [0.9, 0.1] } };
  expect(() => restoreQuantileRegression(other)).toThrow(
    expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
  );
});

test.each([
  [{ quantiles: [] }],
  [{ quantiles: [0.5, 0.5] }],
  [{ quantiles: [0.9, 0.1] }],
  [{ quantiles: [0] }],
  [{ alpha: -1 }],
  [{ missing: 'zero' as 'mean' }],
  [{ quantile: 0.5 } as QuantileRegressionParameters],
] as const)('parameters %j are refused', (parameters) => {
  expect(() => quantileRegression(parameters)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
