import {
  type ArtifactContent,
  type ArtifactStore,
  type EncodeArtifactOptions,
  encodeArtifact,
  sha256Hex,
} from '@titans/core';
import { directoryArtifactStore } from '@titans/core/files';
import { taskNames } from '../tasks/models.js';
import type { SuiteParts } from './trained-suite.js';

export const suiteKind = 'titans/suite';
export const suiteVersion = 2;
/** Name of the artifact that names the others. */
export const suiteName = 'suite.titans';

/** Writes a suite: its tasks under names that tell their contents, then the artifact that lists them. */
export async function saveSuite(
  parts: SuiteParts,
  destination: string | ArtifactStore,
  options: EncodeArtifactOptions = {},
): Promise<void> {
  const store = storeOf(destination);
  const tasks: Record<string, { name: string; kind: string; sha256: string }> = {};
  for (const task of taskNames) {
    const model = parts.models[task];
    if (model === undefined) continue;
    const content = model.toArtifact();
    const bytes = await encodeArtifact(content, options);
    const sha256 = await sha256Hex(bytes);
    const name = `${task}-${sha256.slice(0, 12)}.titans`;
    await store.put(name, bytes);
    tasks[task] = { name, kind: content.kind, sha256 };
  }
  const suite: ArtifactContent = {
    kind: suiteKind,
    version: suiteVersion,
    data: {
      tasks,
      dataFingerprint: parts.dataFingerprint,
      skipped: parts.skipped.map((one) => ({ ...one })),
    },
    arrays: {},
  };
  await store.put(suiteName, await encodeArtifact(suite, options));
}

/** The store of a directory, or the store itself. */
export function storeOf(place: string | ArtifactStore): ArtifactStore {
  return typeof place === 'string' ? directoryArtifactStore(place) : place;
}
