import { type ArtifactContent, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { numberWithin, oneOf, refuseUnknownParameters } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, rowWeights } from '../training-data.js';
import { leaveOneOut } from './leave-one-out.js';
import {
  checkLinearMatrix,
  fitLinearEncoding,
  type LinearEncoding,
  type MissingValues,
  restoreLinearEncoding,
  weightedMean,
} from './linear-encoding.js';
import { leastSquaresTriangle } from './ridge-solve.js';

/** Parameters of {@link ridge}. */
export interface RidgeParameters {
  /**
   * Strength of the penalty l2 · |coefficients|² beside the sum of squared errors: `alpha` of scikit-learn's `Ridge`.
   * 1 unless told; 0 is least squares, of which the solution with the shortest coefficients is taken. Of a list, the
   * strength is taken that predicts each row best from all others (as `RidgeCV`), the first of equals.
   */
  readonly l2?: number | readonly number[];
  /**
   * `refuse`: a missing value is an error. `mean`: a missing number becomes the mean of its column, a missing category
   * none of the categories. `refuse` unless told.
   */
  readonly missing?: 'refuse' | 'mean';
}

/** {@link ridge} as an estimator. */
export interface Ridge extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedRidge>;
}

/** A fitted ridge regression. */
export interface FittedRidge extends FittedRegressor {
  readonly featureNames: readonly string[];
  /** What each coefficient belongs to: a numeric feature, or `feature=category`. */
  readonly columnNames: readonly string[];
  /** Change of the prediction per standard deviation of a number, or for belonging to a category. */
  readonly coefficients: Float64Array;
  /** The prediction where every number is at its mean and no category applies. */
  readonly intercept: number;
  /** The strength of the penalty, chosen where several were told. */
  readonly l2: number;
}

const kind = 'titans/ridge';
const version = 2;
/** Beyond, one singular value decomposition would hold the event loop for many seconds. */
const mostColumns = 512;
const rowsAtOnce = 1024;

/**
 * Ridge regression (Hoerl and Kennard 1970), solved exactly: a blocked QR decomposition and the singular
 * values of its triangle (by ml-matrix), so that collinear columns and more columns than rows are no trouble. Numbers are
 * standardised, each category becomes a column of 0 and 1, the intercept is not penalised. Equals scikit-learn's
 * `Ridge` behind a `StandardScaler` and `OneHotEncoder`, all with the same weights.
 *
 * At most 512 columns after encoding. Fitting takes rows × columns² + columns³ steps: 0.1 s for 100,000 rows of 20
 * columns; 3 s for 1,000 rows of 512, during most of which no other work runs. The seed has no effect. A category not
 * seen in training contributes nothing.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range. `fit` also throws `SHAPE_MISMATCH`,
 * `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for a code of a category below 0 or with a fraction,
 * `LIMIT_EXCEEDED` for too many columns, and `ABORTED`.
 * @example
 * ```ts
 * import { ridge } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await ridge({ l2: 0 }).fit(matrix, Float64Array.of(3, 5, 7, 9));
 * fitted.predict(matrix); // 3, 5, 7, 9 up to rounding
 * ```
 */
export function ridge(parameters: RidgeParameters = {}): Ridge {
  refuseUnknownParameters('ridge', parameters, ['l2', 'missing']);
  const penalties = checkPenalties(parameters.l2 ?? 1);
  const missing = oneOf('missing', parameters.missing ?? 'refuse', ['refuse', 'mean']);

  return Object.freeze({
    name: 'ridge',
    fit: (x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) =>
      fit(penalties, missing, x, target, options),
  });
}

function checkPenalties(l2: number | readonly number[]): readonly number[] {
  const penalties = (typeof l2 === 'number' ? [l2] : [...l2]).map((each) =>
    numberWithin('l2', each, 0, Number.MAX_VALUE),
  );
  if (penalties.length > 0) return Object.freeze(penalties);
  throw new TitansError('INVALID_ARGUMENT', 'l2 is an empty list. Give the strengths to choose from.', {
    details: { field: 'l2' },
  });
}

async function fit(
  penalties: readonly number[],
  missing: MissingValues,
  x: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<FittedRidge> {
  requireFitOptions(options);
  checkLinearMatrix(x, missing);
  checkTarget(target, x.rows);
  const weights = rowWeights(options.weights, x.rows);
  const encoding = fitLinearEncoding(
    'Ridge regression',
    x,
    weights,
    { missing, scaling: 'standardise' },
    mostColumns,
  );
  const { width } = encoding;
  const step = pace(options, 'ridge', 'rows');
  const passes = penalties.length === 1 ? 1 : 2;
  const centre = weightedMean(target, weights);
  const centred = target.map((value) => value - centre);
  const triangle = leastSquaresTriangle(width);
  for (let from = 0; from < x.rows; from += rowsAtOnce) {
    const to = Math.min(from + rowsAtOnce, x.rows);
    const count = to - from;
    const equations = new Float64Array(count * (width + 2)).fill(1, 0, count);
    equations.set(encoding.encodeColumns(x, from, to), count);
    equations.set(centred.subarray(from, to), count * (width + 1));
    const roots = weights.subarray(from, to).map(Math.sqrt);
    for (let at = 0; at < equations.length; at += count) {
      for (let row = 0; row < count; row++) {
        equations[at + row] = (equations[at + row] as number) * (roots[row] as number);
      }
    }
    triangle.add(equations, count);
    await step(to, passes * x.rows);
  }
  const problem = triangle.decompose();
  let best = 0;
  if (passes === 2) {
    const left = leaveOneOut(problem, penalties);
    for (let from = 0; from < x.rows; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, x.rows);
      left.add(encoding.encodeRows(x, from, to), centred.subarray(from, to), weights.subarray(from, to));
      await step(x.rows + to, passes * x.rows);
    }
    best = left.squaredErrors.indexOf(Math.min(...left.squaredErrors));
  }
  const l2 = penalties[best] as number;
  const { intercept, coefficients } = problem.solve(l2);
  return fitted(encoding, l2, intercept + centre, coefficients);
}

function fitted(
  encoding: LinearEncoding,
  l2: number,
  intercept: number,
  coefficients: Float64Array,
): FittedRidge {
  const intercepts = Float64Array.of(intercept);
  return Object.freeze({
    featureNames: encoding.featureNames,
    columnNames: encoding.columnNames,
    coefficients,
    intercept,
    l2,
    predict: (x: FeatureMatrix) => encoding.scores(x, intercepts, coefficients),
    toArtifact: () => ({
      kind,
      version,
      data: { ...encoding.toData(), l2, intercept },
      arrays: { ...encoding.toArrays(), coefficients },
    }),
  });
}

/**
 * Restores what {@link FittedRidge}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreRidge(content: ArtifactContent): FittedRidge {
  const artifact = readArtifact(content, kind, version);
  const encoding = restoreLinearEncoding(artifact);
  const coefficients = artifact.float64('coefficients');
  if (coefficients.length !== encoding.width)
    throw artifact.corrupt('it has another number of coefficients than columns');
  return fitted(encoding, artifact.number('l2'), artifact.number('intercept'), coefficients);
}
