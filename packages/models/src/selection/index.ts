/**
 * Choosing among models: grid, random and successive-halving search, nested cross-validation, and the comparison of
 * several models on the same rows with its tests.
 *
 * @module
 */
export {
  type ComparedModels,
  compareModels,
} from './comparison/compare-models.js';
export type { CompareModelsOptions } from './comparison/compare-options.js';
export { comparisonHtml } from './comparison/comparison-html.js';
export type {
  ComparedModel,
  FailedModel,
  MeasuredModel,
  ModelComparison,
  ModelImportance,
  OverBudgetModel,
  PairedComparison,
  TestedDifference,
  TestFigure,
} from './comparison/comparison-report.js';
export { comparisonText } from './comparison/comparison-text.js';
export { type FittedOf, gridSearch } from './grid-search.js';
export type { HalvingScheduleOptions } from './halving-schedule.js';
export {
  type ClassificationMetric,
  classificationMetrics,
  type MetricDescription,
  type MetricDirection,
  type RegressionMetric,
  regressionMetrics,
} from './metrics.js';
export {
  type FittedSearch,
  type NestedCrossValidation,
  type NestedWork,
  nestedCrossValidate,
} from './nested-cross-validate.js';
export {
  floatRange,
  integerRange,
  logUniform,
  type ParameterDistribution,
  type ParameterGrid,
  type ParameterSpace,
  parameterGrid,
} from './parameter-space.js';
export { type RandomSearchOptions, randomSearch } from './random-search.js';
export type {
  CandidateResult,
  FailedCandidate,
  FinishedCandidate,
  SearchOptions,
  SearchProgress,
  SearchResult,
  TriedCandidate,
  UnfinishedCandidate,
} from './search-result.js';
export {
  type HalvingRound,
  type SuccessiveHalvingOptions,
  type SuccessiveHalvingResult,
  successiveHalving,
} from './successive-halving.js';
