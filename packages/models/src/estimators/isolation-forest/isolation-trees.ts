import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FittedAnomalyDetector } from '../estimator.js';
import { readArtifact } from '../restoring.js';
import { columnsAsTrained, type MissingPolicy } from '../training-data.js';
import { addLeafValues, ensembleArrays, restoreEnsemble, type TreeEnsemble } from '../trees/tree-ensemble.js';
import { addPathLengths, type CompleteTrees, completeTrees } from './complete-trees.js';
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
  /** Scores above it stand out, if the forest was told a `contamination`; else `null`. */
  readonly threshold: number | null;
  /** Leaf values are path lengths. */
  readonly ensemble: TreeEnsemble;
}

/** What an isolation forest learned. */
export interface IsolationTrees {
  readonly featureNames: readonly string[];
  readonly subsampleSize: number;
  readonly ensemble: TreeEnsemble;
  readonly threshold?: number | null;
}

/** Scores rows by the trees. */
export function fittedIsolationTrees(
  { kind, version, missing }: IsolationTreesKind,
  { featureNames, subsampleSize, ensemble, threshold = null }: IsolationTrees,
): FittedIsolationForest {
  const unit = averagePathLength(subsampleSize) * ensemble.roots.length;
  const complete = completeTrees(ensemble);
  return Object.freeze({
    featureNames,
    subsampleSize,
    threshold,
    ensemble,
    score(x: FeatureMatrix) {
      const scores = pathLengths(ensemble, complete, columnsAsTrained(x, featureNames, missing), x.rows);
      // One training row tells nothing about the ordinary: everything scores 0.5.
      for (let row = 0; row < scores.length; row++) {
        scores[row] = unit === 0 ? 0.5 : 2 ** (-(scores[row] as number) / unit);
      }
      return scores;
    },
    toArtifact: () => ({
      kind,
      version,
      data: { featureNames, subsampleSize, threshold },
      arrays: ensembleArrays(ensemble),
    }),
  });
}

/** Rows that are walked down all trees while they are in the nearest cache. */
const rowsAtOnce = 64;

/** Sum of the path lengths of each row over all trees. */
function pathLengths(
  ensemble: TreeEnsemble,
  complete: CompleteTrees | null,
  columns: readonly Float64Array[],
  rows: number,
): Float64Array {
  const lengths = new Float64Array(rows);
  // A few rows cannot walk side by side, and reach their leaves sooner where these stand.
  if (complete === null || rows < 4) {
    addLeafValues(ensemble, columns, rows, 1, lengths);
    return lengths;
  }
  const width = columns.length;
  const block = new Float64Array(Math.min(rowsAtOnce, rows) * width);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - first);
    let isComplete = true;
    for (let column = 0; column < width; column++) {
      const source = columns[column] as Float64Array;
      for (let i = 0; i < count; i++) {
        const value = source[first + i] as number;
        block[i * width + column] = value;
        if (Number.isNaN(value)) isComplete = false;
      }
    }
    if (isComplete) addPathLengths(complete, block, width, count, lengths, first);
    else {
      const part = columns.map((column) => column.subarray(first, first + count));
      addLeafValues(ensemble, part, count, 1, lengths.subarray(first, first + count));
    }
  }
  return lengths;
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
  const ensemble = restoreEnsemble(artifact, 1, featureNames.length);
  if (ensemble.categorySet.some((set) => set >= 0))
    throw artifact.corrupt('an isolation tree asks for categories');
  const threshold = artifact.json('threshold');
  if (threshold !== null && typeof threshold !== 'number') throw artifact.corrupt('"threshold" is no number');
  return fittedIsolationTrees(kind, {
    featureNames,
    subsampleSize: artifact.number('subsampleSize'),
    threshold,
    ensemble,
  });
}
