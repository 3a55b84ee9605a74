import { createHash } from 'node:crypto';
import { encodeArtifact } from '@titans/core';
import type { Fitted } from '../../estimators/estimator.js';

/** SHA-256 of the bytes of a model. */
export async function artifactDigest(fitted: Fitted): Promise<string> {
  return createHash('sha256')
    .update(await encodeArtifact(fitted.toArtifact()))
    .digest('hex');
}
