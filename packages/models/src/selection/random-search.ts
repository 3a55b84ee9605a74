import type { Classifier, FittedClassifier, FittedRegressor, Regressor } from '../estimators/estimator.js';
import type { LabelledData, LearningData, TargetData } from '../evaluation/predict-folds.js';
import type { Splits } from '../evaluation/splits/split.js';
import type { FittedOf } from './grid-search.js';
import type { ClassificationMetric, RegressionMetric } from './metrics.js';
import { drawCandidates, type ParameterSpace } from './parameter-space.js';
import { type AnyMetric, checkSearchOptions, type EstimatorFactory, runSearch } from './run-search.js';
import type { SearchOptions, SearchResult } from './search-result.js';

export interface RandomSearchOptions<Parameters, Metric> extends SearchOptions<Parameters, Metric> {
  /** How many candidates are drawn; 20 unless told. Fewer are tried where the space has fewer. */
  readonly candidates?: number;
}

/**
 * Tries candidates drawn at random (Bergstra and Bengio 2012): for several parameters of which few matter, better than
 * a grid of as many. The same seed draws the same candidates, and a longer search begins with those of a shorter one.
 *
 * @param factory Makes the estimator of parameters, for example `gradientBoosting`.
 * @param space A list of values or a distribution for each parameter: `integerRange`, `floatRange`, `logUniform`, or
 * anything with `draw`.
 * @param data Inputs with `labels` and `classes` for a classifier, with `target` for a regressor.
 * @param splits From any splitter; see `crossValidate`.
 * @throws TitansError as `gridSearch`.
 * @example
 * ```ts
 * import { gradientBoosting } from '@titans/models/estimators';
 * import { kFold, type TargetData } from '@titans/models/evaluation';
 * import type { FeatureMatrix } from '@titans/models/features';
 * import { integerRange, logUniform, randomSearch, regressionMetrics } from '@titans/models/selection';
 *
 * export const tune = (data: TargetData<FeatureMatrix>, signal: AbortSignal) =>
 *   randomSearch(
 *     gradientBoosting,
 *     { rounds: integerRange(20, 200), learningRate: logUniform(0.02, 0.3), maxLeaves: [7, 15, 31] },
 *     data,
 *     kFold(data.x.rows, { seed: 7 }),
 *     { candidates: 30, budgetMs: 60_000, metric: regressionMetrics.mae, seed: 7, refit: true, signal },
 *   );
 * ```
 */
export function randomSearch<const Parameters extends object, X, Estimator extends Classifier<X>>(
  factory: (parameters: NoInfer<Parameters>) => Estimator,
  space: ParameterSpace<Parameters>,
  data: LabelledData<X>,
  splits: Splits,
  options?: RandomSearchOptions<Parameters, ClassificationMetric>,
): Promise<SearchResult<Parameters, FittedOf<Estimator>>>;
export function randomSearch<const Parameters extends object, X, Estimator extends Regressor<X>>(
  factory: (parameters: NoInfer<Parameters>) => Estimator,
  space: ParameterSpace<Parameters>,
  data: TargetData<X>,
  splits: Splits,
  options?: RandomSearchOptions<Parameters, RegressionMetric>,
): Promise<SearchResult<Parameters, FittedOf<Estimator>>>;
export async function randomSearch<Parameters extends object, X>(
  factory: EstimatorFactory<Parameters, X>,
  space: ParameterSpace<Parameters>,
  data: LearningData<X>,
  splits: Splits,
  options: RandomSearchOptions<Parameters, AnyMetric> = {},
): Promise<SearchResult<Parameters, FittedClassifier<X> | FittedRegressor<X>>> {
  checkSearchOptions('randomSearch', options, ['candidates'], data);
  const candidates = drawCandidates(space, options.candidates ?? 20, options.seed ?? 0);
  return runSearch('random search', candidates, factory, data, splits, options);
}
