import { TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FittedAnomalyDetector } from '../estimator.js';
import type { ArtifactReader } from '../restoring.js';
import type { MissingPolicy } from '../training-data.js';
import { exponential } from '../trees/kernel/exponential.js';
import { averagePathLength } from './path-length.js';

/** Scores rows by how long their paths down all trees are. */
export interface PathScorer {
  /** One score per row of a matrix as the model was trained with. */
  readonly ofRows: (x: FeatureMatrix) => Float64Array;
  /** The score of one row, whose values stand in the order of the features. */
  readonly ofRow: (values: ArrayLike<number>) => number;
}

/** What every isolation forest is asked. */
export interface FittedPathScores extends FittedAnomalyDetector {
  readonly featureNames: readonly string[];
  /** Rows each tree was grown from. */
  readonly subsampleSize: number;
  /**
   * Scores above it stand out, if the forest was told a `contamination`; else `null`. It is what scikit-learn calls
   * `offset_`, with the other sign.
   */
  readonly threshold: number | null;
  /**
   * The score of one row as it comes, without a matrix around it.
   *
   * @param values One per feature in the order of `featureNames`; NaN where one is missing.
   * @throws TitansError `SHAPE_MISMATCH` for another number of values, `DATA_NOT_FINITE` for an infinite one, and for
   * NaN where the model refuses it.
   */
  scoreRow(values: ArrayLike<number>): number;
  /**
   * One byte per row, 1 where the score is above the `threshold`, or above 0.5 where none was set: what `predict` of
   * scikit-learn's `IsolationForest` calls -1, with `contamination` given or left at `'auto'`.
   *
   * @throws TitansError as `score` does.
   */
  isOutlier(x: FeatureMatrix): Uint8Array;
}

/** What is needed beside the trees to score. */
export interface Scored {
  readonly featureNames: readonly string[];
  readonly subsampleSize: number;
  readonly threshold: number | null;
}

/** Scores that are above it stand out where no threshold was set. */
const ordinaryScore = 0.5;

/** What sums of path lengths over all trees are divided by: trees × average path length of the subsample. */
export function pathUnit(subsampleSize: number, trees: number): number {
  return averagePathLength(subsampleSize) * trees;
}

/**
 * The score 2^(−sum ÷ unit). The power is taken in steps that every engine rounds alike, since a threshold in an
 * artifact may come of it; the kernel takes the same.
 */
export function pathScore(sum: number, unit: number): number {
  // One training row tells nothing about the ordinary: everything scores 0.5.
  return unit === 0 ? ordinaryScore : exponential((-Math.LN2 * sum) / unit);
}

/** What is asked of a forest whose rows are scored so. */
export function pathScores(scorer: PathScorer, scored: Scored): Omit<FittedPathScores, 'toArtifact'> {
  const threshold = scored.threshold ?? ordinaryScore;
  return {
    ...scored,
    score: scorer.ofRows,
    scoreRow: scorer.ofRow,
    isOutlier: (x) => Uint8Array.from(scorer.ofRows(x), (value) => (value > threshold ? 1 : 0)),
  };
}

/** Reads what {@link Scored} tells. @throws TitansError `ARTIFACT_CORRUPT`. */
export function readScored(artifact: ArtifactReader): Scored {
  const threshold = artifact.json('threshold');
  if (threshold !== null && typeof threshold !== 'number') throw artifact.corrupt('"threshold" is no number');
  const subsampleSize = artifact.number('subsampleSize');
  if (!(Number.isInteger(subsampleSize) && subsampleSize >= 1))
    throw artifact.corrupt('"subsampleSize" is no count');
  return { featureNames: artifact.texts('featureNames'), subsampleSize, threshold };
}

/** @throws TitansError `INVALID_ARGUMENT` for what is no list, `SHAPE_MISMATCH` or `DATA_NOT_FINITE`. */
export function checkRow(
  values: ArrayLike<number>,
  featureNames: readonly string[],
  missing: MissingPolicy,
): void {
  if (typeof values !== 'object' || values === null) {
    throw new TitansError('INVALID_ARGUMENT', 'Give a row as the list of its values, one per feature.', {
      details: { field: 'values' },
    });
  }
  if (values.length !== featureNames.length) {
    throw new TitansError(
      'SHAPE_MISMATCH',
      `The model was trained with ${featureNames.length} features but the row has ${values.length} values.`,
    );
  }
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (Number.isFinite(value) || (Number.isNaN(value) && missing === 'permit-nan')) continue;
    throw new TitansError(
      'DATA_NOT_FINITE',
      `The value of "${featureNames[index]}" is ${typeof value === 'number' ? value : 'no number'}. ${
        Number.isNaN(value) ? 'Impute it or use a model that takes missing values.' : 'Give a finite one.'
      }`,
      { details: { column: featureNames[index] ?? '' } },
    );
  }
}
