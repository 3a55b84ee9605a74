/**
 * What happens to models after training: versions in a registry, promotion and rollback, corrections of their users.
 *
 * @module
 */

export type { ClassifiedRows, LabelledRows } from './estimation/chunk-spread.js';
export {
  type ConfidenceBasedOptions,
  confidenceBasedEstimate,
} from './estimation/confidence-based.js';
export {
  type DirectLossOptions,
  directLossEstimate,
  type LossMetric,
  type PredictedRows,
} from './estimation/direct-loss.js';
export type { ClassMetric } from './estimation/expected-scores.js';
export type {
  EstimatedChunk,
  EstimatedFigure,
  PerformanceEstimate,
} from './estimation/performance-estimate.js';
export {
  type AssignmentOptions,
  assignVariant,
  type WeightedVariant,
} from './experiments/assign-variant.js';
export {
  type AlwaysValid,
  alwaysValid,
  alwaysValidPValue,
  type DifferenceEstimate,
  mixtureBoundary,
  mixturePValue,
  mixtureRows,
} from './experiments/confidence-sequence.js';
export type {
  ExperimentArm,
  ExperimentChange,
  ExperimentMetric,
  ExperimentMode,
  ExperimentPlan,
  ExperimentReport,
  ExperimentState,
  ExperimentUnit,
  ExperimentVariant,
  GuardMetric,
  MetricState,
  MetricSummary,
  NewExperiment,
  Observation,
  ObservationCount,
  Observations,
  PlannedMetric,
  StopRule,
  VariantSummary,
} from './experiments/experiment.js';
export {
  type ConcludeOptions,
  type ExperimentChangeOptions,
  type OnlineExperiments,
  type OnlineExperimentsOptions,
  onlineExperiments,
} from './experiments/online-experiments.js';
export {
  addOutcome,
  differenceOfMeans,
  meanDifference,
  noOutcomes,
  type OutcomePlace,
  type OutcomeSums,
} from './experiments/outcome-sums.js';
export { sampleRatioPValue } from './experiments/sample-ratio.js';
export {
  type ShadowQuestions,
  type ShadowQuestionsOptions,
  shadowQuestions,
} from './experiments/shadow-questions.js';
export { anomalyLabels, type LabelledTransaction } from './feedback/anomaly-labels.js';
export {
  type AppliedCorrections,
  type AppliedOptions,
  appliedCorrections,
} from './feedback/applied-corrections.js';
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
  JudgingOptions,
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
export {
  type FollowedSuite,
  type FollowTransactionsOptions,
  followTransactions,
  type RefreshFollowedOptions,
} from './following/follow-transactions.js';
export {
  type BaselineFigure,
  type MonitoredKind,
  type PerformanceBaseline,
  performanceBaselines,
  trainedBaselines,
} from './monitoring/baseline.js';
export type { MonitoredVersion } from './monitoring/kept-versions.js';
export type {
  LabelDecision,
  LabelOrigin,
  MonitoredPrediction,
  ObservedLabel,
} from './monitoring/monitored-prediction.js';
export type { PerformanceJson, PerformanceWindowJson } from './monitoring/performance-json.js';
export {
  type ObservedCounts,
  type PerformanceMonitor,
  type PerformanceMonitorOptions,
  performanceMonitor,
} from './monitoring/performance-monitor.js';
export type {
  ComparedFigure,
  DegradationTest,
  PerformanceState,
  PerformanceSummary,
} from './monitoring/performance-summary.js';
export type { PerformanceWindow, PredictionWindow } from './monitoring/performance-windows.js';
export { type DegradationPolicy, type TestedMetric, testedMetrics } from './monitoring/test-plan.js';
export type { WindowFigure } from './monitoring/window-figure.js';
export type { MonitorWindow } from './monitoring/windows.js';
export { artifactRegistry, type RegistryOptions } from './registry/artifact-registry.js';
export { lineageTags, modelLineage } from './registry/model-lineage.js';
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
export { experimentShadow } from './retraining/experiment-shadow.js';
export type { Canary } from './retraining/gate/canary.js';
export { type ClassGuardOptions, classGuard } from './retraining/gate/class-guard.js';
export { latencyGuard, sizeGuard } from './retraining/gate/cost-guards.js';
export {
  decideByComparison,
  type GateDecision,
  type GateRule,
  type GateRuleSettings,
} from './retraining/gate/decide.js';
export type { GateFinding } from './retraining/gate/gate-finding.js';
export type { Contender, Guard, GuardContext, GuardVerdict } from './retraining/gate/guard.js';
export { type MetricGuardOptions, metricGuard } from './retraining/gate/metric-guard.js';
export type {
  RetrainingEvent,
  RetrainingNotice,
  RetrainingNotifier,
} from './retraining/notification/notice.js';
export { type VerifyWebhookOptions, verifyWebhook } from './retraining/notification/verify-webhook.js';
export { type WebhookOptions, webhook } from './retraining/notification/webhook.js';
export {
  type Retraining,
  type RetrainingSchedule,
  type RunOptions,
  retraining,
} from './retraining/retraining.js';
export type {
  RetrainingDataOptions,
  RetrainingGate,
  RetrainingOptions,
  RetrainingRefitOptions,
  RetrainingRows,
  RetrainingTrainer,
  RetrainingWatch,
  TrainerOptions,
} from './retraining/retraining-options.js';
export {
  type RetrainingCandidate,
  type RetrainingData,
  type RetrainingEvaluation,
  type RetrainingFailure,
  type RetrainingOutcome,
  type RetrainingRefit,
  type RetrainingRun,
  type RetrainingStep,
  retrainingSteps,
} from './retraining/retraining-run.js';
export type { RetrainingCheck, RetrainingState, RetrainingTick } from './retraining/retraining-tick.js';
export type { ShadowOptions, ShadowPair, ShadowServer, ShadowTraffic } from './retraining/shadow.js';
export type { WatchedPromotion } from './retraining/stored-state.js';
export {
  type DegradationCheck,
  type DegradationSource,
  type DegradationVerdict,
  degradationTrigger,
  type MonitoredPerformance,
} from './retraining/triggers/degradation-trigger.js';
export {
  type DriftTriggerOptions,
  type DriftVerdict,
  driftTrigger,
} from './retraining/triggers/drift-trigger.js';
export { type NewDataOptions, newDataTrigger } from './retraining/triggers/new-data-trigger.js';
export { type ScheduleOptions, scheduleTrigger } from './retraining/triggers/schedule-trigger.js';
export type {
  DataAmount,
  LastTraining,
  RetrainingTrigger,
  TriggerContext,
  TriggerFinding,
  TriggerVerdict,
} from './retraining/triggers/trigger.js';
export type { WatchFinding } from './retraining/watch-champion.js';
export type { TrackerOptions } from './tracking/artifact-tracker.js';
export { type BestRunOptions, bestRun, type MetricDirection, metricDirection } from './tracking/best-run.js';
export {
  type CompareRunsOptions,
  compareRuns,
  logLosses,
  type RowLosses,
  type RunComparison,
} from './tracking/compare-runs.js';
export {
  type LineageDataset,
  type LineageEvent,
  type LineageFacet,
  type LineageOptions,
  lineageEvent,
} from './tracking/lineage-event.js';
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
