import { type Database, isTitansError, TitansError } from '@titans/core';
import { type Migration, type MigrationResultSet, Migrator } from 'kysely';
import { kyselyOf } from './kysely-dialect.js';
import { transactionsMigration } from './migrations/001-transactions.js';
import { runsMigration } from './migrations/002-runs.js';
import { decisionsMigration } from './migrations/003-decisions.js';
import type { WarehouseTables } from './tables.js';

/** Migrations in the order of their names; one that has been released is never changed. */
const migrations: Readonly<Record<string, Migration>> = {
  '001-transactions': transactionsMigration,
  '002-runs': runsMigration,
  '003-decisions': decisionsMigration,
};

/** A migration, and when it was applied. */
export interface MigrationStatus {
  readonly name: string;
  /** ISO 8601, UTC; `null` if it was not applied. */
  readonly appliedAt: string | null;
}

const lockName = 'titans.migrations';

/**
 * Applies the migrations that are missing, all or none, under a lock, so that several processes may start at once.
 *
 * @returns The names of those applied.
 * @throws TitansError `MIGRATION_FAILED`; the database is then as it was.
 */
export async function migrateUp(database: Database): Promise<readonly string[]> {
  return run(database, (migrator) => migrator.migrateToLatest());
}

/**
 * Takes back the newest migration with everything its tables hold, under the same lock.
 *
 * @returns Its name, or nothing if there was none.
 * @throws TitansError `MIGRATION_FAILED`; the database is then as it was.
 */
export async function migrateDown(database: Database): Promise<readonly string[]> {
  return run(database, (migrator) => migrator.migrateDown());
}

/** Every migration of this release, in order. */
export async function migrationStatus(database: Database): Promise<readonly MigrationStatus[]> {
  const migrator = migratorOn(database);
  const known = await migrator.getMigrations();
  return known.map(({ name, executedAt }) => ({ name, appliedAt: executedAt?.toISOString() ?? null }));
}

async function run(
  database: Database,
  direction: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<readonly string[]> {
  return database.exclusive(lockName, () =>
    database.transaction(async (runner) => {
      const { error, results = [] } = await direction(migratorOn(runner));
      if (error !== undefined) {
        const failed = results.find(({ status }) => status === 'Error')?.migrationName;
        const reason = error instanceof Error ? error.message : String(error);
        throw new TitansError(
          'MIGRATION_FAILED',
          `The migration ${failed ?? 'of the warehouse'} failed, and nothing was changed: ${reason}`,
          {
            details: { migration: failed, reason: isTitansError(error) ? error.code : undefined },
            cause: error,
          },
        );
      }
      return results.map(({ migrationName }) => migrationName);
    }),
  );
}

function migratorOn(runner: Pick<Database, 'query' | 'copyInto'>): Migrator {
  return new Migrator({
    db: kyselyOf<WarehouseTables>(runner),
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: 'titans_migrations',
    migrationLockTableName: 'titans_migrations_lock',
    disableTransactions: true,
  });
}
