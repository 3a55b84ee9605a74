import type { ArtifactContent } from '@titans/core';
import { readArtifact } from '../restoring.js';
import { boostedArrays } from './boosted-artifact.js';
import { restoreEnsemble } from './tree-ensemble.js';

/** Version 1 kept the arrays of the ensemble as they are in memory; version 2 keeps them compact. */
export function withCompactTrees(content: ArtifactContent): ArtifactContent {
  const artifact = readArtifact(content, content.kind, 1);
  const ensemble = restoreEnsemble(artifact, 1, artifact.texts('featureNames').length);
  return { ...content, arrays: { ...content.arrays, ...boostedArrays(ensemble) } };
}

/** Version 2 of the regressor had no link: its predictions were the sums themselves. */
export function withIdentityLink(content: ArtifactContent): ArtifactContent {
  return { ...content, data: { ...Object(content.data), link: 'identity' } };
}
