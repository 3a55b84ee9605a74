import { isTitansError } from '@titans/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultExtractors } from './default-extractors.js';
import { extract } from './extract.js';
import type { Statement } from './extraction.js';

const days = Array.from({ length: 12 }, (_, index) => String(index + 10));

/** A valid source of each format that is read unless told, with twelve transactions or more. */
const sources: Readonly<Record<string, string>> = {
  csv: `Date,Description,Amount,Currency\r\n${days.map((day) => `2024-01-${day},"Café, ""${day}""",-${day}.50,EUR\r\n`).join('')}`,
  json: JSON.stringify({
    data: days.map((day) => ({
      id: day,
      date: `2024-01-${day}`,
      amount: -1.5,
      currency: 'EUR',
      description: `é${day}`,
    })),
  }),
  ndjson: days
    .map(
      (day) =>
        `${JSON.stringify({ date: `2024-01-${day}`, amount: `-${day}.5`, description: { text: 'é' } })}\r\n`,
    )
    .join(''),
  ofx: `OFXHEADER:100\r\nCHARSET:1252\r\n\r\n<OFX><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>${days
    .map(
      (day) =>
        `<STMTTRN><TRNTYPE>POS<DTPOSTED>202401${day}120000[-5:EST]<TRNAMT>-${day},50<FITID>${day}<NAME>A &amp; é</STMTTRN>\r\n`,
    )
    .join('')}</BANKTRANLIST><LEDGERBAL><BALAMT>1<DTASOF>20240131</LEDGERBAL></STMTRS></STMTTRNRS></OFX>`,
  qif: `!Account\nNA\n^\n!Type:Bank\n${days.map((day) => `D1/${day}'24\nT-${day},50\nPé ${day}\nSX\n$-1\n^\n`).join('')}`,
  mt940: `:20:A\r\n:25:1EUR\r\n:28C:1/1\r\n:60F:C240101EUR1000,\r\n${days
    .map((day) => `:61:2401${day}01${day}D${day},50NTRFX//Y\r\n:86:166?00TEXT?20SVWZ+é?32Name\r\n`)
    .join('')}:62F:C240131EUR808,\r\n-\r\n`,
  camt: `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>X1</IBAN></Id></Acct>${days
    .map(
      (day) =>
        `<Ntry><Amt Ccy="EUR">${day}.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2024-01-${day}</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>é</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`,
    )
    .join('')}</Stmt></BkToCstmrStmt></Document>`,
};

/** What parts the records of a format, its fields and its texts. */
const marks = [
  ',',
  '"',
  '\r',
  '\n',
  ';',
  '{',
  '}',
  '[',
  ']',
  ':',
  '<',
  '>',
  '</',
  '^',
  ':61:',
  ':86:',
  '?',
  '<STMTTRN>',
  '</Ntry>',
  '<![CDATA[',
  ']]>',
  '&#',
  '{4:',
  '-}',
];

/** Bytes taken out, put in, doubled or exchanged somewhere. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  by: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom(...marks).map((text) => Buffer.from(text)),
    fc
      .constantFrom('0', '9', '-', '.', ',', '1e9', '٣', '\0', '__proto__', '2024-02-30')
      .map((text) => Buffer.from(text)),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(source: string, changes: readonly Change[]): Buffer {
  let bytes = Buffer.from(source);
  for (const { at, length, by } of changes) {
    const from = Math.floor(at * bytes.length);
    bytes = Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(from + length)]);
  }
  return bytes;
}

async function read(name: string, bytes: Uint8Array): Promise<Statement | null> {
  try {
    return await extract({ name, bytes }).table();
  } catch (error) {
    if (!isTitansError(error) || error.code === 'INTERNAL') throw error;
    expect(error.message).not.toBe('');
    return null;
  }
}

test('there is a source of every format', () => {
  expect(Object.keys(sources).sort()).toEqual(defaultExtractors.map(({ format }) => format).sort());
});

test.each(Object.entries(sources))('%s: all of a whole source is taken', async (format, source) => {
  const statement = await read('whole', Buffer.from(source));
  expect(statement?.profile.sources[0]?.format).toBe(format);
  expect(statement?.rejections).toEqual([]);
  expect(statement?.rows).toEqual({ in: 12, accepted: 12, rejected: 0 });
});

test.each(Object.entries(sources))(
  '%s: every record of a changed source is taken or rejected, once and with its place',
  async (_, source) => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = changed(source, changes);
        const statement = await read('changed', bytes);
        if (statement === null) return;
        const { rows, rejections, transactions } = statement;
        expect(rows.in).toBe(transactions.length + rejections.length);
        const numbers = rejections.map(({ row }) => row);
        expect(new Set(numbers).size).toBe(numbers.length);
        for (const { row, line, byteOffset, message, value } of rejections) {
          expect(row).toBeGreaterThanOrEqual(1);
          expect(row).toBeLessThanOrEqual(rows.in);
          expect(line ?? 1).toBeGreaterThanOrEqual(1);
          expect(byteOffset ?? 0).toBeLessThan(bytes.length);
          expect(message).not.toBe('');
          expect(value?.length ?? 0).toBeLessThanOrEqual(100);
        }
        for (const row of transactions.rows()) expect(Number.isSafeInteger(row.amountMinor)).toBe(true);
      }),
      { numRuns: 100 },
    );
  },
);

// One byte cannot make two records of one, or none, where it touches neither what parts records nor what they begin with.
test.each(Object.entries(sources))('%s: a changed digit loses no record', async (_, source) => {
  const digits = [...source.matchAll(/\d/g)]
    .map(({ index }) => index)
    .filter((at) => isWithinRecords(source, at));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...digits), fc.constantFrom('0', '7', 'x', '.', '-'), async (at, by) => {
      const statement = await read('digit', Buffer.from(source.slice(0, at) + by + source.slice(at + 1)));
      if (statement === null) return;
      expect(statement.rows.in).toBe(12);
      expect(statement.rows.accepted).toBeGreaterThanOrEqual(11);
    }),
    { numRuns: 40 },
  );
});

/** Behind the header and the first record, before what ends the source. */
function isWithinRecords(source: string, at: number): boolean {
  return at > source.length * 0.2 && at < source.length * 0.8 && !/:\d*$/.test(source.slice(0, at));
}
