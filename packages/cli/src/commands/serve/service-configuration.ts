import {
  databaseArtifactStore,
  databaseKeyValueStore,
  databaseQueue,
  type KeyValueStore,
} from '@titans/core';
import { databaseFeedbackLog } from '@titans/models/lifecycle';
import {
  type ApiKeySettings,
  type AuthSettings,
  configFromEnvironment,
  databaseAuditLog,
  jsonLogger,
  type TitansConfiguration,
} from '@titans/server-adapter';
import type { CommandContext } from '../../command-line/command-context.js';
import type { State } from '../../state/state.js';
import { resolveVersion } from '../../state/versions.js';
import { runKeyId, type ServiceSettings } from './service-options.js';

/** A configuration and what was opened for it. */
export interface OpenedConfiguration {
  readonly configuration: TitansConfiguration;
  /** Closes what was opened beside the warehouse. */
  close(): Promise<void>;
}

/**
 * Puts the configuration of a service together: models of the registry, and the warehouse, where keys, corrections, the
 * audit log, how well models do and experiments are kept too. The file of the configuration has the last word.
 *
 * @throws TitansError `NOT_FOUND` without models, and what opening throws.
 */
export async function openConfiguration(
  { hasDashboard, runKey }: ServiceSettings,
  context: CommandContext,
  state: State,
): Promise<OpenedConfiguration> {
  const { settings } = context;
  await resolveVersion(state, context);
  const { server: environment } = configFromEnvironment(settings.environment);
  const warehouse = await state.warehouse({ create: true });
  const { database } = warehouse;
  const store = await sharedStore(context, state);
  const { plugins = [], ...file } = settings.file.server ?? {};
  const dashboards = hasDashboard ? [(await import('@titans/dashboard')).dashboard()] : [];
  return {
    configuration: {
      models: { registry: await state.registry(), name: settings.model },
      warehouse,
      feedback: databaseFeedbackLog(database),
      audit: { log: databaseAuditLog(database) },
      // Whoever runs all of it wants to know how well it does, and may compare versions; both outlive a restart.
      monitoring: { store: databaseKeyValueStore(database) },
      experiments: { store: databaseKeyValueStore(database) },
      // Whichever process is free does the jobs of all.
      ...(settings.databaseUrl === null
        ? {}
        : { jobs: { queue: databaseQueue(database), artifacts: databaseArtifactStore(database) } }),
      logger: jsonLogger({ level: 'warn' }),
      ...environment,
      auth: authOf(environment.auth, databaseKeyValueStore(database), runKey),
      ...(store === null ? {} : { store }),
      ...file,
      plugins: [...dashboards, ...plugins],
    },
    close: async () => store?.close(),
  };
}

function authOf(
  auth: TitansConfiguration['auth'],
  store: KeyValueStore,
  runKey: string | null,
): AuthSettings | 'none' {
  if (auth === 'none') return auth;
  const keys: readonly ApiKeySettings[] =
    runKey === null ? [] : [{ id: runKeyId, secret: runKey, role: 'admin' }];
  return { keys: { store }, ...auth, ...(keys.length === 0 ? {} : { apiKeys: keys }) };
}

/** State that processes share: in Redis where there is one, else in the database where several processes can have it. */
async function sharedStore(
  { settings }: CommandContext,
  state: State,
): Promise<NonNullable<TitansConfiguration['store']> | null> {
  if (settings.redisUrl !== null) {
    const { redisStore } = await import('@titans/server-adapter/redis');
    return redisStore(settings.redisUrl);
  }
  if (settings.databaseUrl === null) return null;
  const { postgresStore } = await import('@titans/server-adapter/postgres');
  return postgresStore((await state.warehouse()).database);
}
