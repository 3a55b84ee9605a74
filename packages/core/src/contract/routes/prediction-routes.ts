import { batchRequestSchema, batchResponseSchema, streamItemSchema } from '../batch.js';
import { batchQuerySchema } from '../batch-tasks.js';
import { jobPathSchema, jobRequestSchema, jobResponseSchema } from '../jobs.js';
import {
  amountQuerySchema,
  amountResponseSchema,
  anomalyResponseSchema,
  categoryResponseSchema,
  explainResponseSchema,
} from '../predictions.js';
import { transactionRequestSchema } from '../transaction-request.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type PredictionRouteName =
  | 'predictCategory'
  | 'predictAmount'
  | 'predictAnomaly'
  | 'predictBatch'
  | 'predictStream'
  | 'explain'
  | 'jobCreate'
  | 'jobStatus'
  | 'jobResults'
  | 'jobCancel';

/** Questions about transactions. */
export const predictionRoutes: { readonly [Name in PredictionRouteName]: RouteContract } = {
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
    isSplit: true,
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
    isSplit: true,
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
    isSplit: true,
    body: transactionRequestSchema,
    response: anomalyResponseSchema,
  },
  predictBatch: {
    method: 'POST',
    path: '/predict/batch',
    summary: 'Category, amount and anomaly of up to 100 transactions, or those of them that the query names.',
    tag: 'predictions',
    access: 'create_predictions',
    cost: 'items',
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    query: batchQuerySchema,
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
    query: batchQuerySchema,
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
    isSplit: true,
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
    query: batchQuerySchema,
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
};
