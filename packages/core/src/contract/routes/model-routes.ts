import { driftRequestSchema, driftResponseSchema } from '../drift.js';
import {
  modelHistoryResponseSchema,
  modelInfoResponseSchema,
  modelPathSchema,
  modelsResponseSchema,
  modelVersionsResponseSchema,
  pageRequestSchema,
  promoteRequestSchema,
  rollbackRequestSchema,
} from '../models.js';
import { performanceResponseSchema } from '../performance.js';
import type { RouteContract } from './route-contract.js';

/** Names of these routes. */
export type ModelRouteName =
  | 'modelsStatus'
  | 'modelInfo'
  | 'modelPerformance'
  | 'modelVersions'
  | 'modelHistory'
  | 'modelPromote'
  | 'modelRollback'
  | 'modelReload'
  | 'drift';

/** Models, and whether the world still is as they learned it. */
export const modelRoutes: { readonly [Name in ModelRouteName]: RouteContract } = {
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
  modelPerformance: {
    method: 'GET',
    path: '/models/{task}/performance',
    summary: 'How well a model does on what it is asked, and whether that is worse than it was.',
    tag: 'models',
    access: 'read_transactions',
    cost: 1,
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    params: modelPathSchema,
    response: performanceResponseSchema,
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
};
