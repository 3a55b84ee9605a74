import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromEpochDay } from '../calendar/plain-date.js';
import { fromSecondOfDay } from '../calendar/plain-time.js';
import { createTransaction } from '../transaction/create-transaction.js';
import { type Transaction, transactionSchema } from '../transaction/transaction.js';
import { paymentMethods } from '../transaction/vocabulary.js';
import { valueAt } from './dictionary-column.js';
import { concatTables, selectRows, timeOrder } from './table-operations.js';
import { tableFromColumns, tableFromRows } from './transaction-table.js';

const text = (maxLength: number) => fc.string({ minLength: 1, maxLength, unit: 'grapheme' });
const optionalText = fc.option(fc.constantFrom('a', 'b', 'ü', ' x '));

const transaction: fc.Arbitrary<Transaction> = fc
  .record({
    id: optionalText,
    accountId: fc.constantFrom('default', 'savings'),
    date: fc.integer({ min: -719_162, max: 2_932_896 }).map(fromEpochDay),
    time: fc.option(fc.integer({ min: 0, max: 86_399 }).map(fromSecondOfDay)),
    description: text(20),
    originalDescription: text(20),
    amountMinor: fc.integer({ min: -(10 ** 14), max: 10 ** 14 }).map((minor) => minor + 0),
    currency: fc.constantFrom('USD', 'JPY', 'KWD'),
    balanceMinor: fc.option(fc.integer()),
    category: optionalText,
    paymentMethod: fc.constantFrom(...paymentMethods),
    status: optionalText,
    reference: optionalText,
    receiptUrl: optionalText,
    merchantName: optionalText,
    merchantCategoryCode: fc.option(fc.constantFrom('0742', '5411')),
    location: optionalText,
    recurring: fc.option(fc.boolean()),
    tags: fc.array(fc.constantFrom('a', 'a,b', '"'), { maxLength: 3 }),
  })
  .map((row) => ({ ...row, type: row.amountMinor < 0 ? 'Expense' : 'Income' }));
const transactions = fc.array(transaction, { maxLength: 30 });

describe('rows and tables', () => {
  test('rows come back from a table as they were', () => {
    fc.assert(
      fc.property(transactions, (rows) => {
        for (const row of rows) expect(transactionSchema.safeParse(row).success).toBe(true);
        const table = tableFromRows(rows);
        expect(table.length).toBe(rows.length);
        expect([...table.rows()]).toEqual(rows);
        expect(rows.map((_, index) => table.row(index))).toEqual(rows);
        expect([...tableFromRows(new Set(rows)).rows()]).toEqual([...new Set(rows)]);
      }),
    );
  });

  test('columns hold days, minor units and codes of distinct values', () => {
    const { columns } = tableFromRows([
      createTransaction({
        date: '1970-01-02',
        description: 'Rent',
        amount: -800,
        category: 'home',
        tags: ['a'],
      }),
      createTransaction({
        date: '1969-12-31',
        time: '00:01',
        description: 'Pay',
        amount: 2000.5,
        balance: '1.05',
      }),
      createTransaction({ date: '2024-02-29', description: 'Rent', amount: -800, tags: ['a'] }),
    ]);
    // 2024-02-29 is day 19,782: 54 years of 365 days, 13 leap days before 2024, 59 days.
    expect([...columns.date]).toEqual([1, -1, 54 * 365 + 13 + 59]);
    expect([...columns.secondOfDay]).toEqual([-1, 60, -1]);
    expect([...columns.amountMinor]).toEqual([-80_000, 200_050, -80_000]);
    expect([...columns.balanceMinor]).toEqual([Number.NaN, 105, Number.NaN]);
    expect(columns.description).toEqual({ codes: Int32Array.of(0, 1, 0), values: ['Rent', 'Pay'] });
    expect(columns.category).toEqual({ codes: Int32Array.of(0, -1, -1), values: ['home'] });
    expect(columns.tags).toEqual({ codes: Int32Array.of(0, -1, 0), values: [['a']] });
    expect(valueAt(columns.category, 0)).toBe('home');
    expect(valueAt(columns.category, 1)).toBeNull();
    expect(valueAt(columns.category, 99)).toBeNull();
  });

  test('columns of different lengths are refused with the name of the column', () => {
    const { columns } = tableFromRows([
      createTransaction({ date: '2024-01-01', description: 'x', amount: 1 }),
    ]);
    expect(() => tableFromColumns({ ...columns, amountMinor: new Float64Array(2) })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH', details: { column: 'amountMinor' } }),
    );
    expect(() => tableFromColumns({ ...columns, tags: { codes: new Int32Array(0), values: [] } })).toThrow(
      expect.objectContaining({ code: 'SHAPE_MISMATCH', details: { column: 'tags' } }),
    );
  });

  test.each([-1, 1, 0.5, Number.NaN])('row %d of a table of one row is refused', (index) => {
    const table = tableFromRows([createTransaction({ date: '2024-01-01', description: 'x', amount: 1 })]);
    expect(() => table.row(index)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    expect(() => selectRows(table, [index])).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});

describe('operations', () => {
  test('selected rows are those rows, in the order and as often as they are named', () => {
    fc.assert(
      fc.property(
        fc.array(transaction, { minLength: 1, maxLength: 10 }),
        fc.array(fc.nat()),
        (rows, picks) => {
          const indices = picks.map((pick) => pick % rows.length);
          const selected = selectRows(tableFromRows(rows), indices);
          expect([...selected.rows()]).toEqual(indices.map((index) => rows[index]));
        },
      ),
    );
  });

  test('time order is that of a stable sort by date and time, rows without a time first', () => {
    fc.assert(
      fc.property(transactions, (rows) => {
        const key = (index: number): string => `${rows[index]?.date} ${rows[index]?.time ?? ''}`;
        const expected = rows
          .map((_, index) => index)
          .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
        expect([...timeOrder(tableFromRows(rows))]).toEqual(expected);
      }),
    );
  });

  test('joined tables hold the rows of each in order, as the rows made into one table do', () => {
    fc.assert(
      fc.property(fc.array(transactions, { maxLength: 4 }), (groups) => {
        const joined = concatTables(groups.map(tableFromRows));
        expect([...joined.rows()]).toEqual(groups.flat());
        expect(joined.columns).toEqual(tableFromRows(groups.flat()).columns);
      }),
    );
  });

  test('operations leave the table as it was', () => {
    fc.assert(
      fc.property(transactions, (rows) => {
        const table = tableFromRows(rows);
        timeOrder(table);
        concatTables([table, selectRows(table, timeOrder(table))]);
        expect([...table.rows()]).toEqual(rows);
      }),
    );
  });
});
