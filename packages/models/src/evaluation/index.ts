/**
 * Metrics, splits, cross-validation, comparison of models, calibration and conformal prediction.
 *
 * Metrics equal scikit-learn's where it has them, and say what they give where a metric has no value. A figure that
 * cannot be measured is NaN, never 0.
 *
 * @module
 */
export * from '../calibration/index.js';
export { balancedAccuracy, cohenKappa, matthewsCorrelation } from './agreement.js';
export { type BootstrapInterval, type BootstrapOptions, bootstrapInterval } from './bootstrap.js';
export { type CalibrationErrorOptions, calibrationErrorInterval } from './calibration-error.js';
export type { ClassAverages, ClassScores } from './class-scores.js';
export {
  type ClassificationReport,
  type ClassificationReportOptions,
  classificationReport,
  type ProbabilityReport,
} from './classification-report.js';
export {
  correctedPairedTTest,
  type MeanDifference,
} from './comparison/corrected-t.js';
export {
  type DieboldMarianoOptions,
  type DieboldMarianoTest,
  dieboldMarianoTest,
} from './comparison/diebold-mariano.js';
export { holmAdjusted } from './comparison/holm.js';
export { type McNemarTest, mcNemarTest } from './comparison/mcnemar.js';
export { type PairedBootstrap, pairedBootstrap } from './comparison/paired-bootstrap.js';
export { type ConfusionMatrix, confusionMatrix, mostProbableLabels } from './confusion-matrix.js';
export { type CrossPredictions, type CrossPredictOptions, crossPredict } from './cross-predict.js';
export {
  acrossFolds,
  type CrossValidateOptions,
  type CrossValidation,
  crossValidate,
  type FoldSummary,
} from './cross-validate.js';
export { type IntervalReport, intervalReport, type PredictedIntervals } from './interval-report.js';
export type { LabelledData, LearningData, ObservedRows, TargetData } from './predict-folds.js';
export { brierScore, logLoss, topKAccuracy } from './probability-metrics.js';
export { rankedProbabilityScore } from './ranked-probability.js';
export { averagePrecision, type OneVersusRest, rocAuc } from './ranking.js';
export {
  explainedVariance,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanError,
  meanSquaredError,
  medianAbsoluteError,
  pinballLoss,
  rSquared,
  seasonalNaiveError,
  symmetricMeanAbsolutePercentageError,
  weightedAbsolutePercentageError,
} from './regression-metrics.js';
export {
  type RegressionReport,
  type RegressionReportOptions,
  regressionReport,
} from './regression-report.js';
export type { RowLabels } from './resampling.js';
export { type RowSelector, selectMatrixRows } from './select-rows.js';
export { type ShareInterval, shareInterval } from './share-interval.js';
export { groupedKFold } from './splits/grouped-k-fold.js';
export { type KFoldOptions, kFold, leaveOneOut } from './splits/k-fold.js';
export { type RandomSplitOptions, randomSplit } from './splits/random-split.js';
export type { FoldOptions, Split, Splits } from './splits/split.js';
export { type StratifiedKFoldOptions, stratifiedKFold } from './splits/stratified-k-fold.js';
export {
  type RollingOriginOptions,
  rollingOrigin,
  type TimeOrderedSplitOptions,
  timeOrderedSplit,
} from './splits/time-splits.js';
export { type ThresholdCurve, thresholdCurve } from './threshold-curves.js';
