/**
 * Features of transactions: declared inputs, one definition for training and serving, no leakage.
 *
 * @module
 */
export { amountFeatures, typeFeatures } from './amount-features.js';
export { balanceFeatures } from './balance-features.js';
export { type CalendarOptions, calendarFeatures } from './calendar-features.js';
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
export { features, transactionFeatures } from './features.js';
export { categoryAmount, categoryFrequency, paymentFrequency, paymentMethod } from './frequency-features.js';
export { hourHabit, weekdayHabit } from './habit-features.js';
export { type FeatureTarget, refuseLeakage, selectFeatures } from './leakage.js';
export { lookBackDaysOf } from './look-back.js';
export { markerFeatures } from './marker-features.js';
export { categoryNovelty, locationNovelty, merchantCodeNovelty, payeeNovelty } from './novelty-features.js';
export { windowFeatures } from './pace-features.js';
export { paydayFeatures } from './payday-features.js';
export { payeeOf } from './payee.js';
export { payeeAmountFeatures, payeeFeatures } from './payee-features.js';
export { accountRecency, categoryRecency, payeeRecency } from './recency-features.js';
export { repeatFeatures } from './repeat-features.js';
export { rollingFeatures, velocityFeatures } from './rolling-features.js';
export { textFeatures } from './text-features.js';
export { clockFeatures, timeFeatures } from './time-features.js';
