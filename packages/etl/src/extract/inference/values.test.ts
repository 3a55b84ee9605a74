import { describe, expect, test } from 'vitest';
import { type ExtractOptions, extract } from '../extract.js';
import type { Decision } from '../import-profile.js';
import { verifyBalances } from './balance-arithmetic.js';

async function decisionsOf(content: string, options?: ExtractOptions): Promise<Record<string, Decision>> {
  const { profile } = await extract({ name: 'bank.csv', bytes: Buffer.from(content) }, options).table();
  return Object.fromEntries((profile.sources[0]?.decisions ?? []).map((each) => [each.setting, each]));
}

const dates = (
  texts: readonly string[],
  header = 'Date,Description,Amount',
): Promise<Record<string, Decision>> =>
  decisionsOf(`${header}\n${texts.map((text, row) => `${text},a${row},-1.00`).join('\n')}\n`);
const amounts = (texts: readonly string[]): Promise<Record<string, Decision>> =>
  decisionsOf(`Date;Description;Amount\n${texts.map((text) => `2024-01-02;a;${text}`).join('\n')}\n`);

describe('the order of dates', () => {
  test('is proven by one day above 12, wherever it stands', async () => {
    const first = await dates([...Array(3_000).fill('01/02/2024'), '13/02/2024']);
    expect(first.dateFormat).toMatchObject({ value: 'day-first', confidence: 1, basis: 'inferred' });
    expect(first.dateFormat?.alternatives).toBeUndefined();
    expect((await dates(['01/02/2024', '02/13/2024'])).dateFormat).toMatchObject({
      value: 'month-first',
      confidence: 1,
      reason: '1 of 2 dates can be read in no other way',
    });
  });

  test('is said to be open where nothing tells', async () => {
    expect((await dates(['01/02/2024'])).dateFormat).toMatchObject({
      confidence: 0.5,
      alternatives: ['month-first'],
    });
  });

  test('is suggested by the order of the rows, the currency and the language', async () => {
    const inOrder = await dates(['12/01/2023', '01/02/2024', '02/03/2024', '03/04/2024']);
    expect(inOrder.dateFormat).toMatchObject({
      value: 'month-first',
      confidence: 0.6,
      alternatives: ['day-first'],
    });
    const dollars = await dates(['01/02/2024'], 'Date,Description,Amount (USD)');
    expect(dollars.dateFormat).toMatchObject({ value: 'month-first', confidence: 0.5 });
    const pounds = await dates(['01/02/2024'], 'Date,Description,Amount (GBP)');
    expect(pounds.dateFormat).toMatchObject({ value: 'day-first', confidence: 0.5 });
    expect(pounds.dateFormat?.reason).toContain('the language and currency of the source');
  });

  test('is told by another column of dates', async () => {
    const { dateFormat } = await decisionsOf(
      'Date,Value date,Description,Amount\n01/02/2024,14/02/2024,a,-1.00\n',
    );
    expect(dateFormat).toMatchObject({ value: 'day-first', confidence: 0.9, alternatives: ['month-first'] });
  });

  test('of years of two digits is told by years that would jump from row to row', async () => {
    const { dateFormat } = await dates(['03.01.24', '09.01.24', '17.01.24', '25.01.24', '02.02.24']);
    expect(dateFormat).toMatchObject({ value: 'day-first', confidence: 0.95 });
  });

  test('that the column contradicts is given with the share that speaks for it', async () => {
    const { dateFormat } = await dates([...Array(9).fill('13/02/2024'), '02/13/2024']);
    expect(dateFormat).toMatchObject({ value: 'day-first', confidence: 0.9, alternatives: ['month-first'] });
  });

  test.each([
    ['names of months', '14-Jan-2011', 'day-first'],
    ['serial days', '45355', 'excel-serial'],
    ['compact dates', '20240304', 'year-first'],
  ])('%s', async (_, text, format) => {
    expect((await dates([text, text])).dateFormat).toMatchObject({ value: format, confidence: 1 });
  });

  test('without a date there is none', async () => {
    expect((await dates(['00:00:00'])).dateFormat).toMatchObject({ basis: 'default', confidence: 0 });
  });
});

