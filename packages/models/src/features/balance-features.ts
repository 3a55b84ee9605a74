import { type AccountFlow, accountFlow } from './account-flow.js';
import { defineFeatures, type FeatureGroup } from './feature-group.js';

const history = ['date', 'time', 'amount', 'balance'] as const;
type History = (typeof history)[number];

/**
 * What the account has before the row: `cumulative_flow`, the sum of its earlier amounts, money out being negative;
 * `balance_before`, the balance as its earlier rows report it; and `amount_of_balance`, the absolute amount of the row
 * as a share of that. Missing while no row has reported a balance, the share also where the balance is not positive.
 */
export const balanceFeatures: readonly FeatureGroup[] = [
  defineFeatures<AccountFlow, never, History>({
    features: [
      { name: 'cumulative_flow', kind: 'numeric' },
      { name: 'balance_before', kind: 'numeric' },
    ],
    inputs: [],
    history,
    init: accountFlow,
    read(flow, _row, values) {
      values[0] = flow.total();
      values[1] = flow.balance();
    },
    update: (flow, row) => flow.add(row),
  }),
  defineFeatures<AccountFlow, 'amount', History>({
    features: [{ name: 'amount_of_balance', kind: 'numeric' }],
    inputs: ['amount'],
    history,
    init: accountFlow,
    read(flow, row, values) {
      const balance = flow.balance();
      values[0] = balance > 0 ? Math.abs(row.amount) / balance : Number.NaN;
    },
    update: (flow, row) => flow.add(row),
  }),
];
