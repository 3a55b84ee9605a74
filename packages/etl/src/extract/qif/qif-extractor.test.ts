import { existsSync } from 'node:fs';
import { sumMinor } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractorConformance } from '../../conformance/index.js';
import { extract } from '../extract.js';
import { columnsOf, extracted } from '../statement/testing/extracted.js';
import { qifColumns } from './qif-columns.js';
import { qifExtractor } from './qif-extractor.js';
import { qifDate } from './qif-record.js';

const samples = '../shared/data/formats-a/csv2ofx';

const source = `!Option:AutoSwitch
!Account
NListed
TBank
^
!Clear:AutoSwitch
!Account
NGiro
TBank
^
!Type:Bank
D1/ 5'24
U-1,234.50
T-1,234.50
CX
N1001
PCafé Mondial
ARoad 1
ATown
MLunch
LFood:Restaurants/Berlin
^
D1/ 6'24
T100.00
POpening Balance
L[Giro]
^
D1/ 7'24
T-30.00
PShop
SFood
EApples
$-10.00
SHousehold
$-20.00
^
!Type:Cat
NFood
E
^
!Type:CCard
D1/ 8'24
T-5.00
C*
L[Savings]
^
`;

function record(texts: Readonly<Record<string, string>>): readonly string[] {
  return qifColumns.map((column) => texts[column] ?? '');
}

const records = [
  record({
    accountId: 'Giro',
    date: '1/5/2024',
    description: 'Café Mondial Lunch',
    amount: '-1,234.50',
    category: 'Food:Restaurants',
    status: 'reconciled',
    reference: '1001',
    merchantName: 'Café Mondial',
    memo: 'Lunch',
    address: 'Road 1, Town',
    accountType: 'Bank',
  }),
  record({
    accountId: 'Giro',
    date: '1/7/2024',
    description: 'Shop',
    amount: '-30.00',
    merchantName: 'Shop',
    splits:
      '[{"category":"Food","memo":"Apples","amount":"-10.00"},{"category":"Household","memo":"","amount":"-20.00"}]',
    accountType: 'Bank',
  }),
  record({
    accountId: 'Giro',
    date: '1/8/2024',
    description: 'Savings',
    amount: '-5.00',
    status: 'cleared',
    transferAccount: 'Savings',
    accountType: 'CCard',
  }),
];

describe('conforms', () => {
  const cases = extractorConformance(qifExtractor({ batchRows: 1 }), [
    { name: 'lf.qif', bytes: Buffer.from(source), columns: qifColumns, records, rejected: 1 },
    {
      name: 'crlf.qif',
      bytes: Buffer.from(source.replaceAll('\n', '\r\n'), 'latin1'),
      columns: qifColumns,
      records,
      rejected: 1,
    },
    {
      name: 'cr.qif',
      bytes: Buffer.from(source.replaceAll('\n', '\r')),
      columns: qifColumns,
      records,
      rejected: 1,
    },
  ]);
  test.each([...cases])('$name', (check) => check.run());
});

// Years behind an apostrophe are of this century, as Quicken writes them.
test.each([
  ["1/ 5'24", '1/5/2024'],
  ["12/31' 4", '12/31/2004'],
  ["31.12'2023", '31.12.2023'],
  [' 8/25/93', '8/25/93'],
  ['2019-03-31', '2019-03-31'],
  ['', ''],
])('the date %j is %j', (text, expected) => {
  expect(qifDate(text)).toBe(expected);
});

test('records without a header are those of a bank account, whatever the file is called', async () => {
  const bytes = Buffer.from('D01/31/2024\nT-1.00\nPCoffee, tea\n^\nD02/01/2024\nT2.00\nPSalary\n^\n');
  const { rows, profile } = await extract({ name: 'export.txt', bytes }).table();
  expect(profile.sources[0]).toMatchObject({ format: 'qif' });
  expect(rows.accepted).toBe(2);
});

