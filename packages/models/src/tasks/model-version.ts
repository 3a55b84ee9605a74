import { type ArtifactContent, artifactFingerprint, encodeArtifact } from '@titans/core';
import type { TaskName } from './models.js';

/** Names the exact model: task and the first 12 hexadecimal digits of its artifact's SHA-256. */
export async function modelVersion(task: TaskName, content: ArtifactContent): Promise<string> {
  const fingerprint = await artifactFingerprint(await encodeArtifact(content));
  return `${task}@${fingerprint.slice(0, 12)}`;
}
