import * as z from 'zod/mini';
import { dictionary } from './dictionary.js';
import { integer } from './integer.js';
import { identifierText, pageCursor, pageLimit } from './query-values.js';
import { wellFormed } from './well-formed.js';

export const servedTasks = ['category', 'amount', 'anomaly', 'cashflow'] as const;
export type ServedTask = (typeof servedTasks)[number];

/** A model that answers now. */
export interface ServedModel {
  readonly task: ServedTask;
  readonly model_version: string;
  readonly model_sha256: string;
}

/** Answer of `GET /models`. */
export interface ModelsResponse {
  readonly models: readonly ServedModel[];
  /** The version of the registry that answers; `null` without a registry. */
  readonly version: string | null;
  /** When it began to answer. */
  readonly since: string;
  /** Versions by alias, such as `champion`; empty without a registry. */
  readonly aliases: Readonly<Record<string, string>>;
  /** SHA-256 of the training data. */
  readonly data_fingerprint: string;
}

export const modelsResponseSchema: z.ZodMiniType<ModelsResponse> = z.object({
  models: z.array(
    z.object({ task: z.enum(servedTasks), model_version: z.string(), model_sha256: z.string() }),
  ),
  version: z.nullable(z.string()),
  since: z.string(),
  aliases: dictionary(z.string()),
  data_fingerprint: z.string(),
});

/** Path of `GET /models/{task}`. */
export interface ModelPath {
  readonly task: ServedTask;
}

export const modelPathSchema: z.ZodMiniType<ModelPath> = /* @__PURE__ */ (() =>
  z.strictObject({ task: z.enum(servedTasks) }))();

/** Answer of `GET /models/{task}`: its card, as data and as Markdown. */
export interface ModelInfoResponse extends ServedModel {
  readonly trained_by: string;
  /** Measured on rows that the model had not seen. */
  readonly measurements: readonly {
    readonly metric: string;
    readonly value: number | null;
    readonly method: string;
    readonly n: number;
  }[];
  readonly card: string;
}

export const modelInfoResponseSchema: z.ZodMiniType<ModelInfoResponse> = z.object({
  task: z.enum(servedTasks),
  model_version: z.string(),
  model_sha256: z.string(),
  trained_by: z.string(),
  measurements: z.array(
    z.object({ metric: z.string(), value: z.nullable(z.number()), method: z.string(), n: integer }),
  ),
  card: z.string(),
});

/** A version of the registry. */
export interface ModelVersionInfo {
  readonly version: string;
  readonly number: number;
  readonly created_at: string;
  readonly created_by: string | null;
  readonly tasks: readonly ServedTask[];
  readonly aliases: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly description: string | null;
}

/** Query of the pages of versions and of history. */
export interface PageRequest {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export const pageRequestSchema: z.ZodMiniType<PageRequest, { limit?: unknown; cursor?: unknown }> =
  /* @__PURE__ */ (() => z.strictObject({ limit: z.optional(pageLimit), cursor: z.optional(pageCursor) }))();

/** Answer of `GET /models/versions`: newest first. */
export interface ModelVersionsResponse {
  readonly versions: readonly ModelVersionInfo[];
  readonly next_cursor: string | null;
}

export const modelVersionsResponseSchema: z.ZodMiniType<ModelVersionsResponse> = z.object({
  versions: z.array(
    z.object({
      version: z.string(),
      number: integer,
      created_at: z.string(),
      created_by: z.nullable(z.string()),
      tasks: z.array(z.enum(servedTasks)),
      aliases: z.array(z.string()),
      tags: dictionary(z.string()),
      description: z.nullable(z.string()),
    }),
  ),
  next_cursor: z.nullable(z.string()),
});

/** A change of what answers. */
export interface PromotionInfo {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly alias: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Answer of `GET /models/history`: newest first. */
export interface ModelHistoryResponse {
  readonly history: readonly PromotionInfo[];
  readonly next_cursor: string | null;
}

export const modelHistoryResponseSchema: z.ZodMiniType<ModelHistoryResponse> = z.object({
  history: z.array(
    z.object({
      at: z.string(),
      by: z.string(),
      reason: z.string(),
      alias: z.string(),
      from: z.nullable(z.string()),
      to: z.nullable(z.string()),
    }),
  ),
  next_cursor: z.nullable(z.string()),
});

const reason = /* @__PURE__ */ (() => z.string().check(z.minLength(1), z.maxLength(500), wellFormed))();

/** Body of `POST /models/promote`. */
export interface PromoteRequest {
  /** Version or alias of the registry. */
  readonly version: string;
  readonly reason: string;
  /** The champion that the caller has seen; another one in its place is a conflict (409). */
  readonly expected?: string | undefined;
}

export const promoteRequestSchema: z.ZodMiniType<PromoteRequest> = /* @__PURE__ */ (() =>
  z.strictObject({ version: identifierText, reason, expected: z.optional(identifierText) }))();

/** Body of `POST /models/rollback`. */
export interface RollbackRequest {
  readonly reason: string;
}

export const rollbackRequestSchema: z.ZodMiniType<RollbackRequest> = /* @__PURE__ */ (() =>
  z.strictObject({ reason }))();
