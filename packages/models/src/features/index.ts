/**
 * Features of transactions: declared inputs, one definition for training and serving, no leakage.
 *
 * @module
 */
export { amountFeatures, typeFeatures } from './amount-features.js';
export { deviationFeatures } from './deviation-features.js';
export {
  type AccountState,
  defineFeatures,
  type FeatureDefinition,
  type FeatureGroup,
} from './feature-group.js';
export {
  type FeatureDescription,
  type FeatureMatrix,
  type TransactionField,
  transactionFields,
} from './feature-matrix.js';
export { type FeatureRow, featureRowAt, featureRowOf, featureRows } from './feature-row.js';
export { type FeatureSet, featureSet, type MatrixOptions, namedFeatures } from './feature-set.js';
export { features } from './features.js';
export { categoryAmount, categoryFrequency, paymentFrequency, paymentMethod } from './frequency-features.js';
export { type FeatureTarget, refuseLeakage, selectFeatures } from './leakage.js';
export { lookBackDaysOf } from './look-back.js';
export { categoryNovelty, locationNovelty, merchantCodeNovelty, payeeNovelty } from './novelty-features.js';
export { windowFeatures } from './pace-features.js';
export { payeeOf } from './payee.js';
export { payeeAmountFeatures, payeeFeatures, repeatFeatures } from './payee-features.js';
export { accountRecency, categoryRecency, payeeRecency } from './recency-features.js';
export { rollingFeatures, velocityFeatures } from './rolling-features.js';
export { textFeatures } from './text-features.js';
export { clockFeatures, timeFeatures } from './time-features.js';
