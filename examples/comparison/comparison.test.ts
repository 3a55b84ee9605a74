import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { comparisonHtml } from '@titans/models/selection';
import { expect, test } from 'vitest';
import { amountsOfExpenses } from './amounts-of-expenses.js';
import { compareAmounts } from './compare-amounts.js';

test('the expenses of the original file, predicted by four regressors', async () => {
  const file = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));
  const { transactions } = await extract(file).table();
  const expenses = amountsOfExpenses(transactions);
  // Counted and summed by Python's csv module.
  expect(expenses.data.x.rows).toBe(100);
  expect(expenses.data.target.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(16_091.2, 6);
  expect(expenses.data.x.features.flatMap(({ inputs }) => inputs)).not.toContain('amount');
  const { comparison } = await compareAmounts(expenses, { budgetMs: 60_000 });
  expect(comparison.rows.train + comparison.rows.test).toBe(100);
  expect(comparison.models.map(({ name }) => name).toSorted()).toEqual([
    'boosting',
    'forest',
    'ml-random-forest',
    'ridge',
  ]);
  expect(comparison.best).not.toBeNull();
  expect(comparison.tests).toHaveLength(
    comparison.models.filter(({ status }) => status === 'measured').length - 1,
  );
  expect(comparisonHtml(comparison)).toContain('Comparison of 4 models');
}, 120_000);
