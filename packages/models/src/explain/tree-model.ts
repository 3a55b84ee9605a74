import { TitansError } from '@titans/core';
import type { FittedIsolationForest } from '../estimators/isolation-forest/isolation-trees.js';
import type { MissingPolicy } from '../estimators/training-data.js';
import type { FittedForestClassifier } from '../estimators/trees/forest-classifier.js';
import type { FittedForestRegressor } from '../estimators/trees/forest-regressor.js';
import type { FittedGradientBoosting } from '../estimators/trees/gradient-boosting.js';
import type { FittedGradientBoostingClassifier } from '../estimators/trees/gradient-boosting-classifier.js';
import type { TreeEnsemble } from '../estimators/trees/tree-ensemble.js';
import type { AttributionUnit } from './attributions.js';

/** Fitted models that `treeShap` explains. */
export type ExplainableTrees =
  | FittedGradientBoosting
  | FittedGradientBoostingClassifier
  | FittedForestRegressor
  | FittedForestClassifier
  | FittedIsolationForest;

/** A model as sums over trees: output = `start` + `scale` × the values of its leaves. */
export interface TreeModel {
  readonly ensemble: TreeEnsemble;
  readonly featureNames: readonly string[];
  readonly outputs: readonly string[];
  readonly unit: AttributionUnit;
  readonly start: Float64Array;
  readonly scale: number;
  readonly missing: MissingPolicy;
}

/** @throws TitansError `INVALID_ARGUMENT` for a model without trees that can be read. */
export function treeModelOf(model: ExplainableTrees): TreeModel {
  if (!model?.ensemble?.roots || !Array.isArray(model.featureNames)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'treeShap explains fitted gradient boosting, random forests, extra trees and isolation forests. For linear models there is linearShap, for any other permutationImportance.',
      { details: { field: 'model' } },
    );
  }
  const { ensemble, featureNames } = model;
  const mean = ensemble.roots.length === 0 ? 0 : 1 / ensemble.roots.length;
  const { kind, arrays } = model.toArtifact();
  // The wrapped libraries take no missing values.
  const missing = kind.startsWith('titans/ml-') ? 'refuse-nan' : 'permit-nan';
  const trees = { ensemble, featureNames, missing } as const;
  if ('subsampleSize' in model) {
    return {
      ...trees,
      outputs: ['prediction'],
      unit: 'path-length',
      start: new Float64Array(1),
      scale: mean,
    };
  }
  if (!('classes' in model)) {
    const one = { ...trees, outputs: ['prediction'] };
    if (!('baseline' in model)) return { ...one, unit: 'target', start: new Float64Array(1), scale: mean };
    const unit = model.link === 'log' ? 'log-target' : 'target';
    return { ...one, unit, start: Float64Array.of(model.baseline), scale: 1 };
  }
  const classes = Array.from(arrays.present ?? [], (label) => model.classes[Number(label)] as string);
  if (!('baseline' in model)) {
    return {
      ...trees,
      outputs: classes,
      unit: 'probability',
      start: new Float64Array(classes.length),
      scale: mean,
    };
  }
  // Of two classes the log-odds of the second are told.
  return {
    ...trees,
    outputs: classes.length === 2 ? classes.slice(1) : classes,
    unit: 'log-odds',
    start: model.baseline,
    scale: 1,
  };
}
