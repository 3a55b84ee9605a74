/**
 * One handler that serves trained Titans models: routes, credentials, limits, metrics and documentation, on
 * web-standard requests, to be mounted in any server.
 *
 * @module
 */
export type {
  AuditEntry,
  AuditEvent,
  AuditHead,
  AuditLog,
  AuditOutcome,
  AuditPlace,
  AuditVerdict,
  AuditVerifyOptions,
} from './audit/audit-log.js';
export type { AuditSettings } from './audit/audit-settings.js';
export type { AuditLogOptions } from './audit/chained-log.js';
export type { AuditCheckpoint, CheckpointSettings } from './audit/checkpoint.js';
export { databaseAuditLog } from './audit/database-audit-log.js';
export { type FileAuditLogOptions, fileAuditLog } from './audit/file-audit-log.js';
export { memoryAuditLog } from './audit/memory-audit-log.js';
export type { AuditRotation } from './audit/rotation.js';
export {
  type AuditFilesReport,
  type AuditFilesVerifyOptions,
  verifyAuditFiles,
} from './audit/verify-audit-files.js';
export type { ApiKeySettings, AuthSettings } from './auth/auth-settings.js';
export type { JwtSettings } from './auth/jwt-settings.js';
export { type KeyStore, keyStore, type MadeKey, type NewKey } from './auth/key-store.js';
export type { OAuthAlgorithm, OAuthSettings } from './auth/oauth-settings.js';
export type { Principal } from './auth/principal.js';
export type { KeyPairAlgorithm, TokenKeySettings } from './auth/token-keys.js';
export type { CacheSettings } from './cache/cache-settings.js';
export type { TitansConfiguration } from './config/configuration.js';
export { configFromEnvironment, type EnvironmentConfiguration } from './config/environment.js';
export { type OpenedEnvironment, openEnvironment } from './config/open-environment.js';
export type { EventSettings } from './events/event-settings.js';
export type { ExperimentSettings } from './experiments/experiment-settings.js';
export type { BodySettings } from './http/body-settings.js';
export { type Clock, systemClock } from './http/clock.js';
export type { CorsSettings } from './http/cors-settings.js';
export type { ConcurrencySettings, TimeoutSettings } from './http/load-settings.js';
export type { HeaderReader, IncomingBody, TitansRequest, TitansResponse } from './http/message.js';
export type { FetchOptions } from './http/web.js';
export type { JobSettings } from './jobs/job-settings.js';
export type { CloseOptions, ServiceState } from './lifecycle/lifecycle.js';
export type { LimitSettings, MinuteAndHour } from './limits/limit-settings.js';
export { type MemoryRateLimiterSettings, memoryRateLimiter } from './limits/memory-rate-limiter.js';
export type {
  RateLimitAlgorithm,
  RateLimitDecision,
  RateLimiter,
  RateLimiterSettings,
  RateLimitKeys,
  RateLimitState,
  RateLimitWindow,
} from './limits/rate-limiter.js';
export type { SharedStore } from './limits/shared-store.js';
export { type JsonLoggerSettings, jsonLogger, type Logger, type LogLevel } from './logging/logger.js';
export type { MetricsSettings } from './metrics/metrics-settings.js';
export type { FollowSettings } from './model-host/follow-settings.js';
export type { BesideModels, ChangeReason, ModelHost, ServedModels } from './model-host/model-host.js';
export type { ModelsSetting, RegistryModels } from './model-host/models-setting.js';
export type { StoredDays } from './model-host/stored-follower.js';
export { type DescribedService, type OpenApiDocument, openApiDocument } from './openapi/document.js';
export type { PluginRoute, ServerPlugin } from './plugins/server-plugin.js';
export type { Answer, ByteStream, Exchange, StreamAnswer, TextAnswer } from './routes/handlers.js';
export type { MonitoringSettings } from './routes/performance-settings.js';
export type { PredictionLogSettings } from './routes/prediction-log-settings.js';
export type { Tenant } from './tenants/tenant.js';
export type { OpenedTenantSettings, OpenTenant, TenantSettings } from './tenants/tenant-settings.js';
export type { TransactionStore } from './tenants/transaction-store.js';
export { createTitans, type Titans } from './titans.js';
export type {
  TracingApi,
  TracingSpan,
  TracingSpanContext,
  TracingSpanOptions,
} from './tracing/tracing-api.js';
export type { TracingSetting } from './tracing/tracing-settings.js';
