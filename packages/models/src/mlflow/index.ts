/**
 * Tracks runs on an MLflow server, and keeps suites in its model registry.
 *
 * @module
 */
export type { MlflowOptions } from './mlflow-api.js';
export { type MlflowRegistryOptions, mlflowRegistry } from './mlflow-registry.js';
export { mlflowTracker } from './mlflow-tracker.js';
