import { sdkVersion } from '@titans/core';
import type { ProblemDetails } from '@titans/core/contract';
import { requestError } from '../http/problem.js';
import type { PluginRoute, ServerPlugin } from '../plugins/server-plugin.js';
import { findModel, infer } from './infer.js';
import {
  inferRequestSchema,
  inferResponseSchema,
  liveSchema,
  type ModelPath,
  modelMetadataSchema,
  modelPathSchema,
  modelReadySchema,
  modelVersionPathSchema,
  readySchema,
  serverMetadataSchema,
} from './schemas.js';
import { servedTasks, transactionInputs } from './served-tasks.js';

/**
 * Serves category, amount and anomaly models by the Open Inference Protocol (KServe V2, REST), under `/v2`. Inputs are
 * the members of a transaction, one row each, at most 100 rows. Errors have the protocol's form, `{ "error": "…" }`.
 *
 * @example
 * ```ts
 * import { createTitans } from '@titans/server-adapter';
 * import { openInference } from '@titans/server-adapter/open-inference';
 *
 * const titans = await createTitans({
 *   models: './models',
 *   auth: { apiKeys: process.env.TITANS_API_KEYS },
 *   plugins: [openInference()],
 * });
 * ```
 */
export function openInference(): ServerPlugin {
  const common = {
    tag: 'open-inference',
    limitClass: 'standard',
    idempotency: 'safe',
    isCacheable: false,
    problem: ({ detail }: ProblemDetails) => ({ error: detail }),
  } as const;
  const reading = { ...common, method: 'GET', cost: 0 } as const;
  const asking = {
    ...common,
    method: 'POST',
    access: 'create_predictions',
    cost: 'rows',
    body: inferRequestSchema,
    isJsonUnlessTold: true,
    response: inferResponseSchema,
    handle: infer,
  } as const;
  const ofModel = { ...reading, access: 'read_transactions', cost: 1 } as const;

  const modelReady: PluginRoute['handle'] = async (exchange) => {
    const { name } = findModel(exchange, exchange.params as ModelPath);
    return { name, ready: true };
  };
  const modelMetadata: PluginRoute['handle'] = async (exchange) => {
    const { name, task, version } = findModel(exchange, exchange.params as ModelPath);
    return {
      name,
      versions: [version],
      platform: 'titans',
      inputs: transactionInputs,
      outputs: task.outputs,
    };
  };

  return {
    name: 'open-inference',
    routes: {
      server: {
        ...reading,
        access: 'public',
        path: '/v2',
        summary: 'Name and version of the server.',
        response: serverMetadataSchema,
        handle: async () => ({ name: 'titans', version: sdkVersion, extensions: [] }),
      },
      live: {
        ...reading,
        access: 'public',
        path: '/v2/health/live',
        summary: 'Whether the server answers.',
        response: liveSchema,
        handle: async () => ({ live: true }),
      },
      ready: {
        ...reading,
        access: 'public',
        path: '/v2/health/ready',
        summary: 'Whether a model answers; 404 if none does.',
        response: readySchema,
        handle: async ({ tenant }) => {
          const { tasks } = tenant.models.current.suite;
          if (!tasks.some((task) => Object.hasOwn(servedTasks, task))) {
            throw requestError('NOT_FOUND', 'No model answers here.');
          }
          return { ready: true };
        },
      },
      modelReady: {
        ...ofModel,
        path: '/v2/models/{model_name}/ready',
        summary: 'Whether a model answers.',
        params: modelPathSchema,
        response: modelReadySchema,
        handle: modelReady,
      },
      modelVersionReady: {
        ...ofModel,
        path: '/v2/models/{model_name}/versions/{model_version}/ready',
        summary: 'Whether a version of a model answers.',
        params: modelVersionPathSchema,
        response: modelReadySchema,
        handle: modelReady,
      },
      model: {
        ...ofModel,
        path: '/v2/models/{model_name}',
        summary: 'Inputs and outputs of a model.',
        params: modelPathSchema,
        response: modelMetadataSchema,
        handle: modelMetadata,
      },
      modelVersion: {
        ...ofModel,
        path: '/v2/models/{model_name}/versions/{model_version}',
        summary: 'Inputs and outputs of a version of a model.',
        params: modelVersionPathSchema,
        response: modelMetadataSchema,
        handle: modelMetadata,
      },
      infer: {
        ...asking,
        path: '/v2/models/{model_name}/infer',
        summary: 'Predicts a row of each transaction.',
        params: modelPathSchema,
      },
      inferVersion: {
        ...asking,
        path: '/v2/models/{model_name}/versions/{model_version}/infer',
        summary: 'Predicts with a version of a model.',
        params: modelVersionPathSchema,
      },
    },
  };
}
