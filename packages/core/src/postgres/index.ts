/**
 * A PostgreSQL server. Needs the optional packages `pg` and `pg-copy-streams`.
 *
 * @module
 */
export { openPostgres } from './open-postgres.js';
export type { PostgresOptions } from './postgres-options.js';
