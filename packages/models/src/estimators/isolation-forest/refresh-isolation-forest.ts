import { createRandom, TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { pace } from '../pace.js';
import { integerWithin, refuseUnknownParameters } from '../parameters.js';
import { checkTrainingMatrix, columnsAsTrained, refuseWeights } from '../training-data.js';
import { copyTrees } from './copy-trees.js';
import { isolationTreeGrower } from './grow-isolation-tree.js';
import { isolationForestKind } from './isolation-forest.js';
import { type FittedIsolationForest, fittedIsolationTrees } from './isolation-trees.js';
import { storedEnsemble, treeStore } from './tree-store.js';

/** Parameters of {@link refreshIsolationForest}. */
export interface RefreshParameters {
  /** How many of the oldest trees are replaced, 1 to all; a quarter unless told, and one at least. */
  readonly trees?: number;
}

/**
 * An isolation forest whose oldest trees have given way to as many grown on a window of new rows, so that it follows what
 * is ordinary without being trained anew: with a quarter of the trees each time, it has forgotten all after four windows.
 * The forest given stays as it is, and so do the features, the rows per tree and the threshold.
 *
 * @param window Rows of late with the features of the forest, no fewer than it drew for each tree.
 * @param options Give another seed each time, or windows of equal size are drawn alike.
 * @throws TitansError `INVALID_ARGUMENT` for what is no isolation forest, a number of trees out of range or weights, `DATA_INSUFFICIENT` for a window of
 * too few rows, `SHAPE_MISMATCH` or `FEATURE_UNKNOWN` for other features, `DATA_NOT_FINITE` for infinite values, and
 * `ABORTED`.
 */
export async function refreshIsolationForest(
  forest: FittedIsolationForest,
  window: FeatureMatrix,
  parameters: RefreshParameters = {},
  options: FitOptions = {},
): Promise<FittedIsolationForest> {
  refuseUnknownParameters('refreshIsolationForest', parameters, ['trees']);
  requireFitOptions(options);
  requireForest(forest);
  const { ensemble, featureNames, subsampleSize, threshold } = forest;
  const all = ensemble.roots.length;
  const trees = integerWithin('trees', parameters.trees ?? Math.ceil(all / 4), 1, all);
  checkTrainingMatrix(window, 'permit-nan');
  refuseWeights(options.weights, 'refreshIsolationForest');
  const columns = columnsAsTrained(window, featureNames, 'permit-nan');
  if (window.rows < subsampleSize) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      `The window has ${window.rows} rows, but each tree of the forest is grown from ${subsampleSize}. Give a longer one.`,
      { details: { rows: window.rows } },
    );
  }
  const step = pace(options, 'isolation forest refresh', 'rounds');
  const random = createRandom(options.seed ?? 0, 'isolation forest refresh');
  const store = treeStore(ensemble.feature.length);
  copyTrees(ensemble, ensemble.roots.subarray(trees), store);
  const grow = isolationTreeGrower(columns, window.rows, subsampleSize, store);
  for (let tree = 0; tree < trees; tree++) {
    grow(random.stream(String(tree)));
    await step(tree + 1, trees);
  }
  const scored = { featureNames, subsampleSize, threshold };
  return fittedIsolationTrees(isolationForestKind, { ...scored, ensemble: storedEnsemble(store) });
}

/** Others, such as the extended forest, have no trees of this kind. */
function requireForest(forest: FittedIsolationForest): void {
  if (forest?.ensemble?.roots instanceof Int32Array && Number.isInteger(forest.subsampleSize)) return;
  throw new TitansError('INVALID_ARGUMENT', 'Give a fitted isolationForest, or a restored one.', {
    details: { field: 'forest' },
  });
}
