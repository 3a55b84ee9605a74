import { type DatabaseSchema, defaultAccountId } from '@titans/core';

const statements: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS titans_feedback_scopes (
     scope text COLLATE "C" PRIMARY KEY,
     last bigint NOT NULL
   )`,
  `CREATE TABLE IF NOT EXISTS titans_corrections (
     scope text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL,
     sequence bigint NOT NULL,
     state text NOT NULL CHECK (state IN ('applied', 'held', 'undone')),
     held_because text,
     payee text COLLATE "C" NOT NULL,
     description text,
     merchant_name text,
     transaction_date date,
     category text COLLATE "C",
     is_anomaly boolean,
     previous_category text,
     transaction_id text,
     account_id text NOT NULL DEFAULT '${defaultAccountId}',
     made_by text COLLATE "C" NOT NULL,
     made_at timestamptz NOT NULL,
     PRIMARY KEY (scope, id),
     UNIQUE (scope, sequence)
   )`,
  // Of tables made before there were labels of anomalies. Processes of that release may still write to them.
  `ALTER TABLE titans_corrections
     ADD COLUMN IF NOT EXISTS is_anomaly boolean,
     ADD COLUMN IF NOT EXISTS account_id text NOT NULL DEFAULT '${defaultAccountId}',
     ALTER COLUMN category DROP NOT NULL`,
  `ALTER TABLE titans_corrections
     DROP CONSTRAINT IF EXISTS titans_corrections_held_because_check,
     ADD CONSTRAINT titans_corrections_held_because_check
       CHECK (held_because IN ('many-payees', 'many-anomalies', 'many-categories', 'contradiction')),
     DROP CONSTRAINT IF EXISTS titans_corrections_check,
     ADD CONSTRAINT titans_corrections_check CHECK ((category IS NULL) <> (is_anomaly IS NULL))`,
  `CREATE INDEX IF NOT EXISTS titans_corrections_by_source ON titans_corrections (scope, made_by, made_at)`,
  // A payee may be as long as a description, which an index over it could not hold.
  `CREATE INDEX IF NOT EXISTS titans_corrections_by_payee ON titans_corrections (scope, md5(payee))`,
  `CREATE INDEX IF NOT EXISTS titans_corrections_by_category ON titans_corrections (scope, category, sequence)
     WHERE state = 'applied' AND category IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS titans_feedback_events (
     scope text COLLATE "C" NOT NULL,
     sequence bigint NOT NULL,
     type text NOT NULL CHECK (type IN ('corrected', 'held', 'released', 'undone')),
     correction_id text COLLATE "C" NOT NULL,
     made_by text NOT NULL,
     made_at timestamptz NOT NULL,
     PRIMARY KEY (scope, sequence)
   )`,
];

/** The tables of a feedback log; those of earlier releases are brought up to date, and what they hold is kept. */
export const feedbackSchema: DatabaseSchema = {
  name: 'titans.feedback',
  isKnown: `SELECT to_regclass('titans_feedback_events') IS NOT NULL
    AND to_regclass('titans_corrections_by_category') IS NOT NULL AS known`,
  statements,
};

/** `$1` scope. */
export const nextSequenceStatement = `INSERT INTO titans_feedback_scopes AS known (scope, last) VALUES ($1, 1)
  ON CONFLICT (scope) DO UPDATE SET last = known.last + 1 RETURNING last`;

/** `$1` scope, `$2` source, `$3` payee, `$4` category or label, `$5` begin of the window, `$6` whether it is a label of an anomaly. */
export const influenceStatement = `WITH latest AS (
  SELECT DISTINCT ON (made_by) made_by, coalesce(category, is_anomaly::text) AS said FROM titans_corrections
   WHERE scope = $1 AND md5(payee) = md5($3) AND payee = $3 AND made_by <> $2 AND state = 'applied'
     AND (is_anomaly IS NOT NULL) = $6
   ORDER BY made_by, sequence DESC
), votes AS (
  SELECT count(*) AS sources FROM latest WHERE said <> $4 GROUP BY said
)
SELECT
  (SELECT count(DISTINCT payee) FROM titans_corrections
    WHERE scope = $1 AND made_by = $2 AND state = 'applied' AND made_at > $5 AND payee <> $3
      AND (is_anomaly IS NOT NULL) = $6) AS others,
  (SELECT coalesce(max(sources), 0) FROM votes) AS contradicting`;

/** `$1` scope, `$2` category: whether a correction that applies has it. */
export const categoryUsedStatement = `SELECT 1 AS one FROM titans_corrections
  WHERE scope = $1 AND category = $2 AND state = 'applied' LIMIT 1`;

/**
 * `$1` scope: which correction that applies was the first to name each category. Goes from name to name over the index, so that
 * it costs as much as there are names, however many corrections have them.
 */
export const firstNamingsStatement = `WITH RECURSIVE names AS (
  (SELECT category, made_by, made_at FROM titans_corrections
    WHERE scope = $1 AND state = 'applied' AND category IS NOT NULL ORDER BY category, sequence LIMIT 1)
  UNION ALL
  SELECT next.* FROM names, LATERAL (
    SELECT category, made_by, made_at FROM titans_corrections
     WHERE scope = $1 AND state = 'applied' AND category IS NOT NULL AND category > names.category
     ORDER BY category, sequence LIMIT 1
  ) AS next
)
SELECT category, made_by, made_at FROM names`;

export const correctionColumns = `id, sequence, state, held_because, description, merchant_name, transaction_date, category,
  is_anomaly, previous_category, transaction_id, account_id, made_by, made_at`;

export const eventColumns = `e.sequence, e.type, e.correction_id, c.description, c.merchant_name, c.transaction_date, c.category,
  c.is_anomaly, e.made_by, e.made_at`;
