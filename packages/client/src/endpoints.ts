import type { RouteContract, RouteName } from '@titans/core/contract';

/** What a call needs to know of its route. */
export interface Endpoint {
  readonly method: RouteContract['method'];
  readonly path: RouteContract['path'];
  /** Whether a second request does no harm: reading, and predictions and forecasts, which are pure. */
  readonly repeatable: boolean;
  /** Status of an error that is an answer to the caller's question. */
  readonly answerStatus?: number;
}

/**
 * The contract's routes that have a method: all but the page for people. Written out rather than read from the
 * contract's table, which would bring every request schema into the client; the tests hold the two together.
 */
export const endpoints: { readonly [Name in Exclude<RouteName, 'docs'>]: Endpoint } = {
  root: { method: 'GET', path: '/', repeatable: true },
  health: { method: 'GET', path: '/health', repeatable: true, answerStatus: 503 },
  healthLive: { method: 'GET', path: '/health/live', repeatable: true, answerStatus: 503 },
  healthReady: { method: 'GET', path: '/health/ready', repeatable: true, answerStatus: 503 },
  healthStartup: { method: 'GET', path: '/health/startup', repeatable: true, answerStatus: 503 },
  openapi: { method: 'GET', path: '/openapi.json', repeatable: true },
  metrics: { method: 'GET', path: '/metrics', repeatable: true },
  predictCategory: { method: 'POST', path: '/predict/category', repeatable: true },
  predictAmount: { method: 'POST', path: '/predict/amount', repeatable: true },
  predictAnomaly: { method: 'POST', path: '/predict/anomaly', repeatable: true },
  predictBatch: { method: 'POST', path: '/predict/batch', repeatable: true },
  forecastCashflow: { method: 'POST', path: '/forecast/cashflow', repeatable: true },
  authToken: { method: 'POST', path: '/auth/token', repeatable: false },
  authRevoke: { method: 'POST', path: '/auth/revoke', repeatable: false },
};

/** Method and path, for messages. */
export function nameOf({ method, path }: Endpoint): string {
  return `${method} ${path}`;
}
