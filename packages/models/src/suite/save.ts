import {
  type ArtifactContent,
  type ArtifactStore,
  type EncodeArtifactOptions,
  encodeArtifact,
  type JsonValue,
  sha256Hex,
  TitansError,
} from '@titans/core';
import { directoryArtifactStore } from '@titans/core/files';
import { taskNames } from '../tasks/models.js';
import { referenceArtifact } from './suite-reference.js';
import type { SuiteParts } from './trained-suite.js';
import { recordToJson } from './training-record.js';

export const suiteKind = 'titans/suite';
export const suiteVersion = 3;
/** Name of the artifact that names the others. */
export const suiteName = 'suite.titans';

/** An artifact that the suite names. */
interface NamedArtifact {
  readonly name: string;
  readonly kind: string;
  readonly sha256: string;
}

/** Writes a suite: its tasks and its reference under names that tell their contents, then the artifact that lists them. */
export async function saveSuite(
  parts: SuiteParts,
  destination: string | ArtifactStore,
  options: EncodeArtifactOptions = {},
): Promise<void> {
  const store = storeOf(destination);
  async function write(what: string, content: ArtifactContent): Promise<NamedArtifact> {
    const bytes = await encodeArtifact(content, options);
    const sha256 = await sha256Hex(bytes);
    const name = `${what}-${sha256.slice(0, 12)}.titans`;
    await store.put(name, bytes);
    return { name, kind: content.kind, sha256 };
  }

  const { reference, training } = parts;
  const tasks: Record<string, JsonValue> = {};
  for (const task of taskNames) {
    const model = parts.models[task];
    if (model !== undefined) tasks[task] = { ...(await write(task, model.toArtifact())) };
  }
  const compared = reference && { ...(await write('reference', referenceArtifact(reference))) };
  const suite: ArtifactContent = {
    kind: suiteKind,
    version: suiteVersion,
    data: {
      tasks,
      reference: compared,
      training: training && recordToJson(training),
      dataFingerprint: parts.dataFingerprint,
      skipped: parts.skipped.map((one) => ({ ...one })),
    },
    arrays: {},
  };
  await store.put(suiteName, await encodeArtifact(suite, options));
}

/** The store of a directory, or the store itself. @throws TitansError `INVALID_ARGUMENT` for what is neither. */
export function storeOf(place: string | ArtifactStore): ArtifactStore {
  if (typeof place === 'string') return directoryArtifactStore(place);
  if (typeof place === 'object' && place !== null && typeof place.get === 'function') return place;
  throw new TitansError(
    'INVALID_ARGUMENT',
    'Models are kept in a directory, which is named, or in a store.',
    {
      details: { field: 'store' },
    },
  );
}
