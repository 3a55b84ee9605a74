/**
 * What every estimator, forecaster and transformer must do, as cases that any test runner can run.
 *
 * @module
 */

export type { FeedbackSubject } from '../lifecycle/conformance/feedback-check.js';
export { feedbackLogConformance } from '../lifecycle/conformance/feedback-log.js';
export { modelRegistryConformance } from '../lifecycle/conformance/model-registry.js';
export { onlineExperimentsConformance } from '../lifecycle/conformance/online-experiments.js';
export type { FourSuites, RegistrySubject } from '../lifecycle/conformance/registry-check.js';
export { type TrackerSubject, trackerConformance } from '../lifecycle/conformance/tracker.js';
export { checkAnomalyDetector } from './anomaly-detector.js';
export type { EstimatorCheckOptions, InputCheckOptions } from './check-options.js';
export { checkClassifier } from './classifier.js';
export {
  type ExampleInputs,
  featureInputs,
  type TrainingTraces,
  type UnusableInput,
} from './example-inputs.js';
export { checkForecaster, type ForecasterCheckOptions } from './forecaster.js';
export { checkRegressor } from './regressor.js';
export { textInputs } from './text-inputs.js';
export { checkTransformer, type TransformerCheckOptions } from './transformer.js';
