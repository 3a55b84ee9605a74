/**
 * Why a model says what it says: exact Shapley values of trees and linear models, permutation importance of any
 * model, partial dependence.
 *
 * @module
 */
export {
  type Attributions,
  type AttributionUnit,
  type FeatureContribution,
  type FeatureImportance,
  meanAbsoluteAttributions,
  type RowExplanation,
} from './attributions.js';
export type { Explainer } from './explainer.js';
export type { ExplainableTrees } from './tree-model.js';
export { type TreeShapOptions, treeShap } from './tree-shap.js';
