import type { HeaderReader } from './message.js';

/** Which web pages may call the service. */
export interface CorsPolicy {
  /** `*`, or origins such as `https://app.example.com`. */
  readonly origins: ReadonlySet<string>;
  /** Whether pages may send cookies and TLS client certificates. Impossible together with `*`. */
  readonly credentials: boolean;
}

const exposedHeaders = [
  'x-request-id',
  'retry-after',
  'x-ratelimit-limit-minute',
  'x-ratelimit-limit-hour',
  'x-ratelimit-remaining-minute',
  'x-ratelimit-remaining-hour',
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
    'access-control-allow-headers': 'authorization, content-type, x-request-id',
    'access-control-max-age': String(preflightSeconds),
  };
}
