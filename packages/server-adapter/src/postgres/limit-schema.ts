import type { DatabaseSchema } from '@titans/core';

/**
 * Both functions take an array of each: keys, limits, lengths in milliseconds, units, and what fits at once; then whether
 * to take, and the moment, or NULL for the clock of the database. They answer three numbers for each window: remaining,
 * reset and wait, the last two in milliseconds.
 *
 * Whoever asks for the same key waits: an advisory lock of the transaction, taken in one order so that nobody waits in a
 * circle. The commit does not wait for the disk (synchronous_commit): after a crash of the server some of the last
 * second's units may be forgotten.
 */
const signature = `(
  keys text[], limits bigint[], lengths bigint[], charges bigint[], capacities bigint[],
  is_taking boolean, given_moment bigint
) RETURNS bigint[] LANGUAGE plpgsql`;

const beginning = `
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM pg_advisory_xact_lock(locks.id) FROM (
    SELECT DISTINCT hashtextextended(key, 90) AS id FROM unnest(keys) AS asked (key) ORDER BY id
  ) AS locks;
  server_ms := floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  now_ms := coalesce(given_moment, server_ms);`;

/** Expired units of callers who came back go with their next request; those of the others are removed beside. */
const spareMs = 60_000;

const slidingWindow = `CREATE OR REPLACE FUNCTION titans_take_sliding_window_1 ${signature} AS $body$
DECLARE
  server_ms bigint; now_ms bigint; sums bigint[] := '{}'; used bigint[] := '{}'; oldest bigint[] := '{}';
  waits bigint[] := '{}'; answer bigint[] := '{}'; is_admitted boolean := true; wait bigint;
  newest record; earliest record; excess bigint; spent bigint;
BEGIN
  ${beginning}
  FOR i IN 1 .. cardinality(keys) LOOP
    SELECT at, total INTO newest FROM titans_rate_limit_log WHERE key = keys[i] ORDER BY at DESC LIMIT 1;
    IF newest.at > now_ms THEN
      -- The clock was set back: what was used later than now counts as used now.
      WITH later AS (
        DELETE FROM titans_rate_limit_log WHERE key = keys[i] AND at > now_ms RETURNING units
      )
      INSERT INTO titans_rate_limit_log AS held (key, at, units, total, expires_at)
        SELECT keys[i], now_ms, sum(units), newest.total, server_ms + lengths[i] + ${spareMs} FROM later
        ON CONFLICT (key, at) DO UPDATE SET units = held.units + excluded.units, total = excluded.total;
    END IF;
    SELECT at, units, total INTO earliest FROM titans_rate_limit_log
      WHERE key = keys[i] AND at > now_ms - lengths[i] ORDER BY at LIMIT 1;
    spent := coalesce(newest.total - earliest.total + earliest.units, 0);
    excess := spent + charges[i] - limits[i];
    wait := 0;
    IF excess > 0 THEN
      is_admitted := false;
      SELECT at + lengths[i] - now_ms INTO wait FROM titans_rate_limit_log
        WHERE key = keys[i] AND at > now_ms - lengths[i] AND total >= newest.total - spent + excess
        ORDER BY at LIMIT 1;
    END IF;
    sums := sums || coalesce(newest.total, 0); used := used || spent;
    oldest := oldest || earliest.at; waits := waits || coalesce(wait, 0);
  END LOOP;
  FOR i IN 1 .. cardinality(keys) LOOP
    IF is_admitted AND is_taking THEN
      INSERT INTO titans_rate_limit_log AS held (key, at, units, total, expires_at)
        VALUES (keys[i], now_ms, charges[i], sums[i] + charges[i], server_ms + lengths[i] + ${spareMs})
        ON CONFLICT (key, at) DO UPDATE SET units = held.units + excluded.units, total = excluded.total;
      DELETE FROM titans_rate_limit_log WHERE key = keys[i] AND at <= now_ms - lengths[i];
      used[i] := used[i] + charges[i];
      oldest[i] := coalesce(oldest[i], now_ms);
    END IF;
    answer := answer || ARRAY[
      limits[i] - used[i],
      CASE WHEN used[i] > 0 THEN oldest[i] + lengths[i] - now_ms ELSE 0 END,
      waits[i]
    ];
  END LOOP;
  RETURN answer;
END $body$`;

