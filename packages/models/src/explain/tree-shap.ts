import { TitansError, type WorkOptions } from '@titans/core';
import { pace } from '../estimators/pace.js';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import { columnsAsTrained, rowWeights } from '../estimators/training-data.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { type Background, backgroundGame } from './background-game.js';
import { coverGame } from './cover-game.js';
import { coverWalk } from './cover-walk.js';
import { type Explainer, explainerOf } from './explainer.js';
import { treeAttributions } from './tree-attributions.js';
import { type ExplainableTrees, type TreeModel, treeModelOf } from './tree-model.js';

/** Options of {@link treeShap}. */
export interface TreeShapOptions extends WorkOptions {
  /**
   * Rows that stand for what is usual; 100 to 1000 of them do. Unknown features then take their values
   * (interventional). Without it, rows go both ways at a split by an unknown feature, in the shares of the training
   * rows (path-dependent).
   */
  readonly background?: FeatureMatrix;
  /** One non-negative weight per background row; 1 unless told. */
  readonly backgroundWeights?: Float64Array;
}

/**
 * Exact Shapley values of trees (TreeSHAP, Lundberg et al. 2020): what each feature added to the output of a row,
 * compared with what is expected where no feature is known. Base value and attributions add up to the output: the
 * prediction of a regressor, the log-odds of boosting for classes, the probability of a forest, the mean path length of
 * an isolation forest.
 *
 * Preparing takes time proportional to the leaves; with a background also to its rows. A row takes time proportional to
 * leaves × depth; rows that are explained together share much of it.
 *
 * @throws TitansError `INVALID_ARGUMENT` for another model or an unknown option; `DATA_INSUFFICIENT` for a background
 * without rows; `SHAPE_MISMATCH`, `FEATURE_UNKNOWN` or `DATA_NOT_FINITE` for one that the model cannot take; `ABORTED`.
 * @example
 * ```ts
 * import { gradientBoosting } from '@titans/models/estimators';
 * import { treeShap } from '@titans/models/explain';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await gradientBoosting({ minSamplesLeaf: 1 }).fit(matrix, Float64Array.of(1, 2, 3, 5));
 * const explainer = await treeShap(fitted);
 * const { baseValue, prediction, contributions } = explainer.explain({ day: 4 });
 * console.log(`${baseValue} becomes ${prediction}, mostly by ${contributions[0]?.feature}`);
 * const all = await explainer.attributions(matrix); // rows × features in all.values
 * ```
 */
export async function treeShap(model: ExplainableTrees, options: TreeShapOptions = {}): Promise<Explainer> {
  refuseUnknownParameters('treeShap', options, ['background', 'backgroundWeights', 'signal', 'onProgress']);
  return explainTrees(treeModelOf(model), options);
}

/** Explains trees that were read from a model. */
export async function explainTrees(model: TreeModel, options: TreeShapOptions = {}): Promise<Explainer> {
  const { ensemble, featureNames, outputs, unit, start, scale, missing } = model;
  const background = backgroundOf(model, options);
  const trees = await treeAttributions(
    ensemble,
    featureNames.length,
    outputs.length,
    (paths) => (background ? backgroundGame(paths, ensemble.categories, background) : coverGame(paths)),
    pace(options, 'prepare trees', 'steps'),
    background ? null : coverWalk(ensemble.categories),
  );
  return explainerOf({
    featureNames,
    outputs,
    unit,
    missing,
    baseValues: start.map((value, output) => value + scale * (trees.expected[output] as number)),
    steps: Math.max(1, trees.trees),
    *attribute(columns, rows) {
      const pass = trees.begin(valuesOf(columns, rows), rows);
      for (let isLast = trees.trees === 0; !isLast; ) {
        isLast = !pass.next();
        yield;
      }
      const { sums } = pass;
      if (scale !== 1) for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) * scale;
      return sums;
    },
  });
}

function backgroundOf(
  { featureNames, missing }: TreeModel,
  { background, backgroundWeights }: TreeShapOptions,
): Background | null {
  if (!background) {
    if (!backgroundWeights) return null;
    throw new TitansError('INVALID_ARGUMENT', 'There are weights but no background rows.', {
      details: { field: 'backgroundWeights' },
    });
  }
  if (background.rows === 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'The background has no row. Give some usual ones.', {
      details: { field: 'background' },
    });
  }
  const columns = columnsAsTrained(background, featureNames, missing);
  const weights = rowWeights(backgroundWeights, background.rows);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { values: valuesOf(columns, background.rows), weights: weights.map((weight) => weight / total) };
}

/** Columns one after the other. */
function valuesOf(columns: readonly Float64Array[], rows: number): Float64Array {
  const values = new Float64Array(columns.length * rows);
  columns.forEach((column, index) => {
    values.set(column, index * rows);
  });
  return values;
}
