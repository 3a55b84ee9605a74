/**
 * Worker threads of Node for fits that take long: `workerPool`.
 *
 * @module
 */
export { type ClosableWorkerPool, type WorkerPoolOptions, workerPool } from './worker-pool.js';
