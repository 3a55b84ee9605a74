import type { FittedRegressor, Regressor } from '../../estimators/estimator.js';
import type { FeatureMatrix } from '../../features/feature-matrix.js';

/** Stands for a missing value; codes and counts are 0 or more. */
const missingCode = -1;

/** The regressor for matrices with missing values: it sees {@link missingCode} in their place. */
export function withoutMissing(regressor: Regressor): Regressor {
  return {
    name: regressor.name,
    fit: async (x, target, options) => filled(await regressor.fit(fill(x), target, options)),
  };
}

/** What {@link withoutMissing} fits, or the same restored. */
export function filled(fitted: FittedRegressor): FittedRegressor {
  return Object.freeze({
    predict: (x: FeatureMatrix) => fitted.predict(fill(x)),
    toArtifact: () => fitted.toArtifact(),
  });
}

function fill(x: FeatureMatrix): FeatureMatrix {
  return {
    ...x,
    columns: x.columns.map((column) => column.map((value) => (Number.isNaN(value) ? missingCode : value))),
  };
}
