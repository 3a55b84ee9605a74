import type * as z from 'zod/mini';
import type { Permission } from './permissions.js';
import {
  amountResponseSchema,
  anomalyResponseSchema,
  batchRequestSchema,
  batchResponseSchema,
  categoryResponseSchema,
  forecastQuerySchema,
  forecastResponseSchema,
} from './predictions.js';
import {
  healthResponseSchema,
  revokeRequestSchema,
  revokeResponseSchema,
  serviceInfoSchema,
  tokenResponseSchema,
} from './service.js';
import { transactionRequestSchema } from './transaction-request.js';

/** One route of the wire contract. Router, OpenAPI document, permissions and limits all read this. */
export interface RouteContract {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: 'service' | 'predictions' | 'forecast' | 'auth';
  /** What the caller needs: `public` for nothing, `authenticated` for any valid credential, else a permission. */
  readonly access: 'public' | 'authenticated' | Permission;
  /** Quota units that one request uses; `items` counts the members of its array. 0 is not limited. */
  readonly cost: number | 'items';
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** Schema of the 200 answer, or its media type where it is not JSON. */
  readonly response: z.ZodMiniType | 'text/html' | 'text/plain' | 'application/json';
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
  | 'forecastCashflow'
  | 'authToken'
  | 'authRevoke';

/** Every route of the wire contract by name. */
export const routes: { readonly [Name in RouteName]: RouteContract } = {
  root: {
    method: 'GET',
    path: '/',
    summary: 'What this service is and where its routes are.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: serviceInfoSchema,
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'State of the service and of everything it depends on.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: healthResponseSchema,
  },
  healthLive: {
    method: 'GET',
    path: '/health/live',
    summary: 'Whether the process answers; independent of its dependencies.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: healthResponseSchema,
  },
  healthReady: {
    method: 'GET',
    path: '/health/ready',
    summary: 'Whether the service takes traffic; 503 names what is missing.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: healthResponseSchema,
  },
  healthStartup: {
    method: 'GET',
    path: '/health/startup',
    summary: 'Whether the service has finished starting.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: healthResponseSchema,
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This contract as an OpenAPI 3.1 document.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: 'application/json',
  },
  docs: {
    method: 'GET',
    path: '/docs',
    summary: 'This contract as a page to read.',
    tag: 'service',
    access: 'public',
    cost: 0,
    response: 'text/html',
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Metrics in the Prometheus text format.',
    tag: 'service',
    access: 'admin_access',
    cost: 0,
    response: 'text/plain',
  },
  predictCategory: {
    method: 'POST',
    path: '/predict/category',
    summary: 'Category of a transaction.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 1,
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
    body: batchRequestSchema,
    response: batchResponseSchema,
  },
  forecastCashflow: {
    method: 'POST',
    path: '/forecast/cashflow',
    summary: 'Net cash flow per day ahead, with intervals.',
    tag: 'forecast',
    access: 'create_predictions',
    cost: 1,
    query: forecastQuerySchema,
    response: forecastResponseSchema,
  },
  authToken: {
    method: 'POST',
    path: '/auth/token',
    summary: 'Exchanges an API key for a short-lived access token.',
    tag: 'auth',
    access: 'authenticated',
    cost: 1,
    response: tokenResponseSchema,
  },
  authRevoke: {
    method: 'POST',
    path: '/auth/revoke',
    summary: 'Revokes an access token before it expires.',
    tag: 'auth',
    access: 'authenticated',
    cost: 1,
    body: revokeRequestSchema,
    response: revokeResponseSchema,
  },
};
