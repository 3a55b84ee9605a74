import { createTransaction, tableFromRows } from '@titans/core';
import { type Rule, type RuleCondition, ruleSet } from '@titans/models/rules';
import type { Benchmark } from './benchmark.js';

const rows = 100_000;
const shops = 2_000;

/** Five kinds of conditions, as users write them: mostly names and phrases. */
function conditionOf(index: number): RuleCondition {
  const kind = index % 20;
  if (kind < 8) return { field: 'merchantName', op: 'is', value: `shop ${index}` };
  if (kind < 17) return { field: 'description', op: 'contains', value: `shop${index} ` };
  if (kind === 17) return { field: 'description', op: 'matches', value: `shop${index}\\b.*ref \\d+` };
  if (kind === 18) {
    return {
      all: [
        { field: 'description', op: 'contains', value: 'payment' },
        { field: 'amount', currency: 'GBP', op: 'between', min: -index, max: 1 - index },
      ],
    };
  }
  return {
    any: [
      { field: 'merchantName', op: 'oneOf', value: [`shop ${index}`, `shop ${index + 1}`] },
      { field: 'description', op: 'startsWith', value: `x${index}` },
    ],
  };
}

export const benchmark: Benchmark = {
  name: '1,000 rules of the user on a table',
  unit: 'rows',
  async prepare() {
    const table = tableFromRows(
      Array.from({ length: rows }, (_, index) => {
        const shop = (index * 7_919) % shops;
        return createTransaction({
          date: `2024-05-${String(1 + (index % 28)).padStart(2, '0')}`,
          description: `CARD PAYMENT SHOP${shop} REF ${index}`,
          merchantName: `Shop ${shop}`,
          amount: -(1 + (index % 300)),
          currency: 'GBP',
        });
      }),
    );
    const set = ruleSet(
      Array.from({ length: 1_000 }, (_, index): Rule => {
        return { id: `r${index}`, when: conditionOf(index), actions: { category: `c${index % 50}` } };
      }),
    );
    return async () => (await set.applyAll(table)).table.length;
  },
};
