import { createRandom, decodeArtifact, encodeArtifact } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { linearRows, linearTarget, linearWeights, mixedMatrix } from '../testing/linear-example.js';
import { matrixOf, normalMatrix } from '../testing/matrices.js';
import { elasticNet } from './elastic-net.js';
import { restoreRidge, ridge } from './ridge.js';

const [a, b] = linearRows.columns as readonly [Float64Array, Float64Array, Float64Array];
/** The second row has no category. */
const query = mixedMatrix([
  [0.5, 9],
  [250, -100],
  [1, Number.NaN],
]);

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 9): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(actual[i]).toBeCloseTo(value, digits);
  });
}

// scikit-learn 1.9.1: StandardScaler().fit(X, sample_weight=w) on the numbers beside columns of 0 and 1 for the
// categories, then Ridge(alpha, solver='svd').fit(Z, y, sample_weight=w): coef_, intercept_ and predict.
describe('scikit-learn learns the same', () => {
  test('from numbers and categories', async () => {
    const fitted = await ridge({ l2: 2.5, missing: 'mean' }).fit(linearRows, linearTarget);
    expect(fitted.columnNames).toEqual(['f0', 'f1', 'kind=a', 'kind=b', 'kind=c']);
    expectClose(
      fitted.coefficients,
      [3.891306666934184, -6.588755060340244, 3.2227729142078987, -3.136381224280559, -0.0863916899273073],
    );
    expect(fitted.intercept).toBeCloseTo(992.3958333333334, 9);
    expectClose(fitted.predict(query), [994.3038057442682, 1024.023743044358]);
  });

  test('from weighted rows, one of weight 0', async () => {
    const fitted = await ridge({ l2: 2.5, missing: 'mean' }).fit(linearRows, linearTarget, {
      weights: linearWeights,
    });
    expectClose(
      fitted.coefficients,
      [4.080944173793501, -6.516506765900878, 3.49363373530911, -3.707553358788975, 0.21391962347988971],
    );
    expectClose(fitted.predict(query), [993.9937735251007, 1026.10449835056]);
  });

  test('from more columns than rows', async () => {
    const wide = matrixOf([
      [0, 13, 9, 5],
      [7, 4, 3, 4],
      [14, 12, 14, 3],
      [4, 3, 8, 2],
      [11, 11, 2, 1],
      [1, 2, 13, 0],
    ]);
    const fitted = await ridge({ l2: 0.7 }).fit(wide, Float64Array.of(1, -2, 4, 0.5));
    expectClose(
      fitted.coefficients,
      [
        -0.7807377695821592, 0.061749680046927775, 0.11610787543609795, 0.8157984415031184,
        -0.7764534246435287, 0.6909770534246208,
      ],
    );
    expect(fitted.intercept).toBeCloseTo(0.875, 9);
  });

  test('from collinear columns under a penalty of a millionth', async () => {
    const collinear = matrixOf([a, a.map((value) => 2 * value + 1), b]);
    const fitted = await ridge({ l2: 1e-6 }).fit(collinear, linearTarget);
    expectClose(fitted.coefficients, [1.978965510519268, 1.9789655105192685, -7.374799074245335]);
  });
});

// scikit-learn 1.9.1: RidgeCV(alphas, store_cv_results=True).fit(Z, y, sample_weight=w) on the same columns: alpha_ and coef_.
describe('the penalty that predicts each row best from all others is that of RidgeCV', () => {
  const l2 = [0.01, 0.1, 1, 10, 100];

  test('of rows that count alike', async () => {
    const fitted = await ridge({ l2, missing: 'mean' }).fit(linearRows, linearTarget);
    expect(fitted.l2).toBe(0.01);
    expectClose(
      fitted.coefficients,
      [4.836622224349569, -7.576740140945248, 4.093662010345515, -4.654471373976395, 0.560809363631434],
    );
  });

  test('of weighted rows', async () => {
    const fitted = await ridge({ l2, missing: 'mean' }).fit(linearRows, linearTarget, {
      weights: linearWeights,
    });
    expect(fitted.l2).toBe(0.1);
    expectClose(
      fitted.coefficients,
      [4.640068499928905, -7.1154099906425685, 4.036943149997253, -4.600829771442554, 0.5638866214458825],
    );
  });
});

