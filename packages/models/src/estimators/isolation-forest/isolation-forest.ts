import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { AnomalyDetector, FitOptions } from '../estimator.js';
import { refuseUnknownParameters } from '../parameters.js';
import {
  fitIsolationTrees,
  type IsolationForestParameters,
  isolationSettings,
} from './fit-isolation-trees.js';
import { isolationTreeGrower } from './grow-isolation-tree.js';
import {
  type FittedIsolationForest,
  fittedIsolationTrees,
  type IsolationTreesKind,
  restoreIsolationTrees,
} from './isolation-trees.js';
import { storedEnsemble, treeStore } from './tree-store.js';

/** {@link isolationForest} as an estimator. */
export interface IsolationForest extends AnomalyDetector {
  fit(x: FeatureMatrix, options?: FitOptions): Promise<FittedIsolationForest>;
}

/** What artifacts of {@link isolationForest} are. */
export const isolationForestKind: IsolationTreesKind = {
  kind: 'titans/isolation-forest',
  version: 3,
  missing: 'permit-nan',
};

/**
 * Isolation forest (Liu, Ting and Zhou 2008): rows that random splits separate early stand out. The score is
 * 2^(−mean path length ÷ c(subsample)): near 1 for what is isolated at once, about 0.5 for the ordinary.
 *
 * Missing values are permitted: a split sends them to a side drawn at random when it is made. Categorical codes are
 * treated as numbers. Weights are refused. Fitting takes trees × subsample × log(subsample) steps, whatever the rows; a
 * `contamination` adds the scoring of all of them.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or weights. `fit` also throws
 * `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE` for infinite values, and `ABORTED`.
 * @example
 * ```ts
 * import { isolationForest } from '@titans/models/estimators';
 *
 * const matrix = {
 *   rows: 5,
 *   features: [{ name: 'amount', kind: 'numeric' as const, inputs: ['amount' as const] }],
 *   columns: [Float64Array.of(10, 11, 12, 10, 900)],
 * };
 * const fitted = await isolationForest({ trees: 50 }).fit(matrix, { seed: 7 });
 * fitted.score(matrix); // the last is the highest
 * ```
 */
export function isolationForest(parameters: IsolationForestParameters = {}): IsolationForest {
  refuseUnknownParameters('isolationForest', parameters, ['trees', 'subsampleSize', 'contamination']);
  const settings = isolationSettings(parameters);

  return Object.freeze({
    name: 'isolation-forest',
    fit: (x: FeatureMatrix, options: FitOptions = {}) =>
      fitIsolationTrees(settings, x, options, {
        name: 'isolation forest',
        begin(size, trees) {
          const store = treeStore(2 * size * Math.min(trees, 100));
          return {
            grow: isolationTreeGrower(x.columns, x.rows, size, store),
            build: () => storedEnsemble(store),
          };
        },
        fitted: (scored, ensemble) => fittedIsolationTrees(isolationForestKind, { ...scored, ensemble }),
      }),
  });
}

/**
 * Restores what {@link FittedIsolationForest}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreIsolationForest(content: ArtifactContent): FittedIsolationForest {
  return restoreIsolationTrees(isolationForestKind, content);
}
