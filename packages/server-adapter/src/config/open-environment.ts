import { databaseKeyValueStore } from '@titans/core';
import type { Warehouse } from '@titans/etl';
import type { SharedStore } from '../limits/shared-store.js';
import type { TitansConfiguration } from './configuration.js';
import { configFromEnvironment } from './environment.js';

/** What the environment says, opened. */
export interface OpenedEnvironment {
  /** To be spread into the configuration of `createTitans`. */
  readonly server: Pick<TitansConfiguration, 'auth' | 'cors' | 'metrics' | 'logger' | 'store' | 'warehouse'>;
  /** For `databaseAuditLog` and whatever else is kept in it; `null` without `TITANS_DATABASE_URL`. */
  readonly warehouse: Warehouse | null;
  /** Closes what was opened. Call it after `close` of the service. */
  close(): Promise<void>;
}

/**
 * Reads the seven variables as {@link configFromEnvironment} does, and opens what they name: the warehouse of
 * `TITANS_DATABASE_URL`, where API keys that are made over HTTP are kept too, and the shared store of `TITANS_REDIS_URL`,
 * which is connected to in the background.
 *
 * @param environment `process.env` unless told.
 * @throws TitansError `CONFIG_INVALID` or `SECRET_INSECURE` with the name of the variable, `DATABASE_UNAVAILABLE`,
 * `MIGRATION_FAILED`, or `DEPENDENCY_MISSING` if `pg` and `pg-copy-streams`, or `ioredis`, are needed and not installed.
 * @example
 * ```ts
 * import { createTitans, openEnvironment } from '@titans/server-adapter';
 *
 * const environment = await openEnvironment();
 * const titans = await createTitans({ models: './models', ...environment.server });
 * process.once('SIGTERM', async () => {
 *   await titans.close();
 *   await environment.close();
 * });
 * ```
 */
export async function openEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OpenedEnvironment> {
  const { server, databaseUrl, redisUrl } = configFromEnvironment(environment);
  const store = redisUrl === null ? null : await openStore(redisUrl);
  const warehouse = databaseUrl === null ? null : await openDatabase(databaseUrl, store);
  const keys = warehouse === null ? {} : { keys: { store: databaseKeyValueStore(warehouse.database) } };
  return {
    server: {
      ...server,
      auth: server.auth === 'none' ? server.auth : { ...keys, ...server.auth },
      ...(store === null ? {} : { store }),
      ...(warehouse === null ? {} : { warehouse }),
    },
    warehouse,
    async close() {
      await Promise.all([store?.close(), warehouse?.close()]);
    },
  };
}

/** The packages behind these are optional, so that they are asked for only where they are needed. */
async function openStore(url: string): Promise<SharedStore> {
  const { redisStore } = await import('../redis/index.js');
  return redisStore(url);
}

async function openDatabase(url: string, store: SharedStore | null): Promise<Warehouse> {
  try {
    const { openWarehouse } = await import('@titans/etl');
    return await openWarehouse(url);
  } catch (error) {
    await store?.close();
    throw error;
  }
}
