import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TitansError } from '@titans/core/errors';
import type { ExpectationSuite, ImportSettings } from '@titans/etl';
import type { TaskName } from '@titans/models';
import type { RetrainingOptions } from '@titans/models/lifecycle';
import type { TitansConfiguration } from '@titans/server-adapter';

/**
 * What `titans.config.json`, `.mjs` or `.ts` may hold; the latter two export it as `default` or `config`. Secrets are no part of
 * it: they belong into the environment.
 */
export interface TitansConfigFile {
  /** Directory of everything that is kept, `titans-data` unless told. */
  readonly stateDirectory?: string;
  /** Name of the model in the registry, `transactions` unless told. */
  readonly model?: string;
  /** Files that pipelines read, such as `exports/*.csv`. */
  readonly sources?: readonly string[];
  /** How files are read, where that is not to be found out. */
  readonly import?: ImportSettings;
  /** What is expected of transactions: a suite, or the path of a JSON file with one. */
  readonly expectations?: ExpectationSuite | string;
  readonly train?: { readonly tasks?: readonly TaskName[]; readonly seed?: number };
  readonly serve?: { readonly host?: string; readonly port?: number; readonly workers?: number };
  /** Options of `retraining`, such as triggers and who is told; of `.mjs` and `.ts` files, which can hold functions. */
  readonly retraining?: Partial<RetrainingOptions>;
  /** Options of `createTitans`, such as plugins and limits; of `.mjs` and `.ts` files, which can hold functions. */
  readonly server?: Partial<TitansConfiguration>;
  /** As TITANS_DATABASE_URL, which goes before. */
  readonly databaseUrl?: string;
  /** As TITANS_REDIS_URL, which goes before. */
  readonly redisUrl?: string;
  /** As TITANS_CORS_ORIGINS, which goes before. */
  readonly corsOrigins?: readonly string[];
  /** As TITANS_LOG_LEVEL, which goes before. */
  readonly logLevel?: string;
  /** As TITANS_ENABLE_METRICS, which goes before. */
  readonly enableMetrics?: boolean;
}

/** Names under which the file is looked for, in this order. */
export const configFileNames = ['titans.config.json', 'titans.config.mjs', 'titans.config.ts'] as const;

/** What a member must be, by its name. */
const members: Readonly<Record<keyof TitansConfigFile, (value: unknown) => boolean>> = {
  stateDirectory: isText,
  model: isText,
  sources: isTexts,
  import: isObject,
  expectations: (value) => isText(value) || isObject(value),
  train: isObject,
  serve: isObject,
  retraining: isObject,
  server: isObject,
  databaseUrl: isText,
  redisUrl: isText,
  corsOrigins: isTexts,
  logLevel: isText,
  enableMetrics: (value) => typeof value === 'boolean',
};

/** A configuration and where it stands. */
export interface LoadedConfigFile {
  readonly path: string;
  readonly config: TitansConfigFile;
}

/**
 * Reads the file of the configuration.
 *
 * @param given Its path; `titans.config.json`, `.mjs` or `.ts` in the directory, in this order, unless told.
 * @returns `null` if there is none and none was given.
 * @throws TitansError `CONFIG_INVALID` for a file that cannot be read or has a member that is none.
 */
export async function loadConfigFile(cwd: string, given?: string): Promise<LoadedConfigFile | null> {
  const path = given === undefined ? await findFile(cwd) : resolve(cwd, given);
  if (path === null) return null;
  const config = path.endsWith('.json') ? await readJson(path) : await importModule(path);
  requireMembers(config, path);
  return { path, config };
}

async function findFile(cwd: string): Promise<string | null> {
  for (const name of configFileNames) {
    const path = join(cwd, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw invalid(path, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

async function importModule(path: string): Promise<unknown> {
  let module: { readonly default?: unknown; readonly config?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    const isTypeScript = path.endsWith('ts') && Object(cause).code === 'ERR_UNKNOWN_FILE_EXTENSION';
    const why = isTypeScript
      ? `needs a Node that reads TypeScript (22.18 or newer); this is ${process.version}. Write it as titans.config.mjs`
      : `cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw invalid(path, why, cause);
  }
  return module.default ?? module.config;
}

function requireMembers(config: unknown, path: string): asserts config is TitansConfigFile {
  if (!isObject(config)) throw invalid(path, 'must be, or export as default, an object');
  for (const [name, value] of Object.entries(config)) {
    if (!Object.hasOwn(members, name)) {
      throw invalid(
        path,
        `has the member "${name}", which is none. There are ${Object.keys(members).join(', ')}`,
      );
    }
    if (!members[name as keyof TitansConfigFile](value)) {
      throw invalid(path, `has a value of another kind than it must have as "${name}"`);
    }
  }
}

function invalid(path: string, what: string, cause?: unknown): TitansError {
  return new TitansError('CONFIG_INVALID', `The configuration ${path} ${what}.`, {
    details: { source: path },
    cause,
  });
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
