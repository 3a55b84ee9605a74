import { type ArtifactContent, TitansError } from '@titans/core';
import type { FittedAnomalyDetector } from '../estimator.js';
import { restoreExtendedIsolationForest } from '../isolation-forest/extended-isolation-forest.js';
import { restoreIsolationForest } from '../isolation-forest/isolation-forest.js';
import { restoreCopod } from './copod.js';
import { restoreEcod } from './ecod.js';
import { restoreHbos } from './hbos.js';
import { restoreNearestPrototypes } from './nearest-prototypes.js';

/** Restores one kind of detector. */
export type RestoreDetector = (content: ArtifactContent) => FittedAnomalyDetector;

const restorers: Readonly<Record<string, RestoreDetector>> = {
  'titans/isolation-forest': restoreIsolationForest,
  'titans/extended-isolation-forest': restoreExtendedIsolationForest,
  'titans/ecod': restoreEcod,
  'titans/copod': restoreCopod,
  'titans/hbos': restoreHbos,
  'titans/nearest-prototypes': restoreNearestPrototypes,
};

/**
 * Restores a detector by the kind of its artifact.
 *
 * @param others How kinds are restored that are not of this package.
 * @throws TitansError `ARTIFACT_KIND` for a kind that nothing restores, and what restoring throws.
 */
export function restoreDetector(
  content: ArtifactContent,
  others: Readonly<Record<string, RestoreDetector>>,
): FittedAnomalyDetector {
  const all = new Map([...Object.entries(restorers), ...Object.entries(others)]);
  const restore = all.get(content.kind);
  if (restore) return restore(content);
  throw new TitansError(
    'ARTIFACT_KIND',
    `Nothing restores a detector of kind "${content.kind}". Say how with restoreAnomalyEnsemble(content, { "${content.kind}": … }).`,
    { details: { kind: content.kind } },
  );
}
