import type { HeaderReader } from './message.js';

/** Which web pages may call the service. */
export interface CorsPolicy {
  /** `*`, or origins such as `https://app.example.com`. */
  readonly origins: ReadonlySet<string>;
  /** Whether pages may send cookies and TLS client certificates. Impossible together with `*`. */
  readonly credentials: boolean;
}

/** Headers of answers that a page may read beside those that it always may. */
const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-limit-minute',
  'x-ratelimit-limit-hour',
  'x-ratelimit-remaining-minute',
  'x-ratelimit-remaining-hour',
  'idempotency-replayed',
  'x-titans-cache',
  'x-titans-experiment',
  'www-authenticate',
].join(', ');
/** Headers of requests that a page may send beside those that it always may. */
const permittedHeaders = [
  'authorization',
  'content-type',
  'content-encoding',
  'idempotency-key',
  'last-event-id',
  'traceparent',
  'tracestate',
  'x-request-id',
].join(', ');
const preflightSeconds = 600;

/** Headers for an actual request from a page (Fetch standard, CORS protocol). */
export function corsHeaders(policy: CorsPolicy, request: HeaderReader): Record<string, string> {
  if (policy.origins.size === 0) return {};
  const origin = request.get('origin');
  if (policy.origins.has('*')) {
    return { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposedHeaders };
  }
  if (origin === null || !policy.origins.has(origin)) return { vary: 'origin' };
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposedHeaders,
    ...(policy.credentials ? { 'access-control-allow-credentials': 'true' } : {}),
    vary: 'origin',
  };
}

/** Headers for a preflight: what {@link corsHeaders} says, with the methods of the path. */
export function preflightHeaders(
  policy: CorsPolicy,
  request: HeaderReader,
  methods: readonly string[],
): Record<string, string> {
  const headers = corsHeaders(policy, request);
  if (headers['access-control-allow-origin'] === undefined) return headers;
  return {
    ...headers,
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': permittedHeaders,
    'access-control-max-age': String(preflightSeconds),
  };
}
