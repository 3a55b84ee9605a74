import { createTransaction, isTitansError } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalisedCsv as read } from './testing/normalised-csv.js';

const header = 'Date,Type,Description,Amount\n';

describe('one wrong row is rejected with its code and place, and the rest is read', () => {
  test.each([
    ['2024-02-30,Expense,Coffee,-3.50', 'DATE_INVALID', 'date', 'Date'],
    ['03/04/2024,Expense,Coffee,-3.50', 'DATE_INVALID', 'date', 'Date'],
    [',Expense,Coffee,-3.50', 'FIELD_MISSING', 'date', 'Date'],
    ['2024-02-28,Expense,Coffee,"1.234,56"', 'AMOUNT_FORMAT', 'amount', 'Amount'],
    ['2024-02-28,Expense,Coffee,"(1.234,50)"', 'AMOUNT_FORMAT', 'amount', 'Amount'],
    ['2024-02-28,Expense,Coffee,1e999', 'AMOUNT_INVALID', 'amount', 'Amount'],
    ['2024-02-28,Expense,Coffee,NaN', 'AMOUNT_INVALID', 'amount', 'Amount'],
    ['2024-02-28,Expense,Coffee,-3.505', 'AMOUNT_PRECISION', 'amount', 'Amount'],
    ['2024-02-28,Expense,Coffee,-99999999999999999', 'AMOUNT_RANGE', 'amount', 'Amount'],
    ['2024-02-28,Expense,Coffee,', 'FIELD_MISSING', 'amount', 'Amount'],
    ['2024-02-28,Income,Coffee,-3.50', 'SIGN_MISMATCH', 'amount', 'Amount'],
    ['2024-02-28,Neither,Coffee,-3.50', 'TYPE_INVALID', 'type', 'Type'],
    [`2024-02-28,Expense,${'x'.repeat(10_000)},-3.50`, 'DESCRIPTION_INVALID', 'description', 'Description'],
    ['2024-02-28,Expense,   ,-3.50', 'FIELD_MISSING', 'description', 'Description'],
    ['2024-02-28,Expense,Coffee', 'ROW_WIDTH', null, null],
    ['2024-02-28,Expense,Coffee,-3.50,more', 'ROW_WIDTH', null, null],
  ])('%s', async (row, code, field, column) => {
    const good = '2024-02-27,Expense,Tea,-2.00\n';
    const { rows, rejections, transactions } = await read(`${header}${good}${row}\n${good}`);
    expect(rows).toEqual({ in: 3, accepted: 2, rejected: 1 });
    expect(transactions.length).toBe(2);
    const byteOffset = header.length + good.length;
    expect(rejections).toMatchObject([
      { code, field, column, source: 'bank.csv', row: 2, line: 3, byteOffset },
    ]);
    expect((rejections[0]?.value ?? '').length).toBeLessThan(40);
  });
});

