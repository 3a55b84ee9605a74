/**
 * PostgreSQL embedded in the process. Needs the optional package `@electric-sql/pglite`.
 *
 * @module
 */
export { openPGlite } from './open-pglite.js';