const tokenBucket = `CREATE OR REPLACE FUNCTION titans_take_token_bucket_1 ${signature} AS $body$
DECLARE
  server_ms bigint; now_ms bigint; lacks bigint[] := '{}'; waits bigint[] := '{}'; answer bigint[] := '{}';
  is_admitted boolean := true; lack bigint; excess bigint; bucket record; remaining bigint;
BEGIN
  ${beginning}
  FOR i IN 1 .. cardinality(keys) LOOP
    SELECT missing, at INTO bucket FROM titans_rate_limit_buckets WHERE key = keys[i];
    IF bucket.at > now_ms THEN
      -- The clock was set back: what was lacking later than now is lacking now.
      UPDATE titans_rate_limit_buckets SET at = now_ms WHERE key = keys[i];
      bucket.at := now_ms;
    END IF;
    -- The time is cut off where the bucket is full for certain, so that the product has room.
    lack := greatest(0, coalesce(bucket.missing
      - least(now_ms - bucket.at, bucket.missing / limits[i] + 1) * limits[i], 0));
    excess := lack - (capacities[i] - charges[i]) * lengths[i];
    IF excess > 0 THEN is_admitted := false; END IF;
    lacks := lacks || lack;
    waits := waits || CASE WHEN excess > 0 THEN (excess + limits[i] - 1) / limits[i] ELSE 0 END;
  END LOOP;
  FOR i IN 1 .. cardinality(keys) LOOP
    IF is_admitted AND is_taking THEN
      lacks[i] := lacks[i] + charges[i] * lengths[i];
      INSERT INTO titans_rate_limit_buckets (key, missing, at, expires_at)
        VALUES (keys[i], lacks[i], now_ms, server_ms + lacks[i] / limits[i] + ${spareMs})
        ON CONFLICT (key) DO UPDATE
        SET missing = excluded.missing, at = excluded.at, expires_at = excluded.expires_at;
    END IF;
    remaining := (capacities[i] * lengths[i] - lacks[i]) / lengths[i];
    answer := answer || ARRAY[
      remaining,
      CASE WHEN lacks[i] > 0
        THEN (lacks[i] - (capacities[i] - remaining - 1) * lengths[i] + limits[i] - 1) / limits[i] ELSE 0 END,
      waits[i]
    ];
  END LOOP;
  RETURN answer;
END $body$`;

/** Tables and functions of limits. The functions carry a number: processes of two releases may use one database. */
export const limitSchema: DatabaseSchema = {
  name: 'titans.rate-limits',
  isKnown: `SELECT count(*) = 2 AS known FROM pg_proc
    WHERE proname IN ('titans_take_sliding_window_1', 'titans_take_token_bucket_1') AND pg_function_is_visible(oid)`,
  statements: [
    `CREATE TABLE IF NOT EXISTS titans_rate_limit_log (
      key text COLLATE "C" NOT NULL,
      at bigint NOT NULL,
      units bigint NOT NULL,
      total bigint NOT NULL,
      expires_at bigint NOT NULL,
      PRIMARY KEY (key, at)
    )`,
    // Rows come in about the order in which they expire, so an index of ranges does, and costs nearly nothing.
    `CREATE INDEX IF NOT EXISTS titans_rate_limit_log_expiry ON titans_rate_limit_log USING brin (expires_at)`,
    `CREATE TABLE IF NOT EXISTS titans_rate_limit_buckets (
      key text COLLATE "C" PRIMARY KEY,
      missing bigint NOT NULL,
      at bigint NOT NULL,
      expires_at bigint NOT NULL
    ) WITH (fillfactor = 60)`,
    slidingWindow,
    tokenBucket,
  ],
};

/** Asks one of the two functions. */
export const takeSql: Readonly<Record<'sliding-window' | 'token-bucket', string>> = {
  'sliding-window': callOf('titans_take_sliding_window_1'),
  'token-bucket': callOf('titans_take_token_bucket_1'),
};

function callOf(name: string): string {
  return `SELECT ${name}($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean, $7::bigint)
    AS measures`;
}

/** $1 a table's rows removed at most. What another process works on is left to the next time. */
export const removeExpiredSql: readonly string[] = ['titans_rate_limit_log', 'titans_rate_limit_buckets'].map(
  (table) => `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE expires_at < floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
    LIMIT $1 FOR UPDATE SKIP LOCKED))`,
);
