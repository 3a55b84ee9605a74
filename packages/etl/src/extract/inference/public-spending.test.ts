import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sumMinor, type Transaction } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { extract } from '../extract.js';
import type { Statement } from '../extraction.js';

const oxford = '../shared/data/spending-oxford';
const messy = '../shared/data/messy-open-spending';

/** Records, transactions and their sum in pence by file: Python's csv, datetime and decimal; money out is below zero. */
const quarters: readonly (readonly [name: string, records: number, taken: number, sum: number])[] = [
  ['jan-mar-2014', 3860, 3859, -1_341_346_798],
  ['jul-sep-2014', 3649, 3649, -1_514_673_680],
  ['oct-dec-2014', 3978, 3978, -1_567_605_392],
  ['jan-mar-2015', 3864, 3864, -1_388_057_457],
  ['apr-jun-2015', 3993, 3993, -1_405_767_906],
  ['jul-sep-2015', 3461, 3461, -1_122_748_107],
  ['oct-dec-2015', 3918, 3918, -1_192_387_403],
  ['jan-mar-2016', 3908, 3908, -1_270_549_115],
  ['apr-jun-2016', 3335, 3335, -1_159_733_591],
  ['jul-sep-2016', 3581, 3581, -1_293_788_362],
  ['oct-dec-2016', 3847, 3847, -1_874_899_121],
  ['jan-mar-2017', 3913, 3913, -1_339_798_924],
  ['apr-jun-2017', 4052, 4052, -1_626_488_246],
  ['jul-sep-2017', 3259, 3259, -1_134_400_535],
  ['oct-dec-2017', 3855, 3855, -1_738_205_590],
  ['jan-mar-2018', 1220, 1220, -433_976_585],
];

describe.skipIf(!existsSync(oxford))('quarterly spending of Oxford', () => {
  test.each(quarters)('%s', async (name, records, taken, sum) => {
    const { transactions, rows, rejections, profile } = await extract(
      `${oxford}/expenditure-over-500-${name}.csv`,
    ).table();
    expect(rows).toEqual({ in: records, accepted: taken, rejected: records - taken });
    expect(sumMinor(transactions.columns.amountMinor)).toBe(sum);
    // The last row of jan-mar-2014 is a lone "xxx". Rows without a supplier are described by what was bought.
    const others = records === taken ? [] : ['ROW_NOT_TRANSACTION null'];
    expect(rejections.map(({ code, field }) => `${code} ${field}`)).toEqual(others);
    const decided = Object.fromEntries(
      (profile.sources[0]?.decisions ?? []).map((each) => [each.setting, each]),
    );
    expect(decided.dateFormat).toMatchObject({ value: 'day-first', confidence: 1, basis: 'inferred' });
    expect(decided.sign).toMatchObject({ value: 'inverted', confidence: 0.75, alternatives: ['as-written'] });
  });

  test('apr-jun-2014, whose dates were lost: every row is refused for its date', async () => {
    const { rows, rejections } = await extract(`${oxford}/expenditure-over-500-apr-jun-2014.csv`).table();
    expect(rows).toEqual({ in: 3836, accepted: 0, rejected: 3836 });
    expect(new Set(rejections.map(({ code, field, value }) => `${code} ${field} ${value}`))).toEqual(
      new Set(['DATE_INVALID date 00:00:00']),
    );
  });
});

/** Rows, and those with a minus as published: the cleaned files have lost every one (Python's csv and decimal). */
const months: readonly (readonly [month: string, rows: number, negative: number])[] = [
  ['2010-12', 10_303, 126],
  ['2011-01', 8_837, 123],
  ['2011-06', 9_485, 92],
  ['2012-04', 10_177, 119],
];

describe.skipIf(!existsSync(messy))('monthly spending of Leeds, as published and as cleaned', () => {
  // All 38,802 rows are equal in date, amount, supplier, category and reference, but for the sign of 460.
  test.each(months)('%s', async (month, count, negative) => {
    const [raw, clean] = await Promise.all([read('raw', month), read('clean', month)]);
    expect(clean.rows).toEqual({ in: count, accepted: count, rejected: 0 });
    expect([...raw.transactions.rows()].map(essence)).toEqual([...clean.transactions.rows()].map(essence));
    expect([...raw.transactions.rows()].filter(({ amountMinor }) => amountMinor > 0)).toHaveLength(negative);
    expect([...clean.transactions.rows()].filter(({ amountMinor }) => amountMinor > 0)).toHaveLength(0);
    expect(raw.rejections.filter(({ code }) => code !== 'ROW_NOT_TRANSACTION')).toEqual([]);
  });

  function read(kind: string, month: string): Promise<Statement> {
    const bytes = gunzipSync(readFileSync(`${messy}/leeds-${kind}/${month}.csv.gz`));
    return extract({ name: `${month}.csv`, bytes }).table();
  }

  function essence({ date, amountMinor, description, category, reference }: Transaction): string {
    return JSON.stringify([date, Math.abs(amountMinor), description, category, reference]);
  }
});

describe.skipIf(!existsSync(messy))('spending of Darlington, which has no column of dates', () => {
  test.each(['2013-03', '2013-05'])('%s is refused for that', async (month) => {
    await expect(extract(`${messy}/darlington/${month}.csv`).table()).rejects.toMatchObject({
      code: 'HEADER_MISSING_COLUMN',
      details: { missing: ['date'] },
    });
  });
});
