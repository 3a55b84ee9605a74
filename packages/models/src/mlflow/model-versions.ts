import { isTitansError, TitansError } from '@titans/core';
import type { MlflowApi } from './mlflow-api.js';
import { type MlflowPair, pairsOf } from './mlflow-run.js';
import { repeated } from './repeated.js';

/** A version of a registered model in MLflow. */
export interface WireVersion {
  readonly number: number;
  readonly source: string;
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

interface RawVersion {
  readonly version: string | number;
  readonly source?: string;
  readonly description?: string;
  readonly creation_timestamp?: string | number;
  readonly tags?: readonly MlflowPair[];
}

/** A version to be. */
export interface NewVersion {
  /** Folder below the server's artifact store, within that of the run. */
  readonly folder: string;
  readonly runId: string;
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

const artifactScheme = 'mlflow-artifacts:/';

/**
 * Creates a version, with its tags at once.
 *
 * @returns Its number: one more than that of the version created last, by whomever, each given once.
 */
export async function createVersion(
  api: MlflowApi,
  model: string,
  { folder, runId, description, tags }: NewVersion,
): Promise<number> {
  const { model_version } = await repeated(() =>
    api.post<{ model_version: RawVersion }>('model-versions/create', {
      name: model,
      source: artifactScheme + folder,
      run_id: runId,
      ...(description !== null && { description }),
      tags: pairsOf(tags),
    }),
  );
  return versionOf(model_version).number;
}

/** Versions of a model, oldest first, all or those of a tag. Deleted ones are none. */
export async function searchVersions(
  api: MlflowApi,
  model: string,
  tag: { readonly key: string; readonly value: string } | null = null,
): Promise<readonly WireVersion[]> {
  const versions: WireVersion[] = [];
  let token: string | undefined;
  const filter = `name = '${model}'${tag === null ? '' : ` and tags.\`${tag.key}\` = '${tag.value}'`}`;
  do {
    const page: { model_versions?: readonly RawVersion[]; next_page_token?: string } = await api.get(
      'model-versions/search',
      {
        filter,
        max_results: '1000',
        order_by: 'version_number ASC',
        ...(token && { page_token: token }),
      },
    );
    versions.push(...(page.model_versions ?? []).map(versionOf));
    token = page.next_page_token;
  } while (token);
  return versions;
}

/** Removes a version, and the files of its folder. */
export async function eraseVersion(
  api: MlflowApi,
  model: string,
  { number, source }: WireVersion,
): Promise<void> {
  const missing = (error: unknown): void => {
    if (!isTitansError(error, 'NOT_FOUND')) throw error;
  };
  await api.remove('model-versions/delete', { name: model, version: String(number) }).catch(missing);
  if (source.startsWith(artifactScheme)) await api.erase(source.slice(artifactScheme.length)).catch(missing);
}

function versionOf(raw: RawVersion): WireVersion {
  const number = Number(raw.version);
  if (!Number.isSafeInteger(number)) {
    throw new TitansError('API_RESPONSE_INVALID', 'MLflow gave a version a number that is none.');
  }
  return {
    number,
    source: raw.source ?? '',
    description: raw.description ?? '',
    createdAt: Number(raw.creation_timestamp ?? 0),
    tags: Object.fromEntries((raw.tags ?? []).map(({ key, value = '' }) => [key, value])),
  };
}
