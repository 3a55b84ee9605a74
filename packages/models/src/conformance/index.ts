/**
 * What every estimator and forecaster must do, as cases that any test runner can run.
 *
 * @module
 */
export {
  type ExampleInputs,
  featureInputs,
  type TrainingTraces,
  type UnusableInput,
} from './example-inputs.js';
