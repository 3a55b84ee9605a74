import { isTitansError, TitansError } from '@titans/core';
import type { MlflowApi, MlflowOptions } from './mlflow-api.js';
import { artifactFolder, type MlflowPair } from './mlflow-run.js';
import { mlflowTracker } from './mlflow-tracker.js';

/** Where what belongs to a model is kept. It never moves. */
export interface RegistryHome {
  readonly runId: string;
  /** Of the run's files, below the server's artifact store. */
  readonly folder: string;
  /** Registered model whose versions are the entries of the history. */
  readonly history: string;
}

/** Finds and makes the homes of models. */
export interface RegistryHomes {
  readonly api: MlflowApi;
  /** What the registry is called in tags. */
  readonly label: string;
  /** What a model is called in MLflow. */
  shown(model: string): string;
  find(model: string): Promise<RegistryHome | null>;
  /** @returns Whether this call made it. */
  make(model: string): Promise<boolean>;
  /** Names of the models that have one. */
  models(): Promise<readonly string[]>;
  /** Folder of a run's files. */
  folderOf(runId: string): Promise<string>;
}

interface WireModel {
  readonly name: string;
  readonly tags?: readonly MlflowPair[];
}

const registryTag = 'titans.registry';
const runTag = 'titans.run';
const suffix = '.history';

/** The homes of models on a server. A home is made by whoever creates the registered model of its history: only one can. */
export function registryHomes(api: MlflowApi, options: MlflowOptions, prefix: string): RegistryHomes {
  const label = `${prefix}titans-registry`;
  const known = new Map<string, RegistryHome>();
  const shown = (model: string): string => prefix + model;

  async function folderOf(runId: string): Promise<string> {
    const { run } = await api.get<{ run: { info: { artifact_uri: string } } }>('runs/get', { run_id: runId });
    return artifactFolder(run.info.artifact_uri);
  }

  async function find(model: string): Promise<RegistryHome | null> {
    const found = known.get(model);
    if (found !== undefined) return found;
    const history = shown(model) + suffix;
    const registered = await orNull(
      api.get<{ registered_model: WireModel }>('registered-models/get', { name: history }),
    );
    if (registered === null) return null;
    const { tags = [] } = registered.registered_model;
    const tagged = (tag: string): string | undefined => tags.find(({ key }) => key === tag)?.value;
    const runId = tagged(runTag);
    // Model `b` behind the prefix `a.` has the name of the model `a.b` without one.
    if (runId === undefined || tagged(registryTag) !== label) {
      throw new TitansError(
        'CONFLICT',
        `MLflow has a model "${history}" that is no history of this registry.`,
        {
          details: { model: history },
        },
      );
    }
    const home = { runId, folder: await folderOf(runId), history };
    known.set(model, home);
    return home;
  }

  return {
    api,
    label,
    shown,
    find,
    folderOf,
    async make(model) {
      if (model.endsWith(suffix)) {
        throw new TitansError('INVALID_ARGUMENT', `On MLflow no name of a model ends with "${suffix}".`, {
          details: { field: 'name' },
        });
      }
      if ((await find(model)) !== null) return false;
      const run = await mlflowTracker(options).start(label, { name: model });
      try {
        await api.post('registered-models/create', {
          name: shown(model) + suffix,
          description: `What happened to ${shown(model)}: every version is a change. Kept by Titans; do not edit.`,
          tags: [
            { key: registryTag, value: label },
            { key: runTag, value: run.id },
          ],
        });
        return true;
      } catch (error) {
        if (!isTitansError(error, 'CONFLICT')) throw error;
        // Another was first, and has a run of its own.
        await api.post('runs/delete', { run_id: run.id });
        return false;
      }
    },
    async models() {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const page: { registered_models?: readonly WireModel[]; next_page_token?: string } = await api.get(
          'registered-models/search',
          {
            filter: `tags.\`${registryTag}\` = '${label}'`,
            max_results: '1000',
            ...(token && { page_token: token }),
          },
        );
        names.push(...(page.registered_models ?? []).map(({ name }) => name));
        token = page.next_page_token;
      } while (token);
      return names
        .filter((name) => name.endsWith(suffix))
        .map((name) => name.slice(prefix.length, -suffix.length));
    },
  };
}

/** What there is, or `null` where there is no such thing. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isTitansError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}
