/**
 * Typed HTTP client for a Titans server.
 *
 * @module
 */
export type {
  AmountResponse,
  AnomalyResponse,
  BatchItem,
  BatchPredictions,
  BatchRequest,
  BatchResponse,
  CategoryResponse,
  CategorySource,
  Contribution,
  ForecastDay,
  ForecastQuery,
  ForecastResponse,
  ForecastSummary,
  HealthResponse,
  HealthState,
  PredictionEnvelope,
  ProblemDetails,
  ProblemIssue,
  RevokeRequest,
  RevokeResponse,
  RiskLevel,
  ServiceInfo,
  TokenResponse,
  TransactionRequest,
} from '@titans/core/contract';
export { isTitansApiError, TitansApiError, type TitansApiErrorOptions } from './api-error.js';
export type { ClientOptions } from './client-options.js';
export { createClient } from './create-client.js';
export type { RetryPolicy } from './retry.js';
export type {
  AuthMethods,
  CallOptions,
  ForecastMethods,
  HealthMethods,
  OpenApiDocument,
  PredictMethods,
  TitansClient,
} from './titans-client.js';
