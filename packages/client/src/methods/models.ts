import {
  type DriftRequest,
  type DriftResponse,
  driftResponseSchema,
  type ModelHistoryResponse,
  type ModelInfoResponse,
  type ModelsResponse,
  type ModelVersionsResponse,
  modelHistoryResponseSchema,
  modelInfoResponseSchema,
  modelsResponseSchema,
  modelVersionsResponseSchema,
  type PageRequest,
  type PerformanceResponse,
  type PromoteRequest,
  performanceResponseSchema,
  type RollbackRequest,
  type ServedTask,
} from '@titans/core/contract';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import * as endpoints from '../endpoints.js';

/** The models that answer, and those that could. */
export interface ModelMethods {
  /** Which models answer now. */
  status(options?: CallOptions): Promise<ModelsResponse>;
  /** What a user of a model has to know. */
  info(task: ServedTask, options?: CallOptions): Promise<ModelInfoResponse>;
  /** How well a model does on what it is asked, and whether that is worse than it was. */
  performance(task: ServedTask, options?: CallOptions): Promise<PerformanceResponse>;
  /** A page of the versions in the registry, newest first. */
  versions(page?: PageRequest, options?: CallOptions): Promise<ModelVersionsResponse>;
  /** Who changed what answers, when and why, newest first. */
  history(page?: PageRequest, options?: CallOptions): Promise<ModelHistoryResponse>;
  /** Lets another version answer. */
  promote(request: PromoteRequest, options?: CallOptions): Promise<ModelsResponse>;
  /** Lets the version before answer again. */
  rollback(request: RollbackRequest, options?: CallOptions): Promise<ModelsResponse>;
  /** Loads the models again from where they are kept. */
  reload(options?: CallOptions): Promise<ModelsResponse>;
  /** Whether transactions differ from earlier ones, feature by feature. */
  drift(request: DriftRequest, options?: CallOptions): Promise<DriftResponse>;
}

export function modelMethods({ ask }: Caller): ModelMethods {
  return Object.freeze({
    status: (options?: CallOptions) => ask(endpoints.modelsStatus, modelsResponseSchema, {}, options),
    info: (task: ServedTask, options?: CallOptions) =>
      ask(endpoints.modelInfo, modelInfoResponseSchema, { params: { task } }, options),
    performance: (task: ServedTask, options?: CallOptions) =>
      ask(endpoints.modelPerformance, performanceResponseSchema, { params: { task } }, options),
    versions: (page?: PageRequest, options?: CallOptions) =>
      ask(endpoints.modelVersions, modelVersionsResponseSchema, { query: page }, options),
    history: (page?: PageRequest, options?: CallOptions) =>
      ask(endpoints.modelHistory, modelHistoryResponseSchema, { query: page }, options),
    promote: (request: PromoteRequest, options?: CallOptions) =>
      ask(endpoints.modelPromote, modelsResponseSchema, { json: request }, options),
    rollback: (request: RollbackRequest, options?: CallOptions) =>
      ask(endpoints.modelRollback, modelsResponseSchema, { json: request }, options),
    reload: (options?: CallOptions) => ask(endpoints.modelReload, modelsResponseSchema, {}, options),
    drift: (request: DriftRequest, options?: CallOptions) =>
      ask(endpoints.drift, driftResponseSchema, { json: request }, options),
  });
}
