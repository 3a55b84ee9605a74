import type { ArtifactContent } from '@titans/core';
import { RandomForestRegression } from 'ml-random-forest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, checkTrainingMatrix, columnsAsTrained, refuseWeights } from '../training-data.js';
import { ensembleArrays, type TreeEnsemble } from '../trees/tree-ensemble.js';
import {
  checkMlRandomForestParameters,
  type MlRandomForestParameters,
} from './ml-random-forest-parameters.js';
import {
  baseModel,
  type CartNode,
  cartRoots,
  forEachStretch,
  growLibraryForest,
  restoreLibraryTrees,
} from './ml-random-forest-trees.js';

/** {@link mlRandomForest} as an estimator. */
export interface MlRandomForest extends Regressor {
  fit(x: FeatureMatrix, target: Float64Array, options?: FitOptions): Promise<FittedMlRandomForest>;
}

/** A fitted {@link mlRandomForest}. */
export interface FittedMlRandomForest extends FittedRegressor {
  readonly featureNames: readonly string[];
  readonly ensemble: TreeEnsemble;
}

const kind = 'titans/ml-random-forest';
const version = 1;

/**
 * Random forest for a number by the package `ml-random-forest` 2.1.0, to compare with; prefer `randomForest`.
 *
 * The seed decides everything. Categorical codes are treated as numbers; missing values and weights are refused. The
 * package does not split a tree at all whose first split would leave no error, as in a target of two values that one
 * feature tells apart: such a tree answers the mean.
 *
 * Cost: time grows with the square of the rows, so that more than 2,000 are refused. 50 trees of ten features took
 * 7 s for 1,000 rows, 30 times as long as `randomForest`, and 37 s for 2,000, at an R² within 0.005 of it
 * (Friedman's first function); other work has to wait for each tree, up to a second.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or weights. `fit` also throws
 * `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `LIMIT_EXCEEDED` and `ABORTED`.
 * @example
 * ```ts
 * import { mlRandomForest } from '@titans/models/wrapped';
 *
 * const matrix = {
 *   rows: 4,
 *   features: [{ name: 'day', kind: 'numeric' as const, inputs: ['date' as const] }],
 *   columns: [Float64Array.of(1, 2, 3, 4)],
 * };
 * const fitted = await mlRandomForest({ trees: 20 }).fit(matrix, Float64Array.of(1, 2, 3, 4), { seed: 7 });
 * fitted.predict(matrix); // Float64Array of 4
 * ```
 */
export function mlRandomForest(parameters: MlRandomForestParameters = {}): MlRandomForest {
  const settings = checkMlRandomForestParameters('mlRandomForest', parameters);
  return Object.freeze({
    name: 'ml-random-forest',
    async fit(x: FeatureMatrix, target: Float64Array, options: FitOptions = {}) {
      requireFitOptions(options);
      checkTrainingMatrix(x, 'refuse-nan');
      checkTarget(target, x.rows);
      refuseWeights(options.weights, 'ml-random-forest');
      const unit = magnitudeOf(target);
      const scaled = target.map((value) => value / unit);
      const ensemble = await growLibraryForest(
        settings,
        x,
        {
          // The standard threshold of 0 would refuse a split that leaves no error.
          treeOptions: { gainThreshold: -1 },
          grow(rows, order, libraryOptions) {
            const forest = new RandomForestRegression(libraryOptions);
            forest.train(
              rows,
              Array.from(order, (row) => scaled[row] as number),
            );
            const { estimators, indexes } = forest.toJSON().baseModel;
            const root: CartNode = JSON.parse(JSON.stringify(estimators[0].root));
            return { root, columns: indexes[0] ?? [] };
          },
          leafWidth: 1,
          leafValues: (mean) => [typeof mean === 'number' ? inUnit(mean, unit) : Number.NaN],
        },
        options,
      );
      return fitted(Object.freeze(x.features.map(({ name }) => name)), ensemble);
    },
  });
}

/**
 * The power of two below the largest number. Divided by it, which rounds nothing, the numbers can be squared and summed
 * as the package does without leaving the range of floating point.
 */
function magnitudeOf(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 1 : 2 ** Math.min(1023, Math.floor(Math.log2(largest)));
}

/** A mean of numbers in their own unit; rounding may not carry it beyond the largest number there is. */
function inUnit(mean: number, unit: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, mean * unit));
}

function fitted(featureNames: readonly string[], ensemble: TreeEnsemble): FittedMlRandomForest {
  const unit = magnitudeOf(ensemble.leafValues);
  const roots = cartRoots(ensemble, (place) => (ensemble.leafValues[place] as number) / unit);
  const model = {
    name: 'RFRegression' as const,
    selectionMethod: 'mean' as const,
    // So written in the types of the package, though it reads the one above.
    selectionMethos: 'mean' as const,
    baseModel: {
      ...baseModel(ensemble, featureNames.length, false),
      estimators: roots.map((root) => ({ name: 'DTRegression', options: { kind: 'regression' }, root })),
    },
  };
  const forest = RandomForestRegression.load(model);

  return Object.freeze({
    featureNames,
    ensemble,
    predict(x: FeatureMatrix) {
      const predicted = new Float64Array(x.rows);
      const columns = columnsAsTrained(x, featureNames, 'refuse-nan');
      forEachStretch(columns, x.rows, (stretch, from) => {
        predicted.set(
          forest.predict(stretch).map((mean) => inUnit(mean, unit)),
          from,
        );
      });
      return predicted;
    },
    toArtifact: () => ({ kind, version, data: { featureNames }, arrays: ensembleArrays(ensemble) }),
  });
}

/**
 * Restores what {@link FittedMlRandomForest}'s `toArtifact` wrote.
 *
 * @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`.
 */
export function restoreMlRandomForest(content: ArtifactContent): FittedMlRandomForest {
  const artifact = readArtifact(content, kind, version);
  const featureNames = artifact.texts('featureNames');
  return fitted(featureNames, restoreLibraryTrees(artifact, 1, featureNames.length));
}
