import type { ArtifactArray } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { ArtifactReader } from '../restoring.js';
import { columnsAsTrained } from '../training-data.js';
import { checkRow, type PathScorer, pathScore } from './path-scores.js';

/**
 * Trees whose nodes ask on which side of a plane a row lies, in flat arrays with one entry per node; the children of a
 * node stand side by side.
 */
export interface ObliqueTrees {
  /** The root of each tree. */
  readonly roots: Int32Array;
  /** Left child, the right one being next to it; -1 for a leaf. */
  readonly left: Int32Array;
  /** 1 if rows go left that lack a value the node asks for. */
  readonly missingLeft: Uint8Array;
  /** Rows whose sum of terms is up to it go left. For a leaf, the path length. */
  readonly offset: Float64Array;
  /** First term of each node; those of a node end where those of the next begin, the last at the end. */
  readonly firstTerm: Int32Array;
  /** Features of the terms. */
  readonly feature: Int32Array;
  /** What their values are multiplied by. */
  readonly coefficient: Float64Array;
  /** Training rows that came by. */
  readonly cover: Float64Array;
}

/** Rows that are laid out one after another and walked down all trees together. */
const rowsAtOnce = 64;

/** Scores rows by their path lengths over all trees. */
export function obliqueScorer(
  trees: ObliqueTrees,
  featureNames: readonly string[],
  unit: number,
): PathScorer {
  const { roots, left, missingLeft, offset, firstTerm, feature, coefficient } = trees;
  const width = featureNames.length;

  function pathLength(root: number, values: Float64Array, from: number): number {
    let node = root;
    for (let child = left[node] as number; child >= 0; child = left[node] as number) {
      const end = firstTerm[node + 1] as number;
      let sum = 0;
      for (let term = firstTerm[node] as number; term < end; term++) {
        sum += (coefficient[term] as number) * (values[from + (feature[term] as number)] as number);
      }
      const goesLeft = Number.isNaN(sum) ? missingLeft[node] === 1 : sum <= (offset[node] as number);
      node = goesLeft ? child : child + 1;
    }
    return offset[node] as number;
  }

  return {
    ofRows(x: FeatureMatrix) {
      const columns = columnsAsTrained(x, featureNames, 'permit-nan');
      const sums = new Float64Array(x.rows);
      const block = new Float64Array(Math.min(rowsAtOnce, x.rows) * width);
      for (let first = 0; first < x.rows; first += rowsAtOnce) {
        const count = Math.min(rowsAtOnce, x.rows - first);
        for (let index = 0; index < width; index++) {
          const column = columns[index] as Float64Array;
          for (let i = 0; i < count; i++) block[i * width + index] = column[first + i] as number;
        }
        for (const root of roots) {
          for (let i = 0; i < count; i++) {
            sums[first + i] = (sums[first + i] as number) + pathLength(root, block, i * width);
          }
        }
      }
      return sums.map((sum) => pathScore(sum, unit));
    },
    ofRow(values) {
      checkRow(values, featureNames, 'permit-nan');
      const row = Float64Array.from(values);
      let sum = 0;
      for (const root of roots) sum += pathLength(root, row, 0);
      return pathScore(sum, unit);
    },
  };
}

/** The arrays of the trees, for an artifact. */
export function obliqueArrays(trees: ObliqueTrees): Readonly<Record<string, ArtifactArray>> {
  return { ...trees };
}

/**
 * Reads back what {@link obliqueArrays} wrote and checks that every walk ends.
 *
 * @throws TitansError `ARTIFACT_CORRUPT`.
 */
export function restoreObliqueTrees(artifact: ArtifactReader, features: number): ObliqueTrees {
  const trees: ObliqueTrees = {
    roots: artifact.int32('roots'),
    left: artifact.int32('left'),
    missingLeft: artifact.uint8('missingLeft'),
    offset: artifact.float64('offset'),
    firstTerm: artifact.int32('firstTerm'),
    feature: artifact.int32('feature'),
    coefficient: artifact.float64('coefficient'),
    cover: artifact.float64('cover'),
  };
  const nodes = trees.left.length;
  const { left, firstTerm, feature } = trees;
  if ([trees.missingLeft, trees.offset, trees.cover].some(({ length }) => length !== nodes))
    throw artifact.corrupt('its node arrays differ in length');
  if (firstTerm.length !== nodes + 1 || trees.coefficient.length !== feature.length)
    throw artifact.corrupt('its terms belong to no node');
  if (trees.roots.length === 0 || trees.roots.some((root) => root < 0 || root >= nodes))
    throw artifact.corrupt('a root is no node');
  if (feature.some((of) => of < 0 || of >= features)) throw artifact.corrupt('a term asks for no feature');
  for (let node = 0; node < nodes; node++) {
    const child = left[node] as number;
    const [from, to] = [firstTerm[node] as number, firstTerm[node + 1] as number];
    // Children come after their parent, so that a walk cannot go in circles.
    const isSound = (child < 0 || (child > node && child + 1 < nodes)) && from >= 0 && from <= to;
    if (!isSound || to > feature.length) throw artifact.corrupt(`its node ${node} points nowhere`);
  }
  return Object.freeze(trees);
}