test('the error of leaving a row out is that of a fit without it', async () => {
  const x = normalMatrix(12, 3, 8);
  const y = normalMatrix(12, 1, 9).columns[0] as Float64Array;
  const without = async (row: number, l2: number): Promise<number> => {
    const keep = (_: unknown, i: number): boolean => i !== row;
    // Standardised as with all rows, for the encoding is not left out.
    const scaled = x.columns.map((column) => {
      const mean = column.reduce((sum, value) => sum + value, 0) / 12;
      const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 12);
      return column.map((value) => (value - mean) / deviation);
    });
    const net = await elasticNet({ alpha: l2 / 11, l1Ratio: 0, standardise: false }).fit(
      matrixOf(scaled.map((column) => column.filter(keep))),
      y.filter(keep),
    );
    return ((net.predict(matrixOf(scaled))[row] as number) - (y[row] as number)) ** 2;
  };
  const penalties = [0.5, 5, 20];
  const totals: number[] = [];
  for (const l2 of penalties) {
    const errors = await Promise.all(Array.from({ length: 12 }, (_, row) => without(row, l2)));
    totals.push(errors.reduce((sum, error) => sum + error, 0));
  }
  const best = penalties[totals.indexOf(Math.min(...totals))];
  expect((await ridge({ l2: penalties }).fit(x, y)).l2).toBe(best);
});

test('without a penalty, collinear columns share: the shortest solution, as of numpy.linalg.lstsq', async () => {
  const collinear = matrixOf([a, a.map((value) => 2 * value + 1), b]);
  const fitted = await ridge({ l2: 0 }).fit(collinear, linearTarget);
  expectClose(fitted.coefficients, [1.9789655914878646, 1.9789655914878654, -7.374799418875388]);
});

test('many blocks of rows satisfy the normal equations', async () => {
  const x = normalMatrix(3000, 4, 3);
  const random = createRandom(5, 'target');
  const y = Float64Array.from({ length: 3000 }, () => 50 + random.normal());
  const fitted = await ridge({ l2: 7 }).fit(x, y);
  const predicted = fitted.predict(x);
  const residual = y.map((value, row) => value - (predicted[row] as number));
  expect(residual.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 8);
  x.columns.forEach((column, j) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / 3000;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3000);
    const gradient = column.reduce(
      (sum, value, row) => sum + ((value - mean) / deviation) * (residual[row] as number),
      0,
    );
    expect(gradient).toBeCloseTo(7 * (fitted.coefficients[j] as number), 8);
  });
});

test('a target in units of a power of two far off gives the same digits', async () => {
  const unit = 2 ** 900;
  const fitted = await ridge().fit(linearRows, linearTarget);
  const scaled = await ridge().fit(
    linearRows,
    linearTarget.map((value) => value * unit),
  );
  expect(scaled.coefficients).toEqual(fitted.coefficients.map((value) => value * unit));
  expect(scaled.intercept).toBe(fitted.intercept * unit);
});

test('an elastic net without absolute penalties, which goes by other sums, is the same', async () => {
  const x = normalMatrix(2500, 6, 8);
  const y = Float64Array.from({ length: 2500 }, (_, i) => (x.columns[2]?.[i] as number) * 3 + Math.sin(i));
  const weights = Float64Array.from(y, (_, i) => (i * 7) % 4);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const fitted = await ridge({ l2: 250 }).fit(x, y, { weights });
  const net = await elasticNet({ alpha: 250 / total, l1Ratio: 0 }).fit(x, y, { weights });
  expectClose(net.coefficients, [...fitted.coefficients]);
  expectClose([net.intercept], [fitted.intercept]);
});

test('a weight of 2 is the row twice', async () => {
  const x = normalMatrix(10, 2, 1);
  const y = Float64Array.from({ length: 10 }, (_, i) => i ** 2);
  const twice = matrixOf(x.columns.map((column) => [...column, column[4] as number]));
  const weighted = await ridge().fit(x, y, { weights: Float64Array.from(y, (_, i) => (i === 4 ? 2 : 1)) });
  const repeated = await ridge().fit(twice, Float64Array.of(...y, 16));
  expectClose(weighted.predict(x), [...repeated.predict(x)]);
});

test('a constant column and a single row give the mean', async () => {
  const constant = await ridge().fit(matrixOf([[3, 3, 3]]), Float64Array.of(1, 2, 6));
  expectClose(constant.predict(matrixOf([[3, 8]])), [3, 3]);
  const single = await ridge({ l2: 0 }).fit(matrixOf([[3]]), Float64Array.of(5));
  expectClose(single.predict(matrixOf([[3, 8]])), [5, 5]);
});

