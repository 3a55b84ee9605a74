import { createTransaction, tableFromRows } from '@titans/core';
import { counterpartyOf } from '@titans/core/merchants';
import { describe, expect, test } from 'vitest';
import { trainCategory } from '../tasks/category/train-category.js';
import { answerContext } from './answer-context.js';
import { coldStartCategoryModel } from './cold-start/cold-start-model.js';
import { primaryCategoryOf } from './primary-category.js';

// By hand: what a reader of the names would say; `null` where they fit under several.
test.each([
  ['coffee', 'food_and_drink'],
  ['food_and_drink', 'food_and_drink'],
  ['Food & Dining', 'food_and_drink'],
  ['groceries', 'food_and_drink'],
  ['Transportation', 'transport'],
  ['utilities', 'rent_and_utilities'],
  ['rent', 'rent_and_utilities'],
  ['salary', 'income'],
  ['Gehalt', 'income'],
  ['healthcare', 'health'],
  ['carTransport', 'transport'],
  ['Meals & Entertainment', null],
  ['Housing', null],
  ['other', null],
  ['Project Zebra', null],
  ['Travel insurance', 'insurance'],
  ['', null],
  ['constructor', null],
])('"%s" lies under %s', (category, primary) => {
  expect(primaryCategoryOf(category)).toBe(primary);
});

describe('who is on the other side', () => {
  test('is told as it is without a memory, which way the money went included', () => {
    const queries = [
      { description: 'ACME CORP PAYROLL', amount: 2_400 },
      { description: 'ACME CORP PAYROLL', amount: -2_400 },
      { description: 'ACME CORP PAYROLL', amount: 2_400, type: 'Expense' as const },
      { description: 'SQ *BLUE BOTTLE COFFEE Oakland CA', amount: -6 },
      { description: 'JANE SMITH', amount: -50 },
      { description: 'JANE SMITH', amount: -50, paymentMethod: 'bank_transfer' as const },
      { description: 'JANE SMITH', amount: -50, merchantCategoryCode: '5812' },
      { description: 'x', merchantName: 'IKEA' },
      {},
    ];
    for (const query of [...queries, ...queries]) {
      const { name, counterpartyType } = counterpartyOf(query);
      expect(answerContext(query, 'coffee')).toEqual({
        primary: 'food_and_drink',
        merchant: name,
        counterpartyType,
      });
    }
  });

  test('is part of every answer, trained or not, by a rule or not', async () => {
    const asked = { description: 'SQ *BLUE BOTTLE COFFEE Oakland CA', amount: -6 };
    const expected = {
      primary: 'food_and_drink',
      merchant: 'Blue Bottle Coffee',
      counterpartyType: 'merchant',
    };
    const untrained = await coldStartCategoryModel();
    expect(untrained.predict(asked)).toMatchObject({ category: 'coffee', ...expected });
    const rows = Array.from({ length: 40 }, (_, row) =>
      createTransaction({
        date: `2024-01-${String(1 + (row % 28)).padStart(2, '0')}`,
        description: row % 2 === 0 ? 'BLUE BOTTLE COFFEE' : 'SHELL OIL',
        amount: -5 - row,
        category: row % 2 === 0 ? 'Eating out' : 'Car',
      }),
    );
    const category = await trainCategory(tableFromRows(rows), { seed: 0, budget: 'quick' });
    expect(category.predict(asked)).toMatchObject({ category: 'Eating out', ...expected });
    const rules = [
      {
        id: 'mine',
        when: { field: 'description', op: 'contains', value: 'bottle' },
        actions: { category: 'Salary' },
      },
    ] as const;
    for (const model of [category, untrained]) {
      const ruled = await model.withRules(rules);
      expect(ruled.predict(asked)).toMatchObject({ source: 'rule', ...expected, primary: 'income' });
    }
  });
});
