import type { ArtifactContent } from '@titans/core';
import { RandomForestRegression } from 'ml-random-forest';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor, Regressor } from '../estimator.js';
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
 * The seed decides everything. Categorical codes are treated as numbers; missing values and weights are refused. At
 * most 2,000 rows, since the time grows with their square. The package does not split a tree at all whose first split
 * would leave no error, as in a target of two values that one feature tells apart: such a tree answers the mean.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range or weights. `fit` also throws
 * `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `DATA_NOT_FINITE`, `LIMIT_EXCEEDED` and `ABORTED`.
 * @example
 * ```ts
 * import { mlRandomForest } from '@titans/models/estimators';
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
      checkTrainingMatrix(x, 'refuse-nan');
      checkTarget(target, x.rows);
      refuseWeights(options.weights, 'ml-random-forest');
      // The package refuses a split that leaves no error, because its gain is not above the standard threshold of 0.
      const treeOptions = { gainThreshold: -1 };
      const ensemble = await growLibraryForest(
        settings,
        x,
        1,
        options,
        treeOptions,
        (rows, order, libraryOptions) => {
          const forest = new RandomForestRegression(libraryOptions);
          const values = Array.from(order, (row) => target[row] as number);
          forest.train(rows, values);
          const { estimators, indexes } = forest.toJSON().baseModel;
          const root: CartNode = JSON.parse(JSON.stringify(estimators[0].root));
          return { root, columns: indexes[0] ?? [] };
        },
      );
      return fitted(Object.freeze(x.features.map(({ name }) => name)), ensemble);
    },
  });
}

function fitted(featureNames: readonly string[], ensemble: TreeEnsemble): FittedMlRandomForest {
  const roots = cartRoots(ensemble, (place) => ensemble.leafValues[place] as number);
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
        predicted.set(forest.predict(stretch), from);
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
