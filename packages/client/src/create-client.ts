import { infoAnswer } from './answers/service.js';
import type { CallOptions } from './call-options.js';
import { caller } from './caller.js';
import { type ClientOptions, checkOptions } from './client-options.js';
import * as endpoints from './endpoints.js';
import { authMethods, keyMethods } from './methods/credentials.js';
import { eventMethods } from './methods/events.js';
import { experimentMethods } from './methods/experiments.js';
import { feedbackMethods } from './methods/feedback.js';
import { forecastMethods, recurringMethods } from './methods/forecast.js';
import { healthMethods } from './methods/health.js';
import { jobMethods } from './methods/jobs.js';
import { modelMethods } from './methods/models.js';
import { predictMethods } from './methods/predict.js';
import { transactionMethods } from './methods/transactions.js';
import { openApiDocument } from './open-api-document.js';
import { sender } from './send.js';
import type { TitansClient } from './titans-client.js';

/**
 * Makes a client of the Titans server at `baseUrl`. It runs wherever there is `fetch`: Node, browsers, Bun, Deno.
 *
 * The server checks requests; the client refuses only what JSON cannot carry, so that a `NaN` never arrives as
 * "not given". Answers are checked against the contract before they are returned. Calls are repeated when the server is
 * unreachable, busy (429) or unavailable (502, 503, 504), never earlier than its `Retry-After`: those that change nothing,
 * and those that change something with an idempotency key, so that it happens once. `health` calls, the exchange of a key
 * and those that show a new key are not. Redirects are not followed.
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
  const calls = caller(sender(settings), settings.timeoutMs);
  return Object.freeze({
    predict: predictMethods(calls, settings),
    jobs: jobMethods(calls, settings),
    forecast: forecastMethods(calls),
    recurring: recurringMethods(calls),
    transactions: transactionMethods(calls),
    feedback: feedbackMethods(calls),
    models: modelMethods(calls),
    experiments: experimentMethods(calls),
    auth: authMethods(calls),
    keys: keyMethods(calls),
    health: healthMethods(calls),
    events: eventMethods(calls, settings.retry),
    info: (callOptions?: CallOptions) => calls.ask(endpoints.root, infoAnswer, {}, callOptions),
    openapi: (callOptions?: CallOptions) => calls.ask(endpoints.openapi, openApiDocument, {}, callOptions),
    metrics: (callOptions?: CallOptions) => calls.text(endpoints.metrics, callOptions),
  });
}