describe('what is no transaction', () => {
  test('records of investments and opening balances are rejected with their place', async () => {
    const { rejections } = await extracted(
      qifExtractor(),
      '!Account\nNA\n^\n!Type:Bank\nD1/1/2024\nT5\nPOpening Balance\nL[A]\n^\n!Type:Invst\nD1/1/2024\nNBuy\n^\n',
    );
    expect(rejections).toMatchObject([
      {
        code: 'ROW_NOT_TRANSACTION',
        row: 1,
        line: 5,
        byteOffset: 25,
        field: 'amount',
        column: 'T',
        value: '5',
      },
      { code: 'ROW_NOT_TRANSACTION', row: 2, line: 11, column: '!Type:Invst' },
    ]);
  });

  test.each([
    ['an account of another name', 'Opening Balance', 'L[Checking]\n'],
    ['no category', 'OPENING BALANCE', ''],
    ['another language', 'Eröffnungssaldo', 'L[Giro]\n'],
    ['no account at all', 'Solde initial', 'L[Compte]\n'],
  ])('an opening balance is told as such with %s', async (_, payee, category) => {
    const { records, rejections } = await extracted(
      qifExtractor(),
      `!Type:Bank\nD1/1/2024\nT1,250.00\nP${payee}\n${category}^\nD1/2/2024\nT-5.00\nPTea\n^\n`,
    );
    expect(records).toHaveLength(1);
    expect(rejections).toMatchObject([
      { code: 'ROW_NOT_TRANSACTION', row: 1, field: 'amount', column: 'T', value: '1,250.00' },
    ]);
    expect(rejections[0]?.message).toContain('opening balance of the account');
  });

  test('a payment that is named like one is kept', async () => {
    const found = await extracted(qifExtractor(), '!Type:Bank\nD1/1/2024\nT5\nPOpening Balance\nLGifts\n^\n');
    expect(columnsOf(found, 'description', 'category')).toEqual([['Opening Balance', 'Gifts']]);
  });

  test('a last record without its end may have been cut, and is rejected', async () => {
    const cut = await extracted(qifExtractor(), '!Type:Bank\nD1/1/2024\nT5\n^\nD1/2/2024\nT-100\n');
    expect(columnsOf(cut, 'amount')).toEqual([['5']]);
    expect(cut.rejections).toMatchObject([{ code: 'SOURCE_INVALID', row: 2, line: 5, byteOffset: 26 }]);
  });

  test('a record that lacks the end before it is rejected, not taken for one', async () => {
    const found = await extracted(
      qifExtractor(),
      '!Type:Bank\nD1/1/2024\nT5\nPA\nD1/2/2024\nT6\nPB\n^\nD1/3/2024\nT7\nPC\n^\n',
    );
    expect(columnsOf(found, 'amount')).toEqual([['7']]);
    expect(found.rejections).toMatchObject([
      { code: 'FIELD_INVALID', row: 1, line: 2, field: 'date', column: 'D' },
    ]);
  });

  test('records of kinds that are not read are rejected, those of lists are none', async () => {
    const found = await extracted(
      qifExtractor(),
      '!Type:Invoice\nD1/1/2024\nT5\n^\n!Type:Memorized\nKC\nT5\nPA\n^\n!Type:Bank\nD1/3/2024\nT7\n^\n',
    );
    expect(columnsOf(found, 'amount', 'description')).toEqual([['7', 'Bank']]);
    expect(found.rejections).toMatchObject([{ code: 'ROW_NOT_TRANSACTION', column: '!Type:Invoice' }]);
  });

  test.each([
    ['!Account\nNA\n^\n!Type:Bank\n', 'A'],
    ['!Option:AutoSwitch\n!Account\nNA\n^\nNB\n^\n!Clear:AutoSwitch\n!Type:Bank\n', undefined],
    ['!Option:AutoSwitch\n!Account\nNA\n^\n!Type:Bank\n', 'A'],
    [
      '!Option:AutoSwitch\n!Account\nNA\n^\nNB\n^\n!Clear:AutoSwitch\n!Option:AutoSwitch\n!Account\nNB\n^\n!Type:Bank\n',
      'B',
    ],
    ['!Account\nNA\n^\n!Type:Bank\nD1/1/2024\nT5\n^\n!Account\nNB\n^\n!Type:CCard\n', 'B'],
  ])('after %j the account is %j', async (beginning, account) => {
    const found = await extracted(qifExtractor(), `${beginning}D1/3/2024\nT7\n^\n`);
    expect(found.records.at(-1)?.accountId).toBe(account);
  });

  test('a source of lists alone is refused', async () => {
    await expect(extracted(qifExtractor(), '!Type:Cat\nNFood\nE\n^\n')).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      details: { source: 'test' },
    });
  });
});

