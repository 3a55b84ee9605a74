import { type ArtifactContent, artifactFingerprint, encodeArtifact } from '@titans/core';
import type { TaskName } from './models.js';

/** What names a model, taken from its artifact alone. */
export interface ModelIdentity {
  /** `task@` and the first 12 hexadecimal digits of `sha256`. */
  readonly version: string;
  /** SHA-256 of what the artifact holds, in hexadecimal. */
  readonly sha256: string;
}

/**
 * The identity of a model.
 *
 * @param sha256 Where the model was read from an artifact; computed unless told.
 */
export async function identityOf(
  task: TaskName,
  content: ArtifactContent,
  sha256?: string,
): Promise<ModelIdentity> {
  const fingerprint = sha256 ?? (await artifactFingerprint(await encodeArtifact(content)));
  return { version: `${task}@${fingerprint.slice(0, 12)}`, sha256: fingerprint };
}
