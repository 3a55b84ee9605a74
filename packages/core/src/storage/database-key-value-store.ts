import { sha256Hex } from '../artifact/sha256.js';
import type { Database, QueryResult, SqlValue } from './database.js';
import { databaseSchema } from './database-schema.js';
import {
  compareAndSetSql,
  deleteSql,
  getSql,
  incrementSql,
  keyValueSchema,
  removeExpiredSql,
  setSql,
} from './key-value-sql.js';
import type { KeyValueStore } from './key-value-store.js';
import { asStoreError, closedStoreError, counterError, requireKey, ttlMsOf } from './store-arguments.js';
import { fromStoredText, toStoredText } from './stored-text.js';
import { versionSource } from './version-source.js';

/** More than twice as many are removed as are written, so that what has expired cannot pile up. */
const writesBetweenCleanings = 400;
const maxRemovedAtOnce = 1_000;
const cleaningIntervalMs = 60_000;
/** An entry of an index must stay below 2,704 bytes; three bytes for each of these at most. */
const longestPlainKey = 600;
const hashMark = '\u0001';

/**
 * Keeps small state in the table `titans_key_values` of a PostgreSQL database, embedded or on a server, which is made
 * when it is first needed. Several processes may use it. Each method is one statement; values expire by the clock of
 * the database. What has expired is removed beside the writes, a thousand at once at most. Closing the store leaves the
 * database open.
 *
 * @throws TitansError from its methods: `KEY_INVALID` and `INVALID_ARGUMENT` as {@link memoryKeyValueStore},
 * `STORE_UNAVAILABLE` after `close` and where the database cannot be used.
 * @example
 * ```ts
 * import { databaseKeyValueStore } from '@titans/core';
 * import { openPostgres } from '@titans/core/postgres';
 *
 * const store = databaseKeyValueStore(await openPostgres('postgres://localhost/titans'));
 * await store.increment('attempts:10.0.0.7', 1, { ttlMs: 300_000 });
 * ```
 */
export function databaseKeyValueStore(database: Database): KeyValueStore {
  const ready = databaseSchema(database, keyValueSchema);
  const nextVersion = versionSource();
  let writes = 0;
  let lastCleaning = performance.now();
  let cleaning: Promise<void> | undefined;
  let isClosed = false;

  async function run<Row>(sql: string, key: string, ...parameters: SqlValue[]): Promise<QueryResult<Row>> {
    if (isClosed) throw closedStoreError();
    requireKey(key);
    try {
      await ready();
      return await database.query<Row>(sql, [await storedKey(key), ...parameters]);
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async function write<Row>(sql: string, key: string, ...parameters: SqlValue[]): Promise<QueryResult<Row>> {
    const result = await run<Row>(sql, key, ...parameters);
    const isDue =
      ++writes >= writesBetweenCleanings || performance.now() - lastCleaning >= cleaningIntervalMs;
    if (isDue && cleaning === undefined && !isClosed) cleaning = removeExpired();
    return result;
  }

  async function removeExpired(): Promise<void> {
    writes = 0;
    lastCleaning = performance.now();
    try {
      await database.query(removeExpiredSql, [maxRemovedAtOnce]);
    } catch {
      // The next cleaning removes it: what has expired is never given out meanwhile.
    } finally {
      cleaning = undefined;
    }
  }

  return {
    async get(key) {
      const { rows } = await run<{ value: string; version: string }>(getSql, key);
      const [row] = rows;
      return row === undefined ? null : { value: fromStoredText(row.value), version: row.version };
    },
    async set(key, value, options = {}) {
      await write(setSql, key, toStoredText(value), nextVersion(), ttlMsOf(options));
    },
    async compareAndSet(key, expected, value, options = {}) {
      const { create, replace } = compareAndSetSql;
      const given = [toStoredText(value), nextVersion(), ttlMsOf(options)];
      const { affected } =
        expected === null
          ? await write(create, key, ...given)
          : await write(replace, key, ...given, expected);
      return affected === 1;
    },
    async increment(key, by, options = {}) {
      if (!Number.isSafeInteger(by)) throw counterError();
      const { rows } = await write<{ value: string }>(incrementSql, key, by, nextVersion(), ttlMsOf(options));
      if (rows[0] === undefined) throw counterError();
      return Number(rows[0].value);
    },
    async delete(key) {
      const { rows } = await run<{ isLive: boolean }>(deleteSql, key);
      return rows[0]?.isLive === true;
    },
    async close() {
      isClosed = true;
      await cleaning;
    },
  };
}

/** Long keys are kept as their hash, and so are keys that look like one. */
async function storedKey(key: string): Promise<string> {
  if (key.length <= longestPlainKey && !key.startsWith(hashMark)) return key;
  return hashMark + (await sha256Hex(key));
}
