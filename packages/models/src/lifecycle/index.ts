/**
 * What happens to models after training: versions in a registry, promotion and rollback, corrections of their users.
 *
 * @module
 */
export { databaseFeedbackLog } from './feedback/database-feedback-log.js';
export type {
  CorrectedTransaction,
  CorrectionState,
  DecisionOptions,
  FeedbackEvent,
  FeedbackLog,
  FeedbackLogOptions,
  FeedbackPageOptions,
  FeedbackPolicy,
  HeldReason,
  NewCorrection,
  RecordedCorrection,
} from './feedback/feedback-log.js';
export {
  type CorrectedSuite,
  correctionsTag,
  type FollowOptions,
  followCorrections,
} from './feedback/follow-corrections.js';
export { memoryFeedbackLog } from './feedback/memory-feedback-log.js';
export { artifactRegistry, type RegistryOptions } from './registry/artifact-registry.js';
export {
  type AliasMove,
  type AliasOptions,
  type ChangeOptions,
  type GarbageOptions,
  type GarbageReport,
  type ModelRegistry,
  type ModelVersion,
  type PageOptions,
  type PromoteOptions,
  type RegisteredModel,
  type RegisterOptions,
  type RegistryPage,
  type RegistryStage,
  registryStages,
  type VersionMetric,
  type VersionReference,
} from './registry/registry.js';
export { databaseRegistry, fileRegistry, memoryRegistry } from './registry/stores.js';
export type { TrackerOptions } from './tracking/artifact-tracker.js';
export { type BestRunOptions, bestRun, type MetricDirection, metricDirection } from './tracking/best-run.js';
export {
  type CompareRunsOptions,
  compareRuns,
  logLosses,
  type RowLosses,
  type RunComparison,
} from './tracking/compare-runs.js';
export { databaseTracker, fileTracker, memoryTracker } from './tracking/stores.js';
export { type TrackedTraining, type TrackTrainingOptions, trackTraining } from './tracking/track-training.js';
export {
  type ActiveRun,
  type Experiment,
  type MetricOptions,
  type ParamValue,
  type Run,
  type RunFile,
  type RunMetric,
  type RunPage,
  type RunPageOptions,
  type RunStatus,
  runStatuses,
  type StartOptions,
  type Tracker,
} from './tracking/tracker.js';
