import { refuseUnknownParameters } from '../estimators/parameters.js';
import { amountFeatures, typeFeatures } from './amount-features.js';
import { balanceFeatures } from './balance-features.js';
import { type CalendarOptions, calendarFeatures } from './calendar-features.js';
import { deviationFeatures } from './deviation-features.js';
import { type FeatureSet, featureSet } from './feature-set.js';
import { categoryAmount, categoryFrequency, paymentFrequency, paymentMethod } from './frequency-features.js';
import { hourHabit, weekdayHabit } from './habit-features.js';
import { markerFeatures } from './marker-features.js';
import { categoryNovelty, locationNovelty, merchantCodeNovelty, payeeNovelty } from './novelty-features.js';
import { windowFeatures } from './pace-features.js';
import { paydayFeatures } from './payday-features.js';
import { payeeAmountFeatures, payeeFeatures } from './payee-features.js';
import { accountRecency, categoryRecency, payeeRecency } from './recency-features.js';
import { repeatFeatures } from './repeat-features.js';
import { rollingFeatures, velocityFeatures } from './rolling-features.js';
import { textFeatures } from './text-features.js';
import { clockFeatures, timeFeatures } from './time-features.js';

/**
 * Every feature that Titans computes, with the public holidays of a country.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a country whose holidays are not known, or an unknown option.
 * @example
 * ```ts
 * import { transactionFeatures } from '@titans/models/features';
 *
 * const features = transactionFeatures({ country: 'DE' }); // with is_holiday, days_to_holiday, days_since_holiday
 * ```
 */
export function transactionFeatures(options: CalendarOptions = {}): FeatureSet {
  refuseUnknownParameters('transactionFeatures', options, ['country']);
  return featureSet([
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
    calendarFeatures(options),
    paydayFeatures(options),
    ...balanceFeatures,
    markerFeatures,
    hourHabit,
    weekdayHabit,
  ]);
}

/**
 * Every feature that Titans computes, without public holidays; {@link transactionFeatures} knows these too. Features of
 * one's own are declared by `defineFeatures` and put beside them by `featureSet`.
 *
 * @example
 * ```ts
 * import { createTransaction, tableFromRows } from '@titans/core';
 * import { defineFeatures, featureSet, features } from '@titans/models/features';
 *
 * const roundAmount = defineFeatures({
 *   features: [{ name: 'is_round_amount', kind: 'numeric' }],
 *   inputs: ['amount'],
 *   init: () => null,
 *   read: (_state, row, values) => {
 *     values[0] = Number(row.amount % 10 === 0);
 *   },
 * });
 * const table = tableFromRows([createTransaction({ date: '2024-12-03', description: 'Fuel', amount: -90 })]);
 * const matrix = featureSet([...features.groups, roundAmount]).matrix(table);
 * ```
 */
export const features: FeatureSet = transactionFeatures();
