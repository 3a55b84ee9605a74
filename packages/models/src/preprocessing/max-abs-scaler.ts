import { refuseUnknownParameters } from '../estimators/parameters.js';
import type { ColumnMethod } from './column-method.js';
import { columnwise } from './columnwise.js';
import { extremes } from './extremes.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { dividingRange, linearScaling } from './linear-scaling.js';

/**
 * Numbers divided by the largest absolute one, so that they lie from −1 to 1 and 0 stays 0, as scikit-learn's
 * `MaxAbsScaler`. Missing numbers stay missing; categorical features pass.
 */
export function maxAbsScaler(): FeatureTransformer {
  return columnwise(maxAbsMethod({}));
}

export function maxAbsMethod(parameters: object): ColumnMethod {
  refuseUnknownParameters('maxAbsScaler', parameters, []);
  return linearScaling('max-abs-scaler', {}, (column, weights) => {
    const found = extremes(column, weights);
    return { centre: 0, scale: found ? dividingRange(Math.max(-found.least, found.most)) : 1 };
  });
}
