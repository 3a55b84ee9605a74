/**
 * Typed HTTP client for a Titans server.
 *
 * @module
 */
export type {
  AmountQuery,
  AmountResponse,
  AnomalyResponse,
  ApiKeyInfo,
  BatchItem,
  BatchPredictions,
  BatchRequest,
  BatchResponse,
  BatchTask,
  BatchTaskPredictions,
  CategoryResponse,
  CategorySource,
  ConcludeExperimentRequest,
  ConfidenceLevel,
  Correction,
  CorrectionPath,
  CorrectionRequest,
  CorrectionState,
  CreateKeyRequest,
  DateRange,
  DecidingMetric,
  DriftRequest,
  DriftResponse,
  EventsQuery,
  EventType,
  ExperimentArmInfo,
  ExperimentMetricInfo,
  ExperimentMode,
  ExperimentResponse,
  ExperimentState,
  ExperimentStopRule,
  ExperimentsResponse,
  ExperimentUnit,
  ExperimentVariant,
  ExplainResponse,
  FeatureDrift,
  FeedbackQuery,
  FeedbackResponse,
  FileImportQuery,
  ForecastChange,
  ForecastDay,
  ForecastQuery,
  ForecastRequest,
  ForecastResponse,
  ForecastSummary,
  ForecastTotal,
  GuardMetricName,
  HealthResponse,
  HealthState,
  ImportRejection,
  ImportRequest,
  ImportResponse,
  JobPath,
  JobRequest,
  JobResponse,
  JobState,
  KeyPath,
  KeysResponse,
  ModelHistoryResponse,
  ModelInfoResponse,
  ModelPath,
  ModelsResponse,
  ModelVersionInfo,
  ModelVersionsResponse,
  NewKeyResponse,
  PageRequest,
  Permission,
  ProblemDetails,
  ProblemIssue,
  ProjectedBalance,
  PromoteRequest,
  PromotionInfo,
  RecurringPayment,
  RecurringQuery,
  RecurringRequest,
  RecurringResponse,
  RevokeRequest,
  RevokeResponse,
  RiskLevel,
  Role,
  RollbackRequest,
  RotateKeyRequest,
  ScenarioEffect,
  ServedModel,
  ServedTask,
  ServiceEvent,
  ServiceInfo,
  StartExperimentRequest,
  StopExperimentRequest,
  StoredTransaction,
  StreamedItem,
  StreamItem,
  StreamRefusal,
  TaskReasons,
  TokenResponse,
  TransactionList,
  TransactionRequest,
  TransactionsQuery,
  TransactionsResponse,
} from '@titans/core/contract';
export { isTitansApiError, TitansApiError, type TitansApiErrorOptions } from './api-error.js';
export type { AskedTasks } from './asked-tasks.js';
export type { CallOptions } from './call-options.js';
export type { ClientOptions } from './client-options.js';
export { createClient } from './create-client.js';
export type { AuthMethods, KeyMethods } from './methods/credentials.js';
export type { EventOptions, Events } from './methods/events.js';
export type { ExperimentMethods } from './methods/experiments.js';
export type { FeedbackMethods } from './methods/feedback.js';
export type { ForecastMethods, RecurringMethods } from './methods/forecast.js';
export type { HealthMethods } from './methods/health.js';
export type { JobMethods, WaitOptions } from './methods/jobs.js';
export type { ModelMethods } from './methods/models.js';
export type { PredictMethods, StreamOptions } from './methods/predict.js';
export type { TransactionMethods } from './methods/transactions.js';
export type { OpenApiDocument } from './open-api-document.js';
export type { RetryPolicy } from './retry.js';
export type { TitansClient } from './titans-client.js';
