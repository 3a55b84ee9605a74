import type { RouteName } from '@titans/core/contract';

/** A route as a client sees it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces. */
  readonly path: `/${string}`;
  /**
   * Whether a call may be sent again: `safe` ones change nothing, `key` ones carry an idempotency key so that their effect
   * happens once, `none` are sent once.
   */
  readonly idempotency: 'safe' | 'key' | 'none';
}

const get = (path: Endpoint['path']): Endpoint => ({ method: 'GET', path, idempotency: 'safe' });
const once = (path: Endpoint['path']): Endpoint => ({ method: 'POST', path, idempotency: 'none' });
const ask = (path: Endpoint['path']): Endpoint => ({ method: 'POST', path, idempotency: 'safe' });
const change = (path: Endpoint['path']): Endpoint => ({ method: 'POST', path, idempotency: 'key' });
const remove = (path: Endpoint['path']): Endpoint => ({ method: 'DELETE', path, idempotency: 'safe' });

/**
 * Every route that has a method: all but the page for people. Written out rather than read from the contract's table,
 * which would bring every request schema into the client; the tests hold the two together.
 */
export const endpoints: { readonly [Name in Exclude<RouteName, 'docs'>]: Endpoint } = {
  root: get('/'),
  health: get('/health'),
  healthLive: get('/health/live'),
  healthReady: get('/health/ready'),
  healthStartup: get('/health/startup'),
  openapi: get('/openapi.json'),
  metrics: get('/metrics'),
  predictCategory: ask('/predict/category'),
  predictAmount: ask('/predict/amount'),
  predictAnomaly: ask('/predict/anomaly'),
  predictBatch: ask('/predict/batch'),
  predictStream: ask('/predict/stream'),
  explain: ask('/explain'),
  jobCreate: change('/jobs'),
  jobStatus: get('/jobs/{job_id}'),
  jobResults: get('/jobs/{job_id}/results'),
  jobCancel: remove('/jobs/{job_id}'),
  forecastCashflow: ask('/forecast/cashflow'),
  recurring: get('/recurring'),
  recurringOf: ask('/recurring'),
  transactionsList: get('/transactions'),
  transactionsImport: change('/transactions'),
  transactionsImportFile: change('/transactions/file'),
  feedbackCorrect: change('/feedback'),
  feedbackList: get('/feedback'),
  feedbackUndo: remove('/feedback/{correction_id}'),
  modelsStatus: get('/models'),
  modelInfo: get('/models/{task}'),
  modelVersions: get('/models/versions'),
  modelHistory: get('/models/history'),
  modelPromote: change('/models/promote'),
  modelRollback: change('/models/rollback'),
  modelReload: change('/models/reload'),
  drift: ask('/drift'),
  authToken: once('/auth/token'),
  authRevoke: ask('/auth/revoke'),
  keysList: get('/keys'),
  keysCreate: once('/keys'),
  keysRotate: once('/keys/{key_id}/rotate'),
  keysRevoke: remove('/keys/{key_id}'),
  events: get('/events'),
};

/** Method and path, for messages. */
export function nameOf({ method, path }: Endpoint): string {
  return `${method} ${path}`;
}

/** State of now: what fails now is the answer, and is not asked again. */
export function isHealth({ path }: Endpoint): boolean {
  return path.startsWith('/health');
}

/** The path with its parameters filled in. */
export function pathOf({ path }: Endpoint, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
