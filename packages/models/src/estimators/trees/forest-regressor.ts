import type { ArtifactContent } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import type { FitOptions, FittedRegressor } from '../estimator.js';
import { requireFitOptions } from '../fit-options.js';
import { readArtifact } from '../restoring.js';
import { checkTarget, checkTrainingMatrix, columnsAsTrained, rowWeights } from '../training-data.js';
import { growForest } from './forest.js';
import { outOfBagRSquared } from './forest-out-of-bag.js';
import type { ForestSettings } from './forest-parameters.js';
import type { SplitChoice } from './forest-splits.js';
import { refuseOverflow, unitOfMagnitude } from './magnitude.js';
import {
  addLeafValues,
  ensembleArrays,
  importancesFrom,
  restoreEnsemble,
  type TreeEnsemble,
} from './tree-ensemble.js';

/** A fitted forest for a number. */
export interface FittedForestRegressor extends FittedRegressor {
  readonly featureNames: readonly string[];
  /** Share of the total decrease in squared error by feature; they sum to 1, or are 0 if nothing was split. */
  readonly importances: Float64Array;
  /** R² of the predictions of each row by the trees that did not draw it; `null` unless asked for. */
  readonly outOfBagScore: number | null;
  readonly ensemble: TreeEnsemble;
}

/** What tells apart the forests for a number. */
export interface ForestRegressorKind {
  readonly name: string;
  readonly choice: SplitChoice;
}

const version = 2;

type Parts = Pick<FittedForestRegressor, 'featureNames' | 'importances' | 'outOfBagScore' | 'ensemble'>;

/** Checks what is given and grows the forest. */
export async function fitForestRegressor(
  kind: ForestRegressorKind,
  settings: ForestSettings,
  x: FeatureMatrix,
  target: Float64Array,
  options: FitOptions,
): Promise<FittedForestRegressor> {
  requireFitOptions(options);
  checkTrainingMatrix(x, 'permit-nan');
  checkTarget(target, x.rows);
  const weights = rowWeights(options.weights, x.rows);
  refuseOverflow('target', target, settings.trees);
  const unit = unitOfMagnitude(target);
  // Also a copy: the caller may change its own while the forest grows.
  const scaled = target.map((value) => value / unit);
  const task = {
    ...kind,
    settings,
    answers: { kind: 'number', target: scaled } as const,
    featureFraction: 1,
  };
  const { ensemble, importances, outOfBag } = await growForest(task, x, weights, options);
  return fitted(kind, {
    featureNames: Object.freeze(x.features.map(({ name }) => name)),
    importances,
    outOfBagScore: outOfBag && outOfBagRSquared(outOfBag, scaled),
    ensemble:
      unit === 1
        ? ensemble
        : Object.freeze({ ...ensemble, leafValues: ensemble.leafValues.map((value) => value * unit) }),
  });
}

function fitted(
  { name }: ForestRegressorKind,
  { featureNames, importances, outOfBagScore, ensemble }: Parts,
): FittedForestRegressor {
  return Object.freeze({
    featureNames,
    importances,
    outOfBagScore,
    ensemble,
    predict(x: FeatureMatrix) {
      const columns = columnsAsTrained(x, featureNames, 'permit-nan');
      const sums = new Float64Array(x.rows);
      addLeafValues(ensemble, columns, x.rows, 1, sums);
      return sums.map((sum) => sum / ensemble.roots.length);
    },
    toArtifact: () => ({
      kind: `titans/${name}`,
      version,
      data: { featureNames, outOfBagScore },
      arrays: { ...ensembleArrays(ensemble), importances },
    }),
  });
}

/** @throws TitansError `ARTIFACT_KIND`, `ARTIFACT_VERSION` or `ARTIFACT_CORRUPT`. */
export function restoreForestRegressor(
  kind: ForestRegressorKind,
  content: ArtifactContent,
): FittedForestRegressor {
  const artifact = readArtifact(content, `titans/${kind.name}`, version);
  const featureNames = artifact.texts('featureNames');
  const outOfBagScore = artifact.json('outOfBagScore');
  if (outOfBagScore !== null && typeof outOfBagScore !== 'number') {
    throw artifact.corrupt('"outOfBagScore" is no number');
  }
  const ensemble = restoreEnsemble(artifact, 1, featureNames.length);
  if (ensemble.roots.length === 0) throw artifact.corrupt('it has no tree');
  return fitted(kind, {
    featureNames,
    importances: importancesFrom(artifact, featureNames.length),
    outOfBagScore,
    ensemble,
  });
}
