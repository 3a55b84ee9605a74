import { numberWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import { normalQuantile } from '../statistics/normal.js';
import type { ColumnMethod } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { dividingRange, linearScaling } from './linear-scaling.js';
import { flag } from './parameters.js';
import { quantilesOf } from './row-counts.js';

/** Parameters of {@link robustScaler}. */
export interface RobustScalerParameters {
  /** Whether the median is subtracted; `true` unless told. */
  readonly centre?: boolean;
  /** Whether it is divided by the distance of two quantiles; `true` unless told. */
  readonly scale?: boolean;
  /** The lower quantile, 0 to 0.499; 0.25 unless told. The upper one is as far from the other end. */
  readonly tail?: number;
  /** Whether normally distributed numbers get standard deviation 1; `false` unless told. scikit-learn's `unit_variance`. */
  readonly unitVariance?: boolean;
}

/**
 * Numbers to median 0 and interquartile range 1, which no outlier moves, as scikit-learn's `RobustScaler` (which takes
 * no weights). Where the quantiles are equal nothing is divided. Missing numbers stay missing; categorical features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function robustScaler(parameters: RobustScalerParameters = {}): FeatureTransformer {
  return columnwise(robustMethod(parameters));
}

export function robustMethod(parameters: RobustScalerParameters): ColumnMethod {
  refuseUnknownParameters('robustScaler', parameters, ['centre', 'scale', 'tail', 'unitVariance']);
  const centre = flag('centre', parameters.centre ?? true);
  const scale = flag('scale', parameters.scale ?? true);
  const tail = numberWithin('tail', parameters.tail ?? 0.25, 0, 0.499);
  const unitVariance = flag('unitVariance', parameters.unitVariance ?? false);
  const normalRange = unitVariance ? -2 * normalQuantile(tail) : 1;
  return linearScaling('robust-scaler', { centre, scale, tail, unitVariance }, (column, weights) => {
    const [low, median, high] = quantilesOf(column, weights, Float64Array.of(tail, 0.5, 1 - tail));
    if (low === undefined || median === undefined || high === undefined) return { centre: 0, scale: 1 };
    return { centre: centre ? median : 0, scale: scale ? dividingRange(high - low) / normalRange : 1 };
  });
}
