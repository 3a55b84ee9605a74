import { existsSync, readFileSync } from 'node:fs';
import { sumMinor } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import { extractedFile } from '../statement/testing/extracted.js';
import { ofxExtractor } from './ofx-extractor.js';

const samples = '../shared/data/formats-a/csv2ofx';

describe.skipIf(!existsSync(samples))('converted exports', () => {
  // Counted and summed by a Python script with patterns of its own and the decimal module.
  test.each([
    ['converted/amazon', 2, -11_64],
    ['converted/default', 8, 465_000_00],
    ['converted/gls', 1, -98_76],
    ['converted/ingesp', 10, 350_21],
    ['converted/n26', 2, 0],
    ['converted/outbank', 4, -35_89],
    ['converted/payoneer', 2, 20_00],
    ['converted/pcmastercard', 2, -50_31],
    ['converted/schwab-checking', 4, -215_27],
    ['converted/schwab-checking-msmoney', 4, -215_27],
    ['converted/schwab-checking-baltest-case7', 2, 0],
    ['converted/stripe-all', 5, 112_50],
    ['converted/stripe-default', 5, 112_50],
    ['example/transaction_example', 1, -80_00],
  ])('%s', async (name, count, minor) => {
    const { rows, transactions, profile } = await extract(`${samples}/${name}.ofx`).table();
    expect(rows).toEqual({ in: count, accepted: count, rejected: 0 });
    expect(sumMinor(transactions.columns.amountMinor)).toBe(minor);
    expect(profile.sources[0]).toMatchObject({ format: 'ofx' });
  });

  test.each(['converted/mint', 'converted/default_w_splits', 'example/transfer_example'])(
    '%s holds orders of transfers alone, and is refused for it',
    async (name) => {
      await expect(extract(`${samples}/${name}.ofx`).table()).rejects.toMatchObject({
        code: 'SOURCE_INVALID',
        message: expect.stringContaining('orders (INTRATRNRS)'),
      });
    },
  );

  // The running balance that the bank wrote into the CSV from which the OFX was made.
  test.each(['schwab-checking', 'schwab-checking-baltest-case1', 'payoneer'])(
    'the balances of %s are those of the bank',
    async (name) => {
      const csv = readFileSync(`${samples}/test/${name}.csv`, 'utf8').trim().split('\n');
      const columns = csv[0]?.replaceAll('"', '').split(',') ?? [];
      const at = columns.findIndex((column) => /running ?balance/i.test(column));
      const cells = (line: string): readonly string[] =>
        line.match(/"[^"]*"|[^,]+|(?<=,)(?=,)/g)?.map((cell) => cell.replace(/["$,]/g, '')) ?? [];
      const expected = csv.slice(1).map((line) => Number(cells(line)[at]));
      const { records } = await extractedFile(ofxExtractor(), `${samples}/converted/${name}.ofx`);
      expect(records.map(({ balance }) => Number(balance))).toEqual(expected);
    },
  );
});
