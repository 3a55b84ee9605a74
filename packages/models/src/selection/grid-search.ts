import { TitansError } from '@titans/core';
import type { Classifier, FittedClassifier, FittedRegressor, Regressor } from '../estimators/estimator.js';
import type { LabelledData, LearningData, TargetData } from '../evaluation/predict-folds.js';
import type { Splits } from '../evaluation/splits/split.js';
import type { ClassificationMetric, RegressionMetric } from './metrics.js';
import { everyCombination, type ParameterGrid, type ParameterSpace } from './parameter-space.js';
import { type AnyMetric, checkSearchOptions, type EstimatorFactory, runSearch } from './run-search.js';
import type { SearchOptions, SearchResult } from './search-result.js';

/** What an estimator becomes by `fit`. */
export type FittedOf<Estimator extends { fit(...given: never): unknown }> = Awaited<
  ReturnType<Estimator['fit']>
>;

/**
 * Tries every combination of the parameters on the same folds, as scikit-learn's `GridSearchCV`. The mean of the best
 * flatters, since it was chosen for it: `nestedCrossValidate` gives an honest one.
 *
 * @param factory Makes the estimator of parameters, for example `ridge`.
 * @param grid The values of each parameter, or a list of whole candidates. Equal means: the earlier one is chosen.
 * @param data Inputs with `labels` and `classes` for a classifier, with `target` for a regressor.
 * @param splits From any splitter; see `crossValidate`.
 * @throws TitansError `INVALID_ARGUMENT` for an empty grid or an unknown option, `DATA_INSUFFICIENT` without a split,
 * `ABORTED`, and the first candidate's error if all of them fail. A candidate that fails beside others that do not is
 * in the result with its error.
 * @example
 * ```ts
 * import { ridge } from '@titans/models/estimators';
 * import { kFold } from '@titans/models/evaluation';
 * import { gridSearch, regressionMetrics } from '@titans/models/selection';
 *
 * const x = {
 *   rows: 6,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4, 5, 6)],
 * };
 * const data = { x, target: Float64Array.of(3.1, 5, 7.2, 9, 10.8, 13.1) };
 * const found = await gridSearch(ridge, { l2: [0.1, 1, 10] }, data, kFold(6, { folds: 3 }), {
 *   metric: regressionMetrics.rmse,
 *   refit: true,
 * });
 * console.log(found.best.parameters.l2, found.best.mean, found.fitted?.predict(x));
 * ```
 */
export function gridSearch<const Parameters extends object, X, Estimator extends Classifier<X>>(
  factory: (parameters: NoInfer<Parameters>) => Estimator,
  grid: ParameterGrid<Parameters> | readonly Parameters[],
  data: LabelledData<X>,
  splits: Splits,
  options?: SearchOptions<Parameters, ClassificationMetric>,
): Promise<SearchResult<Parameters, FittedOf<Estimator>>>;
export function gridSearch<const Parameters extends object, X, Estimator extends Regressor<X>>(
  factory: (parameters: NoInfer<Parameters>) => Estimator,
  grid: ParameterGrid<Parameters> | readonly Parameters[],
  data: TargetData<X>,
  splits: Splits,
  options?: SearchOptions<Parameters, RegressionMetric>,
): Promise<SearchResult<Parameters, FittedOf<Estimator>>>;
export async function gridSearch<Parameters extends object, X>(
  factory: EstimatorFactory<Parameters, X>,
  grid: ParameterGrid<Parameters> | readonly Parameters[],
  data: LearningData<X>,
  splits: Splits,
  options: SearchOptions<Parameters, AnyMetric> = {},
): Promise<SearchResult<Parameters, FittedClassifier<X> | FittedRegressor<X>>> {
  checkSearchOptions('gridSearch', options, [], data);
  return runSearch('grid search', candidatesOf(grid), factory, data, splits, options);
}

/** Candidates as they are listed, or every combination of a grid. @throws TitansError `INVALID_ARGUMENT` for none. */
export function candidatesOf<Parameters extends object>(
  space: ParameterSpace<Parameters> | readonly Parameters[],
): readonly Parameters[] {
  if (!isList(space)) return everyCombination(space);
  if (space.length > 0) return space;
  throw new TitansError('INVALID_ARGUMENT', 'The list of candidates is empty. Name at least one.', {
    details: { field: 'grid' },
  });
}

/** Whether whole candidates are listed. */
export function isList<Parameters extends object>(
  space: ParameterSpace<Parameters> | readonly Parameters[],
): space is readonly Parameters[] {
  return Array.isArray(space);
}
