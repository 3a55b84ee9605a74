import { type ArtifactContent, TitansError } from '@titans/core';
import type { Fitted } from '../estimators/estimator.js';
import { type ExampleInputs, featureInputs } from './example-inputs.js';

/** How an estimator is checked. `X` is what it learns from, `F` what its `fit` gives. */
export interface EstimatorCheckOptions<X, F extends Fitted> {
  /** Restores what `toArtifact` wrote. Without it, restoring is not checked. */
  readonly restore?: (content: ArtifactContent) => F | Promise<F>;
  /** Whether NaN in the inputs is taken as a missing value (`native`, unless told) or refused with `DATA_NOT_FINITE`. */
  readonly missing?: 'native' | 'refused';
  /** Whether weights are used (unless told) or refused. */
  readonly weights?: 'used' | 'refused';
  /** If given, weight 2 must do what the row twice does and weight 0 what no row does: the largest difference between two answers. */
  readonly repetitionTolerance?: number;
  /** If given, the order of the columns learned from must not matter: the largest difference between two answers. */
  readonly columnOrderTolerance?: number;
  /** Rows to learn from, 60 or more; 240 unless told. */
  readonly rows?: number;
  /** Makes the inputs; {@link featureInputs} unless told. */
  readonly inputs?: ExampleInputs<X>;
}

/** {@link EstimatorCheckOptions} of an estimator that learns from something else than a `FeatureMatrix`. */
export interface InputCheckOptions<X, F extends Fitted> extends EstimatorCheckOptions<X, F> {
  /** Makes the inputs. */
  readonly inputs: ExampleInputs<X>;
}

/** What the cases read of {@link EstimatorCheckOptions}, complete. */
export interface CheckSettings<X> {
  readonly inputs: ExampleInputs<X>;
  readonly missing: 'native' | 'refused';
  readonly weights: 'used' | 'refused';
  readonly repetitionTolerance: number | null;
  readonly columnOrderTolerance: number | null;
  readonly rows: number;
}

/** @throws TitansError `INVALID_ARGUMENT` for too few rows, or a tolerance that nothing can be measured with. */
export function checkSettings<X, F extends Fitted>(options: EstimatorCheckOptions<X, F>): CheckSettings<X> {
  const { missing = 'native', weights = 'used', rows = 240 } = options;
  if (!(Number.isInteger(rows) && rows >= 60)) {
    throw new TitansError('INVALID_ARGUMENT', `rows must be a whole number from 60, not ${rows}.`, {
      details: { field: 'rows' },
    });
  }
  const { repetitionTolerance = null, columnOrderTolerance = null } = options;
  if (repetitionTolerance !== null && weights === 'refused') {
    throw new TitansError('INVALID_ARGUMENT', 'repetitionTolerance is for estimators that use weights.', {
      details: { field: 'repetitionTolerance' },
    });
  }
  // The overloads of the suites let the inputs be left out only where X is FeatureMatrix.
  const standard: unknown = featureInputs();
  const inputs = options.inputs ?? (standard as ExampleInputs<X>);
  return Object.freeze({ inputs, missing, weights, repetitionTolerance, columnOrderTolerance, rows });
}
