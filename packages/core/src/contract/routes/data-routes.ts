import {
  correctionPathSchema,
  correctionRequestSchema,
  correctionSchema,
  feedbackQuerySchema,
  feedbackResponseSchema,
} from '../feedback.js';
import { transactionRequestSchema } from '../transaction-request.js';
import {
  fileImportQuerySchema,
  importRequestSchema,
  importResponseSchema,
  transactionsQuerySchema,
  transactionsResponseSchema,
} from '../transactions.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type DataRouteName =
  | 'transactionsList'
  | 'transactionsImport'
  | 'transactionsImportFile'
  | 'feedbackCorrect'
  | 'feedbackList'
  | 'feedbackUndo'
  | 'feedbackRelease';

/** Stored transactions and corrections. */
export const dataRoutes: { readonly [Name in DataRouteName]: RouteContract } = {
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
    summary:
      'Corrects a category, with which the model answers from now on, or says whether something is an anomaly.',
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
};
