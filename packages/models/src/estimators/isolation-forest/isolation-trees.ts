import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FittedAnomalyDetector } from '../estimator.js';
import { readArtifact } from '../restoring.js';
import { columnsAsTrained, type MissingPolicy } from '../training-data.js';
import { addLeafValues, ensembleArrays, restoreEnsemble, type TreeEnsemble } from '../trees/tree-ensemble.js';
import { averagePathLength } from './path-length.js';

/** What tells apart the forests that keep isolation trees. */
export interface IsolationTreesKind {
  readonly kind: string;
  readonly version: number;
  readonly missing: MissingPolicy;
}

/** A fitted isolation forest. */
export interface FittedIsolationForest extends FittedAnomalyDetector {
  readonly featureNames: readonly string[];
  /** Rows each tree was grown from. */
  readonly subsampleSize: number;
  /** Leaf values are path lengths. */
  readonly ensemble: TreeEnsemble;
}

/** Scores rows by the trees. */
export function fittedIsolationTrees(
  { kind, version, missing }: IsolationTreesKind,
  featureNames: readonly string[],
  subsampleSize: number,
  ensemble: TreeEnsemble,
): FittedIsolationForest {
  const unit = averagePathLength(subsampleSize) * ensemble.roots.length;
  return Object.freeze({
    featureNames,
    subsampleSize,
    ensemble,
    score(x: FeatureMatrix) {
      const lengths = new Float64Array(x.rows);
      addLeafValues(ensemble, columnsAsTrained(x, featureNames, missing), x.rows, 1, lengths);
      // One training row tells nothing about the ordinary: everything scores 0.5.
      return lengths.map((length) => (unit === 0 ? 0.5 : 2 ** (-length / unit)));
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, subsampleSize },
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
  const featureNames = artifact.texts('featureNames');
  return fittedIsolationTrees(
    kind,
    featureNames,
    artifact.number('subsampleSize'),
    restoreEnsemble(artifact, 1, featureNames.length),
  );
}
