import type { RouteContract, RouteName } from '@titans/core/contract';

/** What a call needs to know of its route. */
export interface Endpoint {
  readonly method: RouteContract['method'];
  readonly path: RouteContract['path'];
  /**
   * Whether a failed request is sent again: where that does no harm, which is so for reading, and for predictions and
   * forecasts, which are pure; but not for health, where the failure is the answer.
   */
  readonly repeatable: boolean;
}

/**
 * The contract's routes that have a method: all but the page for people. Written out rather than read from the
 * contract's table, which would bring every request schema into the client; the tests hold the two together.
 */
export const endpoints: { readonly [Name in Exclude<RouteName, 'docs'>]: Endpoint } = {
  root: { method: 'GET', path: '/', repeatable: true },
  health: { method: 'GET', path: '/health', repeatable: false },
  healthLive: { method: 'GET', path: '/health/live', repeatable: false },
  healthReady: { method: 'GET', path: '/health/ready', repeatable: false },
  healthStartup: { method: 'GET', path: '/health/startup', repeatable: false },
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
