import type { PGlite, Transaction } from '@electric-sql/pglite';
import { type CopyRows, copyChunks } from '../sql/copy-text.js';
import { databaseError } from '../sql/database-error.js';
import { copyStatement } from '../sql/identifiers.js';
import { namedLocks } from '../sql/named-locks.js';
import { closedError, endingRunner, rolledBackError } from '../sql/runner.js';
import { createScope } from '../sql/scope.js';
import { readerOf, toSqlText } from '../sql/values.js';
import type { Database, QueryResult, QueryRunner, SqlValue } from '../storage/database.js';
import type { Unlock } from './directory-lock.js';

/** PGlite reads COPY input from memory, so it is handed over in pieces of this many characters. */
const chunkLength = 8_000_000;

/** An open PGlite as a {@link Database}. PGlite runs one statement or transaction at a time; others wait in it. */
export async function pgliteDatabase(pglite: PGlite, unlock: Unlock): Promise<Database> {
  await useOwnConversions(pglite);
  const scope = createScope();
  const locked = namedLocks();
  let closing: Promise<void> | undefined;

  function checkUsable(): void {
    if (closing) throw closedError();
    scope.refuseInTransaction();
  }

  function runnerOn(connection: Pick<Transaction, 'query'>): QueryRunner {
    return {
      async query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult<Row>> {
        try {
          const result = await connection.query<Row>(sql, parameters.map(toSqlText));
          return { rows: result.rows, affected: result.affectedRows ?? 0 };
        } catch (error) {
          throw databaseError(error);
        }
      },
      copyInto: (table, columns, rows) => copy(connection, table, columns, rows),
    };
  }

  async function transaction<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    checkUsable();
    let failure: { readonly error: unknown } | undefined;
    try {
      return await pglite.transaction(async (connection) => {
        const { runner, end } = endingRunner(runnerOn(connection));
        try {
          return await scope.inTransaction(() => work(runner));
        } catch (error) {
          failure = { error };
          throw error;
        } finally {
          end();
        }
      });
    } catch (error) {
      if (failure) throw failure.error;
      throw isAborted(error) ? rolledBackError(error) : databaseError(error);
    }
  }

  return {
    async query(sql, parameters) {
      checkUsable();
      return runnerOn(pglite).query(sql, parameters);
    },
    copyInto: (table, columns, rows) => transaction((runner) => runner.copyInto(table, columns, rows)),
    transaction,
    async exclusive(lockName, work) {
      checkUsable();
      // One process has the directory, so a lock within the process is a lock of the database.
      return scope.inLock(lockName, () => locked(lockName, work));
    },
    async close() {
      scope.refuseInTransaction();
      closing ??= pglite.close().finally(unlock);
      return closing;
    },
  };
}

async function copy(
  connection: Pick<Transaction, 'query'>,
  table: string,
  columns: readonly string[],
  rows: CopyRows,
): Promise<number> {
  const statement = copyStatement(table, columns, "'/dev/blob'");
  let loaded = 0;
  for await (const chunk of copyChunks(rows, chunkLength)) {
    try {
      await connection.query(statement, [], { blob: new Blob([chunk.text]) });
    } catch (error) {
      throw databaseError(error, loaded);
    }
    loaded += chunk.rows;
  }
  return loaded;
}

/** PGlite converts values by their type; here every parameter is text already, and results are read by our readers. */
async function useOwnConversions(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ oid: number }>('SELECT oid FROM pg_catalog.pg_type');
  for (const { oid } of rows) {
    pglite.parsers[oid] = readerOf(oid);
    pglite.serializers[oid] = String;
  }
}

/** Whether PGlite found at the commit that the transaction had failed before. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25P02';
}
