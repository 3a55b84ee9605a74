import {
  type AmountResponse,
  type AnomalyResponse,
  amountResponseSchema,
  anomalyResponseSchema,
  type BatchRequest,
  type BatchResponse,
  batchResponseSchema,
  type CategoryResponse,
  categoryResponseSchema,
  type ForecastQuery,
  type ForecastResponse,
  forecastResponseSchema,
  healthResponseSchema,
  type RevokeRequest,
  type RevokeResponse,
  revokeResponseSchema,
  serviceInfoSchema,
  type TransactionRequest,
  tokenResponseSchema,
} from '@titans/core/contract';
import { type ClientOptions, checkOptions } from './client-options.js';
import { type Endpoint, endpoints } from './endpoints.js';
import { readAnswer, type Schema, writeJson } from './json.js';
import { openApiDocumentSchema } from './open-api-document.js';
import { type Payload, sender } from './send.js';
import type { CallOptions, TitansClient } from './titans-client.js';

/**
 * Makes a client of the Titans server at `baseUrl`. It runs wherever there is `fetch`: Node, browsers, Bun, Deno.
 *
 * The server checks requests; the client refuses only what JSON cannot carry, so that a `NaN` never arrives as
 * "not given". Answers are checked against the contract before they are returned. Reading, predictions and forecasts
 * are repeated when the server is unreachable, busy (429) or unavailable (502, 503, 504), never earlier than its
 * `Retry-After`; `health` and `auth` calls are not. Redirects are not followed.
 *
 * @throws TitansError `CONFIG_INVALID` for an option that cannot be used. The methods reject with
 * `TitansApiError` (the server answered with an error), or `TitansError` with code `REQUEST_INVALID` (not sent),
 * `API_UNREACHABLE`, `API_TIMEOUT`, `API_REDIRECTED`, `API_RESPONSE_INVALID` or `ABORTED`.
 * @example
 * ```ts
 * import { createClient } from '@titans/client';
 *
 * const titans = createClient({ baseUrl: 'https://example.com/titans', apiKey: 'the key' });
 * const answer = await titans.predict.category({ description: 'Whole Foods', amount: -85.5 });
 * console.log(answer.predicted_category, answer.confidence);
 * ```
 */
export function createClient(options: ClientOptions): TitansClient {
  const settings = checkOptions(options);
  const send = sender(settings);

  async function call<Value>(
    endpoint: Endpoint,
    schema: Schema<Value>,
    payload: Payload,
    options: CallOptions | undefined,
  ): Promise<Value> {
    const response = await send(endpoint, payload, options);
    return readAnswer(endpoint, schema, await response.text());
  }

  const withBody =
    <Body, Value>(endpoint: Endpoint, schema: Schema<Value>) =>
    async (body: Body, options?: CallOptions): Promise<Value> =>
      call(endpoint, schema, { body: writeJson(endpoint, body) }, options);

  const withoutBody =
    <Value>(endpoint: Endpoint, schema: Schema<Value>) =>
    (options?: CallOptions): Promise<Value> =>
      call(endpoint, schema, {}, options);

  return Object.freeze({
    predict: Object.freeze({
      category: withBody<TransactionRequest, CategoryResponse>(
        endpoints.predictCategory,
        categoryResponseSchema,
      ),
      amount: withBody<TransactionRequest, AmountResponse>(endpoints.predictAmount, amountResponseSchema),
      anomaly: withBody<TransactionRequest, AnomalyResponse>(endpoints.predictAnomaly, anomalyResponseSchema),
      batch: withBody<BatchRequest, BatchResponse>(endpoints.predictBatch, batchResponseSchema),
    }),
    forecast: Object.freeze({
      cashflow: (query: ForecastQuery = {}, options?: CallOptions): Promise<ForecastResponse> =>
        call(endpoints.forecastCashflow, forecastResponseSchema, { query }, options),
    }),
    health: Object.freeze(
      Object.assign(withoutBody(endpoints.health, healthResponseSchema), {
        live: withoutBody(endpoints.healthLive, healthResponseSchema),
        ready: withoutBody(endpoints.healthReady, healthResponseSchema),
        startup: withoutBody(endpoints.healthStartup, healthResponseSchema),
      }),
    ),
    auth: Object.freeze({
      token: withoutBody(endpoints.authToken, tokenResponseSchema),
      revoke: withBody<RevokeRequest, RevokeResponse>(endpoints.authRevoke, revokeResponseSchema),
    }),
    info: withoutBody(endpoints.root, serviceInfoSchema),
    openapi: withoutBody(endpoints.openapi, openApiDocumentSchema),
    metrics: async (options?: CallOptions): Promise<string> =>
      (await send(endpoints.metrics, {}, options)).text(),
  });
}
