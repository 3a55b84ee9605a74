import type { QueryRunner, SqlValue } from '@titans/core';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';

/**
 * Kysely over a query runner: statements are built and typed by Kysely and run by the runner. Transactions are those
 * of the `Database` that gave the runner, so Kysely's own are refused.
 */
export function kyselyOf<Tables>(runner: QueryRunner): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new LocklessAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createDriver: () => runnerDriver(runner),
  };
  return new Kysely<Tables>({ dialect });
}

/**
 * Migrations run under the exclusive lock of the `Database`. Kysely's own, a lock of the session, could not be given
 * back in a transaction that has failed, and would hide why it failed.
 */
class LocklessAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

function runnerDriver(runner: QueryRunner): Driver {
  async function execute<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affected } = await runner.query<Row>(
      compiled.sql,
      compiled.parameters as readonly SqlValue[],
    );
    return { rows: [...rows], numAffectedRows: BigInt(affected) };
  }
  const connection: DatabaseConnection = {
    executeQuery: execute,
    async *streamQuery<Row>(compiled: CompiledQuery): AsyncGenerator<QueryResult<Row>> {
      yield await execute<Row>(compiled);
    },
  };
  const refuse = async (): Promise<never> => {
    throw new Error('Use the transaction of the Database.');
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  };
}
