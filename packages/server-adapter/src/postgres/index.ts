/**
 * State and limits that several processes share in a PostgreSQL database.
 *
 * @module
 */
export { postgresRateLimiter, postgresStore } from './postgres-store.js';
