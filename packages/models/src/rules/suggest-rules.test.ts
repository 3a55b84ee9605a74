import { createTransaction, isTitansError, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CategoryCorrection, ruleSet, suggestRules } from './index.js';

const row = (
  description: string,
  merchantName: string | null = null,
  category: string | null = null,
): Transaction => createTransaction({ date: '2024-01-01', description, amount: -1, merchantName, category });
const corrections = (category: string, ...descriptions: string[]): CategoryCorrection[] =>
  descriptions.map((description) => ({ transaction: row(description), category }));

describe('rules suggested from corrections', () => {
  test('need three, as in Actual Budget', () => {
    const twice = corrections('food', 'TESCO', 'TESCO');
    expect(suggestRules(twice)).toEqual([]);
    expect(suggestRules([...twice, ...corrections('food', 'Tesco')])).toEqual([
      {
        rule: {
          id: 'suggested:description:is:tesco',
          when: { field: 'description', op: 'is', value: 'tesco' },
          actions: { category: 'food' },
        },
        explains: [0, 1, 2],
      },
    ]);
    expect(suggestRules(twice, { minCorrections: 2 })).toHaveLength(1);
  });

  test('prefer the merchant', () => {
    const some = ['A 1', 'A 2', 'A 3'].map((text) => ({ transaction: row(text, 'Acme'), category: 'tools' }));
    expect(suggestRules(some)[0]?.rule.when).toEqual({ field: 'merchantName', op: 'is', value: 'acme' });
  });

  test('take the longest phrase that all have, without numbers', () => {
    const some = corrections('food', 'CARD TESCO STORES 12', 'CARD TESCO STORES 98', 'CARD TESCO STORES 3');
    expect(suggestRules(some)[0]?.rule.when).toEqual({
      field: 'description',
      op: 'contains',
      value: 'card tesco stores',
    });
  });

  test('contradict no other correction and no row of the history', () => {
    const some = [
      ...corrections('food', 'CARD TESCO 1', 'CARD TESCO 2', 'CARD TESCO 3'),
      ...corrections('fuel', 'CARD SHELL 1', 'CARD SHELL 2', 'CARD SHELL 3'),
    ];
    expect(suggestRules(some).map(({ rule }) => rule.when)).toEqual([
      { field: 'description', op: 'contains', value: 'card shell' },
      { field: 'description', op: 'contains', value: 'card tesco' },
    ]);
    const history = tableFromRows([
      row('ONLINE CARD TESCO BANK', null, 'loan'),
      row('ESHELLO', null, 'music'),
    ]);
    expect(suggestRules(some, { history }).map(({ rule }) => rule.when)).toEqual([
      { field: 'description', op: 'contains', value: 'card shell' },
    ]);
  });

  test('refuse what cannot be', () => {
    expect(() => suggestRules([], { minCorrections: 1 })).toThrow(/minCorrections/);
    const caught = (() => {
      try {
        return suggestRules(corrections('a > b > c', 'x'));
      } catch (error) {
        return error;
      }
    })();
    expect(isTitansError(caught, 'CONFIG_INVALID') && caught.details.pointer).toBe('/corrections/0/category');
  });

  test('for any corrections: rules are valid, explain enough, contradict none', () => {
    const text = fc
      .array(fc.constantFrom('tesco', 'SHELL', 'café', 'oil', '12', 'a', 'pay-pal'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((words) => words.join(' '));
    const correction = fc.record({
      transaction: fc
        .tuple(text, fc.option(text))
        .map(([description, merchant]) => row(description, merchant)),
      category: fc.constantFrom('a', 'b > c', 'd'),
    });
    fc.assert(
      fc.property(fc.array(correction, { maxLength: 30 }), (some) => {
        const suggested = suggestRules(some);
        for (const { rule, explains } of suggested) {
          const set = ruleSet([rule]);
          const fired = some.flatMap(({ transaction, category }, index) => {
            const outcome = set.apply(transaction).category;
            if (outcome !== null) expect(outcome.category).toBe(category);
            return outcome === null ? [] : [index];
          });
          expect(fired).toEqual(explains);
          expect(fired.length).toBeGreaterThanOrEqual(3);
        }
        ruleSet(suggested.map(({ rule }) => rule));
      }),
    );
  });
});
