import { existsSync } from 'node:fs';
import { createTransaction, fromEpochDay, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract/extract.js';
import { profile } from './profile.js';
import { quantileOfSorted } from './quantiles.js';

const original = '../shared/data/titans-finance/all_transactions.csv';

describe.skipIf(!existsSync(original))('the original file', () => {
  // Counts and sums by Python's csv and decimal modules, quartiles by numpy.quantile, from the same file.
  test('has the totals, groups, days and outliers that Python finds', async () => {
    const { transactions } = await extract(original).table();
    const described = profile(transactions);
    expect(described.rows).toBe(127);
    expect(described.dates).toEqual({ first: '2024-08-06', last: '2024-12-06', days: 123, activeDays: 123 });
    const [usd, ...others] = described.currencies;
    expect(others).toEqual([]);
    expect(usd?.total).toEqual({
      count: 127,
      sum: '48595.98',
      mean: '382.65',
      min: '-1295.83',
      max: '4200.00',
    });
    expect(usd?.income).toEqual({
      count: 27,
      sum: '64687.18',
      mean: '2395.82',
      min: '750.00',
      max: '4200.00',
    });
    expect(usd?.expense).toEqual({
      count: 100,
      sum: '-16091.20',
      mean: '-160.91',
      min: '-1295.83',
      max: '-9.99',
    });
    const categories = usd?.categories ?? [];
    expect(categories.filter(({ value }) => value !== null)).toHaveLength(22);
    expect(categories.find(({ value }) => value === 'software')).toEqual({
      value: 'software',
      count: 15,
      sum: '-1155.88',
      mean: '-77.06',
      min: '-399.00',
      max: '-9.99',
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
    // By pandas: periods, weekdays, the largest of groupby("Description"), and (x - median).abs().median().
    expect(usd?.fraction).toBe(1);
    expect(usd?.monthly).toHaveLength(5);
    expect(usd?.monthly[0]).toEqual({
      start: '2024-08-01',
      count: 26,
      income: '12075.00',
      expense: '-3099.55',
      net: '8975.45',
    });
    expect(usd?.monthly.map(({ count }) => count)).toEqual([26, 30, 31, 30, 10]);
    expect(usd?.weekly).toHaveLength(18);
    expect(usd?.weekly[0]).toMatchObject({ start: '2024-08-05', count: 6, net: '2419.99' });
    expect(usd?.weekly.at(-1)).toMatchObject({ start: '2024-12-02', net: '4380.04' });
    expect(usd?.weekdays.map(({ weekday, days, count, net }) => [weekday, days, count, net])).toEqual([
      ['Monday', 17, 18, '10413.18'],
      ['Tuesday', 18, 19, '2652.41'],
      ['Wednesday', 18, 19, '9483.46'],
      ['Thursday', 18, 18, '4485.34'],
      ['Friday', 18, 19, '10755.42'],
      ['Saturday', 17, 17, '5022.03'],
      ['Sunday', 17, 17, '5784.14'],
    ]);
    expect(usd?.merchants).toHaveLength(20);
    expect(usd?.merchants.slice(0, 3).map(({ value, sum }) => [value, sum])).toEqual([
      ['Custom Software Development', '4200.00'],
      ['E-learning Platform Development', '3850.00'],
      ['Daniel Howard - Web Development', '3567.18'],
    ]);
    expect(expense?.medianAbsoluteDeviation).toBeCloseTo(59.73, 9);
    expect(expense?.robustCount).toBe(6);
    expect(usd?.outliers.income).toMatchObject({ medianAbsoluteDeviation: 600, robustCount: 0 });
    const spreads = usd?.categoryOutliers.filter(({ type }) => type === 'Expense') ?? [];
    expect(
      spreads.map(({ category, rows, count, robustCount }) => [category, rows, count, robustCount]).sort(),
    ).toEqual([
      ['computer_equipment', 5, 1, 1],
      ['entertainment', 4, 0, 0],
      ['fuel', 9, 1, 1],
      ['meals_entertainment', 9, 3, 1],
      ['office_supplies', 6, 0, 0],
      ['other', 4, 0, 0],
      ['software', 15, 1, 3],
      ['supplies', 5, 0, 2],
      ['telephone', 6, 0, 0],
      ['training', 5, 0, 0],
      ['travel', 6, 0, 2],
    ]);
    expect(spreads.find(({ category }) => category === 'software')).toMatchObject({
      q1: -89.495,
      median: -29.99,
      q3: -15.99,
      medianAbsoluteDeviation: 17,
    });
    expect(described.fields).toHaveLength(11);
    const { toHtml: _, ...data } = described;
    expect(JSON.parse(JSON.stringify(described))).toEqual(data);
  });
});

const spending = '../shared/data/spending-oxford/expenditure-over-500-apr-jun-2016.csv';

describe.skipIf(!existsSync(spending))('payments of a council', () => {
  // By pandas from the same file, amounts negated; rows without a supplier are described by another column.
  test('have the totals, periods, groups and outliers that pandas finds', async () => {
    const { transactions } = await extract(spending, {
      columns: {
        date: 'paid_date',
        amount: 'amount',
        description: 'supplier_name',
        category: 'expenditure_category',
      },
      dateFormat: 'day-first',
      sign: 'inverted',
      currency: 'GBP',
    }).table();
    const described = profile(transactions);
    expect(described.rows).toBe(3335);
    expect(described.dates).toMatchObject({
      first: '2016-04-01',
      last: '2016-06-28',
      days: 89,
      activeDays: 21,
    });
    const [gbp] = described.currencies;
    expect(gbp?.total).toMatchObject({ sum: '-11597335.91', min: '-350000.00', max: '200.00' });
    expect(gbp?.expense).toMatchObject({ count: 3334, sum: '-11597535.91' });
    expect(gbp?.monthly.map(({ start, count, net }) => [start, count, net])).toEqual([
      ['2016-04-01', 1166, '-4554585.16'],
      ['2016-05-01', 1032, '-3118145.38'],
      ['2016-06-01', 1137, '-3924605.37'],
    ]);
    expect(gbp?.weekly).toHaveLength(14);
    expect(gbp?.weekly[0]).toMatchObject({ start: '2016-03-28', count: 1, net: '-6015.76' });
    expect(gbp?.weekly.at(-1)).toMatchObject({ start: '2016-06-27', count: 294, net: '-1259955.23' });
    expect(gbp?.weekdays.map(({ count }) => count)).toEqual([9, 2830, 452, 0, 44, 0, 0]);
    expect(gbp?.categories).toHaveLength(129);
    expect(gbp?.categories[0]).toMatchObject({
      count: 530,
      sum: '-987017.73',
      min: '-99000.00',
      max: '-0.76',
    });
    expect(gbp?.merchants.slice(0, 2).map(({ value, count, sum }) => [value, count, sum])).toEqual([
      ['WILLMOTT DIXON CONSTRUCTION LTD', 3, '-731091.00'],
      ['NUFFIELD COLLEGE', 2, '-557567.86'],
    ]);
    const outliers = gbp?.outliers.expense;
    expect(outliers).toMatchObject({ count: 388, robustCount: 545 });
    expect(outliers?.median).toBeCloseTo(-1061.11, 9);
    expect(outliers?.q1).toBeCloseTo(-2480.8875, 9);
    expect(outliers?.q3).toBeCloseTo(-644.8, 9);
    expect(outliers?.medianAbsoluteDeviation).toBeCloseTo(538.02, 9);
  });
});

test('weeks begin on Mondays, months on their first, and every weekday is counted, before 1970 too', () => {
  const days = fc.array(fc.integer({ min: -40_000, max: 40_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(days, (given) => {
      const rows = given.map((day) =>
        createTransaction({ date: fromEpochDay(day), description: 'x', amount: day % 7 === 0 ? 1 : -1 }),
      );
      const { currencies, dates } = profile(tableFromRows(rows));
      const [usd] = currencies;
      for (const { start } of usd?.weekly ?? []) expect(new Date(`${start}T00:00Z`).getUTCDay()).toBe(1);
      for (const { start } of usd?.monthly ?? []) expect(start).toMatch(/-01$/);
      const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
      const expected = names.map(
        (_, index) =>
          given.filter((day) => (new Date(day * 86_400_000).getUTCDay() + 6) % 7 === index).length,
      );
      expect(usd?.weekdays.map(({ count }) => count)).toEqual(expected);
      expect(usd?.weekdays.reduce((sum, each) => sum + each.days, 0)).toBe(dates?.days);
      for (const series of [usd?.daily, usd?.weekly, usd?.monthly, usd?.weekdays]) {
        expect(series?.reduce((sum, { net }) => sum + Number(net), 0)).toBe(Number(usd?.total.sum));
      }
    }),
  );
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
  expect(page.match(/<svg/g)).toHaveLength(8);
  expect(page.match(/<svg/g)).toHaveLength(page.match(/role="img" aria-label="[^"]+"/g)?.length ?? 0);
  for (const part of [
    'Categories',
    'Payment methods',
    'Top merchants',
    'Outliers',
    'Over time',
    'Missing values',
  ]) {
    expect(page).toContain(`${part}</h`);
  }
});

test('a page stays below 500 kB with very many days, categories, payees and currencies', () => {
  const long = (prefix: string, index: number): string =>
    `${prefix}${index} ${'<&>"\''.repeat(40)}`.slice(0, 200);
  const currencies = ['USD', 'EUR', 'JPY', 'KWD', 'GBP', 'CHF', 'SEK', 'AUD'];
  const rows = Array.from({ length: 60_000 }, (_, index) =>
    createTransaction({
      date: fromEpochDay(-100_000 + index * 5),
      description: long('payee', index % 5000),
      amount: ((index * 7919) % 100_003) * (index % 3 === 0 ? 1 : -1) * 1000,
      currency: currencies[index % currencies.length] as string,
      category: long('category', index % 2000).slice(0, 100),
    }),
  );
  const page = profile(tableFromRows(rows)).toHtml(long('title', 1));
  expect(Buffer.byteLength(page)).toBeLessThan(500_000);
  expect(page).toContain('4 currencies with fewer rows are in the first table only.');
  expect(page).toMatch(/more rows are not shown/);
});

test('amounts that cannot be added exactly are refused', () => {
  const row = createTransaction({ date: '2024-01-01', description: 'x', amount: '9000000000000' });
  expect(() => profile(tableFromRows(Array.from({ length: 20 }, () => row)))).toThrow(
    expect.objectContaining({ code: 'AMOUNT_RANGE' }),
  );
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
