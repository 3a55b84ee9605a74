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
  type HealthResponse,
  healthResponseSchema,
  type RevokeRequest,
  type RevokeResponse,
  type RouteContract,
  revokeResponseSchema,
  routes,
  serviceInfoSchema,
  type TransactionRequest,
  tokenResponseSchema,
} from '@titans/core/contract';
import { apiErrorFrom } from './api-error.js';
import { checkRequest, readAnswer, type Schema } from './check-messages.js';
import { type ClientOptions, checkOptions } from './client-options.js';
import { openApiDocumentSchema } from './open-api-document.js';
import { readJson } from './read-json.js';
import { type Payload, sender } from './send.js';
import type { CallOptions, TitansClient } from './titans-client.js';

/**
 * Makes a client of the Titans server at `baseUrl`. It runs wherever there is `fetch`: Node, browsers, Bun, Deno.
 *
 * Requests are checked against the contract before they are sent, which spares a round trip and its quota, and keeps
 * a `NaN` from becoming `null` on its way into JSON; answers are checked before they are returned. Reading,
 * predictions and forecasts are repeated when the server is unreachable, busy (429) or unavailable (502, 503, 504),
 * never earlier than its `Retry-After`; `auth` calls are not. Redirects are not followed.
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
  const ask = sender(settings);
  const askHealth = sender(settings, [503]);

  async function call<Value>(
    route: RouteContract,
    schema: Schema<Value>,
    payload: Payload,
    options: CallOptions | undefined,
  ): Promise<Value> {
    checkRequest(route, payload);
    const response = await ask(route, payload, options);
    return readAnswer(schema, await response.text(), `${route.method} ${route.path}`);
  }

  const withBody =
    <Body, Value>(route: RouteContract, schema: Schema<Value>) =>
    (body: Body, options?: CallOptions): Promise<Value> =>
      call(route, schema, { body }, options);

  const withoutBody =
    <Value>(route: RouteContract, schema: Schema<Value>) =>
    (options?: CallOptions): Promise<Value> =>
      call(route, schema, {}, options);

  const health =
    (route: RouteContract) =>
    async (options?: CallOptions): Promise<HealthResponse> =>
      readHealth(await askHealth(route, {}, options), route);

  return Object.freeze({
    predict: Object.freeze({
      category: withBody<TransactionRequest, CategoryResponse>(
        routes.predictCategory,
        categoryResponseSchema,
      ),
      amount: withBody<TransactionRequest, AmountResponse>(routes.predictAmount, amountResponseSchema),
      anomaly: withBody<TransactionRequest, AnomalyResponse>(routes.predictAnomaly, anomalyResponseSchema),
      batch: withBody<BatchRequest, BatchResponse>(routes.predictBatch, batchResponseSchema),
    }),
    forecast: Object.freeze({
      cashflow: (query: ForecastQuery = {}, options?: CallOptions): Promise<ForecastResponse> =>
        call(routes.forecastCashflow, forecastResponseSchema, { query }, options),
    }),
    health: Object.freeze(
      Object.assign(health(routes.health), {
        live: health(routes.healthLive),
        ready: health(routes.healthReady),
        startup: health(routes.healthStartup),
      }),
    ),
    auth: Object.freeze({
      token: withoutBody(routes.authToken, tokenResponseSchema),
      revoke: withBody<RevokeRequest, RevokeResponse>(routes.authRevoke, revokeResponseSchema),
    }),
    info: withoutBody(routes.root, serviceInfoSchema),
    openapi: withoutBody(routes.openapi, openApiDocumentSchema),
    metrics: async (options?: CallOptions): Promise<string> =>
      (await ask(routes.metrics, {}, options)).text(),
  });
}

/** An unhealthy service answers 503 with its state; anything else that answers 503 is an error. */
async function readHealth(response: Response, { method, path }: RouteContract): Promise<HealthResponse> {
  const text = await response.clone().text();
  const stated = healthResponseSchema.safeParse(readJson(text)).success;
  if (!response.ok && !stated) throw await apiErrorFrom(response, method, path);
  return readAnswer(healthResponseSchema, text, `${method} ${path}`);
}
