/**
 * Everything that learns: text classifiers, gradient boosting, random forest, isolation forest, linear models, and a
 * memory of payees.
 *
 * @module
 */
export type {
  AnomalyDetector,
  Classifier,
  FitOptions,
  Fitted,
  FittedAnomalyDetector,
  FittedClassifier,
  FittedForecaster,
  FittedRegressor,
  Forecaster,
  Regressor,
} from './estimator.js';
export {
  type ExtendedIsolationForest,
  type ExtendedIsolationForestParameters,
  extendedIsolationForest,
  type FittedExtendedIsolationForest,
  restoreExtendedIsolationForest,
} from './isolation-forest/extended-isolation-forest.js';
export type { IsolationForestParameters } from './isolation-forest/fit-isolation-trees.js';
export {
  type IsolationForest,
  isolationForest,
  restoreIsolationForest,
} from './isolation-forest/isolation-forest.js';
export type { FittedIsolationForest } from './isolation-forest/isolation-trees.js';
export type { ObliqueTrees } from './isolation-forest/oblique-trees.js';
export type { FittedPathScores } from './isolation-forest/path-scores.js';
export {
  type RefreshParameters,
  refreshIsolationForest,
} from './isolation-forest/refresh-isolation-forest.js';
export {
  type ElasticNet,
  type ElasticNetParameters,
  type ElasticNetShape,
  elasticNet,
  type FittedElasticNet,
  restoreElasticNet,
} from './linear/elastic-net.js';
export { type ElasticNetPathParameters, elasticNetPath } from './linear/elastic-net-path.js';
export type { MissingValues } from './linear/linear-encoding.js';
export {
  type FittedLogisticRegression,
  type LogisticRegression,
  type LogisticRegressionParameters,
  logisticRegression,
  restoreLogisticRegression,
} from './linear/logistic-regression.js';
export {
  type FittedQuantileRegression,
  type QuantileRegression,
  type QuantileRegressionParameters,
  quantileRegression,
  restoreQuantileRegression,
} from './linear/quantile-regression.js';
export { type FittedRidge, type Ridge, type RidgeParameters, restoreRidge, ridge } from './linear/ridge.js';
export {
  type OnlinePayeeMemory,
  onlinePayeeMemory,
  restoreOnlinePayeeMemory,
} from './neighbours/online-payee-memory.js';
export {
  type DatedTexts,
  type FittedPayeeMemory,
  type PayeeKnowledge,
  type PayeeMemory,
  payeeMemory,
  restorePayeeMemory,
} from './neighbours/payee-memory.js';
export type { PayeeMemoryParameters } from './neighbours/payee-memory-parameters.js';
export type { PayeeEvidence, PayeePrediction } from './neighbours/payee-prediction.js';
export {
  type AnomalyEnsemble,
  type AnomalyEnsembleParameters,
  anomalyEnsemble,
} from './outliers/anomaly-ensemble.js';
export { type Copod, copod, restoreCopod } from './outliers/copod.js';
export { type Ecod, ecod, restoreEcod } from './outliers/ecod.js';
export type { Scaling } from './outliers/feature-scale.js';
export { type FittedAnomalyEnsemble, restoreAnomalyEnsemble } from './outliers/fitted-ensemble.js';
export { type EdgeValues, type Hbos, type HbosParameters, hbos, restoreHbos } from './outliers/hbos.js';
export type { FittedMarginalScores } from './outliers/marginal-scores.js';
export {
  type FittedNearestPrototypes,
  type NearestPrototypes,
  type NearestPrototypesParameters,
  nearestPrototypes,
  restoreNearestPrototypes,
} from './outliers/nearest-prototypes.js';
export type { RestoreDetector } from './outliers/restore-detector.js';
export type { SharedJob, WorkerPool } from './parallel/worker-pool.js';
export {
  type ComplementNaiveBayes,
  type ComplementNaiveBayesParameters,
  complementNaiveBayes,
  restoreComplementNaiveBayes,
} from './text/complement-naive-bayes.js';
export { type FittedTextClassifier, restoreTextClassifier } from './text/fitted-text-classifier.js';
export type { NgramRange } from './text/ngrams.js';
export {
  type TextClassifier,
  type TextClassifierParameters,
  textClassifier,
} from './text/text-classifier.js';
export { selectTextRows, type TextMatrix } from './text/text-matrix.js';
export type { TextParameters } from './text/text-parameters.js';
export type { TextContribution, TextExplanation, TextReading } from './text/text-reading.js';
export type { BoostingParameters } from './trees/boosting-parameters.js';
export {
  type ExtraTrees,
  extraTrees,
  restoreExtraTrees,
} from './trees/extra-trees.js';
export {
  type ExtraTreesClassifier,
  type ExtraTreesClassifierParameters,
  extraTreesClassifier,
  restoreExtraTreesClassifier,
} from './trees/extra-trees-classifier.js';
export type { FittedForestClassifier } from './trees/forest-classifier.js';
export type {
  ClassWeighting,
  ClassWeights,
  ExtraTreesParameters,
  RandomForestParameters,
} from './trees/forest-parameters.js';
export type { FittedForestRegressor } from './trees/forest-regressor.js';
export {
  type BoostingLink,
  type FittedGradientBoosting,
  type GradientBoosting,
  type GradientBoostingParameters,
  gradientBoosting,
  restoreGradientBoosting,
} from './trees/gradient-boosting.js';
export {
  type FittedGradientBoostingClassifier,
  type GradientBoostingClassifier,
  gradientBoostingClassifier,
  restoreGradientBoostingClassifier,
} from './trees/gradient-boosting-classifier.js';
export type { TreeGrowth } from './trees/grow-tree.js';
export type { MonotoneDirections } from './trees/monotone.js';
export {
  type RandomForest,
  randomForest,
  restoreRandomForest,
} from './trees/random-forest.js';
export {
  type RandomForestClassifier,
  type RandomForestClassifierParameters,
  randomForestClassifier,
  restoreRandomForestClassifier,
} from './trees/random-forest-classifier.js';
export type { TreeEnsemble } from './trees/tree-ensemble.js';