describe('the marks of amounts', () => {
  test.each([
    [['1,234.50'], '.', ','],
    [['12,50'], ',', '.'],
    [['1.234', '0,5'], ',', '.'],
    [["1'234.50"], '.', "'"],
    [['1 234,50'], ',', ' '],
    [['1.234.567'], ',', '.'],
    [['12,34,567.00'], '.', ','],
    [['(1,234.50)', '-12.00'], '.', ','],
  ])('%j have the decimal mark %s', async (texts, decimalMark, groupMark) => {
    const { amountFormat } = await amounts(texts);
    expect(amountFormat).toMatchObject({ value: { decimalMark, groupMark }, confidence: 1 });
  });

  test('of 1,234 alone are open, of 1234 there are none', async () => {
    expect((await amounts(['1,234'])).amountFormat).toMatchObject({
      value: { decimalMark: '.', groupMark: ',' },
      confidence: 0.5,
      alternatives: [{ decimalMark: ',', groupMark: '.' }],
    });
    expect((await amounts(['1234'])).amountFormat).toMatchObject({ basis: 'default', confidence: 1 });
  });

  test('are told by the last of many amounts', async () => {
    const { amountFormat } = await amounts([...Array(3_000).fill('1.234'), '0,50']);
    expect(amountFormat).toMatchObject({ value: { decimalMark: ',' }, confidence: 1 });
  });

  test('are told by the balances where the amounts cannot', async () => {
    const { amountFormat } = await decisionsOf('Date;Description;Amount;Balance\n2024-01-02;a;-5;1.234,50\n');
    expect(amountFormat).toMatchObject({ value: { decimalMark: ',' }, confidence: 0.9 });
  });
});

