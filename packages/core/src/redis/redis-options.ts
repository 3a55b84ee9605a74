import { TitansError } from '../errors/titans-error.js';

/** Where a Redis server is and how it is used. */
export interface RedisOptions {
  /** `redis://user:password@host:port/0`, or `rediss://` for TLS. */
  readonly url?: string;
  /** `"127.0.0.1"` unless told. */
  readonly host?: string;
  /** 6379 unless told. */
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** Number of the database, 0 unless told. */
  readonly database?: number;
  /** `true` checks the server's certificate; `ca` names the authority in PEM. */
  readonly tls?: boolean | { readonly ca?: string; readonly rejectUnauthorized?: boolean };
  /**
   * What every key begins with, `"titans:"` unless told; keeps applications, tenants and tests on one server apart.
   * On a cluster, `"{titans}:"` keeps all keys on one node, which scripts of several keys need.
   */
  readonly keyPrefix?: string;
  /** Milliseconds to wait for a connection, 2,000 unless told. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds to wait for an answer, 1,000 unless told. A server that gives none is connected to anew. */
  readonly commandTimeoutMs?: number;
  /** Shown in `CLIENT LIST`, `"titans"` unless told. */
  readonly connectionName?: string;
}

/** The options as the driver takes them. */
export interface DriverOptions {
  readonly [option: string]: unknown;
}

const longestRetryMs = 500;
const longestTimerMs = 2 ** 31 - 1;

/**
 * The options as the driver takes them, so that no command waits without an end: nothing is queued while there is no
 * connection, nothing is sent twice, and a lost connection is tried again every half second.
 *
 * @throws TitansError `CONFIG_INVALID` for a URL that is none of Redis, which is not shown since it holds a password,
 * `INVALID_ARGUMENT` for a time that is none.
 */
export function driverOptions(options: RedisOptions): DriverOptions {
  const commandTimeout = milliseconds('commandTimeoutMs', options.commandTimeoutMs ?? 1_000);
  return {
    ...addressOf(options),
    keyPrefix: options.keyPrefix ?? 'titans:',
    connectionName: options.connectionName ?? 'titans',
    connectTimeout: milliseconds('connectTimeoutMs', options.connectTimeoutMs ?? 2_000),
    commandTimeout,
    // A command that ran out of time still waits for its answer in the driver; a silent connection is given up.
    socketTimeout: Math.min(2 * commandTimeout, longestTimerMs),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt: number) => Math.min(50 * attempt, longestRetryMs),
    // After a failover the old primary is read-only until the connection is made anew.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
    lazyConnect: true,
  };
}

function addressOf({ url, host, port, username, password, database, tls }: RedisOptions): DriverOptions {
  const given = defined({
    host,
    port,
    username,
    password,
    db: database,
    tls: tls === true ? {} : tls === false ? undefined : tls,
  });
  return { ...(url === undefined ? {} : addressOfUrl(url)), ...given };
}

function addressOfUrl(text: string): DriverOptions {
  const url = /^rediss?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null;
  const database = /^\/(\d+)?$/.exec(url?.pathname || '/');
  if (url === null || database === null) {
    throw new TitansError(
      'CONFIG_INVALID',
      'The address of Redis must be redis://user:password@host:port/database, or begin with rediss:// for TLS.',
      { details: { field: 'url' } },
    );
  }
  return defined({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1') || undefined,
    port: url.port === '' ? undefined : Number(url.port),
    username: decodeURIComponent(url.username) || undefined,
    password: decodeURIComponent(url.password) || undefined,
    db: database[1] === undefined ? undefined : Number(database[1]),
    tls: url.protocol === 'rediss:' ? {} : undefined,
  });
}

function milliseconds(field: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= longestTimerMs) return value;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `${field} must be a whole number of milliseconds from 1, not ${value}.`,
    {
      details: { field },
    },
  );
}

function defined(values: DriverOptions): DriverOptions {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
