import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, isTitansError, TitansError } from '@titans/core';
import type { Warehouse } from '@titans/etl';
import type { ModelRegistry, Tracker } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';

/** How the warehouse is opened. */
export interface WarehouseUse {
  /** Whether to make one where there is none; not unless told. */
  readonly create?: boolean;
  /** Whether one in memory will do where there is none: of dry runs, which leave nothing behind. */
  readonly isDry?: boolean;
  /** Whether to apply migrations that are missing; they are unless told. */
  readonly migrate?: boolean;
}

/**
 * What a deployment keeps: in a PostgreSQL server where TITANS_DATABASE_URL names one, else below the state directory, where
 * `warehouse` is an embedded database and the rest are files that several processes may use while a server runs.
 */
export interface State {
  /**
   * @throws TitansError `NOT_FOUND` if there is none and none is to be made, `DATABASE_LOCKED` with what to do, and what
   * `openWarehouse` throws.
   */
  warehouse(use?: WarehouseUse): Promise<Warehouse>;
  registry(): Promise<ModelRegistry>;
  tracker(): Promise<Tracker>;
}

/** Names below the state directory. */
export const stateFolders = {
  warehouse: 'warehouse',
  registry: 'registry',
  tracking: 'tracking',
} as const;

/** Does the work and closes whatever it opened. */
export async function withState<T>(
  { settings, warehouse: given }: Pick<CommandContext, 'settings' | 'warehouse'>,
  work: (state: State) => Promise<T>,
): Promise<T> {
  const { stateDirectory, databaseUrl } = settings;
  const opened: Promise<Warehouse>[] = [];
  const temporary: Database[] = [];
  const folder = (name: keyof typeof stateFolders): string => join(stateDirectory, stateFolders[name]);

  async function open({ create = false, isDry = false, migrate = true }: WarehouseUse): Promise<Warehouse> {
    const { openWarehouse } = await import('@titans/etl');
    if (databaseUrl !== null) return openWarehouse(databaseUrl, { migrate });
    const directory = folder('warehouse');
    if (!(await exists(join(directory, 'pgdata')))) {
      if (isDry) return openWarehouse(await inMemory());
      if (!create) throw noWarehouse(directory);
    }
    try {
      return await openWarehouse(directory, { migrate });
    } catch (error) {
      throw isTitansError(error, 'DATABASE_LOCKED') ? lockedWarehouse(error) : error;
    }
  }

  async function inMemory(): Promise<Database> {
    const { openPGlite } = await import('@titans/core/pglite');
    const database = await openPGlite({ memory: true });
    temporary.push(database);
    return database;
  }

  const warehouse = (use: WarehouseUse = {}): Promise<Warehouse> => {
    if (given !== null) return Promise.resolve(given);
    const [first = open(use)] = opened;
    opened[0] = first;
    return first;
  };

  try {
    return await work({
      warehouse,
      async registry() {
        const { databaseRegistry, fileRegistry } = await import('@titans/models/lifecycle');
        return databaseUrl === null
          ? fileRegistry(folder('registry'))
          : databaseRegistry((await warehouse()).database);
      },
      async tracker() {
        const { databaseTracker, fileTracker } = await import('@titans/models/lifecycle');
        return databaseUrl === null
          ? fileTracker(folder('tracking'))
          : databaseTracker((await warehouse()).database);
      },
    });
  } finally {
    // What could not be opened has been told to whoever asked for it.
    for (const each of await Promise.allSettled(opened)) {
      if (each.status === 'fulfilled') await each.value.close();
    }
    for (const each of temporary) await each.close();
  }
}

/** Whether there is an embedded warehouse. */
export async function hasWarehouse({
  settings,
  warehouse,
}: Pick<CommandContext, 'settings' | 'warehouse'>): Promise<boolean> {
  return warehouse !== null || exists(join(settings.stateDirectory, stateFolders.warehouse, 'pgdata'));
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function noWarehouse(directory: string): TitansError {
  return new TitansError(
    'NOT_FOUND',
    `There is no warehouse in ${directory} yet. Read a statement into it: titans import statement.csv`,
    { details: { source: directory } },
  );
}

function lockedWarehouse(error: TitansError): TitansError {
  const { pid } = error.details;
  const holder = typeof pid === 'number' ? `process ${pid}` : 'another process';
  return new TitansError(
    'DATABASE_LOCKED',
    `The embedded warehouse is open in ${holder}, and only one may have it. Stop "titans serve", or keep the data in a PostgreSQL server that many may use: TITANS_DATABASE_URL.`,
    { details: error.details, cause: error },
  );
}
