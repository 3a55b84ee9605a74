/**
 * Everything that learns: text classifier, gradient boosting, random forest, isolation forest, ridge regression,
 * and two npm libraries behind the same interfaces.
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
  type FittedTextClassifier,
  restoreTextClassifier,
  type TextContribution,
  type TextExplanation,
} from './text/fitted-text-classifier.js';
export type { NgramRange } from './text/ngrams.js';
export {
  type TextClassifier,
  type TextClassifierParameters,
  textClassifier,
} from './text/text-classifier.js';
export { selectTextRows, type TextMatrix } from './text/text-matrix.js';
