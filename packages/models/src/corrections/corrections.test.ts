import { createTransaction, type Transaction, tableFromRows } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { train } from '../train.js';
import { correctedTable } from './corrected-table.js';
import { readCorrections, type TrainingCorrection } from './training-correction.js';

function row(id: string, date: string, description: string, category: string | null): Transaction {
  return createTransaction({ id, date, description, amount: -9, category });
}

const rows = [
  row('a', '2024-05-01', 'Corner shop 1', 'food'),
  row('b', '2024-05-01', 'Cinema', 'leisure'),
  row('c', '2024-05-02', 'CORNER SHOP 2', 'food'),
  row('d', '2024-05-03', 'Corner shop 1', null),
];

function categories(corrections: readonly TrainingCorrection[]): readonly (string | null)[] {
  const table = correctedTable(tableFromRows(rows), readCorrections(corrections));
  return [...table.rows()].map(({ category }) => category);
}

describe('the table that is learned from', () => {
  const shop = { description: 'corner shop' };

  test('has the category of a correction where the transaction is named', () => {
    expect(categories([{ transaction: shop, category: 'gifts', transactionId: 'c' }])).toEqual([
      'food',
      'leisure',
      'gifts',
      null,
    ]);
  });

  test('has it in the rows of the payee and day where no transaction is named, and in none without a day', () => {
    const dated = { transaction: { ...shop, date: '2024-05-03' }, category: ' gifts  for  me ' };
    expect(categories([dated])).toEqual(['food', 'leisure', 'food', 'gifts for me']);
    expect(categories([{ transaction: shop, category: 'gifts' }])).toEqual(['food', 'leisure', 'food', null]);
  });

  test('has it there too where the transaction that is named is none of the table', () => {
    const elsewhere = { transaction: { ...shop, date: '2024-05-03' }, category: 'gifts', transactionId: 'x' };
    expect(categories([elsewhere])).toEqual(['food', 'leisure', 'food', 'gifts']);
  });

  test('keeps what another payee has, whatever transaction is named', () => {
    expect(categories([{ transaction: shop, category: 'gifts', transactionId: 'b' }])).toEqual([
      'food',
      'leisure',
      'food',
      null,
    ]);
  });

  test('has it where the transaction is named and described, though it has the name of a merchant too', () => {
    const shared = { date: '2024-05-01', amount: -9, category: 'food', description: 'CARD 4711' };
    const table = tableFromRows([
      createTransaction({ ...shared, id: 'a', merchantName: 'Lidl' }),
      createTransaction({ ...shared, id: 'b', merchantName: 'Uber' }),
    ]);
    const transaction = { description: 'card', date: '2024-05-01' };
    const corrected = (transactionId: string | null): readonly (string | null)[] => {
      const read = readCorrections([{ transaction, category: 'travel', transactionId }]);
      return [...correctedTable(table, read).rows()].map(({ category }) => category);
    };
    expect(corrected('b')).toEqual(['food', 'travel']);
    expect(corrected(null)).toEqual(['food', 'food']);
  });

  test('has the last of several, whichever way they name the row', () => {
    const named = { transaction: shop, category: 'by name', transactionId: 'a' };
    const dated = { transaction: { ...shop, date: '2024-05-01' }, category: 'by day' };
    expect(categories([named, dated])[0]).toBe('by day');
    expect(categories([dated, named])[0]).toBe('by name');
  });

  test('differs in nothing else', () => {
    const correction = fc.record({
      transaction: fc.record({
        description: fc.constantFrom('Corner shop', 'Cinema', 'Elsewhere'),
        date: fc.constantFrom('2024-05-01', '2024-05-02', '2024-05-03'),
      }),
      category: fc.constantFrom('food', 'gifts'),
      transactionId: fc.constantFrom(null, 'a', 'b', 'c', 'd', 'e'),
    });
    fc.assert(
      fc.property(fc.array(correction, { maxLength: 5 }), (corrections) => {
        const made = [...correctedTable(tableFromRows(rows), readCorrections(corrections)).rows()];
        expect(made.map((one, at) => ({ ...one, category: rows[at]?.category }))).toEqual(rows);
      }),
    );
  });
});

test('what is no correction is refused with its place', () => {
  const right = { transaction: { description: 'Shop' }, category: 'food' };
  for (const wrong of [
    { ...right, category: '  ' },
    { ...right, transaction: {} },
    { ...right, transaction: { description: 'Shop', date: '2024-02-30' } },
    { ...right, transactionId: 7 as never },
    null as never,
  ]) {
    expect(() => readCorrections([right, wrong])).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ correction: 1 }) }),
    );
  }
});

test('what is no list of corrections is refused', () => {
  for (const wrong of [null, 'gifts', { length: 1 }] as never[]) {
    expect(() => readCorrections(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  }
});

describe('training', () => {
  const payees = [
    ['Corner shop', 'food'],
    ['Green grocer', 'food'],
    ['Shell station', 'fuel'],
    ['City trams', 'transport'],
  ] as const;
  const many = Array.from({ length: 60 }, (_, at) => {
    const [payee, category] = payees[at % 4] as (typeof payees)[number];
    const date = `2024-${String(1 + (at % 5)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`;
    return createTransaction({
      id: `t${at}`,
      date,
      description: `${payee} ${at % 3}`,
      amount: -3 - (at % 7),
      category,
    });
  });
  const options = { tasks: ['category'], budget: 'quick' } as const;

  test('with corrections measures as with a table that was right from the start, and remembers the payee', async () => {
    const wrong = many.map((one) => (one.id === 't8' ? { ...one, category: 'fuel' } : one));
    const correction = {
      transaction: { description: 'Corner shop 2', date: many[8]?.date as string },
      category: 'food',
      transactionId: 't8',
    };
    const [corrected, right] = [
      await train(wrong, { ...options, corrections: [correction] }),
      await train(many, options),
    ];
    expect(corrected.report.dataFingerprint).toBe(right.report.dataFingerprint);
    expect(corrected.report.rows()).toEqual(right.report.rows());
    expect(corrected.category.predict({ description: 'Corner shop 2' })).toMatchObject({
      category: 'food',
      source: 'memory',
    });
  });

  test('knows a corrected payee by its correction, against all rows learned from, and a new category', async () => {
    const transaction = { description: 'Corner shop 7' };
    const suite = await train(many, { ...options, corrections: [{ transaction, category: 'gifts' }] });
    expect(suite.category.predict({ description: 'Corner shop 1' }).category).toBe('gifts');
    expect(suite.category.categories).toContain('gifts');
    expect(suite.category.predict({ description: 'Green grocer 1' }).category).toBe('food');
  });

  test('where too few rows are labelled, answers with the corrections too', async () => {
    const unlabelled = many.map((one) => ({ ...one, category: null }));
    const transaction = { description: 'XJ-4471' };
    const suite = await train(unlabelled, {
      budget: 'quick',
      corrections: [{ transaction, category: 'parking' }],
    });
    expect(suite.category.predict(transaction).category).toBe('parking');
  });
});
