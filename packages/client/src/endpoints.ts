import type { Endpoint } from './endpoint.js';

const get = (path: Endpoint['path']): Endpoint => ({ method: 'GET', path, idempotency: 'safe' });
const once = (path: Endpoint['path']): Endpoint => ({ method: 'POST', path, idempotency: 'none' });
const ask = (path: Endpoint['path']): Endpoint => ({ method: 'POST', path, idempotency: 'safe' });
const change = (path: Endpoint['path']): Endpoint => ({ method: 'POST', path, idempotency: 'key' });
const remove = (path: Endpoint['path']): Endpoint => ({ method: 'DELETE', path, idempotency: 'safe' });

// Every route that has a method: all but the page for people. Written out rather than read from the contract's table,
// which would bring every request schema into the client, and each on its own, so that a bundle shortens their names; the
// tests hold them and the contract together.

export const root: Endpoint = get('/');
export const health: Endpoint = get('/health');
export const healthLive: Endpoint = get('/health/live');
export const healthReady: Endpoint = get('/health/ready');
export const healthStartup: Endpoint = get('/health/startup');
export const openapi: Endpoint = get('/openapi.json');
export const metrics: Endpoint = get('/metrics');
export const predictCategory: Endpoint = ask('/predict/category');
export const predictAmount: Endpoint = ask('/predict/amount');
export const predictAnomaly: Endpoint = ask('/predict/anomaly');
export const predictBatch: Endpoint = ask('/predict/batch');
export const predictStream: Endpoint = ask('/predict/stream');
export const explain: Endpoint = ask('/explain');
export const jobCreate: Endpoint = change('/jobs');
export const jobStatus: Endpoint = get('/jobs/{job_id}');
export const jobResults: Endpoint = get('/jobs/{job_id}/results');
export const jobCancel: Endpoint = remove('/jobs/{job_id}');
export const forecastCashflow: Endpoint = ask('/forecast/cashflow');
export const recurring: Endpoint = get('/recurring');
export const recurringOf: Endpoint = ask('/recurring');
export const transactionsList: Endpoint = get('/transactions');
export const transactionsImport: Endpoint = change('/transactions');
export const transactionsImportFile: Endpoint = change('/transactions/file');
export const feedbackCorrect: Endpoint = change('/feedback');
export const feedbackList: Endpoint = get('/feedback');
export const feedbackUndo: Endpoint = remove('/feedback/{correction_id}');
export const feedbackRelease: Endpoint = change('/feedback/{correction_id}/release');
export const modelsStatus: Endpoint = get('/models');
export const modelInfo: Endpoint = get('/models/{task}');
export const modelPerformance: Endpoint = get('/models/{task}/performance');
export const modelVersions: Endpoint = get('/models/versions');
export const modelHistory: Endpoint = get('/models/history');
export const modelPromote: Endpoint = change('/models/promote');
export const modelRollback: Endpoint = change('/models/rollback');
export const modelReload: Endpoint = change('/models/reload');
export const drift: Endpoint = ask('/drift');
export const experimentsList: Endpoint = get('/experiments');
export const experimentStatus: Endpoint = get('/experiments/{experiment_id}');
export const experimentStart: Endpoint = change('/experiments');
export const experimentStop: Endpoint = change('/experiments/{experiment_id}/stop');
export const experimentConclude: Endpoint = change('/experiments/{experiment_id}/conclude');
export const authToken: Endpoint = once('/auth/token');
export const authRevoke: Endpoint = ask('/auth/revoke');
export const keysList: Endpoint = get('/keys');
export const keysCreate: Endpoint = once('/keys');
export const keysRotate: Endpoint = once('/keys/{key_id}/rotate');
export const keysRevoke: Endpoint = remove('/keys/{key_id}');
export const events: Endpoint = get('/events');
