/**
 * Two npm libraries behind the interfaces of the estimators, to compare with. They need Node or a bundler that knows its
 * `crypto`, hence an entry of their own.
 *
 * @module
 */
export {
  type MlIsolationForest,
  type MlIsolationForestParameters,
  mlIsolationForest,
  restoreMlIsolationForest,
} from './ml-isolation-forest.js';
export {
  type FittedMlRandomForest,
  type MlRandomForest,
  mlRandomForest,
  restoreMlRandomForest,
} from './ml-random-forest.js';
export {
  type FittedMlRandomForestClassifier,
  type MlRandomForestClassifier,
  mlRandomForestClassifier,
  restoreMlRandomForestClassifier,
} from './ml-random-forest-classifier.js';
export type { MlRandomForestParameters } from './ml-random-forest-parameters.js';
