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
