import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractorConformance } from '../../conformance/index.js';
import { columnsOf, extracted } from '../statement/testing/extracted.js';
import { camtColumns } from './camt-columns.js';
import { camtExtractor } from './camt-extractor.js';
import { balance, document, entry, payment } from './testing/camt-document.js';

function record(texts: Readonly<Record<string, string>>): readonly string[] {
  return camtColumns.map((column) => texts[column] ?? '');
}

const whole = document(
  balance('OPBD', '100.00') +
    balance('CLBD', '112.30') +
    entry({
      amount: '10.00',
      more: '<AcctSvcrRef>B1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>E1</EndToEndId><MndtId>M1</MndtId></Refs><RltdPties><Dbtr><Nm>Café &amp; Co</Nm></Dbtr><DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct><Cdtr><Nm>Me</Nm></Cdtr></RltdPties><RltdAgts><DbtrAgt><FinInstnId><BIC>BYLADEM1001</BIC></FinInstnId></DbtrAgt></RltdAgts><RmtInf><Ustrd>Invoice</Ustrd><Ustrd>42</Ustrd></RmtInf></TxDtls></NtryDtls>',
    }) +
    entry({ amount: '1.00', status: 'INFO' }) +
    entry({
      amount: '5.30',
      more: `<AcctSvcrRef>B2</AcctSvcrRef><NtryDtls>${payment('3.30')}${payment('2.00')}</NtryDtls>`,
    }) +
    entry({ amount: '3.00', indicator: 'DBIT', more: '<AddtlNtryInf>Fee</AddtlNtryInf>' }),
);

const common = {
  accountId: 'NL91ABNA0417164300',
  date: '2024-01-02',
  valueDate: '2024-01-03',
  currency: 'EUR',
  status: 'booked',
  statementId: 'S1',
};
const wholeRecords = [
  record({
    ...common,
    id: 'B1',
    description: 'Café & Co Invoice 42',
    amount: '10.00',
    balance: '110.00',
    paymentMethod: 'bank_transfer',
    reference: 'E1',
    merchantName: 'Café & Co',
    bankTransactionCode: 'PMNT-RCDT-ESCT',
    endToEndId: 'E1',
    mandateId: 'M1',
    remittance: 'Invoice 42',
    counterpartyAccount: 'DE02120300000000202051',
    counterpartyBank: 'BYLADEM1001',
  }),
  record({ ...common, id: 'B2/1', description: 'B2/1', amount: '3.30', balance: '113.30' }),
  record({ ...common, id: 'B2/2', description: 'B2/2', amount: '2.00', balance: '115.30' }),
  record({ ...common, description: 'Fee', amount: '-3.00', balance: '112.30', additionalInformation: 'Fee' }),
];

const utf16 = Buffer.from(`\ufeff${whole.replace('UTF-8', 'UTF-16')}`, 'utf16le');
const latin1 = Buffer.from(whole.replace('UTF-8', 'ISO-8859-1'), 'latin1');
const prefixed = whole.replace(/<(\/?)([A-Z])/g, '<$1n:$2').replace('xmlns=', 'xmlns:n=');

describe('conforms', () => {
  const sample = (name: string, bytes: Uint8Array) => ({
    name,
    bytes,
    columns: camtColumns,
    records: wholeRecords,
    rejected: 1,
  });
  const cases = extractorConformance(camtExtractor({ batchRows: 1 }), [
    sample('utf8.xml', Buffer.from(whole)),
    sample('latin1.xml', latin1),
    sample('utf16.xml', utf16),
    sample('prefixed.xml', Buffer.from(prefixed)),
  ]);
  test.each([...cases])('$name', (check) => check.run());
});

