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
export type { Grid } from './feature-grid.js';
export {
  type ExplainableLinear,
  type ExplainableLinearClassifier,
  type ExplainableLinearQuantiles,
  type ExplainableLinearRegressor,
  type LinearShapOptions,
  linearShap,
} from './linear-shap.js';
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from './partial-dependence.js';
export {
  type PermutationImportance,
  type PermutationImportanceOptions,
  permutationImportance,
} from './permutation-importance.js';
export { type TextAttributions, type TextExplainer, textShap } from './text-shap.js';
export type { ExplainableTrees } from './tree-model.js';
export { type TreeShapOptions, treeShap } from './tree-shap.js';
