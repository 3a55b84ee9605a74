import type { ArtifactContent } from '@titans/core';
import { readArtifact } from '../restoring.js';
import type { MissingPolicy } from '../training-data.js';
import { ensembleArrays, restoreEnsemble, type TreeEnsemble } from '../trees/tree-ensemble.js';
import { pathScorer } from './path-scorer.js';
import { type FittedPathScores, pathScores, pathUnit, readScored, type Scored } from './path-scores.js';

/** What tells apart the forests that keep isolation trees. */
export interface IsolationTreesKind {
  readonly kind: string;
  readonly version: number;
  readonly missing: MissingPolicy;
}

/** A fitted isolation forest. */
export interface FittedIsolationForest extends FittedPathScores {
  /** Leaf values are path lengths. */
  readonly ensemble: TreeEnsemble;
}

/** What an isolation forest learned. */
export interface IsolationTrees extends Scored {
  readonly ensemble: TreeEnsemble;
}

/** Scores rows by the trees. */
export function fittedIsolationTrees(
  { kind, version, missing }: IsolationTreesKind,
  { featureNames, subsampleSize, threshold, ensemble }: IsolationTrees,
): FittedIsolationForest {
  const unit = pathUnit(subsampleSize, ensemble.roots.length);
  const scorer = pathScorer(ensemble, featureNames, missing, unit);
  const scored = { featureNames, subsampleSize, threshold };
  return Object.freeze({
    ...pathScores(scorer, scored),
    ensemble,
    toArtifact: () => ({
      kind,
      version,
      data: scored,
      arrays: ensembleArrays(ensemble),
    }),
  });
}

/**
 * Restores what `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreIsolationTrees(
  kind: IsolationTreesKind,
  content: ArtifactContent,
): FittedIsolationForest {
  const artifact = readArtifact(content, kind.kind, kind.version);
  const scored = readScored(artifact);
  const ensemble = restoreEnsemble(artifact, 1, scored.featureNames.length);
  if (ensemble.categorySet.some((set) => set >= 0))
    throw artifact.corrupt('an isolation tree asks for categories');
  if (!ensemble.threshold.every(Number.isFinite)) throw artifact.corrupt('a threshold is not finite');
  return fittedIsolationTrees(kind, { ...scored, ensemble });
}
