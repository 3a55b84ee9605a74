import { refuseUnknownParameters } from '../estimators/parameters.js';
import type { ColumnMethod } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { linearScaling } from './linear-scaling.js';
import { weightedMoments } from './moments.js';
import { flag } from './parameters.js';

/** Parameters of {@link standardScaler}. */
export interface StandardScalerParameters {
  /** Whether the mean is subtracted; `true` unless told. scikit-learn's `with_mean`. */
  readonly centre?: boolean;
  /** Whether it is divided by the standard deviation; `true` unless told. scikit-learn's `with_std`. */
  readonly scale?: boolean;
}

/**
 * Numbers to mean 0 and (population) standard deviation 1, as scikit-learn's `StandardScaler`, weights included.
 * Constant columns become 0; missing numbers stay missing; categorical features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter that is none.
 * @example
 * ```ts
 * import { standardScaler } from '@titans/models/preprocessing';
 *
 * const x = {
 *   rows: 3,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3)],
 * };
 * const fitted = await standardScaler().fit(x);
 * fitted.transform(x).columns[0]; // -1.22…, 0, 1.22…
 * ```
 */
export function standardScaler(parameters: StandardScalerParameters = {}): FeatureTransformer {
  return columnwise(standardMethod(parameters));
}

export function standardMethod(parameters: StandardScalerParameters): ColumnMethod {
  refuseUnknownParameters('standardScaler', parameters, ['centre', 'scale']);
  const centre = flag('centre', parameters.centre ?? true);
  const scale = flag('scale', parameters.scale ?? true);
  return linearScaling('standard-scaler', { centre, scale }, (column, weights) => {
    const { mean, deviation } = weightedMoments(column, weights);
    return { centre: centre ? mean : 0, scale: scale ? deviation : 1 };
  });
}
