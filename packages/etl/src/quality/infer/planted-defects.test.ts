import {
  addDays,
  createRandom,
  createTransaction,
  type Random,
  type Transaction,
  tableFromRows,
  toEpochDay,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import type { TransactionField } from '../../normalise/import-field.js';
import { profile } from '../../profile/profile.js';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { checkQuality, expectationsOf } from '../check-quality.js';
import { startQualityRun } from '../quality-run.js';
import { parseSuite } from '../suite.js';
import { inferSuite } from './infer-suite.js';

const [inferredAt, checkedAt] = [Date.parse('2024-07-02'), Date.parse('2025-07-02')];
const now = () => checkedAt;

/** Rows after something went wrong on the way, columns that are gone and records that could not be read. */
interface Spoilt {
  readonly rows: readonly Transaction[];
  readonly without?: readonly TransactionField[];
  readonly rejected?: number;
}

interface Defect {
  readonly name: string;
  readonly plant: (rows: readonly Transaction[], random: Random) => Spoilt;
}

describe('the suite of good data', () => {
  const good = statement(1, '2024-07-01', 1500);
  const suite = inferSuite(tableFromRows(good), { now: () => inferredAt });

  test('is plain data that covers columns, values, rows and the whole', () => {
    expect(parseSuite(JSON.parse(JSON.stringify(suite)))).toEqual(suite);
    const types = new Set(suite.expectations.map(({ type }) => type));
    for (const type of [
      'column-exists',
      'not-null',
      'range',
      'in-set',
      'matches',
      'unique',
      'no-duplicates',
      'monotone',
      'balance-continues',
      'row-count-near',
      'max-gap',
      'proportion',
      'median',
      'outliers',
      'distribution',
      'well-formed-text',
      'no-card-numbers',
    ] as const) {
      expect(types, type).toContain(type);
    }
    expect(suite.expectations).toContainEqual({
      type: 'matches',
      field: 'id',
      pattern: '^(?:\\p{Lu}{2}\\d{6})$',
    });
    expect(suite.expectations).toContainEqual({ type: 'monotone', field: 'date', direction: 'rising' });
  });

  test('is met by the data it came from, and by its profile', () => {
    const then = { now: () => inferredAt };
    expect(failures(checkQuality(tableFromRows(good), suite, then))).toEqual([]);
    const fromProfile = inferSuite(profile(tableFromRows(good)), then);
    expect(fromProfile.expectations.length).toBeGreaterThan(20);
    expect(failures(checkQuality(tableFromRows(good), fromProfile, then))).toEqual([]);
  });

  test('is met by other good data of the same kind', () => {
    for (let seed = 2; seed < 22; seed++) {
      const other = statement(seed, '2025-07-01', 1200 + seed * 30);
      expect(failures(checkQuality(tableFromRows(other), suite, { now }))).toEqual([]);
    }
  });

  test('finds at least 95 of 100 planted defects', () => {
    const missed: string[] = [];
    const defects = plantedDefects();
    expect(defects).toHaveLength(100);
    const others = [100, 101, 102, 103, 104].map((seed) => statement(seed, '2025-07-01', 1500));
    for (const [index, { name, plant }] of defects.entries()) {
      const spoilt = plant(others[index % others.length] ?? [], createRandom(index, 'defects'));

      const run = startQualityRun(expectationsOf(suite, { now }));
      run.observe(batchWith(spoilt));
      if (!run.finish().expectations.some(({ outcome }) => outcome === 'fail')) missed.push(name);
    }
    expect(missed.length, missed.join(', ')).toBeLessThanOrEqual(5);
  });
});

function failures(result: ReturnType<typeof checkQuality>): readonly string[] {
  return result.expectations
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ expectation, observed, error }) => `${expectation} ${JSON.stringify(observed)} ${error ?? ''}`);
}

/** What goes wrong with statements: 25 kinds, each with a hundredth, a twentieth, a fifth and a half of the rows. */
function plantedDefects(): readonly Defect[] {
  return Object.entries(kinds).flatMap(([name, plant]) =>
    [0.01, 0.05, 0.2, 0.5].map((share) => ({
      name: `${name} of ${share}`,
      plant: (rows: readonly Transaction[], random: Random) => plant(rows, share, random),
    })),
  );
}

type Plant = (rows: readonly Transaction[], share: number, random: Random) => Spoilt;

/** Changes so many rows, chosen by chance. */
const changing =
  (change: (row: Transaction, random: Random) => Transaction): Plant =>
  (rows, share, random) => {
    const chosen = new Set(
      random.shuffle(rows.map((_, index) => index)).slice(0, Math.ceil(share * rows.length)),
    );
    return { rows: rows.map((row, index) => (chosen.has(index) ? change(row, random) : row)) };
  };

const signed = (row: Transaction, amountMinor: number): Transaction => ({
  ...row,
  amountMinor,
  type: amountMinor < 0 ? 'Expense' : 'Income',
});

