import type { ClientConfig } from 'pg';
import { TitansError } from '../errors/titans-error.js';
import { readerOf } from '../sql/values.js';
import type { PostgresOptions } from './postgres-options.js';

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
