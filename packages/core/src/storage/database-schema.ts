import type { Database } from './database.js';

/** What a store keeps in a database. */
export interface DatabaseSchema {
  /** Names the lock under which it is made. */
  readonly name: string;
  /** A query that gives one row with `known`: whether everything is there. */
  readonly isKnown: string;
  /** Make it where it is not there; run in one transaction. */
  readonly statements: readonly string[];
}

/**
 * Makes tables and functions where they are first needed. The answer is remembered; after a failure the next call tries
 * again, since the database may be back by then.
 *
 * @returns Resolves when all is there. Call it before each statement that needs them.
 * @example
 * ```ts
 * import { databaseSchema } from '@titans/core';
 * import { openPostgres } from '@titans/core/postgres';
 *
 * const database = await openPostgres('postgres://localhost/titans');
 * const ready = databaseSchema(database, {
 *   name: 'example.notes',
 *   isKnown: `SELECT to_regclass('notes') IS NOT NULL AS known`,
 *   statements: ['CREATE TABLE IF NOT EXISTS notes (text text NOT NULL)'],
 * });
 * await ready();
 * ```
 */
export function databaseSchema(
  database: Database,
  { name, isKnown, statements }: DatabaseSchema,
): () => Promise<void> {
  let ready: Promise<void> | undefined;

  async function make(): Promise<void> {
    const { rows } = await database.query<{ known: boolean }>(isKnown);
    if (rows[0]?.known === true) return;
    // Two that make a table at once can fail at each other, whatever they say of its existence.
    await database.exclusive(name, () =>
      database.transaction(async (runner) => {
        for (const statement of statements) await runner.query(statement);
      }),
    );
  }

  return () => {
    ready ??= make().catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };
}
