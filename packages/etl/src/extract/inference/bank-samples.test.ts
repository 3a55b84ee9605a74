import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';

const formats = '../shared/data/formats-a';
const exports = `${formats}/bank2ynab/test-data`;

/** Records, those taken, and the day and cents of the first that is taken: read off the files by eye. */
const samples: readonly (readonly [
  name: string,
  records: number,
  taken: number,
  date: string,
  minor: number,
])[] = [
  ['20171001-20171106.csv', 1, 1, '2017-10-01', -5_999],
  ['2018-04-14_10-52-13_bunq-transactieoverzicht.csv', 3, 3, '2018-03-01', -256],
  ['20180226-1000594757-umsatz.CSV', 1, 1, '2018-02-22', -3_699],
  ['20180226_12345678.csv', 1, 1, '2018-02-10', -500],
  ['2019-03-02_11-50-46_bunq-statement.csv', 7, 7, '2018-12-06', -878],
  ['CSV_A_20180414_112204.csv', 3, 3, '2018-03-01', -33_749],
  ['MonzoDataExport_February2018_2018-02-26_174335.csv', 1, 1, '2018-02-25', -1_000],
  ['Movements_1234512345_201805271848.csv', 1, 1, '2018-05-27', -100],
  ['TH_20180101-20180523_page_1.csv', 9, 9, '1111-11-11', -11_111],
  ['TH_20180101-20180523_strana_1.csv', 9, 9, '1111-11-11', -11_111],
  ['TH_20180521-20180523.csv', 1, 1, '1111-11-11', -11_111],
  ['TransactionHistory_20180418043121.csv', 16, 8, '2018-04-18', -666],
  ['Umsaetze_KtoNr538917600_EUR_02-03-2018_1503.CSV', 1, 1, '2018-03-02', -1_722],
  ['W80844_EBH_201945.202122.csv', 2, 2, '2019-04-19', -35_000],
  ['export_BE11123456789012_20180304_1422.csv', 1, 1, '2018-02-28', -340],
  ['export_KBC-Mastercard Business Essential_20200204_1604.csv', 3, 3, '2020-02-01', -1_652],
  ['kta_ei.dat', 12, 11, '2019-03-11', -8_930],
  ['test_BOI_TransactionExport.csv', 27, 27, '2017-09-01', 42_803],
  ['test_delimiter_tab.csv', 74, 73, '2017-09-18', -3_387],
  ['test_headers.csv', 76, 73, '2017-09-18', -3_387],
  ['test_raiffeisen_01.csv', 74, 73, '2017-09-18', -3_387],
  ['test_raiffeisen_02.csv', 74, 73, '2017-09-18', -3_387],
  ['test_regex_123456_87654321_1234_21_12.csv', 74, 73, '2017-09-18', -3_387],
  ['test_row_format_CD_flag.csv', 74, 73, '2017-09-18', -3_387],
  ['test_row_format_default.csv', 74, 73, '2017-09-18', -3_387],
  ['test_row_format_neg_inflow.csv', 74, 73, '2017-09-18', -3_387],
  ['umsatz-1234________1234-20180227.CSV', 1, 1, '2018-02-20', -500],
];

describe.skipIf(!existsSync(exports))('exports of banks are read without a word about them', () => {
  test.each(samples)('%s', async (name, records, taken, date, minor) => {
    const { rows, transactions, rejections } = await extract(`${exports}/${name}`).table();
    expect(rows).toEqual({ in: records, accepted: taken, rejected: records - taken });
    expect(transactions.row(0)).toMatchObject({ date, amountMinor: minor });
    for (const { code } of rejections) expect(['ROW_NOT_TRANSACTION', 'ROW_WIDTH']).toContain(code);
  });

  test('a card whose purchases have no sign, with three that are pending', async () => {
    const { transactions, rejections, profile } = await extract(
      `${exports}/MS_JANE_SMITH_01-12-2019_14-12-2019.csv`,
    ).table();
    expect(transactions.row(0)).toMatchObject({ date: '2019-12-12', amountMinor: -118_323, currency: 'GBP' });
    expect(rejections.map(({ code, value }) => [code, value])).toEqual(
      Array(3).fill(['DATE_INVALID', 'P•••••g']),
    );
    const sign = profile.sources[0]?.decisions.find(({ setting }) => setting === 'sign');
    expect(sign).toMatchObject({ value: 'credits-marked', alternatives: ['as-written'] });
  });

  test('a currency that was given up in 2015 is read, and lines that state a balance are no transactions', async () => {
    const { rows, rejections, transactions } = await extract(
      `${exports}/test_swedebank_statement.xls`,
    ).table();
    expect(rows).toMatchObject({ in: 17, accepted: 15 });
    expect(new Set(transactions.columns.currency.values)).toEqual(new Set(['LTL']));
    expect(rejections.map(({ code, row }) => [code, row])).toEqual([
      ['ROW_NOT_TRANSACTION', 1],
      ['ROW_NOT_TRANSACTION', 17],
    ]);
  });

  test('one row tells nothing of its sign, and that is said', async () => {
    for (const name of ['statement_1.csv', 'dba33fceecd62c3c727893361e0ba4d3.P000000027355791.csv']) {
      const { profile } = await extract(`${exports}/${name}`).table();
      const sign = profile.sources[0]?.decisions.find(({ setting }) => setting === 'sign');
      expect(sign?.confidence).toBeLessThanOrEqual(0.6);
      expect(sign?.alternatives).toHaveLength(1);
    }
  });
});

describe.skipIf(!existsSync(formats))('settings of a profile', () => {
  const files = [exports, `${formats}/csv2ofx/test`].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : [],
  );

  test.each(files.filter((file) => /\.(csv|dat)$/i.test(file)))(
    'read %s again in the same way',
    async (file) => {
      const first = await extract(file).table();
      const settings = JSON.parse(JSON.stringify(first.profile.sources[0]?.settings));
      const second = await extract(file, settings).table();
      expect(second.transactions.columns).toEqual(first.transactions.columns);
      expect(second.profile.sources[0]?.settings).toEqual(first.profile.sources[0]?.settings);
      const again = second.profile.sources[0]?.decisions.filter(({ basis }) => basis === 'inferred');
      expect(again).toEqual([]);
    },
  );
});

describe.skipIf(!existsSync(`${formats}/encoding-variants`))(
  'a statement in any encoding and dialect',
  () => {
    const variants = existsSync(`${formats}/encoding-variants`)
      ? readdirSync(`${formats}/encoding-variants`).filter((name) => name.includes('__'))
      : [];
    test.each(variants)('%s has the same transactions', async (name) => {
      const { transactions } = await extract(`${formats}/encoding-variants/${name}`).table();
      const [statement] = name.split('__');
      const expected = await extract(`${formats}/encoding-variants/${statement}__utf-8_LF.csv`).table();
      expect(transactions.length).toBe(statement === 'cz-strana' ? 9 : 1);
      expect([...transactions.rows()]).toEqual([...expected.transactions.rows()]);
    });
  },
);
