export { type Permission, permissions, type Role, rolePermissions } from './permissions.js';
export {
  type AmountResponse,
  type AnomalyResponse,
  amountResponseSchema,
  anomalyResponseSchema,
  type BatchItem,
  type BatchPredictions,
  type BatchRequest,
  type BatchResponse,
  batchRequestSchema,
  batchResponseSchema,
  type CategoryResponse,
  type CategorySource,
  type Contribution,
  categoryResponseSchema,
  categorySources,
  type ForecastDay,
  type ForecastQuery,
  type ForecastResponse,
  type ForecastSummary,
  forecastQuerySchema,
  forecastResponseSchema,
  type PredictionEnvelope,
  type RiskLevel,
  riskLevels,
} from './predictions.js';
export { type ProblemDetails, type ProblemIssue, problemDetailsSchema } from './problem.js';
export { type RouteContract, type RouteName, routes } from './routes.js';
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
export { type TransactionRequest, transactionRequestSchema } from './transaction-request.js';