describe('hostile sources', () => {
  test('cut anywhere, nothing but the cut record is lost or wrong', async () => {
    for (let length = 1; length <= source.length; length++) {
      const result = await extracted(qifExtractor(), source.slice(0, length)).catch((error) => error);
      if ('records' in result) {
        const whole = columnsOf(result, 'date', 'amount');
        const full = records.map((each) => [each[1], each[3]]);
        expect(full.slice(0, whole.length)).toEqual(whole);
      } else expect(result.code).toBe('SOURCE_INVALID');
    }
  });

  test('a giant line, a giant record and a record of a million lines are rejected, the rest is read', async () => {
    const good = 'D1/1/2024\nT1\nPok\n^\n';
    for (const giant of [
      `P${'x'.repeat(2_000_000)}`,
      'Pxxxxxxxxxxxxxxxx\n'.repeat(60_000),
      'S\n'.repeat(1_000_000),
    ]) {
      const found = await extracted(qifExtractor(), `!Type:Bank\n${good}D1/2/2024\n${giant}\n^\n${good}`);
      expect(columnsOf(found, 'description')).toEqual([['ok'], ['ok']]);
      expect(found.rejections).toMatchObject([{ code: 'LIMIT_EXCEEDED', row: 2, line: 6 }]);
    }
  });
});

test('every register that is written is read back', async () => {
  const text = fc.stringMatching(/^[A-Za-z0-9éü$^!][A-Za-z0-9 éü^!.,]{0,20}[a-zé]$/);
  const row = fc.record({
    payee: text,
    memo: text,
    minor: fc.integer({ min: -9_999_999, max: 9_999_999 }),
    number: fc.nat(9_999),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), fc.constantFrom('\n', '\r\n'), async (rows, end) => {
      const lines = rows.flatMap(({ payee, memo, minor, number }) => [
        'D01/02/2024',
        `T${(minor / 100).toFixed(2)}`,
        `N${number}`,
        `P${payee}`,
        `M${memo}`,
        '^',
      ]);
      const found = await extracted(qifExtractor(), ['!Type:Cash', ...lines, ''].join(end));
      expect(columnsOf(found, 'amount', 'reference', 'merchantName', 'memo')).toEqual(
        rows.map(({ payee, memo, minor, number }) => [(minor / 100).toFixed(2), String(number), payee, memo]),
      );
      expect(found.rejections).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

describe.skipIf(!existsSync(samples))('converted exports', () => {
  // Counted and summed by a Python script with patterns of its own and the decimal module.
  test.each([
    ['creditunion', 8, 465_000_00],
    ['default', 8, 465_000_00],
    ['default_w_splits', 8, 465_000_00],
    ['mint', 4, -3_000_00],
    ['mint_alt', 2, -500_00],
    ['mint_extra', 3, -500_00],
    ['stripe-all', 5, 112_50],
    ['stripe-default', 5, 112_50],
    ['ubs-ch-fr', 3, 30_00],
    ['xero', 5, -233_000_00],
  ])('%s', async (name, count, minor) => {
    const { rows, transactions, profile } = await extract(`${samples}/converted/${name}.qif`).table();
    expect(rows).toEqual({ in: count, accepted: count, rejected: 0 });
    expect(sumMinor(transactions.columns.amountMinor)).toBe(minor);
    expect(profile.sources[0]).toMatchObject({ format: 'qif' });
  });

  test('a register of investments is rejected row by row', async () => {
    const { rows, rejections } = await extract(`${samples}/example/investment_example.qif`).table();
    expect(rows).toEqual({ in: 2, accepted: 0, rejected: 2 });
    expect(rejections.map(({ code }) => code)).toEqual(['ROW_NOT_TRANSACTION', 'ROW_NOT_TRANSACTION']);
  });
});