const kinds: Readonly<Record<string, Plant>> = {
  'categories missing': changing((row) => ({ ...row, category: null })),
  'categories in capitals': changing((row) => ({ ...row, category: row.category?.toUpperCase() ?? null })),
  'categories all the same': changing((row) => ({ ...row, category: 'shopping' })),
  'another currency': changing((row) => ({ ...row, currency: 'USD' })),
  'sign turned around': changing((row) => signed(row, -row.amountMinor)),
  'sign against type': changing((row) => ({ ...row, amountMinor: -row.amountMinor })),
  'decimal mark lost': changing((row) => signed(row, row.amountMinor * 100)),
  'amounts in another unit': changing((row) => signed(row, Math.round(row.amountMinor / 100))),
  'amounts without cents': changing((row) => signed(row, Math.round(row.amountMinor / 100) * 100)),
  'rows repeated': (rows, share) => ({
    rows: rows.flatMap((row, i) => (i < share * rows.length ? [row, row] : [row])),
  }),
  'days repeated': (rows, share) => {
    const end = rows[Math.floor(share * rows.length)]?.date ?? '';
    return { rows: [...rows.filter(({ date }) => date <= end), ...rows] };
  },
  'dates in the future': changing((row) => ({ ...row, date: addDays(row.date, 3650) })),
  'day and month swapped': changing((row, random) => ({
    ...row,
    date: addDays(row.date, random.integer(300) - 150),
  })),
  'dates long ago': changing((row) => ({ ...row, date: '1900-01-01' as Transaction['date'] })),
  'a pause in the middle': (rows, share) => {
    const from = Math.floor(rows.length * 0.3);
    return { rows: rows.toSpliced(from, Math.ceil(share * rows.length)) };
  },
  'the end cut off': (rows, share) => ({ rows: rows.slice(0, Math.floor(rows.length * (1 - share))) }),
  'the order lost': (rows, share, random) => {
    const kept = rows.slice(0, Math.floor(rows.length * (1 - share)));
    return { rows: [...kept, ...random.shuffle(rows.slice(kept.length))] };
  },
  'identifiers missing': changing((row) => ({ ...row, id: null })),
  'identifiers of another form': changing((row) => ({ ...row, id: row.id?.replace('TX', 'tx-') ?? null })),
  'accounts unknown': changing((row) => ({ ...row, accountId: 'default' })),
  'characters damaged': changing((row) => ({ ...row, description: `Ã„pfel ${row.description}` })),
  'card numbers in the text': changing((row) => ({
    ...row,
    description: `${row.description} 4111 1111 1111 1111`,
  })),
  'balances off by a cent': changing((row) => ({ ...row, balanceMinor: (row.balanceMinor ?? 0) + 1 })),
  'payment methods unknown': changing((row) => ({ ...row, paymentMethod: 'unknown' })),
  'records unreadable': (rows, share) => ({
    rows: rows.slice(0, Math.floor(rows.length * (1 - share))),
    rejected: Math.ceil(rows.length * share),
  }),
};

function batchWith({ rows, without = [], rejected = 0 }: Spoilt): TransactionBatch {
  const batch = batchOfTable(tableFromRows(rows));
  const rejections = Array.from({ length: rejected }, (_, index) => ({
    code: 'ROW_WIDTH' as const,
    message: 'The row has 3 fields.',
    source: batch.source,
    row: rows.length + index + 1,
    line: null,
    byteOffset: null,
    field: null,
    column: null,
    value: null,
  }));
  return {
    ...batch,
    fields: batch.fields.filter((field) => !without.includes(field)),
    rejections,
    rowsIn: rows.length + rejected,
  };
}

const merchants = [
  ['Tesco Stores', 'groceries', '5411', 60, 3],
  ['Aldi Süd', 'groceries', '5411', 45, 3],
  ['Shell', 'transport', '5541', 55, 2],
  ['Deutsche Bahn', 'transport', '4111', 40, 1],
  ['Netflix', 'subscriptions', '4899', 13, 1],
  ['Café Müller', 'restaurants', '5812', 18, 4],
  ['Vapiano', 'restaurants', '5812', 30, 2],
  ['Amazon', 'shopping', '5942', 50, 3],
  ['City Power', 'utilities', '4900', 90, 1],
] as const;
const methods = ['credit_card', 'debit_card', 'debit_card', 'bank_transfer'] as const;

/** A current account: purchases on most days, a salary every month, a running balance. */
function statement(seed: number, end: string, rows: number): Transaction[] {
  const random = createRandom(seed, 'statement');
  const weights = merchants.flatMap((merchant) => Array.from({ length: merchant[4] }, () => merchant));
  const first = toEpochDay(end as Transaction['date']) - Math.floor((rows * 365) / 3000);
  let balance = 100_000;
  return Array.from({ length: rows }, (_, index) => {
    const isSalary = index % 25 === 24;
    const [name, category, code, typical] = weights[random.integer(weights.length)] ?? merchants[0];
    const amountMinor = isSalary
      ? 95_000 + random.integer(10_000)
      : -Math.round(typical * 100 * Math.exp(0.4 * random.normal())) - 1;
    balance += amountMinor;
    const row = createTransaction({
      id: `TX${String(100_000 + index).padStart(6, '0')}`,
      accountId: 'DE0012345678',
      date: addDays('1970-01-01', first + Math.floor((index * 365) / 3000)),
      description: isSalary ? 'Acme Payroll' : `${name} ${1000 + random.integer(9000)}`,
      amount: 0,
      currency: 'EUR',
      category: random.float() < 0.03 ? null : isSalary ? 'income' : category,
      paymentMethod: isSalary ? 'bank_transfer' : (methods[random.integer(methods.length)] ?? 'unknown'),
      status: random.float() < 0.95 ? 'posted' : 'pending',
      reference: `REF-${10_000 + random.integer(90_000)}`,
      merchantCategoryCode: isSalary ? null : code,
    });
    return { ...row, amountMinor, balanceMinor: balance, type: amountMinor > 0 ? 'Income' : 'Expense' };
  });
}
