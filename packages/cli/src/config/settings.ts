import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TitansError } from '@titans/core/errors';
import { loadConfigFile, type TitansConfigFile } from './config-file.js';
import { type Environment, withEnvironmentFile } from './environment-file.js';

/** What flags, environment and the file of the configuration say together. */
export interface Settings {
  /** Absolute. */
  readonly stateDirectory: string;
  /** Name of the model in the registry. */
  readonly model: string;
  /** TITANS_DATABASE_URL; `null` for the embedded database in the state directory. */
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Variables, those of `.env` and of the file of the configuration included. */
  readonly environment: Environment;
  /** The file of the configuration; empty where there is none. */
  readonly file: TitansConfigFile;
  /** Where it stands, or `null`. */
  readonly filePath: string | null;
}

/** Flags that every command has. */
export interface GlobalOptions {
  readonly json?: true;
  readonly yes?: true;
  readonly verbose?: true;
  readonly quiet?: true;
  readonly color?: boolean;
  readonly state?: string;
  readonly config?: string;
}

/**
 * Reads the settings: flags go before the environment, the environment before `.env`, and that before the file.
 *
 * @throws TitansError `CONFIG_INVALID`.
 */
export async function readSettings(
  cwd: string,
  environment: Environment,
  flags: Pick<GlobalOptions, 'state' | 'config'>,
): Promise<Settings> {
  const loaded = await loadConfigFile(cwd, flags.config);
  const file = loaded?.config ?? {};
  const variables = { ...variablesOf(file), ...(await withEnvironmentFile(cwd, environment)) };
  const read = (name: string): string | null => variables[name]?.trim() || null;
  const databaseUrl = read('TITANS_DATABASE_URL');
  requirePostgres(databaseUrl);
  return {
    stateDirectory: await stateDirectoryOf(flags.state ?? file.stateDirectory ?? 'titans-data', cwd),
    model: file.model ?? 'transactions',
    databaseUrl,
    redisUrl: read('TITANS_REDIS_URL'),
    environment: variables,
    file,
    filePath: loaded?.path ?? null,
  };
}

function variablesOf(file: TitansConfigFile): Record<string, string> {
  const { databaseUrl, redisUrl, corsOrigins, logLevel, enableMetrics } = file;
  return {
    ...(databaseUrl === undefined ? {} : { TITANS_DATABASE_URL: databaseUrl }),
    ...(redisUrl === undefined ? {} : { TITANS_REDIS_URL: redisUrl }),
    ...(corsOrigins === undefined ? {} : { TITANS_CORS_ORIGINS: JSON.stringify(corsOrigins) }),
    ...(logLevel === undefined ? {} : { TITANS_LOG_LEVEL: logLevel }),
    ...(enableMetrics === undefined ? {} : { TITANS_ENABLE_METRICS: String(enableMetrics) }),
  };
}

/** Neither message repeats an address: it may hold a password. */
async function stateDirectoryOf(told: string, cwd: string): Promise<string> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(told)) {
    throw invalid(
      '--state',
      'The state is kept in a directory, not at an address. A PostgreSQL server is named by TITANS_DATABASE_URL.',
    );
  }
  const directory = resolve(cwd, told);
  const found = await stat(directory).catch(() => null);
  if (found === null || found.isDirectory()) return directory;
  throw invalid('--state', `${directory} is a file. Name a directory, which is made where there is none.`);
}

function requirePostgres(databaseUrl: string | null): void {
  if (databaseUrl === null || /^postgres(?:ql)?:\/\//.test(databaseUrl)) return;
  throw invalid(
    'TITANS_DATABASE_URL',
    'TITANS_DATABASE_URL must be the address of a PostgreSQL server: postgres://user:password@host/database.',
  );
}

function invalid(field: string, message: string): TitansError {
  return new TitansError('CONFIG_INVALID', message, { details: { field } });
}
