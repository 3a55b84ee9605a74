import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { integerWithin, refuseUnknownParameters } from '../parameters.js';
import { readArtifact } from '../restoring.js';
import { rowDrawer } from './draw-rows.js';
import {
  fitIsolationTrees,
  type IsolationForestParameters,
  isolationSettings,
} from './fit-isolation-trees.js';
import { obliqueTreeGrower } from './grow-oblique-tree.js';
import { type ObliqueTrees, obliqueArrays, obliqueScorer, restoreObliqueTrees } from './oblique-trees.js';
import { type FittedPathScores, pathScores, pathUnit, readScored, type Scored } from './path-scores.js';

/** Parameters of {@link extendedIsolationForest}. */
export interface ExtendedIsolationForestParameters extends IsolationForestParameters {
  /**
   * Features beside the first whose values a split weighs together, up to the number of features less 1, which it is
   * unless told. At 0 splits are those of the ordinary forest.
   */
  readonly extensionLevel?: number;
}

/** {@link extendedIsolationForest} as an estimator. */
export interface ExtendedIsolationForest extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedExtendedIsolationForest>;
}

/** A fitted extended isolation forest. */
export interface FittedExtendedIsolationForest extends FittedPathScores {
  readonly trees: ObliqueTrees;
}

const kind = 'titans/extended-isolation-forest';
const version = 1;

/**
 * Extended isolation forest (Hariri, Carrasco Kind and Brunner 2019): random planes of any slope part the rows, where
 * the ordinary forest parts them at values of one feature and so takes places beside and between clusters for ordinary
 * that share their values. Scores mean the same.
 *
 * Planes weigh values as they are: bring the columns to one scale first, or the widest decides alone. Missing values are
 * permitted: a split sends rows that lack a value which it weighs to a side drawn at random. Categorical codes are
 * treated as numbers. Weights are refused. Scoring takes `extensionLevel` + 1 times as many steps as without planes,
 * and has no kernel: prefer `isolationForest` unless features depend on each other.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range, an `extensionLevel` that the matrix has too
 * few features for, or weights. `fit` also throws `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite
 * values, and `ABORTED`.
 * @example
 * ```ts
 * import { extendedIsolationForest } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 5,
 *   features: [
 *     { name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] },
 *     { name: 'balance', kind: 'numeric' as const, inputs: ['balance' as const] },
 *   ],
 *   columns: [Float64Array.of(1, 2, 3, 4, 4), Float64Array.of(1, 2, 3, 4, 1)],
 * };
 * const fitted = await extendedIsolationForest({ trees: 50 }).fit(matrix, { seed: 7 });
 * fitted.score(matrix); // the last is the highest
 * ```
 */
export function extendedIsolationForest(
  parameters: ExtendedIsolationForestParameters = {},
): ExtendedIsolationForest {
  refuseUnknownParameters('extendedIsolationForest', parameters, [
    'trees',
    'subsampleSize',
    'contamination',
    'extensionLevel',
  ]);
  const settings = isolationSettings(parameters);
  const { extensionLevel } = parameters;
  if (extensionLevel !== undefined) integerWithin('extensionLevel', extensionLevel, 0, 1_000_000);

  return Object.freeze({
    name: 'extended-isolation-forest',
    fit: (x: FeatureMatrix, options: FitOptions = {}) =>
      fitIsolationTrees(settings, x, options, {
        name: 'extended isolation forest',
        begin(size) {
          const highest = x.columns.length - 1;
          const level =
            extensionLevel === undefined
              ? highest
              : integerWithin('extensionLevel', extensionLevel, 0, highest);
          const rows = new Uint32Array(size);
          const drawRows = rowDrawer(x.rows, rows);
          const { grow, build } = obliqueTreeGrower(x.columns, rows, level + 1);
          return {
            grow(random) {
              drawRows(random);
              grow(random);
            },
            build: () => build(),
          };
        },
        fitted: extendedTrees,
      }),
  });
}

function extendedTrees(scored: Scored, trees: ObliqueTrees): FittedExtendedIsolationForest {
  const unit = pathUnit(scored.subsampleSize, trees.roots.length);
  return Object.freeze({
    ...pathScores(obliqueScorer(trees, scored.featureNames, unit), scored),
    trees,
    toArtifact: () => ({ kind, version, data: { ...scored }, arrays: obliqueArrays(trees) }),
  });
}

/**
 * Restores what {@link FittedExtendedIsolationForest}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreExtendedIsolationForest(content: ArtifactContent): FittedExtendedIsolationForest {
  const artifact = readArtifact(content, kind, version);
  const scored = readScored(artifact);
  return extendedTrees(scored, restoreObliqueTrees(artifact, scored.featureNames.length));
}
