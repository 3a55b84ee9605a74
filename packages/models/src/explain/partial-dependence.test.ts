import { describe, expect, test } from 'vitest';
import { matrixOf } from '../estimators/testing/matrices.js';
import { partialDependence } from './partial-dependence.js';
import { analyticModel, analyticRows } from './testing/analytic-model.js';

function expectClose(actual: ArrayLike<number> | undefined, expected: readonly number[]): void {
  expect(actual?.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(actual?.[i]).toBeCloseTo(value, 11);
  });
}

// Golden numbers: sklearn.inspection.partial_dependence of scikit-learn 1.9.1 with method='brute'.
const grid = { values: [[0.382, 2.6660000000000004, 4.95, 7.234, 9.518]] };

test('average and individual curves, as of scikit-learn', async () => {
  const found = await partialDependence(analyticModel, analyticRows, 'f0', { grid, individual: true });
  expectClose(
    found.average,
    [15.852236142908822, 16.3939653284463, 7.291106013697297, 18.660649669418355, 12.886234505755004],
  );
  expectClose(
    found.individual?.slice(35, 40),
    [5.243252420741355, 5.425584607347089, 2.3617950100119716, 6.188492575512701, 4.244972138976794],
  );
});

test('a weighted average, as of scikit-learn', async () => {
  const weights = Float64Array.from({ length: 60 }, (_, i) => 1 + (i % 3));
  const found = await partialDependence(analyticModel, analyticRows, ['f0'], { grid, weights });
  expectClose(
    found.average,
    [15.873613725651232, 16.422737494312162, 7.195624490337904, 18.720361991770936, 12.867126277070298],
  );
  expect(found.individual).toBeNull();
});

test('two features, the second changing fastest, as of scikit-learn', async () => {
  const values = [
    [0.5457142857142858, 6.3864285714285725, 12.227142857142859],
    [0.382, 4.95, 9.518],
  ];
  const found = await partialDependence(analyticModel, analyticRows, ['f1', 'f0'], { grid: { values } });
  expect(found.points).toBe(9);
  expectClose(
    found.average,
    [
      13.68231865351917, 12.948507499586754, 13.428089941763126, 15.859602927579116, 7.271899357801974,
      12.884394927826802, 18.036887201639058, 1.595291216017196, 12.340699913890479,
    ],
  );
});

test('grids: even and quantiles as of numpy.quantile, categories and few values as they are', async () => {
  const valuesOf = async (
    options: object,
    x = analyticRows,
    feature = 'f2',
  ): Promise<Float64Array | undefined> =>
    (await partialDependence(() => new Float64Array(x.rows), x, feature, options)).values[0];
  expectClose(
    await valuesOf({ grid: { size: 4 } }),
    [0.9833333333333334, 6.994444444444444, 13.005555555555553, 19.016666666666666],
  );
  expectClose(
    await valuesOf({ grid: { size: 4, spacing: 'quantiles' } }),
    [0.9833333333333334, 6.883333333333333, 13.116666666666667, 19.016666666666666],
  );
  const few = matrixOf([[3, 1, Number.NaN, 3]]);
  expectClose(await valuesOf({}, few, 'f0'), [1, 3]);
  const many = matrixOf([Array.from({ length: 300 }, (_, i) => i % 150)]);
  const categorical = { ...many, features: [{ name: 'f0', kind: 'categorical' as const, inputs: [] }] };
  expect((await valuesOf({}, categorical, 'f0'))?.length).toBe(150);
  expect((await valuesOf({}, many, 'f0'))?.length).toBe(100);
});

test('several numbers per row, such as one per class', async () => {
  const both = ({ columns, rows }: typeof analyticRows): Float64Array =>
    Float64Array.from(
      { length: 2 * rows },
      (_, i) => (i % 2 === 0 ? 1 : -1) * (columns[1]?.[i >> 1] as number),
    );
  const found = await partialDependence(both, analyticRows, 'f1', {
    grid: { values: [[2, 5]] },
    individual: true,
  });
  expect(found.outputs).toBe(2);
  expectClose(found.average, [2, -2, 5, -5]);
  expectClose(found.individual?.slice(0, 8), [2, -2, 5, -5, 2, -2, 5, -5]);
});

test('the matrix is left as it is, and progress is told', async () => {
  const before = analyticRows.columns.map((column) => column.slice());
  const seen: number[] = [];
  await partialDependence(analyticModel, analyticRows, 'f0', {
    grid,
    onProgress: ({ done }) => seen.push(done),
  });
  expect(analyticRows.columns).toEqual(before);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});

describe('refused', () => {
  test.each([
    ['FEATURE_UNKNOWN', 'amount', {}],
    ['INVALID_ARGUMENT', ['f0', 'f0'], {}],
    ['INVALID_ARGUMENT', 'f0', { grid: { values: [[1], [2]] } }],
    ['INVALID_ARGUMENT', 'f0', { grid: { size: 1 } }],
    ['INVALID_ARGUMENT', 'f0', { grid: { size: 3, values: [[1]] } }],
    ['INVALID_ARGUMENT', 'f0', { grid: { size: 4, from: 0.5, to: 0.5 } }],
    ['SHAPE_MISMATCH', 'f0', { weights: new Float64Array(3) }],
    ['LIMIT_EXCEEDED', ['f0', 'f1'], { grid: { values: [new Float64Array(101), new Float64Array(101)] } }],
    ['ABORTED', 'f0', { signal: AbortSignal.abort() }],
  ] as const)('%s: %j, %j', async (code, features, options) => {
    const asked = features as string;
    await expect(partialDependence(analyticModel, analyticRows, asked, options)).rejects.toThrow(
      expect.objectContaining({ code }),
    );
  });

  test('a model that says another number of things for a row than it has rows', async () => {
    await expect(partialDependence(() => new Float64Array(61), analyticRows, 'f0')).rejects.toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
    );
  });
});
