import { TitansError } from '@titans/core';
import type { Classifier, FittedClassifier, FittedRegressor, Regressor } from '../estimators/estimator.js';
import { numberBetween, refuseUnknownParameters } from '../estimators/parameters.js';
import { checkData, fitData, type LearningData } from '../evaluation/predict-folds.js';
import { requireSplits, type Split, type Splits } from '../evaluation/splits/split.js';
import {
  type CandidateRunner,
  candidateRunner,
  type FitSettings,
  nothingMeasured,
} from './candidate-runner.js';
import {
  type ClassificationMetric,
  classificationMetrics,
  type MetricDescription,
  type RegressionMetric,
  regressionMetrics,
} from './metrics.js';
import { chooseCandidate, rankCandidates } from './rank-candidates.js';
import type { CandidateResult, SearchOptions, SearchResult } from './search-result.js';

export type AnyMetric = ClassificationMetric | RegressionMetric;

/** Makes an estimator of parameters. */
export type EstimatorFactory<Parameters, X> = (parameters: Parameters) => Classifier<X> | Regressor<X>;

/** What every search knows by name. */
const searchOptionNames = [
  'metric',
  'seed',
  'workers',
  'budgetMs',
  'clock',
  'complexity',
  'refit',
  'signal',
  'onProgress',
] as const;

/** Measures all candidates on all splits and chooses one. */
export async function runSearch<Parameters, X>(
  stage: string,
  candidates: readonly Parameters[],
  factory: EstimatorFactory<Parameters, X>,
  data: LearningData<X>,
  splits: Splits,
  options: SearchOptions<Parameters, AnyMetric>,
): Promise<SearchResult<Parameters, FittedClassifier<X> | FittedRegressor<X>>> {
  const folds = foldsOf(splits);
  const metric = options.metric ?? usualMetric(data);
  const runner = startRunner(stage, data, options, candidates.length * folds.length);
  const numbered = candidates.map((parameters, index) => ({ index, parameters }));
  const results = rankCandidates(await runner.run(numbered, factory, folds), metric);
  const best = chooseCandidate(results, metric.direction, options.complexity);
  if (best === undefined) throw nothingMeasured(stage, failuresOf(results));
  runner.finish();
  return Object.freeze({
    metric: describe(metric),
    candidates: results,
    best,
    rule: options.complexity === undefined ? 'best-mean' : 'one-standard-error',
    budgetEnded: results.some(({ status }) => status === 'unfinished'),
    elapsedMs: runner.elapsedMs(),
    fitted: options.refit ? await refit(factory(best.parameters), data, options) : null,
  });
}

/** A runner set up by the options of a search. */
export function startRunner<Parameters, X>(
  stage: string,
  data: LearningData<X>,
  options: SearchOptions<Parameters, AnyMetric>,
  totalFits: number,
): CandidateRunner<X> {
  const { clock = () => performance.now(), budgetMs, signal, onProgress } = options;
  return candidateRunner({
    stage,
    data,
    metric: options.metric ?? usualMetric(data),
    fit: fitSettings(options),
    clock,
    budgetMs: budgetMs === undefined ? Number.POSITIVE_INFINITY : checkedBudget(budgetMs),
    totalFits,
    signal,
    onProgress,
  });
}

/** @throws TitansError `INVALID_ARGUMENT`. */
export function checkedBudget(budgetMs: number): number {
  return numberBetween('budgetMs', budgetMs, 0, Number.POSITIVE_INFINITY);
}

/** The metric unless another is told. */
export function usualMetric<X>(data: LearningData<X>): AnyMetric {
  return 'labels' in data ? classificationMetrics.accuracy : regressionMetrics.r2;
}

/** Name and direction alone, as they stand in results. */
export function describe({ name, direction }: MetricDescription): MetricDescription {
  return Object.freeze({ name, direction });
}

/**
 * The splits as a list, since every candidate is measured on the same.
 *
 * @throws TitansError `INVALID_ARGUMENT`, `DATA_INSUFFICIENT`.
 */
export function foldsOf(splits: Splits): readonly Split[] {
  requireSplits(splits);
  return [...splits];
}

/** The chosen estimator on all rows. */
export function refit<X>(
  estimator: Classifier<X> | Regressor<X>,
  data: LearningData<X>,
  options: FitSettings & { readonly signal?: AbortSignal },
): Promise<FittedClassifier<X> | FittedRegressor<X>> {
  const { signal } = options;
  return fitData(estimator, data, { ...fitSettings(options), ...(signal === undefined ? {} : { signal }) });
}

/** What every fit is given, of the options of a search. */
export function fitSettings({ seed = 0, workers }: FitSettings): FitSettings {
  return workers === undefined ? { seed } : { seed, workers };
}

export function failuresOf<Parameters>(
  results: readonly CandidateResult<Parameters>[],
): readonly Extract<CandidateResult<Parameters>, { readonly status: 'failed' }>[] {
  return results.filter((result) => result.status === 'failed');
}

/**
 * @throws TitansError `INVALID_ARGUMENT` for an option that the search does not know, what is no data, or a metric that
 * is none, or none for such data.
 */
export function checkSearchOptions<X>(
  caller: string,
  options: object,
  more: readonly string[],
  data: LearningData<X>,
): void {
  refuseUnknownParameters(caller, options, [...searchOptionNames, ...more]);
  checkData(data);
  if ('metric' in options && options.metric !== undefined) checkMetric(options.metric, data);
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no metric, or one of ours that is not for such data. */
export function checkMetric<X>(metric: unknown, data: LearningData<X>): void {
  const [own, other] =
    'labels' in data
      ? ['classificationMetrics', regressionMetrics]
      : ['regressionMetrics', classificationMetrics];
  const isMetric =
    typeof metric === 'object' && metric !== null && 'measure' in metric && 'direction' in metric;
  if (isMetric && !Object.values<unknown>(other).includes(metric)) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `metric must be one of ${own}, or an object with name, direction and measure.`,
    { details: { field: 'metric' } },
  );
}
