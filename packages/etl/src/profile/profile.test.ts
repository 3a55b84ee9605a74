import { existsSync } from 'node:fs';
import { createTransaction, fromEpochDay, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import { dayChart } from './charts.js';
import { profile } from './profile.js';
import { quantileOfSorted } from './quantiles.js';

const original = '../shared/data/titans-finance/all_transactions.csv';

describe.skipIf(!existsSync(original))('the original file', () => {
  // Counts and sums by Python's csv and decimal modules, quartiles by numpy.quantile, from the same file.
  test('has the totals, groups, days and outliers that Python finds', async () => {
    const { transactions } = await extract(original).table();
    const described = profile(transactions);
    expect(described.rows).toBe(127);
    expect(described.dates).toEqual({ first: '2024-08-06', last: '2024-12-06', days: 123 });
    const [usd, ...others] = described.currencies;
    expect(others).toEqual([]);
    expect(usd?.total).toEqual({ count: 127, sum: '48595.98', mean: '382.65' });
    expect(usd?.income).toEqual({ count: 27, sum: '64687.18', mean: '2395.82' });
    expect(usd?.expense).toEqual({ count: 100, sum: '-16091.20', mean: '-160.91' });
    const categories = usd?.categories ?? [];
    expect(categories.filter(({ value }) => value !== null)).toHaveLength(22);
    expect(categories.find(({ value }) => value === 'software')).toEqual({
      value: 'software',
      count: 15,
      sum: '-1155.88',
      mean: '-77.06',
      first: '2024-08-08',
      last: '2024-12-05',
    });
    expect(usd?.paymentMethods.map(({ value, count }) => [value, count])).toEqual([
      ['credit_card', 89],
      ['unknown', 28],
      ['bank_transfer', 10],
    ]);
    expect(usd?.paymentMethods.find(({ value }) => value === 'bank_transfer')?.sum).toBe('-4048.90');
    expect(usd?.daily).toHaveLength(123);
    expect(usd?.daily.at(-1)).toEqual({
      date: '2024-12-06',
      count: 2,
      income: '3567.18',
      expense: '-1295.83',
      net: '2271.35',
    });
    const expense = usd?.outliers.expense;
    expect(expense).toMatchObject({ q1: -181.125, median: -89.72, q3: -45.99, count: 8 });
    expect(expense?.lowerFence).toBeCloseTo(-383.8275, 9);
    expect(expense?.upperFence).toBeCloseTo(156.7125, 9);
    expect(expense?.furthest.map(({ amount }) => amount)).toEqual([
      '-1295.83',
      '-1200.00',
      '-1200.00',
      '-500.00',
      '-450.00',
      '-435.00',
      '-399.00',
      '-395.00',
    ]);
    expect(usd?.outliers.income).toMatchObject({ q1: 1912.5, q3: 2900, count: 0 });
    const missing = Object.fromEntries(described.missing.map(({ field, count }) => [field, count]));
    expect(missing).toMatchObject({
      category: 27,
      reference: 1,
      receiptUrl: 38,
      paymentMethod: 28,
      status: 0,
    });
    const { toHtml: _, ...data } = described;
    expect(JSON.parse(JSON.stringify(described))).toEqual(data);
  });
});

test('currencies are never added up', () => {
  const table = tableFromRows([
    createTransaction({ date: '2024-01-01', description: 'a', amount: '1.00', currency: 'USD' }),
    createTransaction({ date: '2024-01-01', description: 'b', amount: '1000', currency: 'JPY' }),
    createTransaction({ date: '2024-01-02', description: 'c', amount: '-1001', currency: 'JPY' }),
  ]);
  const { currencies } = profile(table);
  expect(currencies.map(({ currency, total }) => [currency, total.sum, total.mean])).toEqual([
    ['JPY', '-1', '-1'],
    ['USD', '1.00', '1.00'],
  ]);
});

test('nothing at all has a profile and a page', () => {
  const described = profile(tableFromRows([]));
  expect(described).toMatchObject({ rows: 0, dates: null, currencies: [], accounts: 0 });
  expect(described.toHtml()).toContain('0 transactions, no rows');
});

test('the page escapes what the data hold, and refers to nothing outside', () => {
  const hostile = '<script>alert("x")</script>';
  const rows = [-1, -1, -1, -1, -2, -500].map((amount) =>
    createTransaction({
      date: '2024-01-01',
      description: hostile,
      amount,
      category: "<img src=x onerror='1'>",
    }),
  );
  const page = profile(tableFromRows(rows)).toHtml('<b>title</b>');
  expect(page).not.toMatch(/<script|<img|<b>|https?:|url\(|@import/);
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  expect(page.match(/<svg/g)).toHaveLength(3);
});

test('a page holds as many days as there are', () => {
  const points = Array.from({ length: 300_000 }, (_, day) => ({ date: fromEpochDay(day), value: day - 5 }));
  expect(dayChart('Days', points).match(/<line/g)).toHaveLength(300_001);
});

describe('quantiles', () => {
  // numpy.quantile([1, 2, 4, 8, 16], [0, .1, .25, .5, .9, 1])
  test('are those of NumPy', () => {
    const sorted = Float64Array.of(1, 2, 4, 8, 16);
    const expected = [1, 1.4, 2, 4, 12.8, 16];
    [0, 0.1, 0.25, 0.5, 0.9, 1].forEach((probability, index) => {
      expect(quantileOfSorted(sorted, probability)).toBeCloseTo(expected[index] as number, 12);
    });
  });

  test('lie between the smallest and the largest, and rise', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const sorted = Float64Array.from(values).sort();
          const quantile = quantileOfSorted(sorted, p);
          expect(quantile).toBeGreaterThanOrEqual(sorted[0] as number);
          expect(quantile).toBeLessThanOrEqual(sorted.at(-1) as number);
        },
      ),
    );
  });
});
