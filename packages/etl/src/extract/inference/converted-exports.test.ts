import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';

const samples = '../shared/data/formats-a/csv2ofx';

interface Booked {
  readonly date: string;
  readonly amount: string;
  readonly name: string;
}

/** The transactions of a file that csv2ofx wrote: `DTPOSTED`, `TRNAMT` and `NAME`, or `D`, `T` and `P`. */
function converted(file: string): readonly Booked[] {
  const text = readFileSync(`${samples}/converted/${file}`, 'utf8').replaceAll('\r', '');
  if (file.endsWith('.ofx')) {
    return [...text.matchAll(/<STMTTRN>.*?<\/STMTTRN>/gs)].map(([block]) => {
      const of = (tag: string): string => new RegExp(`<${tag}>([^<\n]*)`).exec(block)?.[1]?.trim() ?? '';
      const day = of('DTPOSTED');
      return {
        date: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`,
        amount: of('TRNAMT'),
        name: of('NAME'),
      };
    });
  }
  return text.split('^').flatMap((block) => {
    const of = (letter: string): string =>
      new RegExp(`^${letter}(?!Bank|Cash)(.*)$`, 'm').exec(block)?.[1]?.trim() ?? '';
    const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(of('D')) ?? [];
    const date = month === undefined ? of('D') : `${year}-${month}-${day}`;
    return of('T') === '' ? [] : [{ date, amount: of('T'), name: of('P') }];
  });
}

/** The exports whose conversion is faithful: every row, with the date, amount and payee of the CSV. */
const faithful: readonly (readonly [csv: string, converted: string])[] = [
  ['creditunion.csv', 'creditunion.qif'],
  ['default.csv', 'default.ofx'],
  ['gls.csv', 'gls.ofx'],
  ['mint.csv', 'mint.qif'],
  ['mint_headerless.csv', 'mint.qif'],
  ['n26-fr.csv', 'n26.ofx'],
  ['outbank.csv', 'outbank.ofx'],
  ['payoneer.csv', 'payoneer.ofx'],
  ['pcmastercard.csv', 'pcmastercard.ofx'],
  ...[1, 2, 3, 4, 5, 6, 7].map(
    (each) => [`schwab-checking-baltest-case${each}.csv`, `schwab-checking-baltest-case${each}.ofx`] as const,
  ),
  ['schwab-checking.csv', 'schwab-checking.ofx'],
  ['stripe-all.csv', 'stripe-all.qif'],
  ['stripe-default.csv', 'stripe-default.ofx'],
  ['ubs-ch-fr_trimmed.csv', 'ubs-ch-fr.qif'],
];

describe.skipIf(!existsSync(samples))(
  'exports read without a word are what csv2ofx makes of them with a mapping for each',
  () => {
    test.each(faithful)('%s is %s', async (csv, file) => {
      const { transactions } = await extract(`${samples}/test/${csv}`).table();
      const found = [...transactions.rows()].map(
        ({ date, amountMinor }) => `${date} ${(amountMinor / 100).toFixed(2)}`,
      );
      const expected = converted(file).map(({ date, amount }) => `${date} ${Number(amount).toFixed(2)}`);
      expect(found.toSorted()).toEqual(expected.toSorted());
    });

    // These two were converted for tests that leave a row out.
    test.each([
      ['amazon.csv', 'amazon.ofx', 3],
      ['mint_extra.csv', 'mint_extra.qif', 4],
    ])('%s has the rows of %s and one more', async (csv, file, rows) => {
      const { transactions } = await extract(`${samples}/test/${csv}`).table();
      const found = [...transactions.rows()].map(
        ({ date, amountMinor }) => `${date} ${(amountMinor / 100).toFixed(2)}`,
      );
      const expected = converted(file).map(({ date, amount }) => `${date} ${Number(amount).toFixed(2)}`);
      expect(found).toHaveLength(rows);
      expect(expected).toHaveLength(rows - 1);
      expect(found).toEqual(expect.arrayContaining(expected));
    });

    test.each(['creditunion', 'gls', 'outbank', 'schwab-checking', 'mint'])(
      '%s has its payees',
      async (name) => {
        const { transactions } = await extract(`${samples}/test/${name}.csv`).table();
        const texts = [...transactions.rows()].map(({ description }) => description);
        const file = ['creditunion', 'mint'].includes(name) ? `${name}.qif` : `${name}.ofx`;
        for (const { name: payee } of converted(file))
          expect(texts.some((text) => text.includes(payee))).toBe(true);
      },
    );
  },
);
