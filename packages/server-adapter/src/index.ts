/**
 * One handler that serves trained Titans models: routes, credentials, limits, metrics and documentation, on
 * web-standard requests, to be mounted in any server.
 *
 * @module
 */
export type {
  ApiKeySettings,
  AuthSettings,
  CorsSettings,
  JwtSettings,
  LimitSettings,
  TitansConfiguration,
} from './config/configuration.js';
export { configFromEnvironment, type EnvironmentConfiguration } from './config/environment.js';
export { type Clock, systemClock } from './http/clock.js';
export type { HeaderReader, IncomingBody, TitansRequest, TitansResponse } from './http/message.js';
export type { FetchOptions } from './http/web.js';
export type {
  RateLimitDecision,
  RateLimiter,
  RateLimitState,
} from './limits/rate-limiter.js';
export { type SlidingWindowSettings, slidingWindow } from './limits/sliding-window.js';
export { type JsonLoggerSettings, jsonLogger, type Logger, type LogLevel } from './logging/logger.js';
export { type OpenApiDocument, openApiDocument } from './openapi/document.js';
export { type CloseOptions, createTitans, type Titans } from './titans.js';
