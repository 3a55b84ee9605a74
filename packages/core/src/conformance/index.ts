/**
 * What every implementation of a pluggable interface must do, as cases that any test runner can run.
 *
 * @module
 */
export { artifactStoreConformance } from './artifact-store.js';
export type { ConformanceCase, Create, Patience } from './conformance.js';
export { databaseConformance } from './database/database.js';
export { keyValueStoreConformance } from './key-value-store.js';
export { type QueueConformanceOptions, queueConformance } from './queue.js';
export { type TransactionSourceFixture, transactionSourceConformance } from './transaction-source.js';
