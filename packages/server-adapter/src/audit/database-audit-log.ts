import { type Database, databaseSchema, TitansError } from '@titans/core';
import { type AuditHead, type AuditLog, emptyHead } from './audit-log.js';
import { type AuditLogOptions, chainedLog } from './chained-log.js';

const statements = [
  'CREATE TABLE IF NOT EXISTS titans_audit (sequence bigint PRIMARY KEY, entry text NOT NULL)',
  `CREATE TABLE IF NOT EXISTS titans_audit_head (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    sequence bigint NOT NULL,
    hash text NOT NULL
  )`,
  `INSERT INTO titans_audit_head (sequence, hash) VALUES (0, '${emptyHead.hash}') ON CONFLICT DO NOTHING`,
  `CREATE OR REPLACE FUNCTION titans_audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN RAISE EXCEPTION 'The audit log can only be added to.'; END $$`,
  `CREATE OR REPLACE TRIGGER titans_audit_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON titans_audit
   FOR EACH STATEMENT EXECUTE FUNCTION titans_audit_is_kept()`,
] as const;

/**
 * Keeps an audit log in the table `titans_audit` of a PostgreSQL database, embedded or on a server, which is made when it is
 * first needed. Several processes may add to it: each waits for the one before, so that there is one chain. The table
 * refuses to be changed; its owner can lift that, and the chain shows it. The database stays open.
 *
 * @throws TitansError from its methods: what the database throws.
 * @example
 * ```ts
 * import { openPostgres } from '@titans/core/postgres';
 * import { databaseAuditLog } from '@titans/server-adapter';
 *
 * const log = databaseAuditLog(await openPostgres('postgres://localhost/titans'));
 * console.log(await log.verify());
 * ```
 */
export function databaseAuditLog(database: Database, options: AuditLogOptions = {}): AuditLog {
  const ready = databaseSchema(database, {
    name: 'titans.audit',
    isKnown: `SELECT to_regclass('titans_audit_head') IS NOT NULL AS known`,
    statements,
  });

  return chainedLog(
    {
      async append(make) {
        await ready();
        return database.transaction(async (runner) => {
          // Whoever has locked the row decides what comes next; the others wait here.
          const { rows } = await runner.query<HeadRow>(
            'SELECT sequence, hash FROM titans_audit_head FOR UPDATE',
          );
          if (rows[0] === undefined) {
            throw new TitansError('CONFLICT', 'The end of the audit log was removed from the database.');
          }
          const sealed = make(headOf(rows[0]));
          const { sequence, hash } = sealed.entry;
          await runner.query('INSERT INTO titans_audit (sequence, entry) VALUES ($1, $2)', [
            sequence,
            sealed.text,
          ]);
          await runner.query('UPDATE titans_audit_head SET sequence = $1, hash = $2', [sequence, hash]);
          return sealed;
        });
      },
      async read(after, limit) {
        await ready();
        const { rows } = await database.query<{ entry: string }>(
          'SELECT entry FROM titans_audit WHERE sequence > $1 ORDER BY sequence LIMIT $2',
          [after, limit],
        );
        return rows.map(({ entry }) => entry);
      },
      async head() {
        await ready();
        const { rows } = await database.query<HeadRow>('SELECT sequence, hash FROM titans_audit_head');
        return headOf(rows[0]);
      },
      close: async () => undefined,
    },
    options,
  );
}

/** Entries without an end were not added here, which is what a check then finds. */
function headOf(row: HeadRow | undefined): AuditHead {
  return row === undefined ? emptyHead : { sequence: Number(row.sequence), hash: row.hash };
}

interface HeadRow {
  readonly sequence: string;
  readonly hash: string;
}