describe('versions and messages', () => {
  test.each([
    ['camt.052.001.02', 'BkToCstmrAcctRpt', 'Rpt'],
    ['camt.052.001.08', 'BkToCstmrAcctRpt', 'Rpt'],
    ['camt.053.001.08', 'BkToCstmrStmt', 'Stmt'],
    ['camt.054.001.13', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
  ])('%s', async (version, message, part) => {
    const status = version.endsWith('02') ? 'PDNG' : '<Cd>PDNG</Cd>';
    const party = version.endsWith('02') ? '<Nm>A</Nm>' : '<Pty><Nm>A</Nm></Pty>';
    const more = `<NtryDtls><TxDtls><RltdPties><Cdtr>${party}</Cdtr></RltdPties></TxDtls></NtryDtls>`;
    const source = document(entry({ amount: '7', indicator: 'DBIT', status, more }), {
      version,
      message,
      part,
    });
    const found = await extracted(camtExtractor(), source);
    expect(columnsOf(found, 'amount', 'status', 'merchantName')).toEqual([['-7', 'pending', 'A']]);
  });
});

describe('signs', () => {
  // ISO 20022 on ReversalIndicator: "If the CreditDebitIndicator is CRDT and ReversalIndicator is Yes, the original
  // operation was a debit entry": the indicator is that of the reversing entry itself.
  test('a reversal has the sign of its own indicator, and the parties of what it reverses', async () => {
    const more =
      '<RvslInd>true</RvslInd><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Me</Nm></Dbtr><Cdtr><Nm>Shop</Nm></Cdtr></RltdPties></TxDtls></NtryDtls>';
    const source = document(
      balance('OPBD', '10.00') + balance('CLBD', '15.00') + entry({ amount: '5.00', more: more }),
    );
    const found = await extracted(camtExtractor(), source);
    expect(columnsOf(found, 'amount', 'balance', 'isReversal', 'merchantName')).toEqual([
      ['5.00', '15.00', 'true', 'Shop'],
    ]);
  });

  test.each([
    ['no indicator', entry({ amount: '5', indicator: '' }), 'FIELD_INVALID'],
    ['a signed amount', entry({ amount: '-5' }), 'AMOUNT_INVALID'],
  ])('%s is rejected, and the balance not known until the closing one', async (_, wrong, code) => {
    const right = entry({ amount: '1' });
    const source = document(balance('OPBD', '0') + balance('CLBD', '9') + right + wrong + right + right);
    const found = await extracted(camtExtractor(), source);
    expect(found.records.map((each) => each.balance)).toEqual(['1.00', undefined, '9']);
    expect(found.rejections).toMatchObject([{ code, row: 2, line: 2 }]);
  });
});

describe('balances', () => {
  const two = entry({ amount: '1.00' }) + entry({ amount: '2.00' });
  test.each([
    ['opening and closing', balance('OPBD', '10.00') + balance('CLBD', '13.00'), ['11.00', '13.00']],
    [
      'a closing one that contradicts',
      balance('OPBD', '10.00') + balance('CLBD', '99.00'),
      ['11.00', '99.00'],
    ],
    [
      'an overdrawn account',
      balance('PRCD', '10.00', 'DBIT') + balance('CLBD', '7.00', 'DBIT'),
      ['-9.00', '-7.00'],
    ],
    ['two in between, of a page', balance('ITBD', '10.00') + balance('ITBD', '13.00'), ['11.00', '13.00']],
    ['one in between, of a report', balance('OPBD', '10.00') + balance('ITBD', '13.00'), ['11.00', '13.00']],
    [
      'only those of what is available',
      balance('OPAV', '10.00') + balance('CLAV', '13.00'),
      [undefined, undefined],
    ],
    ['only the closing one', balance('CLBD', '13.00'), [undefined, '13.00']],
    [
      'a closing one in another currency',
      balance('OPBD', '10.00') + balance('CLBD', '5', 'CRDT', 'SEK'),
      ['11.00', '13.00'],
    ],
    ['an opening one in another currency', balance('OPBD', '10.00', 'CRDT', 'SEK'), [undefined, undefined]],
  ])('%s', async (_, balances, expected) => {
    const { records } = await extracted(camtExtractor(), document(balances + two));
    expect(records.map((each) => each.balance)).toEqual(expected);
  });

  test('are not moved by pending entries', async () => {
    const source = document(
      balance('OPBD', '10.00') +
        balance('CLBD', '13.00') +
        entry({ amount: '1.00' }) +
        entry({ amount: '50.00', status: 'PDNG' }) +
        entry({ amount: '2.00' }) +
        entry({ amount: '60.00', status: 'PDNG' }),
    );
    const found = await extracted(camtExtractor(), source);
    expect(columnsOf(found, 'status', 'balance')).toEqual([
      ['booked', '11.00'],
      ['pending', undefined],
      ['booked', '13.00'],
      ['pending', undefined],
    ]);
  });
});

describe('what is not read', () => {
  test('an entry of too many elements is rejected, the rest is read', async () => {
    const source = document(
      entry({ amount: '1', more: '<A/>'.repeat(10_000) }) +
        entry({ amount: '2', more: `<AddtlNtryInf>${'x'.repeat(20_000)}</AddtlNtryInf>` }) +
        entry({ amount: '3' }),
    );
    const found = await extracted(camtExtractor(), source);
    expect(columnsOf(found, 'amount')).toEqual([['3']]);
    expect(found.rejections.map(({ code, row }) => [code, row])).toEqual([
      ['LIMIT_EXCEEDED', 1],
      ['LIMIT_EXCEEDED', 2],
    ]);
  });

  test('an account that cannot be read is not another one', async () => {
    const source = document(entry({ amount: '1' })).replace('NL91ABNA0417164300', 'x'.repeat(20_000));
    await expect(extracted(camtExtractor(), source)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  test('cut anywhere, a document is refused', async () => {
    const bytes = Buffer.from(whole);
    for (let length = 1; length < bytes.length; length++) {
      const error = await extracted(camtExtractor(), bytes.subarray(0, length)).catch((reason) => reason);
      expect(['SOURCE_INVALID', 'ENCODING_INVALID']).toContain(error.code);
    }
  });

  test('names of JavaScript are names', async () => {
    const odd = '<constructor/><__proto__><Ccy/></__proto__><toString>x</toString>';
    const found = await extracted(camtExtractor(), document(odd + entry({ amount: '1', more: odd })));
    expect(columnsOf(found, 'amount')).toEqual([['1']]);
    await expect(extracted(camtExtractor(), '<constructor><toString/></constructor>')).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
    });
  });

  test('another message is not claimed', () => {
    const bytes = Buffer.from(
      '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"/>',
    );
    expect(camtExtractor().recognise({ name: 'a.xml', bytes, isWhole: true })).toBe(0);
  });
});

test('every statement that is written is read back', async () => {
  const row = fc.record({
    minor: fc.integer({ min: 1, max: 99_999_999 }),
    indicator: fc.constantFrom('CRDT', 'DBIT'),
    text: fc.stringMatching(/^[A-Za-z&<>'é💶][A-Za-z0-9 &<>"'é💶]{0,40}[a-z]$/u),
  });
  const major = (minor: number): string =>
    `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
  const escaped = (plain: string): string => plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      const entries = rows.map(({ minor, indicator, text }) =>
        entry({ amount: major(minor), indicator, more: `<AddtlNtryInf>${escaped(text)}</AddtlNtryInf>` }),
      );
      const found = await extracted(camtExtractor(), document(balance('OPBD', '0.00') + entries.join('')));
      let sum = 0;
      expect(columnsOf(found, 'amount', 'balance', 'description')).toEqual(
        rows.map(({ minor, indicator, text }) => {
          sum += indicator === 'CRDT' ? minor : -minor;
          const total = `${sum < 0 ? '-' : ''}${major(Math.abs(sum))}`;
          return [`${indicator === 'CRDT' ? '' : '-'}${major(minor)}`, total, text.replace(/ +/g, ' ')];
        }),
      );
    }),
    { numRuns: 100 },
  );
});
