import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';
import { type BankFile, bankFile, bankFormats } from './testing/bank-formats.js';
import { otherBanks } from './testing/other-banks.js';

const configuration = '../shared/data/formats-a/bank2ynab/bank2ynab.conf';

/** What differs between the transactions and what the format says of them. */
function differences(file: BankFile, { transactions, profile, rejections }: Statement): readonly string[] {
  const found: string[] = [];
  const rows = [...transactions.rows()];
  const same = (what: string, holds: (row: number) => boolean): void => {
    const wrong = file.truth.flatMap((_, row) => (holds(row) ? [] : [row]));
    if (wrong.length > 0) found.push(`${what} of ${wrong.length} of ${file.truth.length} rows`);
  };
  if (rows.length !== file.truth.length) {
    return [
      `${rows.length} of ${file.truth.length} rows are read; ${rejections[0]?.code}: ${rejections[0]?.message}`,
    ];
  }
  const columns = profile.sources[0]?.settings.columns;
  same(`the date ("${columns?.date}")`, (row) => {
    const date = file.truth[row]?.date;
    return date === null || rows[row]?.date === date;
  });
  same(
    `the amount`,
    (row) => Math.abs(rows[row]?.amountMinor ?? 0) === Math.abs(file.truth[row]?.minor ?? 0),
  );
  same(
    'the sign',
    (row) => Math.sign(rows[row]?.amountMinor ?? 0) === Math.sign(file.truth[row]?.minor ?? 0),
  );
  same(`the party (not in "${[columns?.description].flat().join('", "')}")`, (row) => {
    const text = `${rows[row]?.description} ${rows[row]?.merchantName}`;
    return text.includes(file.truth[row]?.party ?? '');
  });
  return found;
}

/** The formats that are not read as they are configured, and why. Everything else is. */
const otherwise: Readonly<Record<string, string>> = {
  'BE KBC checking': 'takes the account number of the party for its name; the column of its name is taken',
  'BE Keytrade Bank': 'the party stands in a column that is called account',
  'CZ Ceska Sporitelna': 'the party stands in a column that is called bank details',
  'DE Deutsche Kreditbank checking': 'takes the day of value; the day of booking is taken',
  'DE Deutsche Kreditbank checking new': 'takes the day of value; the day of booking is taken',
  'DE Kreissparkasse': 'dates have no year: every row is refused',
  'DE Ostseesparkasse Rostock checking': 'takes the day of value; the day of booking is taken',
  'NL ING': 'has money in and out the wrong way round; the later description of the same bank has it right',
  'Personal Capital': 'takes the name of the own account for that of the party',
  'SE Swedbank 2020': 'takes the day of booking; the day of the transaction is taken',
};

describe.skipIf(!existsSync(configuration))('bank2ynab', () => {
  const formats = existsSync(configuration) ? bankFormats(readFileSync(configuration, 'utf8')) : [];

  // 104 of 114 are 91 %. Each file has 60 rows; a format counts only if the date, the amount, its sign and the party
  // of every row are those that the configuration gives.
  test('of 114 formats, 104 are read without their configuration', async () => {
    const wrong: string[] = [];
    for (const format of formats) {
      const file = bankFile(format);
      const statement = await extract({ name: 'export.csv', bytes: Buffer.from(file.text) }).table();
      const found = differences(file, statement);
      if (found.length > 0) wrong.push(`${format.name}: ${found.join('; ')}`);
    }
    expect(formats).toHaveLength(114);
    expect(wrong.map((each) => each.split(':')[0])).toEqual(Object.keys(otherwise));
  });
});

describe('other banks', () => {
  test.each(otherBanks.map((bank) => [bank.name, bank] as const))('%s', async (_, bank) => {
    const file = bankFile(bank);
    const statement = await extract({ name: 'export.csv', bytes: Buffer.from(file.text) }).table();
    expect(differences(file, statement)).toEqual([]);
  });
});
