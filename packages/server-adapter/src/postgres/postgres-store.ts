import {
  type Database,
  databaseKeyValueStore,
  databaseSchema,
  isTitansError,
  TitansError,
} from '@titans/core';
import type { RateLimiter, RateLimiterSettings } from '../limits/rate-limiter.js';
import { remoteRateLimiter, type WindowQuestion } from '../limits/remote-rate-limiter.js';
import type { SharedStore } from '../limits/shared-store.js';
import { limitSchema, removeExpiredSql, takeSql } from './limit-schema.js';

/** More are removed than decisions can leave behind. */
const decisionsBetweenCleanings = 200;
const maxRemovedAtOnce = 2_000;
const cleaningIntervalMs = 60_000;

/**
 * State and limits that several processes share in a PostgreSQL database; in an embedded one, those of this process
 * outlive it. The tables are made when they are first needed. Closing the store leaves the database open.
 *
 * @throws TitansError from its methods: `STORE_UNAVAILABLE` while the database cannot be used.
 * @example
 * ```ts
 * import { openPostgres } from '@titans/core/postgres';
 * import { createTitans } from '@titans/server-adapter';
 * import { postgresStore } from '@titans/server-adapter/postgres';
 *
 * const database = await openPostgres(process.env.TITANS_DATABASE_URL ?? 'postgres://localhost/titans');
 * const titans = await createTitans({
 *   models: './models',
 *   auth: { apiKeys: process.env.TITANS_API_KEYS },
 *   store: postgresStore(database),
 * });
 * ```
 */
export function postgresStore(database: Database): SharedStore {
  return {
    ...databaseKeyValueStore(database),
    rateLimiter: (settings) => postgresRateLimiter(database, settings),
  };
}

/**
 * Limits that several processes share in a PostgreSQL database. A decision is one statement and one round trip, by the
 * clock of the database: 0.5 ms on one machine, and some 3,000 decisions a second over ten connections (two windows). A
 * sliding window keeps one row per admitted request and window, a token bucket one row per window. Requests of one caller
 * wait for each other; where limits are asked thousands of times a second, Redis is the better place.
 *
 * @throws TitansError `CONFIG_INVALID` for settings that are none; from its methods `STORE_UNAVAILABLE` while the database
 * cannot be used.
 */
export function postgresRateLimiter(database: Database, settings: RateLimiterSettings): RateLimiter {
  const ready = databaseSchema(database, limitSchema);
  let decisions = 0;
  let lastCleaning = performance.now();
  let isCleaning = false;

  async function removeExpired(): Promise<void> {
    isCleaning = true;
    decisions = 0;
    lastCleaning = performance.now();
    try {
      for (const sql of removeExpiredSql) await database.query(sql, [maxRemovedAtOnce]);
    } catch {
      // The next cleaning removes it: what has expired is never counted meanwhile.
    } finally {
      isCleaning = false;
    }
  }

  return remoteRateLimiter(settings, ({ algorithm }) => async ({ questions, isTaking, now }) => {
    try {
      await ready();
      const { rows } = await database.query<{ measures: string }>(takeSql[algorithm], [
        textArray(questions.map(({ key }) => key)),
        ...columnsOf(questions),
        isTaking,
        now,
      ]);
      const isDue =
        ++decisions >= decisionsBetweenCleanings || performance.now() - lastCleaning >= cleaningIntervalMs;
      if (isDue && !isCleaning) void removeExpired();
      return (rows[0]?.measures ?? '').slice(1, -1).split(',').map(Number);
    } catch (error) {
      throw isTitansError(error, 'DATABASE_UNAVAILABLE')
        ? new TitansError('STORE_UNAVAILABLE', error.message, { cause: error })
        : error;
    }
  });
}

/** Limits, lengths, units and capacities, as arrays of PostgreSQL. */
function columnsOf(questions: readonly WindowQuestion[]): readonly string[] {
  const column = (numberOf: (question: WindowQuestion) => number): string =>
    `{${questions.map(numberOf).join(',')}}`;
  return [
    column(({ window }) => window.limit),
    column(({ window }) => window.windowMs),
    column(({ units }) => units),
    column(({ window }) => window.capacity),
  ];
}

/** Texts as an array of PostgreSQL (manual, "Array Input and Output Syntax"). */
function textArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
