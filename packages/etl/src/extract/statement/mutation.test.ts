import { isTitansError } from '@titans/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { camtExtractor } from '../camt/camt-extractor.js';
import type { Extractor } from '../extractor.js';
import { mt940Extractor } from '../mt940/mt940-extractor.js';
import { ofxExtractor } from '../ofx/ofx-extractor.js';
import { qifExtractor } from '../qif/qif-extractor.js';
import { extracted } from './testing/extracted.js';

const sources: readonly (readonly [Extractor, string])[] = [
  [
    mt940Extractor(),
    '{1:F01X}{2:O940X}{4:\r\n:20:A\r\n:25:1EUR\r\n:28C:1/1\r\n:60F:C240101EUR1,00\r\n:61:2401020102RD1,00NTRFX//Y\r\nmore\r\n:86:166?00TEXT?20EREF+1?21SVWZ+é?32Name\r\n:62F:C240102EUR2,00\r\n-}',
  ],
  [
    ofxExtractor(),
    'OFXHEADER:100\nCHARSET:1252\n\n<OFX><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>POS<DTPOSTED>20240101120000[-5:EST]<TRNAMT>-1,50<FITID>1<NAME>A &amp; é<![CDATA[<x>]]></STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>1<DTASOF>20240102</LEDGERBAL></STMTRS></STMTTRNRS></OFX>',
  ],
  [
    qifExtractor(),
    "!Account\nNA\n^\n!Type:Bank\nD1/ 5'24\nT-1,50\nPé\nSX\nE1\n$1\n^\nD1/6'24\nT2\nL[B]\n^\n",
  ],
  [
    camtExtractor(),
    '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><IBAN>X1</IBAN></Id></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal><Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2024-01-01</Dt></BookgDt><NtryDtls><TxDtls><RmtInf><Ustrd>é &amp; x</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>',
  ],
];

/** Bytes of a source with some replaced, taken out, doubled or put in. */
const change = fc.record({
  at: fc.nat(),
  length: fc.integer({ min: 0, max: 12 }),
  by: fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom(':', '<', '>', '\n', '^', '{4:', '-}', ':61:', '</', '<![CDATA[', '&#', ']]>', '\r', '?')
      .map((text) => Buffer.from(text)),
  ),
});

test.each(sources)(
  'a changed source of $format is read, or refused with a code',
  async (extractor, source) => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        let bytes = Buffer.from(source);
        for (const { at, length, by } of changes) {
          const from = at % bytes.length;
          bytes = Buffer.concat([
            bytes.subarray(0, from),
            by,
            bytes.subarray(from + length),
            Buffer.from(' '),
          ]);
        }
        expect(extractor.recognise({ name: 'x', bytes, isWhole: true })).toBeLessThanOrEqual(1);
        const found = await extracted(extractor, bytes).catch((error: unknown) => {
          if (!isTitansError(error) || error.code === 'INTERNAL') throw error;
          return null;
        });
        if (found === null) return;
        for (const { code, row, line } of found.rejections) {
          expect(code).toMatch(/^[A-Z_]+$/);
          expect(Math.min(row, line ?? 0)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1_000 },
    );
  },
);
