import type { ClientConfig } from 'pg';
import { TitansError } from '../errors/titans-error.js';
import { readerOf } from '../sql/values.js';

/** Where a PostgreSQL server is and how it is used. What is left out comes from the `PG…` environment variables. */
export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=verify-full`. */
  readonly url?: string;
  /** A name, an address, or the directory of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string;
  /** `true` checks the server's certificate; `ca` names the authority in PEM. */
  readonly ssl?: boolean | { readonly ca?: string; readonly rejectUnauthorized?: boolean };
  /** Connections at most, from 2, 10 unless told. Each `exclusive` has one of its own beside these. */
  readonly maxConnections?: number;
  /** Milliseconds to wait for a connection, 30,000 unless told. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds after which the server ends a statement; no limit unless told. */
  readonly statementTimeoutMs?: number;
  /** Shown in `pg_stat_activity`, `"titans"` unless told. */
  readonly applicationName?: string;
}

/**
 * The options as the driver takes them.
 *
 * @throws TitansError `CONFIG_INVALID` if the URL is none of PostgreSQL. The URL, which holds a password, is not shown.
 */
export function clientConfig(options: PostgresOptions): ClientConfig {
  const { url, host, port, database, user, password, ssl, statementTimeoutMs } = options;
  if (url !== undefined && !(/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url))) {
    throw new TitansError(
      'CONFIG_INVALID',
      'The database URL must begin with postgres:// and be a valid URL.',
      {
        details: { field: 'url' },
      },
    );
  }
  return {
    ...defined({ connectionString: url, host, port, database, user, password }),
    ...defined({ ssl, statement_timeout: statementTimeoutMs }),
    connectionTimeoutMillis: options.connectTimeoutMs ?? 30_000,
    application_name: options.applicationName ?? 'titans',
    keepAlive: true,
    types: { getTypeParser: (objectId: number) => readerOf(objectId) },
  };
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
