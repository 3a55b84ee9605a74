import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractorConformance } from '../../conformance/index.js';
import { columnsOf, extracted } from '../statement/testing/extracted.js';
import { ofxColumns } from './ofx-columns.js';
import { ofxExtractor } from './ofx-extractor.js';

const header = 'OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n';

function statement(transactions: string, { more = '', currency = 'USD', to = '20240131' } = {}): string {
  return `<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>${currency}<BANKACCTFROM><BANKID>1<ACCTID>ACC<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20240101<DTEND>${to}${transactions}</BANKTRANLIST>${more}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
}

const sgml = `${header}${statement(`
<STMTTRN>
<TRNTYPE>POS
<DTPOSTED>20240102120000[-5:EST]
<TRNAMT>-10.50
<FITID>1
<NAME>AT&T & Café
<MEMO>Phone &amp; more
<SIC>742
</STMTTRN>
<STMTTRN><TRNTYPE>CHECK<DTPOSTED>20240103<TRNAMT>-5,25<FITID>2<CHECKNUM>101
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240104083000<TRNAMT>+100<FITID>3<PAYEE><NAME>Shop<CITY>Berlin</PAYEE><CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY>
`)}`;

function record(texts: Readonly<Record<string, string>>): readonly string[] {
  return ofxColumns.map((column) => texts[column] ?? '');
}

const common = { accountId: 'ACC', status: 'booked', accountType: 'CHECKING' };
const sgmlRecords = [
  record({
    ...common,
    id: '1',
    date: '2024-01-02',
    description: 'AT&T & Café Phone & more',
    amount: '-10.50',
    currency: 'USD',
    paymentMethod: 'debit_card',
    merchantName: 'AT&T & Café',
    merchantCategoryCode: '0742',
    TRNTYPE: 'POS',
    NAME: 'AT&T & Café',
    MEMO: 'Phone & more',
    SIC: '742',
  }),
  record({
    ...common,
    id: '2',
    date: '2024-01-03',
    description: 'CHECK 101',
    amount: '-5.25',
    currency: 'USD',
    reference: '101',
    TRNTYPE: 'CHECK',
    CHECKNUM: '101',
  }),
  record({
    ...common,
    id: '3',
    date: '2024-01-04',
    time: '08:30:00',
    description: 'Shop',
    amount: '100',
    currency: 'EUR',
    merchantName: 'Shop',
    location: 'Berlin',
    TRNTYPE: 'CREDIT',
    currencyRate: '1.1',
  }),
];

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211"?>
<!-- a comment <STMTTRN> -->
<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR</CURDEF>
<CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST><DTSTART>20240101</DTSTART><DTEND>20240131</DTEND>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20240102</DTPOSTED><TRNAMT>-1.10</TRNAMT><FITID>a</FITID><NAME><![CDATA[B & <b>]]></NAME><MEMO/></STMTTRN>
<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20240103</DTPOSTED><TRNAMT>-2.20</TRNAMT><FITID>b</FITID><NAME>x<!-- c -->y</NAME></STMTTRN>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20240104</DTPOSTED><TRNAMT>5.00</TRNAMT><FITID>c</FITID><NAME>é</NAME></STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>-98.30</BALAMT><DTASOF>20240110</DTASOF></LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>`;

const card = { accountId: '4111', currency: 'EUR', paymentMethod: 'credit_card', status: 'booked' };
const xmlRecords = [
  record({
    ...card,
    id: 'a',
    date: '2024-01-02',
    description: 'B & <b>',
    merchantName: 'B & <b>',
    NAME: 'B & <b>',
    amount: '-1.10',
    balance: '-101.10',
    TRNTYPE: 'DEBIT',
  }),
  record({
    ...card,
    id: 'b',
    date: '2024-01-03',
    description: 'xy',
    merchantName: 'xy',
    NAME: 'xy',
    amount: '-2.20',
    balance: '-103.30',
    TRNTYPE: 'DEBIT',
  }),
  record({
    ...card,
    id: 'c',
    date: '2024-01-04',
    description: 'é',
    merchantName: 'é',
    NAME: 'é',
    amount: '5.00',
    balance: '-98.30',
    TRNTYPE: 'CREDIT',
  }),
];

describe('conforms', () => {
  const cases = extractorConformance(ofxExtractor({ batchRows: 2 }), [
    { name: 'utf8.ofx', bytes: Buffer.from(sgml), columns: ofxColumns, records: sgmlRecords, rejected: 0 },
    {
      name: '1252.qfx',
      bytes: Buffer.from(sgml, 'latin1'),
      columns: ofxColumns,
      records: sgmlRecords,
      rejected: 0,
    },
    { name: 'xml.ofx', bytes: Buffer.from(xml), columns: ofxColumns, records: xmlRecords, rejected: 0 },
  ]);
  test.each([...cases])('$name', (check) => check.run());
});

describe('balances', () => {
  const row = (day: string, amount: string, more = ''): string =>
    `<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>${day}<TRNAMT>${amount}<FITID>x<NAME>y${more}</STMTTRN>`;
  const ledger = (amount: string, day: string): string =>
    `<LEDGERBAL><BALAMT>${amount}<DTASOF>${day}</LEDGERBAL>`;
  const balances = async (source: string): Promise<readonly (string | undefined)[]> =>
    (await extracted(ofxExtractor(), source)).records.map(({ balance }) => balance);

  test('are counted back from the ledger balance, whichever way the rows go', async () => {
    const up = row('20240101', '-1.00') + row('20240102', '-0.10') + row('20240102', '0.05');
    expect(await balances(statement(up, { more: ledger('10.00', '20240131') }))).toEqual([
      '10.05',
      '9.95',
      '10.00',
    ]);
    const down = row('20240102', '0.05') + row('20240102', '-0.10') + row('20240101', '-1.00');
    expect(await balances(statement(down, { more: ledger('10.00', '20240131') }))).toEqual([
      '10.00',
      '9.95',
      '10.05',
    ]);
    const hours = row('20240102150000', '-2') + row('20240102093000', '-1');
    expect(await balances(statement(hours, { more: ledger('10', '20240131') }))).toEqual(['10.00', '12.00']);
    expect(await balances(statement(row('20240102', '-2'), { more: ledger('10', '20240102') }))).toEqual([
      '10.00',
    ]);
  });

  test.each([
    [
      'the balance is of a day before the last row',
      row('20240105', '-1'),
      ledger('10', '20240104'),
      '20240131',
    ],
    [
      'the balance is of a day after the statement',
      row('20240105', '-1'),
      ledger('10', '20240301'),
      '20240131',
    ],
    [
      'rows are in no order',
      row('20240105', '-1') + row('20240104', '-1') + row('20240106', '-1'),
      ledger('1', '20240131'),
      '20240131',
    ],
    [
      'all rows are of one day',
      row('20240105', '-1') + row('20240105', '-2'),
      ledger('1', '20240131'),
      '20240131',
    ],
    [
      'a row is in another currency',
      row('20240105', '-1') + row('20240106', '-1', '<CURRENCY><CURSYM>EUR</CURRENCY>'),
      ledger('1', '20240131'),
      '20240131',
    ],
    ['there is none', row('20240105', '-1'), '', '20240131'],
    ['it is no number', row('20240105', '-1'), ledger('ten', '20240131'), '20240131'],
  ])('are left empty where %s', async (_, rows, more, to) => {
    expect(new Set(await balances(statement(rows, { more, to })))).toEqual(new Set([undefined]));
  });

  test('are known up to an amount that cannot be read', async () => {
    const rows = row('20240101', '-1') + row('20240102', 'free') + row('20240103', '-2');
    expect(await balances(statement(rows, { more: ledger('10', '20240131') }))).toEqual([
      undefined,
      '12.00',
      '10.00',
    ]);
  });

  test('are known up to an amount with a fraction of a cent, whose row alone is refused', async () => {
    const rows = row('20240101', '-1') + row('20240102', '1,234') + row('20240103', '-2');
    expect(await balances(statement(rows, { more: ledger('10', '20240131') }))).toEqual([
      undefined,
      '12.00',
      '10.00',
    ]);
  });

  test('of more rows than are held are left empty', async () => {
    const rows = row('20240101', '-1') + row('20240102', '-1') + row('20240103', '-1');
    const source = statement(rows, { more: ledger('10', '20240131') });
    const { records } = await extracted(ofxExtractor({ balanceRows: 2 }), source);
    expect(records.map(({ balance }) => balance)).toEqual([undefined, undefined, undefined]);
  });

  test('are not moved by what is pending', async () => {
    const pending =
      '<BANKTRANLISTP><STMTTRNP><TRNTYPE>POS<DTTRAN>20240109<TRNAMT>-3<NAME>z</STMTTRNP></BANKTRANLISTP>';
    const source = statement(row('20240101', '-1'), { more: pending + ledger('10', '20240131') });
    expect(columnsOf(await extracted(ofxExtractor(), source), 'date', 'status', 'balance')).toEqual([
      ['2024-01-01', 'booked', '10.00'],
      ['2024-01-09', 'pending', undefined],
    ]);
  });
});

describe('what is not read', () => {
  test.each(['TRNAMT', 'DTPOSTED', 'FITID'])(
    'two transactions that have run into one, by <%s>',
    async (name) => {
      const one = (id: string): string => `<TRNTYPE>DEBIT<DTPOSTED>20240101<TRNAMT>-1<FITID>${id}<NAME>${id}`;
      const twice = `<STMTTRN>${one('a')}<${name}>20240102</STMTTRN><STMTTRN>${one('b')}</STMTTRN>`;
      const found = await extracted(ofxExtractor(), statement(twice));
      expect(columnsOf(found, 'id')).toEqual([['b']]);
      expect(found.rejections).toMatchObject([{ code: 'FIELD_INVALID', row: 1, column: name }]);
    },
  );

  test('transactions of securities are rejected; the cash of an investment account is read', async () => {
    const source = `<OFX><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>b<ACCTID>I1</INVACCTFROM><INVTRANLIST>
<BUYSTOCK><INVBUY><INVTRAN><FITID>1<DTTRADE>20240101</INVTRAN><TOTAL>-5</INVBUY><BUYTYPE>BUY</BUYSTOCK>
<INVBANKTRAN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240102<TRNAMT>7<FITID>2<NAME>Deposit</STMTTRN><SUBACCTFUND>CASH</INVBANKTRAN>
</INVTRANLIST></INVSTMTRS></OFX>`;
    const found = await extracted(ofxExtractor(), source);
    expect(columnsOf(found, 'accountId', 'amount', 'description')).toEqual([['I1', '7', 'Deposit']]);
    expect(found.rejections).toMatchObject([
      { code: 'ROW_NOT_TRANSACTION', row: 1, line: 2, column: 'BUYSTOCK' },
    ]);
  });

  test.each([
    ['no statement', '<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>', /no statement/],
    [
      'an error of the bank',
      '<OFX><STMTTRNRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS></STMTTRNRS></OFX>',
      /15500 Signon invalid/,
    ],
    ['a document type', `<!DOCTYPE OFX [<!ENTITY a "b">]>${statement('')}`, /document type/],
    ['an end within', sgml.slice(0, sgml.indexOf('</STMTRS>')), /never closed/],
    ['no OFX', 'OFXHEADER:100\n\nhello', /no <OFX>/],
    ['a transaction outside of a statement', '<OFX><STMTTRN><FITID>1</STMTTRN></OFX>', /outside/],
  ])('%s', async (_, source, message) => {
    await expect(extracted(ofxExtractor(), source)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringMatching(message),
      details: { source: 'test' },
    });
  });

  test('cut anywhere, a source is refused', async () => {
    for (const source of [sgml, xml]) {
      for (let length = 1; length < Buffer.byteLength(source) - 1; length++) {
        const cut = Buffer.from(source).subarray(0, length);
        const error = await extracted(ofxExtractor(), cut).catch((reason) => reason);
        expect(['SOURCE_INVALID', 'SOURCE_EMPTY']).toContain(error.code);
      }
    }
  });

  test('a million elements cost neither memory nor time', async () => {
    const nested = `<OFX>${'<A>'.repeat(1_000_000)}</OFX>`;
    await expect(extracted(ofxExtractor(), nested)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
    const lists = `<OFX>${'<BANKTRANLIST>'.repeat(1_000)}</OFX>`;
    await expect(extracted(ofxExtractor(), lists)).rejects.toMatchObject({ code: 'SOURCE_INVALID' });
  });

  test('a giant text is refused, or its transaction rejected', async () => {
    const giant = (size: number): string =>
      statement(
        `<STMTTRN><FITID>1<TRNAMT>1<DTPOSTED>20240101<NAME>${'x'.repeat(size)}</STMTTRN><STMTTRN><FITID>2<TRNAMT>1<DTPOSTED>20240101<NAME>y</STMTTRN>`,
      );
    await expect(extracted(ofxExtractor(), giant(2_000_000))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    const found = await extracted(ofxExtractor(), giant(100_000));
    expect(found.rejections).toMatchObject([{ code: 'LIMIT_EXCEEDED', row: 1, column: 'NAME' }]);
    expect(columnsOf(found, 'id')).toEqual([['2']]);
  });
});

test('every statement that is written is read back, with end tags and without', async () => {
  const text = fc.stringMatching(/^[A-Za-z&'"<][A-Za-z0-9 &;'".-]{0,30}[a-z]$/);
  const transaction = fc.record({
    minor: fc.integer({ min: -99_999_999, max: 99_999_999 }),
    name: text,
    memo: text,
  });
  const escaped = (plain: string): string => plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const major = (minor: number): string =>
    `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;
  await fc.assert(
    fc.asyncProperty(fc.array(transaction, { maxLength: 20 }), fc.boolean(), async (rows, isClosed) => {
      const element = (name: string, value: string): string =>
        `<${name}>${value}${isClosed ? `</${name}>` : '\n'}`;
      const body = rows.map(({ minor, name, memo }, index) => {
        const elements = [
          element('DTPOSTED', '20240102'),
          element('TRNAMT', major(minor)),
          element('FITID', String(index)),
          element('NAME', escaped(name)),
          element('MEMO', escaped(memo)),
        ];
        return `<STMTTRN>${elements.join('')}${isClosed ? '</STMTTRN>' : ''}`;
      });
      const found = await extracted(ofxExtractor(), statement(body.join('')));
      expect(columnsOf(found, 'id', 'amount', 'NAME', 'MEMO')).toEqual(
        rows.map(({ minor, name, memo }, index) => [String(index), major(minor), name, memo]),
      );
    }),
    { numRuns: 200 },
  );
});