describe('a row becomes the transaction that createTransaction makes of it', () => {
  test('for any values', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', '5', ' ', 'é', 'ﬁ', '.', '\u00a0'),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .record({
              date: fc.constantFrom('2024-02-29', '2023-02-29', '1999-12-31', '2024-13-01', '', 'today'),
              description: text,
              amount: fc.oneof(
                fc.integer({ min: -99_999, max: 99_999 }).map((minor) => (minor / 100).toFixed(2)),
                fc.constantFrom('0', '-0.0', '+7.5', '1.2345', '1,000.00', '.5', '5.', '-', '−12', '1e3', ''),
              ),
              type: fc.constantFrom('', 'Income', 'Expense', 'expense', 'DEBIT'),
              reference: text,
            })
            // A line of blanks and delimiters is no record, and has no number.
            .filter((record) => Object.values(record).join('').trim() !== ''),
          { minLength: 1, maxLength: 8 },
        ),
        fc.constantFrom(30, 1_000),
        async (records, pieceBytes) => {
          const quoted = (value: string): string => `"${value}"`;
          const lines = records.map((record) =>
            [record.date, record.type, record.description, record.amount, record.reference]
              .map(quoted)
              .join(','),
          );
          const { transactions, rejections } = await read(
            `Date,Type,Description,Amount,Reference\n${lines.join('\n')}\n`,
            {},
            pieceBytes,
          );
          const expected = records.map((record) => {
            try {
              const kind = record.type.toLowerCase();
              return createTransaction({
                date: record.date,
                description: record.description,
                amount: record.amount,
                ...(kind === '' ? {} : { type: kind === 'income' ? 'Income' : 'Expense' }),
                reference: record.reference.normalize('NFKC').replace(/\s+/g, ' ').trim() || null,
              });
            } catch (error) {
              expect(isTitansError(error)).toBe(true);
              return null;
            }
          });
          expect([...transactions.rows()]).toEqual(expected.filter((each) => each !== null));
          expect(rejections.map(({ row }) => row)).toEqual(
            expected.flatMap((each, index) => (each === null ? [index + 1] : [])),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('payment methods are mapped, and every other spelling is counted', async () => {
  const rows = ['credit_car', 'Credit Card', 'other', 'other', 'credit_card', '', 'Bank-Transfer'];
  const { transactions, vocabulary } = await read(
    `Date,Description,Amount,Payment Method\n${rows.map((method) => `2024-01-01,a,-1,${method}`).join('\n')}\n`,
  );
  expect([...transactions.rows()].map(({ paymentMethod }) => paymentMethod)).toEqual([
    'credit_card',
    'credit_card',
    'unknown',
    'unknown',
    'credit_card',
    'unknown',
    'bank_transfer',
  ]);
  expect(vocabulary.map(({ to, recognised, count }) => [to, recognised, count])).toEqual([
    ['unknown', false, 2],
    ['credit_card', true, 1],
    ['credit_card', true, 1],
    ['bank_transfer', true, 1],
  ]);
});

test('types are mapped, and every other spelling is counted', async () => {
  const rows = ['DR', 'dr', 'DR', 'Credit', 'Expense', 'Income', '', 'loan'].map(
    (type) => `2024-01-01,${type},a,1`,
  );
  const { transactions, vocabulary } = await read(`${header}${rows.join('\n')}\n`);
  expect([...transactions.rows()].map(({ amountMinor }) => amountMinor)).toEqual([
    -100, -100, -100, 100, -100, 100, 100,
  ]);
  expect(vocabulary).toEqual([
    { field: 'type', from: 'DR', to: 'Expense', recognised: true, count: 2 },
    { field: 'type', from: 'dr', to: 'Expense', recognised: true, count: 1 },
    { field: 'type', from: 'Credit', to: 'Income', recognised: true, count: 1 },
  ]);
});

test('every optional column is read', async () => {
  const { transactions, rejections } = await read(
    'id,account,date,time,description,amount,currency,balance,category,status,merchant,mcc,location,recurring,tags\n' +
      'T1,joint,2024-01-02,08:30,Caf\u00e9  Noir,-4.5,eur,100.25, Food ,PAID,Noir,5812,Paris,yes,a;b\n' +
      'T2,,2024-01-02,,x,1,,,,,,,,,\n' +
      'T3,,2024-01-02,25:00,x,1,XXQ,,,,,,,,\n' +
      'T4,,2024-01-02,,x,1,XXQ,,,,,,,,\n' +
      'T5,,2024-01-02,,x,1,,,,,,58,,,\n',
  );
  expect(transactions.row(0)).toEqual(
    createTransaction({
      id: 'T1',
      accountId: 'joint',
      date: '2024-01-02',
      time: '08:30',
      description: 'Café  Noir',
      amount: '-4.5',
      currency: 'EUR',
      balance: '100.25',
      category: 'food',
      status: 'paid',
      merchantName: 'Noir',
      merchantCategoryCode: '5812',
      location: 'Paris',
      recurring: true,
      tags: ['a', 'b'],
    }),
  );
  expect(transactions.row(1)).toEqual(
    createTransaction({ id: 'T2', date: '2024-01-02', description: 'x', amount: 1 }),
  );
  expect(rejections.map(({ code, field }) => [code, field])).toEqual([
    ['TIME_INVALID', 'time'],
    ['CURRENCY_UNKNOWN', 'currency'],
    ['FIELD_INVALID', 'merchantCategoryCode'],
  ]);
});

describe('settings', () => {
  test('given names are taken as they are written', async () => {
    const { transactions } = await read('Buchungstag,Betrag,Text\n04.03.2024,"-1.234,50",Miete\n', {
      columns: { date: 'Buchungstag', amount: 'Betrag', description: 'Text' },
      dateFormat: 'day-first',
      amountFormat: { decimalMark: ',', groupMark: '.' },
      currency: 'EUR',
      accountId: 'giro',
    });
    expect(transactions.row(0)).toMatchObject({
      date: '2024-03-04',
      amountMinor: -123_450,
      currency: 'EUR',
      accountId: 'giro',
    });
  });

  test('a moment with an offset is the day of the time zone', async () => {
    const { transactions } = await read('Date,Description,Amount\n2024-03-04T23:30:00Z,a,1\n', {
      timeZone: 'Europe/Berlin',
    });
    expect(transactions.row(0)).toMatchObject({ date: '2024-03-05', time: '00:30:00' });
  });

  type Outcome = readonly [string, number] | string;
  test.each<['as-written' | 'inverted' | 'by-type' | undefined, string, string, Outcome]>([
    [undefined, 'Expense', '20', ['Expense', -2_000]],
    [undefined, 'Expense', '-20', ['Expense', -2_000]],
    [undefined, 'Income', '-20', 'SIGN_MISMATCH'],
    [undefined, 'Neither', '20', 'TYPE_INVALID'],
    [undefined, '', '-20', ['Expense', -2_000]],
    ['as-written', 'Expense', '20', ['Income', 2_000]],
    ['as-written', 'Expense', '-20', ['Expense', -2_000]],
    ['as-written', 'Expense', '0', ['Expense', 0]],
    ['as-written', 'Income', '-20', 'SIGN_MISMATCH'],
    ['as-written', 'POS', '-20', ['Expense', -2_000]],
    ['inverted', '', '20', ['Expense', -2_000]],
    ['inverted', '', '-20', ['Income', 2_000]],
    ['inverted', '', '0', ['Income', 0]],
    ['inverted', 'Income', '20', 'SIGN_MISMATCH'],
    ['by-type', 'Expense', '20', ['Expense', -2_000]],
    ['by-type', 'Expense', '-20', ['Income', 2_000]],
    ['by-type', 'Income', '20', ['Income', 2_000]],
    ['by-type', 'Income', '-20', ['Expense', -2_000]],
    ['by-type', 'Soll', '20', ['Expense', -2_000]],
    ['by-type', '', '20', 'FIELD_MISSING'],
    ['by-type', 'Neither', '20', 'TYPE_INVALID'],
  ])('sign %s: %s of %s', async (sign, type, amount, outcome) => {
    const { transactions, rejections } = await read(
      `${header}2024-01-01,${type},a,${amount}\n`,
      sign === undefined ? {} : { sign },
    );
    const rows = [...transactions.rows()].map((row) => [row.type, row.amountMinor]);
    expect([...rows, ...rejections.map(({ code }) => code)]).toEqual([outcome]);
  });
});

describe('columns of money out and money in', () => {
  test.each<[string, string, number | string]>([
    ['20.00', '', -2_000],
    ['-20.00', '', -2_000],
    ['', '20.00', 2_000],
    ['0.00', '20.00', 2_000],
    ['20.00', '-', -2_000],
    ['0.00', '0.00', 0],
    ['20.00', '20.00', 'FIELD_INVALID'],
    ['', ' ', 'FIELD_MISSING'],
    ['x1', '', 'AMOUNT_INVALID'],
  ])('debit %j, credit %j: %s', async (debit, credit, outcome) => {
    const { transactions, rejections } = await read(
      `Date,Description,Debit,Credit\n2024-01-01,a,${debit},${credit}\n`,
    );
    const amounts = [...transactions.rows()].map(({ amountMinor }) => amountMinor);
    expect([...amounts, ...rejections.map(({ code }) => code)]).toEqual([outcome]);
  });

  test('one of them may be alone', async () => {
    const { transactions } = await read('Date,Description,Paid out\n2024-01-01,a,5\n');
    expect(transactions.row(0)).toMatchObject({ type: 'Expense', amountMinor: -500 });
  });
});

test('a description of several columns leaves out blanks and repeats', async () => {
  const { transactions, rejections } = await read(
    'Date,Payee,Text,More,Amount\n' +
      '2024-01-01,ACME,Invoice  7,,1\n2024-01-01,ACME, ACME ,ACME,1\n2024-01-01,,,,1\n',
    { columns: { description: ['Payee', 'Text', 'More'] } },
  );
  expect([...transactions.rows()].map((row) => [row.description, row.originalDescription])).toEqual([
    ['ACME Invoice 7', 'ACME Invoice  7'],
    ['ACME', 'ACME'],
  ]);
  expect(rejections).toMatchObject([
    { code: 'FIELD_MISSING', field: 'description', column: 'Payee', row: 3 },
  ]);
});

test('a line with neither date nor amount is no transaction', async () => {
  const { rejections } = await read(
    `${header}2024-01-01,Expense,a,1\nTotal,,,\nDate,Type,Description,Amount\n,,Printed on Monday,\nTotal,,,5.00\n`,
  );
  expect(rejections.map(({ code, row, field, value }) => [code, row, field, value])).toEqual([
    ['ROW_NOT_TRANSACTION', 2, null, 'T•••l'],
    ['ROW_NOT_TRANSACTION', 3, null, 'Da•• •••• ••••••••••• A…'],
    ['ROW_NOT_TRANSACTION', 4, null, 'Pr••••• •• ••••ay'],
    ['DATE_INVALID', 5, 'date', 'T•••l'],
  ]);
});

test('one column stands for both descriptions where they agree, and the texts of all batches are distinct', async () => {
  const lines = Array.from({ length: 300 }, (_, row) => `2024-01-01,Expense,Shop ${row % 200},${row}\n`);
  const { transactions } = await read(`${header}${lines.join('')}`, {}, 500);
  const { description, originalDescription } = transactions.columns;
  expect(originalDescription).toBe(description);
  expect(description.values).toEqual(Array.from({ length: 200 }, (_, shop) => `Shop ${shop}`));
});

test('spellings of a word of the vocabulary are one value', async () => {
  const { transactions } = await read(
    'Date,Description,Amount,Category,Status\n' +
      '2024-01-01,a,1,FOOD,paid\n2024-01-01,a,1,food,Paid\n2024-01-01,a,1, Food ,\n2024-01-01,a,1,Ｆood,PAID\n',
  );
  expect(transactions.columns.category.values).toEqual(['food']);
  expect(transactions.columns.status.values).toEqual(['paid']);
  expect([...transactions.columns.status.codes]).toEqual([0, 0, -1, 0]);
});
