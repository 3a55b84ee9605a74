import type { DatabaseSchema } from './database-schema.js';

/** The table of {@link databaseQueue}. A message is waiting, leased (`leased_until` is to come), or dead (`died_at`). */
export const queueSchema: DatabaseSchema = {
  name: 'titans.queue',
  isKnown: `SELECT to_regclass('titans_queue_messages') IS NOT NULL AS known`,
  statements: [
    `CREATE TABLE IF NOT EXISTS titans_queue_messages (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text COLLATE "C" NOT NULL,
      body text NOT NULL,
      attempt integer NOT NULL DEFAULT 0,
      deduplication_key text COLLATE "C",
      leased_until timestamptz,
      died_at timestamptz
    ) WITH (fillfactor = 80)`,
    `CREATE INDEX IF NOT EXISTS titans_queue_messages_next ON titans_queue_messages (topic, id)
      WHERE died_at IS NULL`,
    `CREATE UNIQUE INDEX IF NOT EXISTS titans_queue_messages_keys
      ON titans_queue_messages (topic, deduplication_key) WHERE died_at IS NULL`,
    `CREATE INDEX IF NOT EXISTS titans_queue_messages_dead ON titans_queue_messages (topic, id)
      WHERE died_at IS NOT NULL`,
  ],
};

const until = (parameter: string): string =>
  `clock_timestamp() + ${parameter}::double precision * interval '1 millisecond'`;

/** $1 the topic, $2 the body, $3 its key or NULL, $4 how many messages the topic holds. */
export const sendSql: string = `WITH waiting AS (
    SELECT count(*) AS messages FROM (
      SELECT 1 FROM titans_queue_messages WHERE topic = $1 AND died_at IS NULL LIMIT $4
    ) AS counted
  ), sent AS (
    INSERT INTO titans_queue_messages (topic, body, deduplication_key)
    SELECT $1, $2, $3 FROM waiting WHERE messages < $4::bigint
    ON CONFLICT (topic, deduplication_key) WHERE died_at IS NULL DO NOTHING
    RETURNING id
  )
  SELECT CASE
    WHEN EXISTS (SELECT FROM sent) THEN 'sent'
    WHEN EXISTS (SELECT FROM titans_queue_messages
      WHERE topic = $1 AND deduplication_key = $3 AND died_at IS NULL) THEN 'dropped'
    WHEN messages >= $4::bigint THEN 'full'
    ELSE 'dropped' END AS outcome
  FROM waiting`;

/** $1 the topic, $2 the length of a lease. What another consumer takes at the same moment is passed over. */
export const takeSql: string = `UPDATE titans_queue_messages SET attempt = attempt + 1, leased_until = ${until('$2')}
  WHERE id = (
    SELECT id FROM titans_queue_messages
    WHERE topic = $1 AND died_at IS NULL AND (leased_until IS NULL OR leased_until <= clock_timestamp())
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING id, body, attempt`;

/** $1 the topic, $2 the message, $3 its attempt, $4 the length of a lease. */
export const renewSql: string = `UPDATE titans_queue_messages SET leased_until = ${until('$4')}
  WHERE topic = $1 AND id = $2 AND attempt = $3 AND leased_until IS NOT NULL`;

const isHeld = 'topic = $1 AND id = $2 AND attempt = $3 AND died_at IS NULL';

/** $1 the topic, $2 the message, $3 its attempt. Another attempt has the message where none is affected. */
export const finishSql: string = `DELETE FROM titans_queue_messages WHERE ${isHeld}`;

/** The same parameters. */
export const repeatSql: string = `UPDATE titans_queue_messages SET leased_until = NULL WHERE ${isHeld}`;

/** Also $4 the attempts that a message has, $5 the dead letters that a topic keeps. */
export const burySql: string = `WITH forgotten AS (
    DELETE FROM titans_queue_messages WHERE id IN (
      SELECT id FROM titans_queue_messages WHERE topic = $1 AND died_at IS NOT NULL
      ORDER BY died_at DESC, id DESC OFFSET $5::bigint - 1
    )
  )
  UPDATE titans_queue_messages
  SET died_at = clock_timestamp(), leased_until = NULL, attempt = least(attempt, $4::integer)
  WHERE ${isHeld}`;

/** $1 the topic. */
export const deadLettersSql: string = `SELECT id, body, attempt FROM titans_queue_messages
  WHERE topic = $1 AND died_at IS NOT NULL ORDER BY died_at, id`;
