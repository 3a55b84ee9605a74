import type * as z from 'zod/mini';
import { batchRequestSchema, batchResponseSchema, streamItemSchema } from './batch.js';
import { driftRequestSchema, driftResponseSchema } from './drift.js';
import { eventsQuerySchema, serviceEventSchema } from './events.js';
import {
  correctionPathSchema,
  correctionRequestSchema,
  correctionSchema,
  feedbackQuerySchema,
  feedbackResponseSchema,
} from './feedback.js';
import { forecastQuerySchema, forecastRequestSchema, forecastResponseSchema } from './forecast.js';
import { jobPathSchema, jobRequestSchema, jobResponseSchema } from './jobs.js';
import {
  apiKeyInfoSchema,
  createKeyRequestSchema,
  keyPathSchema,
  keysResponseSchema,
  newKeyResponseSchema,
  rotateKeyRequestSchema,
} from './keys.js';
import {
  modelHistoryResponseSchema,
  modelInfoResponseSchema,
  modelPathSchema,
  modelsResponseSchema,
  modelVersionsResponseSchema,
  pageRequestSchema,
  promoteRequestSchema,
  rollbackRequestSchema,
} from './models.js';
import type { Permission } from './permissions.js';
import {
  amountQuerySchema,
  amountResponseSchema,
  anomalyResponseSchema,
  categoryResponseSchema,
  explainResponseSchema,
} from './predictions.js';
import { recurringQuerySchema, recurringRequestSchema, recurringResponseSchema } from './recurring.js';
import {
  healthResponseSchema,
  revokeRequestSchema,
  revokeResponseSchema,
  serviceInfoSchema,
  tokenResponseSchema,
} from './service.js';
import { transactionRequestSchema } from './transaction-request.js';
import {
  fileImportQuerySchema,
  importRequestSchema,
  importResponseSchema,
  transactionsQuerySchema,
  transactionsResponseSchema,
} from './transactions.js';

/** Media types of what is not one JSON document. */
export type MediaType =
  | 'text/html'
  | 'text/plain'
  | 'application/json'
  | 'application/x-ndjson'
  | 'application/octet-stream'
  | 'text/event-stream';

