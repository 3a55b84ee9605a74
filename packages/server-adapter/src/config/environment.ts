import { TitansError } from '@titans/core';
import { jsonLogger, type LogLevel, logLevels } from '../logging/logger.js';
import { parseList } from './api-key-list.js';
import type { TitansConfiguration } from './configuration.js';
import { requireUnpublishedPassword } from './secrets.js';

/** What the environment says. */
export interface EnvironmentConfiguration {
  /** To be spread into the configuration of `createTitans`. */
  readonly server: Pick<TitansConfiguration, 'auth' | 'cors' | 'metrics' | 'logger'>;
  /** `TITANS_DATABASE_URL`: where a warehouse is opened. */
  readonly databaseUrl: string | null;
  /** `TITANS_REDIS_URL`: where shared state is kept. */
  readonly redisUrl: string | null;
}

/**
 * Reads the seven variables: `TITANS_DATABASE_URL`, `TITANS_REDIS_URL`, `TITANS_API_KEYS`,
 * `TITANS_JWT_SECRET_KEY`, `TITANS_CORS_ORIGINS`, `TITANS_LOG_LEVEL` and `TITANS_ENABLE_METRICS`. Lists are separated
 * by commas or written as JSON. An empty variable counts as absent. Where `NODE_ENV` is `production`, an address whose
 * password stands in published examples is refused.
 *
 * @param environment `process.env` unless told.
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE` with the name of the variable.
 * @example
 * ```ts
 * import { configFromEnvironment, createTitans } from '@titans/server-adapter';
 *
 * const environment = configFromEnvironment();
 * const titans = await createTitans({ models: './models', ...environment.server });
 * ```
 */
export function configFromEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentConfiguration {
  const read = (name: string): string | null => environment[name]?.trim() || null;
  const apiKeys = read('TITANS_API_KEYS');
  const secret = read('TITANS_JWT_SECRET_KEY');
  const origins = read('TITANS_CORS_ORIGINS');
  const logLevel = read('TITANS_LOG_LEVEL');
  const metrics = read('TITANS_ENABLE_METRICS');
  const readAddress = (name: string, ...protocols: readonly string[]): string | null => {
    const url = readUrl(name, read(name), protocols);
    if (url !== null && environment.NODE_ENV === 'production') {
      requireUnpublishedPassword(passwordOf(url), name);
    }
    return url;
  };
  return {
    databaseUrl: readAddress('TITANS_DATABASE_URL', 'postgres:', 'postgresql:'),
    redisUrl: readAddress('TITANS_REDIS_URL', 'redis:', 'rediss:'),
    server: {
      auth: {
        ...(apiKeys === null ? {} : { apiKeys }),
        ...(secret === null ? {} : { jwt: { secret } }),
      },
      ...(origins === null ? {} : { cors: { origins: readOrigins(origins) } }),
      ...(logLevel === null ? {} : { logger: jsonLogger({ level: readLevel(logLevel) }) }),
      ...(metrics === null ? {} : { metrics: readFlag('TITANS_ENABLE_METRICS', metrics) }),
    },
  };
}

function readOrigins(text: string): readonly string[] {
  const origins = parseList(text, 'TITANS_CORS_ORIGINS');
  return origins.map((origin) => {
    if (typeof origin !== 'string') throw invalid('TITANS_CORS_ORIGINS', 'must list texts');
    return origin;
  });
}

/** Python's names for levels are taken too, since the variable is older than this package. */
const levelAliases: Readonly<Record<string, LogLevel>> = {
  warning: 'warn',
  critical: 'error',
  fatal: 'error',
};

function readLevel(text: string): LogLevel {
  const name = text.toLowerCase();
  const level = levelAliases[name] ?? logLevels.find((known) => known === name);
  if (level === undefined) throw invalid('TITANS_LOG_LEVEL', `must be one of ${logLevels.join(', ')}`);
  return level;
}

function readFlag(name: string, text: string): boolean {
  const value = text.toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(value)) return true;
  if (['false', '0', 'no', 'off'].includes(value)) return false;
  throw invalid(name, 'must be true or false');
}

function readUrl(name: string, text: string | null, protocols: readonly string[]): string | null {
  if (text === null) return null;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw invalid(name, `must be a URL that starts with ${protocols.join('// or ')}//`);
  }
  return text;
}

/** As it is written where it cannot be decoded. */
function passwordOf(url: string): string {
  const { password } = new URL(url);
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function invalid(field: string, what: string): TitansError {
  return new TitansError('CONFIG_INVALID', `The variable ${field} ${what}.`, { details: { field } });
}
