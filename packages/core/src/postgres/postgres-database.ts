import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, ClientBase, Pool, QueryConfig } from 'pg';
import type { CopyStreamQuery } from 'pg-copy-streams';
import { type CopyRows, copyChunks } from '../sql/copy-text.js';
import { databaseError } from '../sql/database-error.js';
import { copyStatement } from '../sql/identifiers.js';
import { namedLocks } from '../sql/named-locks.js';
import { closedError, endingRunner, rolledBackError } from '../sql/runner.js';
import { createScope } from '../sql/scope.js';
import { toSqlText } from '../sql/values.js';
import type { Database, QueryResult, QueryRunner, SqlValue } from '../storage/database.js';

/** What a database needs of the driver. */
export interface PostgresDriver {
  readonly pool: Pool;
  /** A connection beside the pool. */
  createClient(): Client;
  copyFrom(statement: string): CopyStreamQuery;
}

/** Characters of COPY input that are sent at once. */
const chunkLength = 65_536;
const changingCommands: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY']);

/** A pool of connections as a {@link Database}. */
export function postgresDatabase({ pool, createClient, copyFrom }: PostgresDriver): Database {
  const scope = createScope();
  const locked = namedLocks();
  let closing: Promise<void> | undefined;

  function checkUsable(): void {
    if (closing) throw closedError();
    scope.refuseInTransaction();
  }

  function runnerOn(client: ClientBase): QueryRunner {
    return {
      query: (sql, parameters) => runQuery(client, sql, parameters),
      copyInto: (table, columns, rows) =>
        copy(client, copyFrom(copyStatement(table, columns, 'STDIN')), rows),
    };
  }

  async function transaction<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    checkUsable();
    return withClient(pool, async (client) => {
      await runQuery(client, 'BEGIN');
      const { runner, end } = endingRunner(runnerOn(client));
      let result: T;
      try {
        result = await scope.inTransaction(() => work(runner));
      } catch (error) {
        end();
        await rollBack(client);
        throw error;
      }
      end();
      if ((await runQuery(client, 'COMMIT')).command === 'ROLLBACK') throw rolledBackError();
      return result;
    });
  }

  async function holdingLock<T>(lockName: string, work: () => Promise<T>): Promise<T> {
    // A connection of its own: were it one of the pool, many locks could leave none for the work itself.
    const client = createClient();
    // A lost connection is found out by the statement that unlocks; without a listener it would end the process.
    client.on('error', () => {});
    try {
      await connect(client);
      await runQuery(client, 'SELECT pg_advisory_lock(hashtextextended($1, 0))', [lockName]);
      const result = await work();
      // Fails if the connection, and with it the lock, was lost meanwhile.
      await runQuery(client, 'SELECT pg_advisory_unlock(hashtextextended($1, 0))', [lockName]);
      return result;
    } finally {
      // Ends the lock too if the work failed. A connection that cannot be ended properly is gone already.
      await client.end().catch(() => {});
    }
  }

  return {
    async query(sql, parameters) {
      checkUsable();
      return withClient(pool, (client) => runQuery(client, sql, parameters));
    },
    async copyInto(table, columns, rows) {
      checkUsable();
      return withClient(pool, (client) => runnerOn(client).copyInto(table, columns, rows));
    },
    transaction,
    async exclusive(lockName, work) {
      checkUsable();
      return scope.inLock(lockName, () => locked(lockName, () => holdingLock(lockName, work)));
    },
    async close() {
      scope.refuseInTransaction();
      closing ??= pool.end();
      return closing;
    },
  };
}

/** Lends a connection of the pool. One that broke, or is in an unknown state, is not given back. */
async function withClient<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw databaseError(error);
  });
  let broken: Error | undefined;
  const remember = (error: Error): void => {
    broken = error;
  };
  client.on('error', remember);
  try {
    return await work(client);
  } finally {
    client.off('error', remember);
    client.release(broken);
  }
}

async function runQuery<Row>(
  client: ClientBase,
  text: string,
  parameters: readonly SqlValue[] = [],
): Promise<QueryResult<Row> & { readonly command: string }> {
  // The extended protocol also without parameters: it takes exactly one statement.
  const query: QueryConfig & { readonly queryMode: 'extended' } = {
    text,
    values: parameters.map(toSqlText),
    queryMode: 'extended',
  };
  try {
    const { rows, rowCount, command } = await client.query(query);
    return { rows, command, affected: changingCommands.has(command) ? (rowCount ?? 0) : 0 };
  } catch (error) {
    throw databaseError(error);
  }
}

async function copy(client: ClientBase, stream: CopyStreamQuery, rows: CopyRows): Promise<number> {
  let failure: { readonly error: unknown } | undefined;
  async function* input(): AsyncGenerator<string> {
    try {
      for await (const chunk of copyChunks(rows, chunkLength)) yield chunk.text;
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  try {
    await pipeline(Readable.from(input()), client.query(stream));
    return stream.rowCount;
  } catch (error) {
    throw failure ? failure.error : databaseError(error);
  }
}

async function rollBack(client: ClientBase): Promise<void> {
  try {
    await runQuery(client, 'ROLLBACK');
  } catch {
    // The connection is lost, and with it the transaction: the server rolls back by itself. What the work threw says why.
  }
}

async function connect(client: Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    throw databaseError(error);
  }
}
