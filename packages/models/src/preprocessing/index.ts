/**
 * What turns features into other features: scalers, bins, encoders of categories, imputation, and pipelines of them
 * with a model behind, all fitted together.
 *
 * Named and computed as in scikit-learn. Columns of the kind that a transformer is not for pass as they are.
 *
 * @module
 */
export {
  type AnomalyDetectorPipeline,
  anomalyDetectorPipeline,
  type FittedAnomalyDetectorPipeline,
  restoreAnomalyDetectorPipeline,
} from './anomaly-detector-pipeline.js';
export {
  type ClassifierPipeline,
  classifierPipeline,
  type FittedClassifierPipeline,
  restoreClassifierPipeline,
} from './classifier-pipeline.js';
export {
  type ColumnSelection,
  type ColumnTransformation,
  type ColumnTransformerOptions,
  columnTransformer,
} from './column-transformer.js';
export {
  type ClassTarget,
  type FeatureTransformer,
  type FittedAndTransformed,
  type FittedTransformer,
  fitTransform,
  type TrainingTarget,
  type TransformerFitOptions,
} from './feature-transformer.js';
export { type FrequencyEncoderParameters, frequencyEncoder } from './frequency-encoder.js';
export { type HashingEncoderParameters, hashingEncoder } from './hashing-encoder.js';
export { type KBinsDiscretizerParameters, kBinsDiscretizer } from './k-bins-discretizer.js';
export { maxAbsScaler } from './max-abs-scaler.js';
export { type MinMaxScalerParameters, minMaxScaler } from './min-max-scaler.js';
export type { PipelineParts, TransformerSteps } from './model-pipeline.js';
export { type OneHotEncoderParameters, oneHotEncoder } from './one-hot-encoder.js';
export { type OrdinalEncoderParameters, ordinalEncoder } from './ordinal-encoder.js';
export { type PowerTransformerParameters, powerTransformer } from './power-transformer.js';
export { type QuantileTransformerParameters, quantileTransformer } from './quantile-transformer.js';
export type { RareCategories } from './rare-categories.js';
export {
  type FittedRegressorPipeline,
  type RegressorPipeline,
  regressorPipeline,
  restoreRegressorPipeline,
} from './regressor-pipeline.js';
export { type RestoreTransformerOptions, restoreTransformer } from './restore-transformer.js';
export { type RobustScalerParameters, robustScaler } from './robust-scaler.js';
export { type SimpleImputerParameters, simpleImputer } from './simple-imputer.js';
export { type StandardScalerParameters, standardScaler } from './standard-scaler.js';
export { type TargetEncoderParameters, targetEncoder } from './target-encoder.js';
export { transformerPipeline } from './transformer-pipeline.js';
