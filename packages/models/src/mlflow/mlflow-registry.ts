import { TitansError } from '@titans/core';
import { mirroredRegistry, type RegistryOptions } from '../lifecycle/registry/artifact-registry.js';
import type { ModelRegistry } from '../lifecycle/registry/registry.js';
import { type MlflowOptions, mlflowApi } from './mlflow-api.js';
import { registryHomes } from './registry-homes.js';
import { registryMirror } from './registry-mirror.js';
import { registryStore } from './registry-store.js';

/** Where the registry is, and what its models are called there. */
export interface MlflowRegistryOptions extends MlflowOptions, RegistryOptions {
  /**
   * Stands before the names of models in MLflow, so that several registries may share a server: up to 80 letters, digits
   * and `. _ -`; none unless told.
   */
  readonly prefix?: string;
}

/**
 * A registry on an MLflow server, with every promise of {@link ModelRegistry}, and with nothing else to run beside the
 * server. Of a model `transactions` MLflow's pages show the versions under the same numbers, with files, tags, descriptions
 * and aliases, and `transactions.history`, of which every version is one change: who, what and why. Files lie with a run
 * of the experiment `titans-registry`, or with the run that trained the suite where the tag `titans.run` names it.
 *
 * MLflow itself has no compare-and-set: what is moved by its own pages or clients is moved without a look at what was
 * there. What it does have is that the versions of a model are numbered one after the other by its database, each by one
 * writer. Changes are therefore made in the history alone, where the first entry of a place counts for all who read;
 * what the model shows is brought up to it by whoever made the change, and by the next one where that was interrupted.
 * Aliases, tags and descriptions that are changed in MLflow's pages are not taken over, and are put back by the next change.
 *
 * No name of a model may end with `.history`. Needs a server that keeps its registry in an SQL database and serves artifacts, as `mlflow server` does.
 *
 * @throws TitansError `CONFIG_INVALID`; from its methods also `API_UNREACHABLE` and `API_ERROR`, after which a change may
 * have happened: make it again.
 * @example
 * ```ts
 * import { extract } from '@titans/etl';
 * import { lineageTags, trackTraining } from '@titans/models/lifecycle';
 * import { mlflowRegistry, mlflowTracker } from '@titans/models/mlflow';
 *
 * const server = { url: 'http://127.0.0.1:5000' };
 * const { transactions } = await extract('statement.csv').table();
 * const { suite, run } = await trackTraining(transactions, { tracker: mlflowTracker(server), experiment: 'nightly' });
 * const registry = mlflowRegistry(server);
 * const tags: Record<string, string> = run === null ? {} : { [lineageTags.run]: run.id };
 * const { id } = await registry.register('transactions', suite, { by: 'nightly', tags });
 * await registry.promote('transactions', id, { by: 'ana', reason: 'better on May' });
 * console.log((await registry.load('transactions', '@champion')).tasks);
 * ```
 */
export function mlflowRegistry(options: MlflowRegistryOptions): ModelRegistry {
  const { prefix = '' } = options;
  if (!/^[\w.-]{0,80}$/.test(prefix) || prefix.startsWith('.')) {
    throw new TitansError('CONFIG_INVALID', 'prefix has up to 80 letters, digits and . _ -, no . first.', {
      details: { field: 'prefix' },
    });
  }
  const homes = registryHomes(mlflowApi(options), options, prefix);
  return mirroredRegistry(registryStore(homes), options, registryMirror(homes));
}
