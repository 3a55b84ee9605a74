import type { DatabaseSchema } from './database-schema.js';

/** The table of {@link databaseKeyValueStore}. */
export const keyValueSchema: DatabaseSchema = {
  name: 'titans.key-values',
  isKnown: `SELECT to_regclass('titans_key_values') IS NOT NULL AS known`,
  statements: [
    `CREATE TABLE IF NOT EXISTS titans_key_values (
      key text COLLATE "C" PRIMARY KEY,
      value text NOT NULL,
      version text COLLATE "C" NOT NULL,
      expires_at timestamptz
    ) WITH (fillfactor = 80)`,
    `CREATE INDEX IF NOT EXISTS titans_key_values_expiry ON titans_key_values (expires_at)
      WHERE expires_at IS NOT NULL`,
  ],
};

// The time of the statement, not of each evaluation: a value must not expire between two parts of one statement.
const isExpired = 'held.expires_at <= statement_timestamp()';
const isLive = '(held.expires_at IS NULL OR held.expires_at > statement_timestamp())';
const inMilliseconds = (parameter: string): string =>
  `statement_timestamp() + ${parameter}::double precision * interval '1 millisecond'`;

const insert = `INSERT INTO titans_key_values AS held (key, value, version, expires_at)
  VALUES ($1, $2, $3, ${inMilliseconds('$4')})`;
const overwrite = `ON CONFLICT (key) DO UPDATE
  SET value = excluded.value, version = excluded.version, expires_at = excluded.expires_at`;

/** $1 the key. */
export const getSql: string = `SELECT value, version FROM titans_key_values AS held WHERE key = $1 AND ${isLive}`;

/** $1 the key, $2 the value, $3 its version, $4 its time to live or NULL. */
export const setSql: string = `${insert} ${overwrite}`;

/** The same parameters; `replace` takes the expected version as $5. */
export const compareAndSetSql: { readonly create: string; readonly replace: string } = {
  create: `${insert} ${overwrite} WHERE ${isExpired}`,
  replace: `UPDATE titans_key_values AS held
    SET value = $2, version = $3, expires_at = ${inMilliseconds('$4')}
    WHERE key = $1 AND version = $5 AND ${isLive}`,
};

/** $1 the key, $2 what is added, $3 the version, $4 the time to live of a new counter. No row: it cannot be added. */
export const incrementSql: string = `INSERT INTO titans_key_values AS held (key, value, version, expires_at)
  VALUES ($1, $2::bigint::text, $3, ${inMilliseconds('$4')})
  ON CONFLICT (key) DO UPDATE SET
    value = CASE WHEN ${isExpired} THEN excluded.value ELSE (held.value::bigint + $2::bigint)::text END,
    version = excluded.version,
    expires_at = CASE WHEN ${isExpired} THEN excluded.expires_at ELSE held.expires_at END
  WHERE CASE
    WHEN ${isExpired} THEN true
    WHEN held.value ~ '^-?[0-9]{1,16}$' THEN abs(held.value::bigint + $2::bigint) <= 9007199254740991
    ELSE false END
  RETURNING value`;

/** $1 the key. */
export const deleteSql: string = `DELETE FROM titans_key_values AS held WHERE key = $1 RETURNING ${isLive} AS "isLive"`;

/** $1 how many at most. Rows that others work on are left to the next time. */
export const removeExpiredSql: string = `DELETE FROM titans_key_values WHERE key IN (
  SELECT key FROM titans_key_values WHERE expires_at <= statement_timestamp()
  ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)`;
