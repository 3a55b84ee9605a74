import { isTitansError } from '@titans/core';
import type {
  ModelsResponse,
  ModelVersionInfo,
  PageRequest,
  PromotionInfo,
  ServedModel,
} from '@titans/core/contract';
import { modelCardMarkdown, type TrainedSuite } from '@titans/models';
import type { AliasMove, ModelVersion } from '@titans/models/lifecycle';
import { requestError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';
import { type ModelHost, requireRegistry } from '../model-host/model-host.js';
import type { Exchange, RouteHandlers } from './handlers.js';
import { askedRegistry } from './registry-damage.js';

type ModelRoutes =
  | 'modelsStatus'
  | 'modelInfo'
  | 'modelVersions'
  | 'modelHistory'
  | 'modelPromote'
  | 'modelRollback'
  | 'modelReload';

/** Handlers of the routes that tell what answers, and change it. */
export function modelHandlers(logger: Logger): Pick<RouteHandlers, ModelRoutes> {
  const asked = <T>(registry: Promise<T>): Promise<T> => askedRegistry(registry, logger);

  return {
    modelsStatus: ({ tenant, signal }) => asked(statusOf(tenant.models, signal)),

    async modelInfo({ tenant, params: { task } }) {
      const { suite } = tenant.models.current;
      if (!suite.tasks.includes(task)) {
        throw requestError('NOT_FOUND', `No model of the task "${task}" was trained.`);
      }
      const card = suite.card(task);
      return {
        ...servedModel(suite, task),
        trained_by: card.sdkVersion,
        measurements: suite[task].measurements.map(({ metric, value, method, n }) => ({
          metric,
          value: Number.isFinite(value) ? value : null,
          method,
          n,
        })),
        card: modelCardMarkdown(card),
      };
    },

    async modelVersions({ tenant, query, signal }) {
      const { registry, name } = requireRegistry(tenant.models.registry);
      const { items, next } = await asked(registry.versions(name, pageOf(query, signal)));
      return { versions: items.map(versionInfo), next_cursor: next === null ? null : String(next) };
    },

    async modelHistory({ tenant, query, signal }) {
      const { registry, name } = requireRegistry(tenant.models.registry);
      const { items, next } = await asked(registry.history(name, pageOf(query, signal)));
      return { history: items.map(promotionInfo), next_cursor: next === null ? null : String(next) };
    },

    async modelPromote({ tenant, body, principal, signal }) {
      const { version, reason, expected } = body;
      await changing(() =>
        asked(tenant.models.promote(version, { by: nameOf(principal), reason, expected, signal })),
      );
      return asked(statusOf(tenant.models, signal));
    },

    async modelRollback({ tenant, body, principal, signal }) {
      await changing(() =>
        asked(tenant.models.rollback({ by: nameOf(principal), reason: body.reason, signal })),
      );
      return asked(statusOf(tenant.models, signal));
    },

    async modelReload({ tenant, signal }) {
      await tenant.models.reload(signal);
      return asked(statusOf(tenant.models, signal));
    },
  };
}

async function statusOf(host: ModelHost, signal: AbortSignal | undefined): Promise<ModelsResponse> {
  const { suite, version, since } = host.current;
  const registered =
    host.registry && (await host.registry.registry.model(host.registry.name, { ...(signal && { signal }) }));
  return {
    models: suite.tasks.map((task) => servedModel(suite, task)),
    version,
    since: new Date(since).toISOString(),
    aliases: registered?.aliases ?? {},
    data_fingerprint: suite.report.dataFingerprint,
  };
}

function servedModel(suite: TrainedSuite, task: ServedModel['task']): ServedModel {
  const { version, sha256 } = suite[task];
  return { task, model_version: version, model_sha256: sha256 };
}

function versionInfo(version: ModelVersion): ModelVersionInfo {
  const { id, number, createdAt, createdBy, tasks, aliases, tags, description } = version;
  return {
    version: id,
    number,
    created_at: createdAt,
    created_by: createdBy,
    tasks,
    aliases,
    tags,
    description,
  };
}

function promotionInfo({ at, by, reason, alias, from, to }: AliasMove): PromotionInfo {
  return { at, by, reason: reason ?? '', alias, from, to };
}

/** The subject of a token may be longer than a name in the registry. */
export function nameOf(principal: Exchange['principal']): string {
  return (principal?.id ?? 'anonymous').slice(0, 200);
}

function pageOf(
  { limit, cursor }: PageRequest,
  signal: AbortSignal | undefined,
): { limit?: number; cursor?: number; signal?: AbortSignal } {
  return {
    ...(limit !== undefined && { limit }),
    ...(cursor !== undefined && { cursor: cursorOf(cursor) }),
    ...(signal && { signal }),
  };
}

/** @throws TitansError `REQUEST_INVALID` for a cursor that no page gave. */
export function cursorOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  const message = 'must be the next_cursor of the page before';
  throw requestError('REQUEST_INVALID', message, { issues: [{ pointer: '/cursor', message }] });
}

/** What is wrong with a change, in the words of the request. */
async function changing(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!isTitansError(error, 'INVALID_ARGUMENT')) throw error;
    const pointer = error.details.field === 'reason' ? '/reason' : '/version';
    throw requestError('REQUEST_INVALID', error.message, { issues: [{ pointer, message: error.message }] });
  }
}