describe('the sign of amounts', () => {
  // 100 - 30 = 70, 70 + 50 = 120, 120 - 20 = 100, 100 - 10 = 90.
  const amountsOf = ['-30.00', '50.00', '-20.00', '-10.00'];
  const balancesAfter = ['70.00', '120.00', '100.00', '90.00'];
  const balancesBefore = ['100.00', '70.00', '120.00', '100.00'];
  const rowsOf = (balances: readonly string[]): readonly string[] =>
    amountsOf.map((amount, row) => `${amount},${balances[row]}`);
  const dated = (rows: readonly string[]): readonly string[] =>
    rows.map((row, index) => `2024-01-0${2 + index},a,${row}`);
  const invertedRows = (rows: readonly string[]): readonly string[] =>
    rows.map((row) => (row.startsWith('-') ? row.slice(1) : `-${row}`));
  const signed = dated(rowsOf(balancesAfter));
  const inverted = dated(invertedRows(rowsOf(balancesAfter)));
  const before = dated(rowsOf(balancesBefore));
  const invertedBefore = dated(invertedRows(rowsOf(balancesBefore)));
  const statement = (rows: readonly string[]): Promise<Record<string, Decision>> =>
    decisionsOf(`Date,Description,Amount,Balance\n${rows.join('\n')}\n`);

  test.each([
    ['as-written, the oldest first', signed, 'as-written'],
    ['as-written, the newest first', signed.toReversed(), 'as-written'],
    ['inverted, the oldest first', inverted, 'inverted'],
    ['inverted, the newest first', inverted.toReversed(), 'inverted'],
  ])('is proven by the running balance: %s', async (_, rows, value) => {
    const { sign } = await statement(rows);
    expect(sign).toMatchObject({ value, confidence: 1, basis: 'inferred' });
    expect(sign?.reason).toContain('3 of 3 running balances agree');
  });

  test.each([
    ['as-written, the oldest first', before, 'as-written'],
    ['as-written, the newest first', before.toReversed(), 'as-written'],
    ['inverted, the oldest first', invertedBefore, 'inverted'],
    ['inverted, the newest first', invertedBefore.toReversed(), 'inverted'],
  ])('is proven by the balance before each row, where the days tell it: %s', async (_, rows, value) => {
    const { sign, ...others } = await statement(rows);
    expect(sign).toMatchObject({ value, confidence: 1, basis: 'inferred' });
    expect(sign?.reason).toContain('3 of 3 running balances agree, each that before its row');
    // It is not the balance of the row.
    expect(others).not.toHaveProperty('columns.balance');
  });

  test('is open where all balances could stand before or after their rows', async () => {
    const oneDay = rowsOf(balancesBefore).map((row) => `2024-01-02,a,${row}`);
    const { sign } = await statement(oneDay);
    expect(sign?.alternatives).toHaveLength(1);
    expect(new Set([sign?.value, ...(sign?.alternatives ?? [])])).toEqual(
      new Set(['as-written', 'inverted']),
    );
    expect(sign?.confidence).toBeLessThanOrEqual(0.75);
    expect(sign?.reason).toContain('if each is that after its row');
    // Unless the name of the column says on which side it stands.
    const named = await decisionsOf(`Date,Description,Amount,Opening balance\n${oneDay.join('\n')}\n`);
    expect(named.sign).toMatchObject({ value: 'as-written', confidence: 1 });
  });

  test('one day out of order does not make balances stand before their rows', () => {
    // After every row, oldest first; the fourth day is out of order.
    const found = verifyBalances(
      [-30, 50, -20, -10, 5, 5],
      [70, 120, 100, 90, 95, 100],
      [[1, 2, 3, 1, 5, 6]],
    );
    expect(found).toMatchObject({ sign: 'as-written', order: 'oldest-first', stands: 'unknown' });
    const tidy = verifyBalances([-30, 50, -20, -10, 5, 5], [70, 120, 100, 90, 95, 100], [[1, 2, 3, 4, 5, 6]]);
    expect(tidy).toMatchObject({ sign: 'as-written', order: 'oldest-first', stands: 'after' });
  });

  test('of two columns of balances that after each row is taken, whatever the sign', async () => {
    for (const [turn, value] of [
      [(rows: readonly string[]) => rows, 'as-written'],
      [invertedRows, 'inverted'],
    ] as const) {
      const both = turn(amountsOf).map(
        (amount, row) => `${amount},${balancesBefore[row]},${balancesAfter[row]}`,
      );
      const found = await decisionsOf(`Date,Description,Amount,One,Other\n${dated(both).join('\n')}\n`);
      expect([found.sign?.value, found['columns.balance']?.value]).toEqual([value, 'Other']);
    }
  });

  test('where only credits are marked is proven or refuted by balances', async () => {
    // 100 - 30 = 70, 70 + 50 = 120, 120 - 20 = 100, 100 - 10 = 90: the CR came in, the rest went out.
    const marked = ['30.00', '50.00 CR', '20.00', '10.00'];
    const proven = await statement(dated(marked.map((amount, row) => `${amount},${balancesAfter[row]}`)));
    expect(proven.sign).toMatchObject({ value: 'credits-marked', confidence: 1 });
    expect(proven.sign?.reason).toContain('3 of 3 running balances agree');
    // 100 + 30 = 130, then + 50, + 20 and + 10: all came in, whatever is marked.
    const sums = ['130.00', '180.00', '200.00', '210.00'];
    const refuted = await statement(dated(marked.map((amount, row) => `${amount},${sums[row]}`)));
    expect(refuted.sign).toMatchObject({ value: 'as-written', confidence: 1 });
  });

  test('is proven by a balance that stands in some rows only', () => {
    const found = verifyBalances([-30, 50, -20, -10, 5], [null, 120, null, 90, 95]);
    expect(found).toEqual({
      sign: 'as-written',
      order: 'oldest-first',
      checks: 2,
      verified: 2,
      stands: 'unknown',
    });
  });

  test('is not proven by numbers that count up beside amounts that are all the same', async () => {
    const { sign, ...others } = await decisionsOf(
      'Date,Description,Amount,Number\n2024-01-02,a,1,7\n2024-01-03,b,1,8\n2024-01-04,c,1,9\n2024-01-05,d,1,10\n',
    );
    expect(sign?.confidence).toBeLessThanOrEqual(0.6);
    expect(others).not.toHaveProperty('columns.balance');
  });

  test('is that of the type column where no amount has a minus', async () => {
    const { sign } = await decisionsOf(
      'Date,Description,Amount,Type\n2024-01-02,a,5.00,debit\n2024-01-03,b,7.00,credit\n',
    );
    expect(sign).toMatchObject({ value: 'by-type', confidence: 0.95 });
  });

  test('comes from columns of money out and in; balances change them over', async () => {
    const names = await decisionsOf(
      'Date,Description,Paid out,Paid in\n2024-01-02,a,5.00,\n2024-01-03,b,,7.00\n',
    );
    expect(names['columns.debit']).toMatchObject({ value: 'Paid out' });
    expect(names.sign).toMatchObject({ value: 'as-written', confidence: 1 });
    const content =
      '2024-01-02,Tea house,,5.00,95.00\n2024-01-03,Pay day,7.00,,102.00\n2024-01-04,Book shop,,2.00,100.00\n';
    const none = await decisionsOf(content);
    expect([none['columns.debit']?.value, none['columns.credit']?.value]).toEqual(['4', '3']);
  });

  test('is suggested by words of descriptions, and then not sure', async () => {
    const { sign } = await decisionsOf(
      'Date,Description,Amount\n2024-01-02,TESCO STORES,5.00\n2024-01-03,Salary January,-900.00\n2024-01-04,Shell,30.00\n',
    );
    expect(sign).toMatchObject({ value: 'inverted', alternatives: ['as-written'] });
    expect(sign?.confidence).toBeLessThan(0.8);
  });

  test('of amounts without any evidence is a guess', async () => {
    const { sign } = await decisionsOf('Date,Description,Amount\n2024-01-02,a,5.00\n');
    expect(sign).toMatchObject({ value: 'as-written', confidence: 0.5, alternatives: ['inverted'] });
  });
});