/** One route of the wire contract. Router, OpenAPI document, permissions, limits and clients all read this. */
export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces: `/jobs/{job_id}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: string;
  /** What the caller needs: `public` for nothing, `authenticated` for any valid credential, else a permission. */
  readonly access: 'public' | 'authenticated' | Permission;
  /**
   * Quota units that one request uses: `items` counts the members of its list, `rows` the rows of a stream as they come.
   * 0 is not limited.
   */
  readonly cost: number | 'items' | 'rows';
  /** Which quota they are taken from, and how large a body may be: `bulk` is for streams, imports and jobs. */
  readonly limitClass: 'standard' | 'bulk';
  /**
   * `safe`: asking again changes nothing. `key`: a request with the header `Idempotency-Key` has its effect once, and asking
   * again gives the first answer. `none`: asking again is another request.
   */
  readonly idempotency: 'safe' | 'key' | 'none';
  /** Whether the same question to the same models has the same answer, which may be kept for a while. */
  readonly isCacheable: boolean;
  /** The answer holds a secret: it is never compressed, kept or logged. */
  readonly holdsSecret?: true;
  /** Of the path. */
  readonly params?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  /** Schema of the JSON body, or the media type of a stream. */
  readonly body?: z.ZodMiniType | 'application/x-ndjson' | 'application/octet-stream';
  readonly isBodyOptional?: true;
  /** A JSON body whose media type is not told is taken, as clients of some protocols tell none. */
  readonly isJsonUnlessTold?: true;
  /** Schema of each item of the body's list, where a wrong item fails alone and `body` checks the list only. */
  readonly items?: z.ZodMiniType;
  /** 200 unless told. */
  readonly status?: 200 | 201 | 202;
  /** Schema of the answer, or its media type where it is not one JSON document. */
  readonly response: z.ZodMiniType | MediaType;
  /** Schema of a line, where body or answer are lines. */
  readonly lines?: { readonly body?: z.ZodMiniType; readonly response?: z.ZodMiniType };
}

/** Name of a route. */
export type RouteName =
  | 'root'
  | 'health'
  | 'healthLive'
  | 'healthReady'
  | 'healthStartup'
  | 'openapi'
  | 'docs'
  | 'metrics'
  | 'predictCategory'
  | 'predictAmount'
  | 'predictAnomaly'
  | 'predictBatch'
  | 'predictStream'
  | 'explain'
  | 'jobCreate'
  | 'jobStatus'
  | 'jobResults'
  | 'jobCancel'
  | 'forecastCashflow'
  | 'recurring'
  | 'recurringOf'
  | 'transactionsList'
  | 'transactionsImport'
  | 'transactionsImportFile'
  | 'feedbackCorrect'
  | 'feedbackList'
  | 'feedbackUndo'
  | 'feedbackRelease'
  | 'modelsStatus'
  | 'modelInfo'
  | 'modelVersions'
  | 'modelHistory'
  | 'modelPromote'
  | 'modelRollback'
  | 'modelReload'
  | 'drift'
  | 'authToken'
  | 'authRevoke'
  | 'keysList'
  | 'keysCreate'
  | 'keysRotate'
  | 'keysRevoke'
  | 'events';

/** Every route of the wire contract by name. */
export const routes: { readonly [Name in RouteName]: RouteContract } = {
  root: {
    method: 'GET',
    path: '/',
    summary: 'What this service is and where its routes are.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: serviceInfoSchema,
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'State of the service and of everything it depends on.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  healthLive: {
    method: 'GET',
    path: '/health/live',
    summary: 'Whether the process answers; independent of its dependencies.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  healthReady: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the service takes traffic; 503 names what is missing.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  healthStartup: {
    method: 'GET',
    path: '/health/startup',
    summary: 'Whether the service has finished starting.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: healthResponseSchema,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This contract as an OpenAPI 3.1 document.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: 'application/json',
  },
  docs: {
    method: 'GET',
    path: '/docs',
    summary: 'This contract as a page to read.',
    tag: 'service',
    access: 'public',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: 'text/html',
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Metrics in the Prometheus text format.',
    tag: 'service',
    access: 'admin_access',
    cost: 0,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: 'text/plain',
  },
  predictCategory: {
    method: 'POST',
    path: '/predict/category',
    summary: 'Category of a transaction.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: true,
    body: transactionRequestSchema,
    response: categoryResponseSchema,
  },
  predictAmount: {
    method: 'POST',
    path: '/predict/amount',
    summary: 'Amount to expect, with a range.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: true,
    query: amountQuerySchema,
    body: transactionRequestSchema,
    response: amountResponseSchema,
  },
  predictAnomaly: {
    method: 'POST',
    path: '/predict/anomaly',
    summary: 'How far a transaction stands out, and why.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: true,
    body: transactionRequestSchema,
    response: anomalyResponseSchema,
  },
  predictBatch: {
    method: 'POST',
    path: '/predict/batch',
    summary: 'Category, amount and anomaly of up to 100 transactions.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 'items',
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    body: batchRequestSchema,
    items: transactionRequestSchema,
    response: batchResponseSchema,
  },
  predictStream: {
    method: 'POST',
    path: '/predict/stream',
    summary: 'The same for any number of transactions, line by line while they are sent.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 'rows',
    limitClass: 'bulk',
    idempotency: 'safe',
    isCacheable: false,
    body: 'application/x-ndjson',
    response: 'application/x-ndjson',
    lines: { body: transactionRequestSchema, response: streamItemSchema },
  },
  explain: {
    method: 'POST',
    path: '/explain',
    summary: 'Why the models answer as they do about a transaction.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    body: transactionRequestSchema,
    response: explainResponseSchema,
  },
  jobCreate: {
    method: 'POST',
    path: '/jobs',
    summary: 'Starts a batch that is too long to wait for.',
    tag: 'jobs',
    access: 'create_predictions',
    cost: 'items',
    limitClass: 'bulk',
    idempotency: 'key',
    isCacheable: false,
    body: jobRequestSchema,
    items: transactionRequestSchema,
    status: 202,
    response: jobResponseSchema,
  },
  jobStatus: {
    method: 'GET',
    path: '/jobs/{job_id}',
    summary: 'How far a job is.',
    tag: 'jobs',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: jobPathSchema,
    response: jobResponseSchema,
  },
  jobResults: {
    method: 'GET',
    path: '/jobs/{job_id}/results',
    summary: 'What a job that succeeded found, line by line.',
    tag: 'jobs',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: jobPathSchema,
    response: 'application/x-ndjson',
    lines: { response: streamItemSchema },
  },
  jobCancel: {
    method: 'DELETE',
    path: '/jobs/{job_id}',
    summary: 'Cancels a job, and forgets it if it has ended.',
    tag: 'jobs',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: jobPathSchema,
    response: jobResponseSchema,
  },
  forecastCashflow: {
    method: 'POST',
    path: '/forecast/cashflow',
    summary: 'Net cash flow per day ahead with intervals, balances and scenarios.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: forecastQuerySchema,
    body: forecastRequestSchema,
    isBodyOptional: true,
    response: forecastResponseSchema,
  },
  recurring: {
    method: 'GET',
    path: '/recurring',
    summary: 'Payments that recur in the stored history of an account.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: recurringQuerySchema,
    response: recurringResponseSchema,
  },
  recurringOf: {
    method: 'POST',
    path: '/recurring',
    summary: 'Payments that recur in the transactions sent.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    body: recurringRequestSchema,
    response: recurringResponseSchema,
  },
  transactionsList: {
    method: 'GET',
    path: '/transactions',
    summary: 'Stored transactions of an account.',
    tag: 'transactions',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: transactionsQuerySchema,
    response: transactionsResponseSchema,
  },
  transactionsImport: {
    method: 'POST',
    path: '/transactions',
    summary: 'Stores transactions; those that are stored already change nothing.',
    tag: 'transactions',
    access: 'write_transactions',
    cost: 'items',
    limitClass: 'bulk',
    idempotency: 'key',
    isCacheable: false,
    body: importRequestSchema,
    items: transactionRequestSchema,
    response: importResponseSchema,
  },
  transactionsImportFile: {
    method: 'POST',
    path: '/transactions/file',
    summary: 'Stores the transactions of a bank file of any known format.',
    tag: 'transactions',
    access: 'write_transactions',
    cost: 'rows',
    limitClass: 'bulk',
    idempotency: 'key',
    isCacheable: false,
    query: fileImportQuerySchema,
    body: 'application/octet-stream',
    response: importResponseSchema,
  },
  feedbackCorrect: {
    method: 'POST',
    path: '/feedback',
    summary: 'Corrects a category; the model answers with it from now on.',
    tag: 'feedback',
    access: 'write_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    body: correctionRequestSchema,
    status: 201,
    response: correctionSchema,
  },
  feedbackList: {
    method: 'GET',
    path: '/feedback',
    summary: 'Corrections that were made.',
    tag: 'feedback',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: feedbackQuerySchema,
    response: feedbackResponseSchema,
  },
  feedbackUndo: {
    method: 'DELETE',
    path: '/feedback/{correction_id}',
    summary: 'Takes a correction back.',
    tag: 'feedback',
    access: 'write_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: correctionPathSchema,
    response: correctionSchema,
  },
  feedbackRelease: {
    method: 'POST',
    path: '/feedback/{correction_id}/release',
    summary: 'Lets a correction apply that was held.',
    tag: 'feedback',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    params: correctionPathSchema,
    response: correctionSchema,
  },
  modelsStatus: {
    method: 'GET',
    path: '/models',
    summary: 'Models that answer now.',
    tag: 'models',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: modelsResponseSchema,
  },
  modelInfo: {
    method: 'GET',
    path: '/models/{task}',
    summary: 'What a user of a model has to know.',
    tag: 'models',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: modelPathSchema,
    response: modelInfoResponseSchema,
  },
  modelVersions: {
    method: 'GET',
    path: '/models/versions',
    summary: 'Versions in the registry, newest first.',
    tag: 'models',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: pageRequestSchema,
    response: modelVersionsResponseSchema,
  },
  modelHistory: {
    method: 'GET',
    path: '/models/history',
    summary: 'Who changed what answers, when and why.',
    tag: 'models',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: pageRequestSchema,
    response: modelHistoryResponseSchema,
  },
  modelPromote: {
    method: 'POST',
    path: '/models/promote',
    summary: 'Lets another version answer.',
    tag: 'models',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    body: promoteRequestSchema,
    response: modelsResponseSchema,
  },
  modelRollback: {
    method: 'POST',
    path: '/models/rollback',
    summary: 'Lets the version before answer again.',
    tag: 'models',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    body: rollbackRequestSchema,
    response: modelsResponseSchema,
  },
  modelReload: {
    method: 'POST',
    path: '/models/reload',
    summary: 'Loads the models again from where they are kept.',
    tag: 'models',
    access: 'manage_models',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'key',
    isCacheable: false,
    response: modelsResponseSchema,
  },
  drift: {
    method: 'POST',
    path: '/drift',
    summary: 'Whether transactions differ from earlier ones, feature by feature.',
    tag: 'models',
    access: 'manage_models',
    cost: 1,
    limitClass: 'bulk',
    idempotency: 'safe',
    isCacheable: false,
    body: driftRequestSchema,
    response: driftResponseSchema,
  },
  authToken: {
    method: 'POST',
    path: '/auth/token',
    summary: 'Exchanges an API key for a short-lived access token.',
    tag: 'auth',
    access: 'authenticated',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'none',
    isCacheable: false,
    holdsSecret: true,
    response: tokenResponseSchema,
  },
  authRevoke: {
    method: 'POST',
    path: '/auth/revoke',
    summary: 'Revokes an access token before it expires.',
    tag: 'auth',
    access: 'authenticated',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    body: revokeRequestSchema,
    response: revokeResponseSchema,
  },
  keysList: {
    method: 'GET',
    path: '/keys',
    summary: 'API keys of the tenant, without their secrets.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    response: keysResponseSchema,
  },
  keysCreate: {
    method: 'POST',
    path: '/keys',
    summary: 'Makes an API key. Its secret is shown once.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'none',
    isCacheable: false,
    holdsSecret: true,
    body: createKeyRequestSchema,
    status: 201,
    response: newKeyResponseSchema,
  },
  keysRotate: {
    method: 'POST',
    path: '/keys/{key_id}/rotate',
    summary: 'Gives a key a new secret; the old one works for a while longer.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'none',
    isCacheable: false,
    holdsSecret: true,
    params: keyPathSchema,
    body: rotateKeyRequestSchema,
    isBodyOptional: true,
    response: newKeyResponseSchema,
  },
  keysRevoke: {
    method: 'DELETE',
    path: '/keys/{key_id}',
    summary: 'Makes a key fail from now on.',
    tag: 'auth',
    access: 'admin_access',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: keyPathSchema,
    response: apiKeyInfoSchema,
  },
  events: {
    method: 'GET',
    path: '/events',
    summary: 'What happens in the service, as server-sent events.',
    tag: 'events',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: eventsQuerySchema,
    response: 'text/event-stream',
    lines: { response: serviceEventSchema },
  },
};