test('columns may come in another order', async () => {
  const fitted = await ridge({ missing: 'mean' }).fit(linearRows, linearTarget);
  const reversed = {
    rows: query.rows,
    features: query.features.toReversed(),
    columns: query.columns.toReversed(),
  };
  expect(fitted.predict(reversed)).toEqual(fitted.predict(query));
});

test('the bytes of an artifact restore the same model, twice the same', async () => {
  const one = await ridge().fit(linearRows, linearTarget, { seed: 1 });
  const two = await ridge().fit(linearRows, linearTarget, { seed: 2 });
  const bytes = await encodeArtifact(one.toArtifact());
  expect(await encodeArtifact(two.toArtifact())).toEqual(bytes);
  const known = mixedMatrix([[0.5], [250], [1]]);
  expect(
    restoreRidge(await decodeArtifact(bytes, { kind: 'titans/ridge', maxVersion: 2 })).predict(known),
  ).toEqual(one.predict(known));
});

describe('refused', () => {
  const x = normalMatrix(5, 2, 1);
  const y = new Float64Array(5);
  const missing = matrixOf([[1, 2, Number.NaN, 4, 5]]);

  test.each([
    ['a missing value', 'DATA_NOT_FINITE', () => ridge().fit(missing, y)],
    ['an infinite value', 'DATA_NOT_FINITE', () => ridge({ missing: 'mean' }).fit(matrixOf([[1, 1 / 0]]), y)],
    [
      'numbers whose sum overflows',
      'DATA_NOT_FINITE',
      () => ridge().fit(matrixOf([[1e308, 1.5e308]]), y.subarray(3)),
    ],
    [
      'a target whose sum overflows',
      'DATA_NOT_FINITE',
      () =>
        ridge().fit(
          x,
          y.map(() => 1e308),
        ),
    ],
    [
      'weights whose squares overflow',
      'DATA_NOT_FINITE',
      () => ridge().fit(x, y, { weights: y.map(() => 1e308) }),
    ],
    ['a target that is too short', 'SHAPE_MISMATCH', () => ridge().fit(x, y.subarray(1))],
    ['no row', 'DATA_INSUFFICIENT', () => ridge().fit(matrixOf([[]]), new Float64Array())],
    [
      'a fraction as category',
      'INVALID_ARGUMENT',
      () => ridge().fit(mixedMatrix([[1], [1], [0.5]]), y.subarray(4)),
    ],
    [
      'a million categories',
      'LIMIT_EXCEEDED',
      () => ridge().fit(mixedMatrix([[1], [1], [1e6]]), y.subarray(4)),
    ],
    ['a negative weight', 'INVALID_ARGUMENT', () => ridge().fit(x, y, { weights: y.map((_, i) => i - 1) })],
    ['a cancelled fit', 'ABORTED', () => ridge().fit(x, y, { signal: AbortSignal.abort() })],
  ])('%s', async (_, code, fit) => {
    await expect(fit()).rejects.toThrow(expect.objectContaining({ code }));
  });

  test.each([{ l2: -1 }, { l2: Number.NaN }, { missing: 'zero' }, { alpha: 1 }])(
    'parameters %j',
    (parameters) => {
      expect(() => ridge(parameters as object)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    },
  );

  test('a column of another length when predicting', async () => {
    const fitted = await ridge().fit(x, y);
    const long = { ...x, rows: 4 };
    expect(() => fitted.predict(long)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  });

  test('a missing value when predicting with a model that never saw one', async () => {
    const fitted = await ridge().fit(matrixOf([[1, 2]]), Float64Array.of(1, 2));
    expect(() => fitted.predict(matrixOf([[Number.NaN]]))).toThrow(
      expect.objectContaining({ code: 'DATA_NOT_FINITE' }),
    );
  });

  test('a damaged artifact', async () => {
    const content = (await ridge().fit(x, y)).toArtifact();
    const short = { ...content, arrays: { ...content.arrays, coefficients: new Float64Array(1) } };
    expect(() => restoreRidge(short)).toThrow(expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }));
    expect(() => restoreRidge({ ...content, kind: 'titans/other' })).toThrow(
      expect.objectContaining({ code: 'ARTIFACT_KIND' }),
    );
  });
});
