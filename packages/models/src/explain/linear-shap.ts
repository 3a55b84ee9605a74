import { TitansError } from '@titans/core';
import type { Fitted } from '../estimators/estimator.js';
import { restoreLinearEncoding } from '../estimators/linear/linear-encoding.js';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import { readArtifact } from '../estimators/restoring.js';
import { columnsAsTrained, rowWeights } from '../estimators/training-data.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { type Explainer, explainerOf } from './explainer.js';

/** Fitted linear models that `linearShap` explains: ridge, elastic nets, quantile and logistic regression. */
export type ExplainableLinear =
  | ExplainableLinearRegressor
  | ExplainableLinearQuantiles
  | ExplainableLinearClassifier;

/** A linear model of a number. */
export interface ExplainableLinearRegressor extends Fitted {
  readonly featureNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/** A linear model of quantiles, before they are put in order. */
export interface ExplainableLinearQuantiles extends Fitted {
  readonly featureNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly quantiles: readonly number[];
  /** Row-major quantiles × columns. */
  readonly coefficients: Float64Array;
  readonly intercepts: Float64Array;
}

/** A linear model of log-odds. */
export interface ExplainableLinearClassifier extends Fitted {
  readonly featureNames: readonly string[];
  readonly columnNames: readonly string[];
  readonly classes: readonly string[];
  /** Row-major outputs × columns. */
  readonly coefficients: Float64Array;
  readonly intercepts: Float64Array;
}

/** Options of {@link linearShap}. */
export interface LinearShapOptions {
  /**
   * Rows that stand for what is usual: the base value is their mean output. Without it, a row is compared with one whose
   * numbers are the means of training (or 0, where they were not standardised) and that is of no category.
   */
  readonly background?: FeatureMatrix;
  /** One non-negative weight per background row; 1 unless told. */
  readonly backgroundWeights?: Float64Array;
}

const rowsAtOnce = 256;

/**
 * Exact Shapley values of a linear model (Lundberg and Lee 2017, Corollary 1): coefficient × (value − usual value), in
 * the unit of the target, or in log-odds. The columns of a categorical feature count together. Quantiles are those of each
 * plane, before they are put in order.
 *
 * @throws TitansError `INVALID_ARGUMENT` for another model, or one of a single class, or an unknown option;
 * `DATA_INSUFFICIENT` for a background without rows; `SHAPE_MISMATCH`, `FEATURE_UNKNOWN` or `DATA_NOT_FINITE` for one
 * that the model cannot take.
 * @example
 * ```ts
 * import { ridge } from '@titans/models/estimators';
 * import { linearShap } from '@titans/models/explain';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await ridge({ l2: 0 }).fit(matrix, Float64Array.of(3, 5, 7, 9));
 * const { baseValue, contributions } = linearShap(fitted, { background: matrix }).explain({ day: 4 });
 * // baseValue is 6, the contribution of day is 3
 * ```
 */
export function linearShap(model: ExplainableLinear, options: LinearShapOptions = {}): Explainer {
  refuseUnknownParameters('linearShap', options, ['background', 'backgroundWeights']);
  const content = model?.toArtifact?.();
  if (!content || !(model.coefficients instanceof Float64Array) || !('denseWidths' in content.arrays)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'linearShap explains fitted ridge regressions, elastic nets, quantile and logistic regressions. For texts there is textShap, for trees treeShap.',
      { details: { field: 'model' } },
    );
  }
  const artifact = readArtifact(content, content.kind, content.version);
  const encoding = restoreLinearEncoding(artifact);
  const { featureNames, width } = encoding;
  const missing = artifact.text('missing') === 'mean' ? 'permit-nan' : 'refuse-nan';
  const featureOf = [...artifact.int32('denseWidths')].flatMap((columns, feature) =>
    Array.from({ length: columns }, () => feature),
  );
  const { coefficients } = model;
  const { outputs, intercepts } = outputsOf(model, content.arrays.present);
  const matrixOf = (columns: readonly Float64Array[], rows: number): FeatureMatrix => ({
    rows,
    features: featureNames.map((name) => ({ name, kind: 'numeric', inputs: [] })),
    columns,
  });

  function usualColumns(): Float64Array {
    const usual = new Float64Array(width);
    const { background, backgroundWeights } = options;
    if (!background) return usual;
    if (background.rows === 0) {
      throw new TitansError('DATA_INSUFFICIENT', 'The background has no row. Give some usual ones.', {
        details: { field: 'background' },
      });
    }
    const columns = columnsAsTrained(background, featureNames, missing);
    const weights = rowWeights(backgroundWeights, background.rows);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let from = 0; from < background.rows; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, background.rows);
      const encoded = encoding.encodeRows(matrixOf(columns, background.rows), from, to);
      for (let i = 0; i < encoded.length; i++) {
        const weight = (weights[from + Math.floor(i / width)] as number) / total;
        usual[i % width] = (usual[i % width] as number) + weight * (encoded[i] as number);
      }
    }
    return usual;
  }

  const usual = usualColumns();
  return explainerOf({
    featureNames,
    outputs,
    unit: 'classes' in model ? 'log-odds' : 'target',
    missing,
    baseValues: intercepts.map((intercept, k) =>
      usual.reduce((sum, value, j) => sum + value * (coefficients[k * width + j] as number), intercept),
    ),
    steps: 1,
    *attribute(columns, rows) {
      const values = new Float64Array(rows * featureNames.length * outputs.length);
      for (let from = 0; from < rows; from += rowsAtOnce) {
        const encoded = encoding.encodeRows(matrixOf(columns, rows), from, Math.min(from + rowsAtOnce, rows));
        for (let i = 0; i < encoded.length; i++) {
          const column = i % width;
          const row = from + Math.floor(i / width);
          const difference = (encoded[i] as number) - (usual[column] as number);
          const into = (row * featureNames.length + (featureOf[column] as number)) * outputs.length;
          for (let k = 0; k < outputs.length; k++) {
            values[into + k] =
              (values[into + k] as number) + difference * (coefficients[k * width + column] as number);
          }
        }
      }
      yield;
      return values;
    },
  });
}

function outputsOf(
  model: ExplainableLinear,
  present: ArrayLike<number | bigint> | undefined,
): { readonly outputs: readonly string[]; readonly intercepts: Float64Array } {
  if ('quantiles' in model) return { outputs: model.quantiles.map(String), intercepts: model.intercepts };
  if (!('classes' in model)) return { outputs: ['prediction'], intercepts: Float64Array.of(model.intercept) };
  const classes = Array.from(present ?? [], (label) => model.classes[Number(label)] as string);
  if (classes.length < 2) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'The model knows a single class, so there is nothing to explain.',
      {
        details: { field: 'model' },
      },
    );
  }
  // Of two classes the log-odds of the second are told.
  return { outputs: classes.length === 2 ? classes.slice(1) : classes, intercepts: model.intercepts };
}
