import {
  isTitansError,
  type JsonValue,
  memoryArtifactStore,
  sdkVersion,
  sha256Hex,
  TitansError,
} from '@titans/core';
import { idOfFiles, suiteFiles } from '../lifecycle/registry/suite-files.js';
import { checkFilePath } from '../lifecycle/tracking/checked-entries.js';
import { loadModels } from '../suite/load.js';
import type { TrainedSuite } from '../tasks/models.js';
import { type MlflowOptions, mlflowApi } from './mlflow-api.js';
import { artifactFolder } from './mlflow-run.js';

/** A version of a model in MLflow's registry. */
export interface MlflowModelVersion {
  readonly name: string;
  /** 1, 2, 3, … as MLflow counts. */
  readonly version: string;
  /** The run that it comes from. */
  readonly runId: string;
  readonly aliases: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** How a suite is published. */
export interface PublishOptions {
  readonly name: string;
  /** The run that trained it, of the tracker of the same server; its files hold the suite afterwards. */
  readonly runId: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Suites in the model registry of an MLflow server. */
export interface MlflowModels {
  /** Stores a suite with its run, by its content, and registers it, so that it is found in MLflow's pages. */
  publish(suite: TrainedSuite, options: PublishOptions): Promise<MlflowModelVersion>;
  /** @param alias Without the `@`. */
  setAlias(name: string, alias: string, version: string): Promise<void>;
  removeAlias(name: string, alias: string): Promise<void>;
  /** @param reference A version, or an alias with or without the `@`. */
  find(name: string, reference: string): Promise<MlflowModelVersion>;
  /** The suite, with every checksum verified before anything in it is used. */
  load(name: string, reference: string): Promise<TrainedSuite>;
}

interface WireVersion {
  readonly name: string;
  readonly version: string | number;
  readonly run_id?: string;
  readonly aliases?: readonly string[];
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

/** Of its content, so that several suites of one run keep out of each other's way. */
function placeOf(id: string): string {
  if (/^[0-9a-f]{64}$/.test(id)) return `suite/${id.slice(0, 16)}`;
  throw new TitansError('ARTIFACT_CORRUPT', 'The version names no content that there could be.');
}

/**
 * Publishes suites in the model registry of an MLflow server, and loads them from there. What is stored is what
 * `suite.save` writes, beside an `MLmodel` file of the flavor `titans`; MLflow's own loaders do not run it.
 *
 * @throws TitansError `CONFIG_INVALID`; from its methods `NOT_FOUND`, `API_UNREACHABLE`, `API_ERROR`, and what `loadModels`
 * throws of artifacts that were changed.
 * @example
 * ```ts
 * import { loadModels } from '@titans/models';
 * import { mlflowModels, mlflowTracker } from '@titans/models/mlflow';
 *
 * const server = { url: 'http://127.0.0.1:5000' };
 * const run = await mlflowTracker(server).start('nightly');
 * const models = mlflowModels(server);
 * const { version } = await models.publish(await loadModels('./models'), { name: 'transactions', runId: run.id });
 * await models.setAlias('transactions', 'champion', version);
 * const champion = await models.load('transactions', '@champion');
 * console.log(champion.tasks);
 * ```
 */
export function mlflowModels(options: MlflowOptions): MlflowModels {
  const api = mlflowApi(options);

  async function folderOf(runId: string): Promise<string> {
    const { run } = await api.get<{ run: { info: { artifact_uri: string } } }>('runs/get', { run_id: runId });
    return artifactFolder(run.info.artifact_uri);
  }

  async function byAlias(name: string, alias: string): Promise<{ readonly model_version: WireVersion }> {
    try {
      return await api.get('registered-models/alias', { name, alias });
    } catch (cause) {
      // What there is not is to MLflow a parameter that is not valid.
      if (!isTitansError(cause, 'INVALID_ARGUMENT')) throw cause;
      throw new TitansError('NOT_FOUND', 'The model has no such alias.', {
        details: { model: name, value: alias },
        cause,
      });
    }
  }

  async function find(name: string, reference: string): Promise<MlflowModelVersion> {
    const isVersion = /^[1-9]\d*$/.test(reference);
    const found = isVersion
      ? await api.get<{ model_version: WireVersion }>('model-versions/get', { name, version: reference })
      : await byAlias(name, reference.replace(/^@/, ''));
    return versionOf(found.model_version);
  }

  return Object.freeze({
    find,
    async publish(suite: TrainedSuite, { name, runId, description, tags = {} }: PublishOptions) {
      const { id, files } = await suiteFiles(suite, undefined);
      const folder = `${await folderOf(runId)}/${placeOf(id)}`;
      for (const { name: file, content } of files) await api.upload(`${folder}/${file}`, content);
      await api.upload(`${folder}/MLmodel`, new TextEncoder().encode(modelFile(suite, runId, id)));
      try {
        await api.post('registered-models/create', { name });
      } catch (error) {
        if (!isTitansError(error, 'CONFLICT')) throw error;
      }
      const { model_version } = await api.post<{ model_version: WireVersion }>('model-versions/create', {
        name,
        source: `mlflow-artifacts:/${folder}`,
        run_id: runId,
        ...(description === undefined ? {} : { description }),
        tags: Object.entries({
          ...tags,
          'titans.suite': id,
          'titans.files': files.map((file) => file.name).join(','),
        }).map(([key, value]) => ({
          key,
          value,
        })),
      });
      return versionOf(model_version);
    },
    async setAlias(name: string, alias: string, version: string) {
      await api.post('registered-models/alias', { name, alias, version });
    },
    async removeAlias(name: string, alias: string) {
      await api.remove('registered-models/alias', { name, alias });
    },
    async load(name: string, reference: string) {
      const { runId, tags } = await find(name, reference);
      const { 'titans.suite': id, 'titans.files': names } = tags;
      if (id === undefined || names === undefined) {
        throw new TitansError('NOT_FOUND', 'That version was not published by Titans.', {
          details: { value: name },
        });
      }
      const folder = `${await folderOf(runId)}/${placeOf(id)}`;
      const store = memoryArtifactStore();
      const files = [];
      for (const file of names.split(',')) {
        const content = await api.download(`${folder}/${checkFilePath(file)}`);
        await store.put(file, content);
        files.push({ name: file, sha256: await sha256Hex(content), bytes: content.length });
      }
      if ((await idOfFiles(files)) !== id) {
        throw new TitansError(
          'ARTIFACT_CORRUPT',
          'The files of the version are not those that were published.',
          {
            details: { source: folder },
          },
        );
      }
      return loadModels(store);
    },
  } satisfies MlflowModels);
}

function versionOf({ name, version, run_id = '', aliases = [], tags = [] }: WireVersion): MlflowModelVersion {
  return Object.freeze({
    name,
    version: String(version),
    runId: run_id,
    aliases,
    tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
  });
}

/** What MLflow's pages read of a model. JSON is YAML. */
function modelFile(suite: TrainedSuite, runId: string, id: string): string {
  const versions: JsonValue = Object.fromEntries(suite.tasks.map((task) => [task, suite[task].version]));
  return JSON.stringify(
    {
      artifact_path: placeOf(id),
      flavors: { titans: { sdk_version: sdkVersion, models: versions } },
      run_id: runId,
    },
    null,
    2,
  );
}
