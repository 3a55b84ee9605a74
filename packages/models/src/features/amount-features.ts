import { transactionTypes } from '@titans/core';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

/** Names of the five bins of `amount_bin`: (0, 50], (50, 200], (200, 500], (500, 1000] and above, by absolute amount. */
const amountBins = ['very_low', 'low', 'medium', 'high', 'very_high'] as const;
const binLimits = [50, 200, 500, 1000] as const;

/** The row's own amount: absolute, ln(1 + absolute), and its bin. An amount of zero has no bin. */
export const amountFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'amount_abs', kind: 'numeric' },
    { name: 'amount_log', kind: 'numeric' },
    { name: 'amount_bin', kind: 'categorical', categories: amountBins },
  ],
  inputs: ['amount'],
  init: () => null,
  read(_state, row, values) {
    const absolute = Math.abs(row.amount);
    const above = binLimits.findIndex((limit) => absolute <= limit);
    values[0] = absolute;
    values[1] = Math.log1p(absolute);
    values[2] = absolute > 0 ? (above < 0 ? binLimits.length : above) : Number.NaN;
  },
});

/** Whether money went out or came in, as two flags and as a category. */
export const typeFeatures: FeatureGroup = defineFeatures({
  features: [
    { name: 'is_expense', kind: 'numeric' },
    { name: 'is_income', kind: 'numeric' },
    { name: 'type', kind: 'categorical', categories: transactionTypes },
  ],
  inputs: ['type'],
  init: () => null,
  read(_state, row, values) {
    const known = row.type !== null;
    values[0] = known ? Number(row.type === 'Expense') : Number.NaN;
    values[1] = known ? Number(row.type === 'Income') : Number.NaN;
    values[2] = row.type === null ? Number.NaN : transactionTypes.indexOf(row.type);
  },
});
