import { type Database, databaseArtifactStore, memoryArtifactStore } from '@titans/core';
import { directoryArtifactStore } from '@titans/core/files';
import { artifactRegistry, type RegistryOptions } from './artifact-registry.js';
import type { ModelRegistry } from './registry.js';

/**
 * A registry in a directory, which several processes may use at once. Everything is written beside its place, flushed and
 * then linked or renamed, so that a process may be killed at any time. The file system must have hard links.
 *
 * @example
 * ```ts
 * import { loadModels } from '@titans/models';
 * import { fileRegistry } from '@titans/models/lifecycle';
 *
 * const registry = fileRegistry('./registry');
 * const suite = await loadModels('./models');
 * const version = await registry.register('transactions', suite, { by: 'ana' });
 * await registry.promote('transactions', version.id, { by: 'ana', reason: 'better on May' });
 * await registry.rollback('transactions', { by: 'ana', reason: 'worse on rent' });
 * ```
 */
export function fileRegistry(path: string, options: RegistryOptions = {}): ModelRegistry {
  return artifactRegistry(directoryArtifactStore(path), options);
}

/** A registry in this process, gone with it. */
export function memoryRegistry(options: RegistryOptions = {}): ModelRegistry {
  return artifactRegistry(memoryArtifactStore(), options);
}

/**
 * A registry in the table `titans_artifacts` of a PostgreSQL database, embedded or on a server.
 *
 * @example
 * ```ts
 * import { openPostgres } from '@titans/core/postgres';
 * import { databaseRegistry } from '@titans/models/lifecycle';
 *
 * const registry = databaseRegistry(await openPostgres('postgres://localhost/titans'));
 * const { items } = await registry.history('transactions', { alias: 'champion' });
 * for (const { at, by, reason, to } of items) console.log(at, by, reason, to);
 * ```
 */
export function databaseRegistry(database: Database, options: RegistryOptions = {}): ModelRegistry {
  return artifactRegistry(databaseArtifactStore(database), options);
}
