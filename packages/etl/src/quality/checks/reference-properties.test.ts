import { createTransaction, fromEpochDay, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileOfSorted } from '../../profile/quantiles.js';
import { checkQuality } from '../check-quality.js';
import type { ExpectationResult } from '../quality-result.js';
import type { ExpectationSpec } from '../suite.js';

/* Each check against a plain implementation of what its documentation says. */

function check(rows: readonly Transaction[], spec: ExpectationSpec): ExpectationResult {
  const suite = { name: 'test', version: 1, expectations: [spec] } as const;
  return checkQuality(tableFromRows(rows), suite, { now: () => 0 }).expectations[0] as ExpectationResult;
}

const transaction = fc
  .record({
    id: fc.option(fc.constantFrom('1', '2', '')).map((id) => (id === '' ? null : id)),
    accountId: fc.constantFrom('a', 'b'),
    date: fc.integer({ min: -3, max: 3 }).map(fromEpochDay),
    time: fc.option(fc.constantFrom('00:00:00', '00:00:01')),
    description: fc.constantFrom('1', '2', 'x y', 'X-Y'),
    amount: fc.integer({ min: -3, max: 3 }).map((units) => units / 2),
    currency: fc.constantFrom('EUR', 'KWD'),
    balance: fc.option(fc.integer({ min: -1, max: 1 })),
    category: fc.option(fc.constantFrom('1', '2')),
  })
  .map((row) => createTransaction(row));
const transactions = fc.array(transaction, { maxLength: 30 });
const fields = ['id', 'accountId', 'date', 'time', 'description', 'amount', 'balance', 'category'] as const;

test('unique finds the rows that a set of written-out keys finds', () => {
  fc.assert(
    fc.property(transactions, fc.subarray([...fields], { minLength: 1 }), (rows, chosen) => {
      const seen = new Set<string>();
      let repeated = 0;
      for (const row of rows) {
        const major = (minor: number | null) =>
          minor === null ? null : minor / (row.currency === 'KWD' ? 1000 : 100);
        const values = chosen.map((field) =>
          field === 'amount'
            ? major(row.amountMinor)
            : field === 'balance'
              ? major(row.balanceMinor)
              : row[field],
        );
        if (values.every((value) => value === null)) continue;
        const key = JSON.stringify(values);
        if (seen.has(key)) repeated++;
        seen.add(key);
      }
      expect(check(rows, { type: 'unique', fields: chosen })).toMatchObject({
        unexpected: repeated,
        observed: { distinct: seen.size },
      });
    }),
  );
});

const movements = fc.array(
  fc.record({
    account: fc.constantFrom('a', 'b'),
    cents: fc.integer({ min: -10_000, max: 10_000 }),
    isShown: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

test('running balances that were added up continue, in both orders, and one cent in between shows', () => {
  fc.assert(
    fc.property(movements, fc.nat(), (given, pick) => {
      const balances = new Map([
        ['a', 12_345],
        ['b', -1],
      ]);
      const rows = given.map(({ account, cents, isShown }) => {
        const balance = (balances.get(account) ?? 0) + cents;
        balances.set(account, balance);
        const row = createTransaction({
          date: '2024-01-01',
          description: 'x',
          amount: cents / 100,
          accountId: account,
        });
        return { ...row, balanceMinor: isShown ? balance : null };
      });
      const forth = { type: 'balance-continues', order: 'oldest-first' } as const;
      const back = { type: 'balance-continues', order: 'newest-first' } as const;
      expect(check(rows, forth).outcome).toBe('pass');
      expect(check([...rows].reverse(), back).outcome).toBe('pass');
      expect(check(rows, { type: 'balance-continues' }).unexpected).toBe(0);
      // A changed amount shows where its account has a balance before it and one from it on.
      const index = pick % rows.length;
      const spoilt = rows.map((row, i) => (i === index ? { ...row, amountMinor: row.amountMinor + 1 } : row));
      const ofAccount = rows
        .map((row, i) => ({ i, row }))
        .filter(({ row }) => row.accountId === rows[index]?.accountId && row.balanceMinor !== null);
      const isFramed = ofAccount.some(({ i }) => i < index) && ofAccount.some(({ i }) => i >= index);
      expect(check(spoilt, forth).unexpected).toBe(isFramed ? 1 : 0);
      expect(check([...spoilt].reverse(), back).unexpected).toBe(isFramed ? 1 : 0);
    }),
  );
});

const amounts = fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 1, maxLength: 80 });
const rowsOf = (cents: readonly number[]): Transaction[] =>
  cents.map((each) => createTransaction({ date: '2024-01-01', description: 'x', amount: each / 100 }));

test('figures are those of the sorted amounts, the sum exactly', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom(0, 0.1, 0.5, 0.9, 1), (cents, probability) => {
      const rows = rowsOf(cents);
      const sorted = Float64Array.from(cents).sort();
      const total = cents.reduce((sum, each) => sum + each, 0);
      expect(check(rows, { type: 'sum', field: 'amount', min: total / 100, max: total / 100 }).outcome).toBe(
        'pass',
      );
      const mean = total / cents.length / 100;
      const reach = 1e-9 * (1 + Math.abs(mean));
      const around = (value: number, slack: number) => ({ min: value - slack, max: value + slack });
      expect(check(rows, { type: 'mean', field: 'amount', ...around(mean, reach) }).outcome).toBe('pass');
      const exact = quantileOfSorted(sorted, probability) / 100;
      const largest = Math.max(...sorted.map(Math.abs)) / 100;
      const quantile = { type: 'quantile', field: 'amount', probability } as const;
      expect(check(rows, { ...quantile, ...around(exact, 0.00101 * largest) }).outcome).toBe('pass');
      expect(check(rows, { ...quantile, max: exact - 0.002 * largest - 0.01 }).outcome).toBe('fail');
    }),
  );
});

test('outliers are those beyond the fences, but for values within a thousandth of one', () => {
  fc.assert(
    fc.property(amounts, (cents) => {
      const sorted = Float64Array.from(cents).sort();
      const [q1, q3] = [quantileOfSorted(sorted, 0.25), quantileOfSorted(sorted, 0.75)];
      const [lower, upper] = [q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)];
      // A quartile is off by a thousandth of its neighbours, and the fence by four times that at most.
      const slack = 0.001 * 6 * Math.max(...sorted.map(Math.abs));
      const surely = cents.filter((each) => each < lower - slack || each > upper + slack).length;
      const perhaps = cents.filter((each) => each < lower + slack || each > upper - slack).length;
      const { unexpected } = check(rowsOf(cents), { type: 'outliers', field: 'amount' });
      expect(unexpected).toBeGreaterThanOrEqual(surely);
      expect(unexpected).toBeLessThanOrEqual(perhaps);
    }),
  );
});
