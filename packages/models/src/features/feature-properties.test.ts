import { type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TransactionField } from './feature-matrix.js';
import { featureRowAt } from './feature-row.js';
import { featureSet } from './feature-set.js';
import { features, transactionFeatures } from './features.js';
import { transactionRows } from './testing/transaction-rows.js';

const british = transactionFeatures({ country: 'GB' });

test('no row that is not strictly before another changes anything of it', () => {
  fc.assert(
    fc.property(
      transactionRows({ minLength: 1, maxLength: 25 }),
      transactionRows({ maxLength: 25 }),
      fc.nat({ max: 24 }),
      (rows, others, at) => {
        const pivot = rows[at % rows.length] as (typeof rows)[number];
        const isBefore = (row: typeof pivot) =>
          row.date < pivot.date ||
          (row.date === pivot.date && row.time !== null && pivot.time !== null && row.time < pivot.time);
        const past = rows.filter(isBefore);
        // What comes later, or at once, or at a time that is not known, is replaced by something else.
        const later = others.filter((row) => !isBefore(row));
        const [whole, replaced] = [
          [pivot, ...rows.filter((row) => row !== pivot)],
          [pivot, ...later, ...past],
        ].map((each) => british.matrix(tableFromRows(each)));
        british.features.forEach(({ name }, index) => {
          if (!Object.is(replaced?.columns[index]?.[0], whole?.columns[index]?.[0])) expect.fail(name);
        });
      },
    ),
    { numRuns: 100 },
  );
});

test('the order of rows and accounts in a table does not matter', () => {
  fc.assert(
    fc.property(transactionRows({ maxLength: 30 }), fc.infiniteStream(fc.nat()), (rows, random) => {
      const keyed = rows.map((row, index) => ({ row, index, key: random.next().value as number }));
      const shuffled = keyed.toSorted((a, b) => a.key - b.key);
      const whole = features.matrix(tableFromRows(rows));
      const other = features.matrix(tableFromRows(shuffled.map(({ row }) => row)));
      whole.columns.forEach((column, feature) => {
        const found = shuffled.map(({ index }) => column[index]);
        expect([...(other.columns[feature] as Float64Array)], features.features[feature]?.name).toEqual(
          found,
        );
      });
    }),
    { numRuns: 60 },
  );
});

test('each group alone has the values that it has among all, and other accounts change nothing', () => {
  fc.assert(
    fc.property(transactionRows({ minLength: 1, maxLength: 15 }), (rows) => {
      const whole = features.matrix(tableFromRows(rows));
      const card = rows.filter(({ accountId }) => accountId === 'card');
      const positions = rows.flatMap(({ accountId }, index) => (accountId === 'card' ? [index] : []));
      let start = 0;
      for (const group of features.groups) {
        const alone = featureSet([group]).matrix(tableFromRows(card));
        alone.columns.forEach((column, index) => {
          const expected = positions.map((row) => whole.columns[start + index]?.[row]);
          expect([...column], group.features[index]?.name).toEqual(expected);
        });
        start += group.features.length;
      }
    }),
    { numRuns: 20 },
  );
});

test('a history cut to the days that features look back on is enough for them', () => {
  const windowed = features.groups.filter((group) =>
    group.features.every(({ windowDays, history }) => history === undefined || (windowDays ?? 99) <= 30),
  );
  const set = featureSet(windowed);
  expect(set.features.length).toBeGreaterThan(60);
  fc.assert(
    fc.property(transactionRows({ minLength: 1, maxLength: 30 }), fc.nat({ max: 29 }), (rows, at) => {
      const pivot = rows[at % rows.length] as (typeof rows)[number];
      const row = featureRowAt(tableFromRows([pivot]), 0);
      const whole = set.read([row], tableFromRows(rows));
      const cut = tableFromRows(
        rows.filter((_, index) => row.date - featureRowAt(tableFromRows(rows), index).date <= 30),
      );
      const part = set.read([row], cut);
      part.columns.forEach((column, index) => {
        expect(column[0], set.features[index]?.name).toBe(whole.columns[index]?.[0]);
      });
    }),
    { numRuns: 60 },
  );
});

test('a feature depends on nothing of earlier rows that it does not declare', () => {
  // Date, time, account and currency say which rows are earlier ones; the sign of the amount is the type.
  const changes: Partial<
    Record<TransactionField, Partial<Transaction> | ((row: Transaction) => Partial<Transaction>)>
  > = {
    category: { category: null },
    paymentMethod: { paymentMethod: 'unknown' },
    merchantName: { merchantName: null },
    merchantCategoryCode: { merchantCategoryCode: null },
    location: { location: null },
    balance: { balanceMinor: null },
    description: { description: 'Something else' },
    amount: (row) => ({ amountMinor: row.amountMinor + Math.sign(row.amountMinor) * 1_234 }),
    status: { status: 'disputed' },
    tags: { tags: ['fraud'] },
    reference: { reference: 'x' },
    recurring: { recurring: true },
  };
  fc.assert(
    fc.property(transactionRows({ minLength: 2, maxLength: 20 }), fc.nat({ max: 19 }), (rows, at) => {
      const row = featureRowAt(tableFromRows(rows), at % rows.length);
      const whole = features.read([row], tableFromRows(rows));
      for (const [field, change] of Object.entries(changes)) {
        const changed = rows.map((each) => ({
          ...each,
          ...(typeof change === 'function' ? change(each) : change),
        }));
        const found = features.read([row], tableFromRows(changed));
        features.features.forEach(({ name, history = [] }, index) => {
          if (history.some((declared) => declared === field)) return;
          if (!Object.is(found.columns[index]?.[0], whole.columns[index]?.[0]))
            expect.fail(`${name} sees ${field}`);
        });
      }
    }),
    { numRuns: 60 },
  );
});
