import { TitansError, type WorkOptions } from '@titans/core';
import { pace } from '../estimators/pace.js';
import { refuseUnknownParameters, requireFunction } from '../estimators/parameters.js';
import { checkTrainingMatrix, rowWeights } from '../estimators/training-data.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { checkGrid, type Grid, gridOf } from './feature-grid.js';

/** Options of {@link partialDependence}. */
export interface PartialDependenceOptions extends WorkOptions {
  /** At which values of each feature, in the order of the features; unless told, see {@link Grid}. */
  readonly grid?: Grid;
  /** One non-negative weight per row for the mean; 1 unless told. */
  readonly weights?: Float64Array;
  /** Whether the curve of each row is kept (individual conditional expectation); `false` unless told. */
  readonly individual?: boolean;
}

/** What a model says on average where one or two features have a value of a grid and all others stay. */
export interface PartialDependence {
  readonly features: readonly string[];
  /** Values of each feature, ascending. */
  readonly values: readonly Float64Array[];
  /** Points of the grid: of two features, every value of the first with every one of the second, which changes fastest. */
  readonly points: number;
  /** Numbers that the model says per row, such as one per class. */
  readonly outputs: number;
  /** Row-major points × outputs. */
  readonly average: Float64Array;
  /** Row-major rows × points × outputs, if asked for; else `null`. */
  readonly individual: Float64Array | null;
}

/**
 * Partial dependence of any model on one or two features (Friedman 2001), and individual conditional expectation
 * (Goldstein et al. 2015), by prediction: all rows get each value of the grid in turn. Where features depend on each
 * other, some of these rows cannot occur; the individual curves show whether they disagree.
 *
 * @param predict What the model says about rows, one number or several each. The matrix is used again, so it must not be
 * kept.
 * @param features The name of a feature, or of two.
 * @throws TitansError `FEATURE_UNKNOWN` for a feature that the matrix does not have, `INVALID_ARGUMENT` for another number
 * of features, an option outside its range or a feature without two values; `LIMIT_EXCEEDED` for a grid of more than
 * 10,000 points, `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `ABORTED`, and whatever `predict` throws.
 * @example
 * ```ts
 * import { ridge } from '@titans/models/estimators';
 * import { partialDependence } from '@titans/models/explain';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await ridge().fit(matrix, Float64Array.of(3, 5, 7, 9));
 * const { values, average } = await partialDependence(fitted.predict, matrix, 'day');
 * values[0]?.forEach((day, point) => console.log(day, average[point]));
 * ```
 */
export async function partialDependence(
  predict: (x: FeatureMatrix) => Float64Array | Promise<Float64Array>,
  x: FeatureMatrix,
  features: string | readonly [string] | readonly [string, string],
  options: PartialDependenceOptions = {},
): Promise<PartialDependence> {
  refuseUnknownParameters('partialDependence', options, [
    'grid',
    'weights',
    'individual',
    'signal',
    'onProgress',
  ]);
  requireFunction('predict', predict);
  checkTrainingMatrix(x, 'permit-nan');
  const weights = rowWeights(options.weights, x.rows);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const names = typeof features === 'string' ? [features] : features;
  const grid = checkGrid(options.grid ?? {}, names.length);
  const places = placesOf(x, names);
  const values = places.map((place, i) => gridOf(x, place, grid, i));
  const points = values.reduce((product, of) => product * of.length, 1);
  if (points > 10_000) {
    throw new TitansError(
      'LIMIT_EXCEEDED',
      `The grid has ${points} points; at most 10000 are taken. Ask for fewer values.`,
    );
  }
  const step = pace(options, 'partial dependence', 'steps');
  const columns = [...x.columns];
  for (const place of places) columns[place] = new Float64Array(x.rows);
  let outputs = 0;
  let average = new Float64Array(0);
  let individual: Float64Array | null = null;
  for (let point = 0; point < points; point++) {
    const fastest = values.at(-1) as Float64Array;
    const at = places.length === 1 ? [point] : [Math.floor(point / fastest.length), point % fastest.length];
    places.forEach((place, i) => {
      columns[place]?.fill(values[i]?.[at[i] as number] as number);
    });
    const said = await predict({ ...x, columns });
    if (point === 0) {
      outputs = said.length / x.rows;
      average = new Float64Array(points * outputs);
      if (options.individual) individual = new Float64Array(x.rows * points * outputs);
    }
    if (said.length !== x.rows * outputs || !Number.isInteger(outputs) || outputs === 0) {
      throw new TitansError(
        'SHAPE_MISMATCH',
        `There are ${x.rows} rows but the model says ${said.length} numbers.`,
      );
    }
    for (let i = 0; i < said.length; i++) {
      const row = Math.floor(i / outputs);
      const k = i % outputs;
      const into = point * outputs + k;
      average[into] = (average[into] as number) + ((weights[row] as number) / total) * (said[i] as number);
      if (individual) individual[(row * points + point) * outputs + k] = said[i] as number;
    }
    await step(point + 1, points);
  }
  return Object.freeze({ features: Object.freeze([...names]), values, points, outputs, average, individual });
}

function placesOf(x: FeatureMatrix, names: readonly string[]): readonly number[] {
  if (names.length < 1 || names.length > 2 || names[0] === names[1]) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'Ask for the dependence on one feature, or on two different ones.',
      {
        details: { field: 'features' },
      },
    );
  }
  return names.map((name) => {
    const place = x.features.findIndex((feature) => feature.name === name);
    if (place >= 0) return place;
    throw new TitansError('FEATURE_UNKNOWN', `The matrix has no feature "${name}".`, {
      details: { column: name },
    });
  });
}
