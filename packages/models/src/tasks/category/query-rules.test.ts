import { describe, expect, test } from 'vitest';
import { featureRowOf } from '../../features/feature-row.js';
import { ruleSet } from '../../rules/rule-set.js';
import type { TransactionQuery } from '../predictions.js';
import { queryRules } from './query-rules.js';

const decide = queryRules(
  ruleSet([
    {
      id: 'tesco',
      when: { field: 'description', op: 'contains', value: 'tesco' },
      actions: { category: 'food' },
    },
    {
      id: 'small',
      when: { field: 'amount', op: 'atMost', currency: 'EUR', value: -1_000 },
      actions: { category: 'large' },
    },
    { id: 'old', when: { field: 'date', op: 'lessThan', value: '2000-01-01' }, actions: { category: 'old' } },
    {
      id: 'night',
      when: { any: [{ field: 'hour', op: 'lessThan', value: 5 }] },
      actions: { category: 'night' },
    },
    { id: 'bank', when: { field: 'reference', op: 'is', value: 'BANK' }, actions: { category: 'fees' } },
  ]),
);
const answer = (query: TransactionQuery) => decide(query, featureRowOf(query, 'EUR'))?.category ?? null;

describe('rules on queries', () => {
  test('look at what is told', () => {
    expect(answer({ description: 'TESCO 12' })).toBe('food');
    expect(answer({ description: 'x', amount: -2_000 })).toBe('large');
    expect(answer({ description: 'x', amount: -2_000, currency: 'GBP' })).toBe(null);
    expect(answer({ description: 'x', date: '1999-05-01' })).toBe('old');
    expect(answer({ description: 'x', time: '03:10' })).toBe('night');
    expect(answer({ reference: 'BANK' })).toBe('fees');
  });

  test('say nothing of what is left out', () => {
    expect(answer({})).toBe(null);
    expect(answer({ description: 'x', amount: -5 })).toBe(null);
    // An amount beyond what money is stored in is still an amount.
    expect(answer({ description: 'x', amount: -1e300 })).toBe('large');
  });
});