describe('the currency', () => {
  test.each([
    ['a column of codes', 'Date,Description,Amount,Currency\n2024-01-02,a,-1.00,sek\n', 'SEK', 1],
    ['a symbol beside the amounts', 'Date,Description,Amount\n2024-01-02,a,-€1.00\n', 'EUR', 1],
    ['the name of the column', 'Datum;Text;Betrag in CHF\n2024-01-02;a;-1.00\n', 'CHF', 0.95],
    ['a symbol in the name', 'Date,Description,Amount (£)\n2024-01-02,a,-1.00\n', 'GBP', 0.95],
    ['the sign of the real in the name', 'Data;Histórico;Valor (R$)\n02/01/2024;a;-1,00\n', 'BRL', 0.95],
    [
      'the country of the account',
      'Date,Description,Amount,IBAN\n2024-01-02,a,-1.00,NL91ABNA0417164300\n',
      'EUR',
      0.7,
    ],
  ])('comes from %s', async (_, content, value, confidence) => {
    expect((await decisionsOf(content)).currency).toMatchObject({ value, confidence, basis: 'inferred' });
  });

  test('of a dollar sign is open, and the US dollar by default', async () => {
    const { currency } = await decisionsOf('Date,Description,Amount\n2024-01-02,a,-$1.00\n');
    expect(currency).toMatchObject({ value: 'USD', confidence: 0.8, alternatives: ['ARS', 'AUD', 'BBD'] });
    const none = await decisionsOf('Date,Description,Amount\n2024-01-02,a,-1.00\n');
    expect(none.currency).toMatchObject({ value: 'USD', basis: 'default' });
  });
});

test('what is told is never overruled, field by field', async () => {
  const content = 'Date,Value date,Description,Amount\n13/02/2024,14/02/2024,a,"1,50"\n';
  const decisions = await decisionsOf(content, {
    columns: { date: 'Value date' },
    dateFormat: 'month-first',
    amountFormat: { decimalMark: '.' },
    sign: 'inverted',
    currency: 'NOK',
  });
  expect(Object.values(decisions).filter(({ basis }) => basis === 'given')).toHaveLength(5);
  expect(decisions).toMatchObject({
    'columns.date': { value: 'Value date', basis: 'given' },
    'columns.amount': { value: 'Amount', basis: 'inferred' },
    dateFormat: { value: 'month-first', basis: 'given' },
    sign: { value: 'inverted' },
  });
});
