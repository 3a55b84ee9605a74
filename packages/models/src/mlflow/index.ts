/**
 * Tracks runs on an MLflow server, and keeps suites in its model registry.
 *
 * @module
 */
export type { MlflowOptions } from './mlflow-api.js';
export {
  type MlflowModels,
  type MlflowModelVersion,
  mlflowModels,
  type PublishOptions,
} from './mlflow-models.js';
export { mlflowTracker } from './mlflow-tracker.js';
