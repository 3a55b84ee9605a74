import type {
  DriftRequest,
  DriftResponse,
  ModelHistoryResponse,
  ModelInfoResponse,
  ModelsResponse,
  ModelVersionsResponse,
  PageRequest,
  PerformanceResponse,
  PromoteRequest,
  RollbackRequest,
  ServedTask,
} from '@titans/core/contract';
import {
  driftAnswer,
  historyAnswer,
  modelAnswer,
  modelsAnswer,
  performanceAnswer,
  versionsAnswer,
} from '../answers/models.js';
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
    status: (options?: CallOptions) => ask(endpoints.modelsStatus, modelsAnswer, {}, options),
    info: (task: ServedTask, options?: CallOptions) =>
      ask(endpoints.modelInfo, modelAnswer, { params: { task } }, options),
    performance: (task: ServedTask, options?: CallOptions) =>
      ask(endpoints.modelPerformance, performanceAnswer, { params: { task } }, options),
    versions: (page?: PageRequest, options?: CallOptions) =>
      ask(endpoints.modelVersions, versionsAnswer, { query: page }, options),
    history: (page?: PageRequest, options?: CallOptions) =>
      ask(endpoints.modelHistory, historyAnswer, { query: page }, options),
    promote: (request: PromoteRequest, options?: CallOptions) =>
      ask(endpoints.modelPromote, modelsAnswer, { json: request }, options),
    rollback: (request: RollbackRequest, options?: CallOptions) =>
      ask(endpoints.modelRollback, modelsAnswer, { json: request }, options),
    reload: (options?: CallOptions) => ask(endpoints.modelReload, modelsAnswer, {}, options),
    drift: (request: DriftRequest, options?: CallOptions) =>
      ask(endpoints.drift, driftAnswer, { json: request }, options),
  });
}
