import { isTitansError, TitansError } from '@titans/core';
import type { TrainedSuite } from '@titans/models';
import type { ModelRegistry, ModelVersion, VersionReference } from '@titans/models/lifecycle';
import type { CommandContext } from '../command-line/command-context.js';
import type { State } from './state.js';

/** Tag of a version: the last day of what it learned from, where retraining looks for it too. */
export const trainedThroughTag = 'titans.trained-through';

/** The version that answers; `null` where there is none. */
export async function championOf(
  registry: ModelRegistry,
  model: string,
  signal: AbortSignal,
): Promise<ModelVersion | null> {
  try {
    return await registry.resolve(model, 'champion', { signal });
  } catch (error) {
    if (isTitansError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}

/** A version with its models. */
export interface LoadedVersion {
  readonly version: ModelVersion;
  readonly suite: TrainedSuite;
}

/**
 * Loads a version; the champion unless told.
 *
 * @throws TitansError `NOT_FOUND` with what to do where nothing was trained yet.
 */
export async function loadVersion(
  state: State,
  { settings, signal }: CommandContext,
  reference: VersionReference = 'champion',
): Promise<LoadedVersion> {
  const version = await resolveVersion(state, { settings, signal }, reference);
  const registry = await state.registry();
  return { version, suite: await registry.load(settings.model, version.id, { signal }) };
}

/**
 * Finds a version; the champion unless told.
 *
 * @throws TitansError `NOT_FOUND` with what to do where nothing was trained yet.
 */
export async function resolveVersion(
  state: State,
  { settings, signal }: Pick<CommandContext, 'settings' | 'signal'>,
  reference: VersionReference = 'champion',
): Promise<ModelVersion> {
  const registry = await state.registry();
  try {
    return await registry.resolve(settings.model, reference, { signal });
  } catch (error) {
    if (!isTitansError(error, 'NOT_FOUND')) throw error;
    throw new TitansError(
      'NOT_FOUND',
      reference === 'champion'
        ? 'There are no models yet. Learn from what was imported: titans train'
        : `${error.message} Those there are: titans models list`,
      { details: error.details, cause: error },
    );
  }
}
