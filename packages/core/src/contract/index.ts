export {
  type BatchItem,
  type BatchRequest,
  type BatchResponse,
  batchRequestSchema,
  batchResponseSchema,
  type StreamedItem,
  type StreamItem,
  type StreamRefusal,
  streamItemSchema,
} from './batch.js';
export {
  type BatchPredictions,
  type BatchQuery,
  type BatchTask,
  type BatchTaskPredictions,
  batchQuerySchema,
  batchTaskMembers,
  batchTasks,
  type PredictionsOf,
} from './batch-tasks.js';
export {
  type ColumnsDrift,
  categoricalDriftTests,
  type DateRange,
  type DriftRequest,
  type DriftResponse,
  driftRequestSchema,
  driftResponseSchema,
  type FeatureDrift,
  jointDriftTests,
  numericDriftTests,
  type UnseenNames,
} from './drift.js';
export type { Contribution, PredictionEnvelope } from './envelope.js';
export {
  type EventsQuery,
  type EventType,
  eventsQuerySchema,
  eventTypes,
  type NoticeType,
  noticeTypes,
  type ServiceEvent,
  serviceEventSchema,
} from './events.js';
export {
  type ConcludeExperimentRequest,
  concludeExperimentRequestSchema,
  type DecidingMetric,
  type ExperimentArmInfo,
  type ExperimentMetricInfo,
  type ExperimentMode,
  type ExperimentPath,
  type ExperimentResponse,
  type ExperimentState,
  type ExperimentStopRule,
  type ExperimentsResponse,
  type ExperimentUnit,
  type ExperimentVariant,
  experimentPathSchema,
  experimentResponseSchema,
  experimentsResponseSchema,
  type GuardMetricName,
  type StartExperimentRequest,
  type StopExperimentRequest,
  startExperimentRequestSchema,
  stopExperimentRequestSchema,
} from './experiments.js';
export {
  type Correction,
  type CorrectionPath,
  type CorrectionRequest,
  type CorrectionState,
  correctionPathSchema,
  correctionRequestSchema,
  correctionSchema,
  correctionStates,
  type FeedbackQuery,
  type FeedbackResponse,
  feedbackQuerySchema,
  feedbackResponseSchema,
} from './feedback.js';
export {
  type ForecastChange,
  type ForecastDay,
  type ForecastQuery,
  type ForecastRequest,
  type ForecastResponse,
  type ForecastSummary,
  type ForecastTotal,
  forecastQuerySchema,
  forecastRequestSchema,
  forecastResponseSchema,
  type ProjectedBalance,
  type ScenarioEffect,
} from './forecast.js';
export {
  type JobPath,
  type JobRequest,
  type JobResponse,
  type JobState,
  jobPathSchema,
  jobRequestSchema,
  jobResponseSchema,
  jobStates,
} from './jobs.js';
export {
  type ApiKeyInfo,
  apiKeyInfoSchema,
  type CreateKeyRequest,
  createKeyRequestSchema,
  type KeyPath,
  type KeysResponse,
  keyPathSchema,
  keysResponseSchema,
  type NewKeyResponse,
  newKeyResponseSchema,
  type RotateKeyRequest,
  rotateKeyRequestSchema,
} from './keys.js';
export {
  type ModelHistoryResponse,
  type ModelInfoResponse,
  type ModelPath,
  type ModelsResponse,
  type ModelVersionInfo,
  type ModelVersionsResponse,
  modelHistoryResponseSchema,
  modelInfoResponseSchema,
  modelPathSchema,
  modelsResponseSchema,
  modelVersionsResponseSchema,
  type PageRequest,
  type PromoteRequest,
  type PromotionInfo,
  pageRequestSchema,
  promoteRequestSchema,
  type RollbackRequest,
  rollbackRequestSchema,
  type ServedModel,
  type ServedTask,
  servedTasks,
} from './models.js';
export {
  type ComparedPerformance,
  type PerformanceFigure,
  type PerformanceResponse,
  type PerformanceTest,
  type PerformanceWindowInfo,
  performanceResponseSchema,
} from './performance.js';
export { type Permission, permissions, type Role, rolePermissions } from './permissions.js';
export {
  type AmountQuery,
  type AmountResponse,
  type AnomalyResponse,
  amountQuerySchema,
  amountResponseSchema,
  anomalyResponseSchema,
  type CategoryResponse,
  type CategorySource,
  type ConfidenceLevel,
  categoryResponseSchema,
  categorySources,
  confidenceLevels,
  type ExplainResponse,
  explainResponseSchema,
  type RiskLevel,
  riskLevels,
  type TaskReasons,
} from './predictions.js';
export { type ProblemDetails, type ProblemIssue, problemDetailsSchema } from './problem.js';
export {
  type RecurringPayment,
  type RecurringQuery,
  type RecurringRequest,
  type RecurringResponse,
  recurringQuerySchema,
  recurringRequestSchema,
  recurringResponseSchema,
} from './recurring.js';
export type { AccessRouteName } from './routes/access-routes.js';
export type { DataRouteName } from './routes/data-routes.js';
export type { ExperimentRouteName } from './routes/experiment-routes.js';
export type { ForecastRouteName } from './routes/forecast-routes.js';
export type { ModelRouteName } from './routes/model-routes.js';
export type { PredictionRouteName } from './routes/prediction-routes.js';
export type { ServiceRouteName } from './routes/service-routes.js';
export { type MediaType, type RouteContract, type RouteName, routes } from './routes.js';
export {
  type HealthResponse,
  type HealthState,
  healthResponseSchema,
  healthStates,
  type RevokeRequest,
  type RevokeResponse,
  revokeRequestSchema,
  revokeResponseSchema,
  type ServiceInfo,
  serviceInfoSchema,
  type TokenResponse,
  tokenResponseSchema,
} from './service.js';
export {
  type TransactionList,
  type TransactionRequest,
  transactionRequestSchema,
} from './transaction-request.js';
export {
  type FileImportQuery,
  fileImportQuerySchema,
  type ImportRejection,
  type ImportRequest,
  type ImportResponse,
  importRequestSchema,
  importResponseSchema,
  type StoredTransaction,
  type TransactionsQuery,
  type TransactionsResponse,
  transactionsQuerySchema,
  transactionsResponseSchema,
} from './transactions.js';
export { isWellFormed } from './well-formed.js';
