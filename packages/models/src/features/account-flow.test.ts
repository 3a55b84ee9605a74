import { createTransaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceFeatures } from './balance-features.js';
import { featureSet } from './feature-set.js';

const set = featureSet(balanceFeatures);

function columnsOf(
  rows: readonly { date: string; amount: number; balance?: number | null; time?: string }[],
) {
  const table = tableFromRows(rows.map((row) => createTransaction({ description: 'Shop', ...row })));
  return set.matrix(table).columns.map((column) => [...column]);
}

describe('what the account has before a row', () => {
  test('is the balance that the row before it reports, carried on where one reports none', () => {
    const [flow, balance, share] = columnsOf([
      { date: '2024-01-01', amount: -10, balance: 90 },
      { date: '2024-01-02', amount: 20 },
      { date: '2024-01-03', amount: -55, balance: 60 },
      { date: '2024-01-04', amount: -15 },
    ]);
    expect(flow).toEqual([0, -10, 10, -45]);
    // The third row says 60 after -55: something was not in the list, and what the account reports is right.
    expect(balance).toEqual([Number.NaN, 90, 110, 60]);
    expect(share).toEqual([Number.NaN, 20 / 90, 0.5, 0.25]);
  });

  test('of several rows of a day the last is the one that no other goes on from', () => {
    const [, balance] = columnsOf([
      { date: '2024-01-01', amount: -5, balance: 85 },
      { date: '2024-01-01', amount: -10, balance: 90 },
      { date: '2024-01-01', amount: 3, balance: 88 },
      { date: '2024-01-02', amount: -1 },
    ]);
    expect(balance?.[3]).toBe(88);
  });

  test('a day that ends where it began is carried on, and without any balance nothing is known', () => {
    const [, there] = columnsOf([
      { date: '2024-01-01', amount: 1, balance: 100 },
      { date: '2024-01-02', amount: -40, balance: 60 },
      { date: '2024-01-02', amount: 40, balance: 100 },
      { date: '2024-01-03', amount: -1 },
    ]);
    expect(there?.[3]).toBe(100);
    expect(
      columnsOf([
        { date: '2024-01-01', amount: 1 },
        { date: '2024-01-02', amount: 1 },
      ])[1],
    ).toEqual([Number.NaN, Number.NaN]);
  });

  test('a balance below zero gives no share', () => {
    expect(
      columnsOf([
        { date: '2024-01-01', amount: -10, balance: -5 },
        { date: '2024-01-02', amount: -1 },
      ])[2],
    ).toEqual([Number.NaN, Number.NaN]);
  });

  test('is the true balance of any statement, in whatever order its days are listed', () => {
    const statement = fc.array(
      fc.record({
        day: fc.integer({ min: 1, max: 5 }),
        cents: fc.integer({ min: -500, max: 500 }),
        key: fc.nat(),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(statement, (moves) => {
        let balance = 1_000;
        const listed = [...moves]
          .sort((a, b) => a.day - b.day)
          .map(({ day, cents, key }) => {
            balance += cents;
            return { key, row: { date: `2024-01-0${day}`, amount: cents / 100, balance: balance / 100 } };
          });
        const shuffled = listed.sort((a, b) => a.key - b.key).map(({ row }) => row);
        const [, found] = columnsOf([...shuffled, { date: '2024-01-09', amount: -1 }]);
        // Where the first day ends as it began, no row tells where the statement ends.
        const first = moves.filter(({ day }) => day === Math.min(...moves.map((move) => move.day)));
        if (first.reduce((sum, { cents }) => sum + cents, 0) === 0) return;
        expect(found?.at(-1)).toBe(balance / 100);
      }),
    );
  });
});
