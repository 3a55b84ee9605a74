import type { Pool } from 'pg';
import { TitansError } from '../errors/titans-error.js';
import { databaseError } from '../sql/database-error.js';
import { optionalPackage } from '../sql/optional-package.js';
import { sessionSettings } from '../sql/session.js';
import type { Database } from '../storage/database.js';
import { clientConfig } from './client-config.js';
import { postgresDatabase } from './postgres-database.js';
import type { PostgresOptions } from './postgres-options.js';

/**
 * Connects to a PostgreSQL server through a pool.
 *
 * @param server A `postgres://` URL, or options.
 * @throws TitansError `DATABASE_UNAVAILABLE` if the server does not answer or refuses the credentials,
 * `CONFIG_INVALID` for a wrong URL, `DEPENDENCY_MISSING` if `pg` or `pg-copy-streams` is not installed.
 * @example
 * ```ts
 * import { openPostgres } from '@titans/core/postgres';
 *
 * const database = await openPostgres(process.env.DATABASE_URL ?? 'postgres://localhost/titans');
 * const { rows } = await database.query<{ day: string }>('SELECT current_date AS day');
 * await database.close();
 * ```
 */
export async function openPostgres(server: string | PostgresOptions): Promise<Database> {
  const packages = ['pg', 'pg-copy-streams'];
  const [{ default: driver }, copyStreams] = await optionalPackage(
    () => Promise.all([import('pg'), import('pg-copy-streams')]),
    packages,
  );
  const options = typeof server === 'string' ? { url: server } : server;
  const config = clientConfig(options);
  const pool: Pool = new driver.Pool({
    ...config,
    max: poolSize(options.maxConnections ?? 10),
    allowExitOnIdle: true,
    verify(client, done) {
      client.query(sessionSettings.join('; ')).then(() => done(), done);
    },
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw databaseError(error);
  }
  return postgresDatabase({
    pool,
    createClient: () => new driver.Client(config),
    copyFrom: copyStreams.from,
  });
}

function poolSize(maxConnections: number): number {
  if (Number.isInteger(maxConnections) && maxConnections >= 2) return maxConnections;
  throw new TitansError('INVALID_ARGUMENT', `maxConnections must be at least 2, not ${maxConnections}.`, {
    details: { field: 'maxConnections' },
  });
}
