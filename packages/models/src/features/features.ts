import { amountFeatures, typeFeatures } from './amount-features.js';
import { deviationFeatures } from './deviation-features.js';
import { type FeatureSet, featureSet } from './feature-set.js';
import { categoryAmount, categoryFrequency, paymentFrequency, paymentMethod } from './frequency-features.js';
import { categoryNovelty, locationNovelty, merchantCodeNovelty, payeeNovelty } from './novelty-features.js';
import { windowFeatures } from './pace-features.js';
import { payeeAmountFeatures, payeeFeatures, repeatFeatures } from './payee-features.js';
import { accountRecency, categoryRecency, payeeRecency } from './recency-features.js';
import { rollingFeatures, velocityFeatures } from './rolling-features.js';
import { textFeatures } from './text-features.js';
import { clockFeatures, timeFeatures } from './time-features.js';

/**
 * Every feature that Titans computes.
 *
 * @example
 * ```ts
 * import { createTransaction, tableFromRows } from '@titans/core';
 * import { features } from '@titans/models/features';
 *
 * const table = tableFromRows([createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -89.45 })]);
 * features.matrix(table).features.map((feature) => feature.name);
 * ```
 */
export const features: FeatureSet = featureSet([
  timeFeatures,
  clockFeatures,
  amountFeatures,
  typeFeatures,
  rollingFeatures,
  velocityFeatures,
  categoryFrequency,
  categoryAmount,
  paymentMethod,
  paymentFrequency,
  payeeFeatures,
  payeeAmountFeatures,
  repeatFeatures,
  textFeatures,
  ...deviationFeatures,
  ...windowFeatures,
  accountRecency,
  payeeRecency,
  categoryRecency,
  payeeNovelty,
  categoryNovelty,
  locationNovelty,
  merchantCodeNovelty,
]);
