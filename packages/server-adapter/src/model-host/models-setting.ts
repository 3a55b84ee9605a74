import { loadModels, type TrainedSuite } from '@titans/models';
import type { ModelRegistry, ModelVersion } from '@titans/models/lifecycle';
import * as z from 'zod/mini';

/** A model of a registry: the version that is its champion answers. */
export interface RegistryModels {
  readonly registry: ModelRegistry;
  /** Name of the model in the registry. */
  readonly name: string;
}

/**
 * Where models come from: the directory that `suite.save` wrote, the suite itself, or the champion of a registry. A suite of
 * your own has to say the same to the same question: what it said of a transaction without a history is remembered.
 */
export type ModelsSetting = string | TrainedSuite | RegistryModels;

/** Whether models come from a registry. */
export function isFromRegistry(setting: ModelsSetting): setting is RegistryModels {
  return typeof setting === 'object' && 'registry' in setting;
}

/** Loads what a setting names; of a registry the version, or its champion. */
export function suiteOf(
  setting: ModelsSetting,
  version: ModelVersion | null,
  options: Parameters<ModelRegistry['load']>[2],
): Promise<TrainedSuite> | TrainedSuite {
  if (typeof setting === 'string') return loadModels(setting);
  if (!isFromRegistry(setting)) return setting;
  return setting.registry.load(setting.name, version === null ? 'champion' : version.id, options);
}

export const modelsSchema: z.ZodMiniType = z.union(
  [
    z.string().check(z.minLength(1)),
    z.custom<TrainedSuite>(
      (value) => typeof value === 'object' && value !== null && 'tasks' in value && 'save' in value,
    ),
    z.strictObject({
      registry: z.custom<ModelRegistry>(
        (value) => typeof value === 'object' && value !== null && 'resolve' in value && 'promote' in value,
      ),
      name: z.string().check(z.minLength(1)),
    }),
  ],
  'must be a directory, a trained suite, or a registry and the name of a model in it',
);
