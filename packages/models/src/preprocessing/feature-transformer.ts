import type { FitOptions, Fitted } from '../estimators/estimator.js';
import type { FeatureDescription, FeatureMatrix } from '../features/feature-matrix.js';

/** Classes to be predicted, as a classifier takes them. */
export interface ClassTarget {
  /** Codes into `classes`, one per row. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** What is to be predicted: a number per row, or a class. */
export type TrainingTarget = Float64Array | ClassTarget;

/** What the `fit` of a transformer takes. */
export interface TransformerFitOptions extends FitOptions {
  /** What is to be predicted; needed by transformers that learn from it, checked by all. */
  readonly target?: TrainingTarget;
  /**
   * One non-negative weight per row, 1 unless told: how often the row counts, so that 2 is the row twice and 0 no row.
   * Where only ranks matter (medians, quantiles), weights that sum to less than the rows are raised to that sum.
   */
  readonly weights?: Float64Array;
}

/** Learns how to turn features into other features. Configuration: what is learned is another object. */
export interface FeatureTransformer {
  readonly name: string;
  /**
   * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` or `ABORTED`.
   */
  fit(x: FeatureMatrix, options?: TransformerFitOptions): Promise<FittedTransformer>;
  /**
   * Learns, and gives the rows learned from as a model may learn from them. Only what looks at the target needs it:
   * each row is then transformed by what was learned from other rows. Unless there is one, the rows are transformed as
   * any others.
   */
  fitTransform?(x: FeatureMatrix, options?: TransformerFitOptions): Promise<FittedAndTransformed>;
}

/** What a transformer learned. Frozen; `transform` is pure. */
export interface FittedTransformer extends Fitted {
  /** The features learned from, in their order. */
  readonly inputFeatures: readonly FeatureDescription[];
  /** The features that come out, each with the `inputs` and `history` of what it is computed from. */
  readonly outputFeatures: readonly FeatureDescription[];
  /**
   * New columns of the same rows, in arrays of their own.
   *
   * @param x The features learned from, in any order. Categories are found by their names where both have names.
   * @throws TitansError `SHAPE_MISMATCH`, `FEATURE_UNKNOWN`, `DATA_NOT_FINITE` or `INVALID_ARGUMENT`.
   */
  transform(x: FeatureMatrix): FeatureMatrix;
}

/** What {@link fitTransform} gives. */
export interface FittedAndTransformed {
  readonly fitted: FittedTransformer;
  readonly transformed: FeatureMatrix;
}

/**
 * Learns, and transforms the rows learned from as a model may learn from them: out of fold where the transformer looks
 * at the target. New rows are for `fitted.transform`.
 *
 * @example
 * ```ts
 * import { fitTransform, targetEncoder } from '@titans/models/preprocessing';
 *
 * const x = {
 *   rows: 6,
 *   features: [{ name: 'shop', kind: 'categorical' as const, inputs: ['description' as const] }],
 *   columns: [Float64Array.of(0, 0, 0, 1, 1, 1)],
 * };
 * const { fitted, transformed } = await fitTransform(targetEncoder({ folds: 3 }), x, {
 *   target: Float64Array.of(10, 12, 11, 70, 75, 71),
 * });
 * fitted.transform(x).columns[0]; // every row of a shop alike
 * transformed.columns[0]; // each row from the targets of other rows
 * ```
 */
export async function fitTransform(
  transformer: FeatureTransformer,
  x: FeatureMatrix,
  options: TransformerFitOptions = {},
): Promise<FittedAndTransformed> {
  if (transformer.fitTransform) return transformer.fitTransform(x, options);
  const fitted = await transformer.fit(x, options);
  return Object.freeze({ fitted, transformed: fitted.transform(x) });
}
