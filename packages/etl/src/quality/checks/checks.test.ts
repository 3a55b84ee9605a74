import { createTransaction, type Transaction, type TransactionInput, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { extract } from '../../extract/extract.js';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { Rejection } from '../../records/rejection.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { checkQuality, expectationsOf } from '../check-quality.js';
import type { CheckContext } from '../expectation-of.js';
import type { ExpectationResult } from '../quality-result.js';
import { startQualityRun } from '../quality-run.js';
import type { ExpectationSpec } from '../suite.js';

type Row = Partial<TransactionInput>;
const row = (values: Row): Transaction =>
  createTransaction({ date: '2024-01-01', description: 'x', amount: -1, ...values });

function check(
  rows: readonly Row[],
  spec: ExpectationSpec,
  context: Partial<CheckContext> = {},
): ExpectationResult {
  const suite = { name: 'test', version: 1, expectations: [spec] } as const;
  return checkQuality(tableFromRows(rows.map(row)), suite, context).expectations[0] as ExpectationResult;
}

const unexpectedRows = (result: ExpectationResult): number[] => result.examples.map((example) => example.row);

function checkBatches(batches: readonly TransactionBatch[], spec: ExpectationSpec): ExpectationResult {
  const run = startQualityRun(
    expectationsOf({ name: 'test', version: 1, expectations: [spec] }, { now: Date.now }),
  );
  for (const batch of batches) run.observe(batch);
  return run.finish().expectations[0] as ExpectationResult;
}

const batchOf = (rows: readonly Row[]): TransactionBatch => batchOfTable(tableFromRows(rows.map(row)));

const rejection = (code: Rejection['code'], field: string | null): Rejection => ({
  code,
  message: 'It could not be read.',
  source: 'bank.csv',
  row: 9,
  line: 10,
  byteOffset: null,
  field,
  column: null,
  value: null,
});

describe('of sources', () => {
  const batch = { ...batchOf([{}, {}]), fields: ['date', 'amount', 'description'] as const };

  test('columns are there, and no others where that is asked', () => {
    const fields = ['amount', 'date', 'description'] as const;
    expect(checkBatches([batch], { type: 'column-set', fields, isExact: true }).outcome).toBe('pass');
    expect(
      checkBatches([batch], { type: 'column-set', fields: ['date', 'amount', 'balance'], isExact: true }),
    ).toMatchObject({
      outcome: 'fail',
      observed: { sources: ['table'], missing: ['balance'], extra: ['description'] },
    });
    expect(checkBatches([batch], { type: 'column-set', fields: ['date'] }).outcome).toBe('pass');
  });

  test('columns stand in order, whatever stands between', () => {
    expect(checkBatches([batch], { type: 'column-order', fields: ['date', 'description'] }).outcome).toBe(
      'pass',
    );
    expect(checkBatches([batch], { type: 'column-order', fields: ['date', 'time', 'amount'] }).outcome).toBe(
      'pass',
    );
    expect(checkBatches([batch], { type: 'column-order', fields: ['amount', 'date'] })).toMatchObject({
      outcome: 'fail',
      observed: { otherwise: [{ source: 'table', order: ['date', 'amount'] }] },
    });
  });

  test('columns are in the order of the file', async () => {
    const bytes = new TextEncoder().encode(
      'Description,Debit,Credit,Date\nTea,3.00,,2024-01-31\nPay,,90.00,2024-02-01\n',
    );
    for await (const { fields } of extract({ name: 'bank.csv', bytes }).batches()) {
      expect(fields).toEqual(['description', 'amount', 'date']);
    }
  });

  test('what a file leaves unread or unknown is counted as extraction tells it', async () => {
    const csv =
      'Date,Description,Amount,Payment Method\n2024-01-31,Tea,-3.00,barter\n2024-01-32,Pay,90.00,cash\n';
    const specs: readonly ExpectationSpec[] = [
      { type: 'recognised', field: 'paymentMethod' },
      { type: 'readable', field: 'date' },
      { type: 'accepted' },
    ];
    const suite = { name: 'test', version: 1, expectations: specs } as const;
    const run = startQualityRun(expectationsOf(suite, { now: Date.now }));
    const bytes = new TextEncoder().encode(csv);
    for await (const batch of extract({ name: 'bank.csv', bytes }).batches()) run.observe(batch);
    expect(run.finish().expectations.map(({ unexpected, evaluated }) => [unexpected, evaluated])).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
  });

  test('records were accepted, or not rejected for one of some codes', () => {
    const rejected = { ...batch, rejections: [rejection('AMOUNT_INVALID', 'amount')], rowsIn: 3 };
    expect(checkBatches([rejected], { type: 'accepted' })).toMatchObject({ unexpected: 1, evaluated: 3 });
    expect(checkBatches([rejected], { type: 'accepted', codes: ['ROW_WIDTH'] }).outcome).toBe('pass');
    const tolerance = { fraction: 0.34 };
    expect(checkBatches([rejected], { type: 'accepted', tolerance }).outcome).toBe('pass');
  });

  test('spellings are known', () => {
    const use = {
      field: 'paymentMethod',
      from: 'ba••er',
      to: 'unknown',
      recognised: false,
      count: 2,
    } as const;
    const known = { ...use, recognised: true, from: 'card', count: 40 };
    const batches = [
      { ...batch, vocabulary: [use, known], rowsIn: 50 },
      { ...batch, vocabulary: [use], rowsIn: 50 },
    ];
    expect(checkBatches(batches, { type: 'recognised', field: 'paymentMethod' })).toMatchObject({
      outcome: 'fail',
      evaluated: 100,
      unexpected: 4,
      observed: { unknown: [{ value: 'ba••er', count: 4 }] },
    });
    const tolerance = { fraction: 0.04 };
    expect(checkBatches(batches, { type: 'recognised', field: 'paymentMethod', tolerance }).outcome).toBe(
      'pass',
    );
    expect(checkBatches(batches, { type: 'recognised', field: 'type' }).outcome).toBe('pass');
  });
});

describe('of values', () => {
  const amounts = [{ amount: -10 }, { amount: 0 }, { amount: 4199.99 }];

  test.each<[ExpectationSpec, readonly Row[], readonly number[]]>([
    [{ type: 'is-null', field: 'category' }, [{}, { category: 'food' }], [2]],
    [{ type: 'range', field: 'amount', min: 0, strictMin: true }, amounts, [1, 2]],
    [{ type: 'range', field: 'amount', max: 4199.99, strictMax: true }, amounts, [3]],
    [{ type: 'range', field: 'amount', max: 4199.99 }, amounts, []],
    [{ type: 'not-in-set', field: 'amount', values: ['0'] }, amounts, [2]],
    [{ type: 'not-in-set', field: 'category', values: ['food'] }, [{}, { category: 'food' }], [2]],
    [
      { type: 'not-matches', field: 'description', pattern: '(?i)test' },
      [{ description: 'A Test' }, {}],
      [1],
    ],
    [
      { type: 'well-formed-text', field: 'description' },
      [{ description: 'CafÃ©' }, { description: 'Café' }],
      [1],
    ],
    [
      { type: 'no-card-numbers', field: 'description' },
      [{ description: 'CARD 4111 1111 1111 1111' }, { description: 'REF 4111 1111 1111 1112' }],
      [1],
    ],
    [
      { type: 'compare', field: 'amount', operator: '<=', other: 'balance' },
      [{ amount: 5, balance: 4.99 }, { amount: 5, balance: 5 }, { amount: 5 }],
      [1],
    ],
    [
      { type: 'compare', field: 'description', operator: '!=', other: 'category' },
      [{ description: 'food', category: 'food' }, { description: 'food', category: 'fun' }, {}],
      [1],
    ],
    [
      { type: 'not-null', field: 'category', where: { field: 'type', values: ['Expense'] } },
      [{ amount: 5 }, { amount: -5 }, { amount: -5, category: 'food' }, { amount: -1 }],
      [2, 4],
    ],
    [
      { type: 'range', field: 'amount', max: 10, where: { field: 'currency', values: ['EUR'] } },
      [
        { amount: 1000, currency: 'JPY' },
        { amount: 11, currency: 'EUR' },
      ],
      [2],
    ],
  ])('%j', (spec, rows, expected) => {
    const result = check(rows, spec);
    expect(unexpectedRows(result)).toEqual(expected);
    expect(result.outcome).toBe(expected.length === 0 ? 'pass' : 'fail');
  });

  test('dates are not in the future of the clock that was given', () => {
    const now = () => Date.parse('2024-03-01T12:00:00Z');
    const rows = [{ date: '2024-03-01' }, { date: '2024-03-02' }, { date: '2024-03-03' }] as const;
    expect(unexpectedRows(check(rows, { type: 'not-in-future' }, { now }))).toEqual([3]);
    expect(unexpectedRows(check(rows, { type: 'not-in-future', maxDaysAhead: 0 }, { now }))).toEqual([2, 3]);
  });

  test('values are known in a reference that is given beside the suite', () => {
    const spec = { type: 'in-reference', field: 'accountId', reference: 'accounts' } as const;
    const rows = [{ accountId: 'main' }, { accountId: 'other' }];
    expect(unexpectedRows(check(rows, spec, { references: { accounts: ['main'] } }))).toEqual([2]);
    expect(() => check(rows, { ...spec, reference: 'toString' }, { references: {} })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('toString') }),
    );
  });

  test('fields of different kinds are not compared', () => {
    for (const [field, operator, other] of [
      ['date', '<', 'amount'],
      ['description', '<', 'category'],
      ['amount', '=', 'description'],
    ] as const) {
      expect(() => check([], { type: 'compare', field, operator, other })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      );
    }
  });
});

describe('of rows together', () => {
  test('a payment is not there twice, however its description is spaced', () => {
    const rows = [
      { description: 'Tesco  Stores', id: 'a' },
      { description: 'TESCO-STORES', id: 'b' },
      { description: 'Tesco Stores 2' },
      { description: 'Tesco Stores', accountId: 'other' },
      { description: 'Tesco Stores', amount: -2 },
      { description: '***' },
      { description: '---' },
    ];
    expect(unexpectedRows(check(rows, { type: 'no-duplicates' }))).toEqual([2]);
  });

  test('there is one value, or one for each of another', () => {
    const rows = [
      { accountId: 'a', currency: 'EUR' },
      { accountId: 'b', currency: 'USD' },
      { accountId: 'a', currency: 'USD' },
      { accountId: 'b', currency: 'USD' },
    ];
    expect(unexpectedRows(check(rows, { type: 'single-value', field: 'currency' }))).toEqual([2, 3, 4]);
    expect(
      unexpectedRows(check(rows, { type: 'single-value', field: 'currency', per: 'accountId' })),
    ).toEqual([3]);
  });

  test('values never fall from row to row within an account', () => {
    const rows = [
      { date: '2024-01-02', accountId: 'a' },
      { date: '2024-01-01', accountId: 'b' },
      { date: '2024-01-02', accountId: 'a' },
      { date: '2099-01-01', accountId: 'a' },
      { date: '2024-01-03', accountId: 'a' },
      { date: '2024-01-04', accountId: 'a' },
    ] as const;
    const spec = { type: 'monotone', field: 'date', direction: 'rising' } as const;
    expect(unexpectedRows(check(rows, spec))).toEqual([5]);
    expect(unexpectedRows(check(rows, { ...spec, isStrict: true }))).toEqual([3, 5]);
    expect(unexpectedRows(check(rows, { ...spec, direction: 'falling' }))).toEqual([4, 6]);
  });
});

describe('of the whole', () => {
  const rows: Row[] = [1, 2, 3, 4, 100].map((amount, index) => ({
    amount,
    date: `2024-01-0${index + 1}`,
    category: index < 2 ? 'a' : 'b',
  }));

  test.each<[ExpectationSpec, ExpectationResult['outcome'], object]>([
    [{ type: 'row-count-near', earlier: [4, 9, 5] }, 'pass', { rows: 5, medianOfEarlier: 5 }],
    [
      { type: 'row-count-near', earlier: [10, 12], maxDeviation: 0.5 },
      'fail',
      { rows: 5, medianOfEarlier: 11 },
    ],
    [{ type: 'max-gap', maxDays: 1 }, 'pass', { days: 1, from: '2024-01-01', to: '2024-01-02' }],
    [{ type: 'distinct-count', field: 'category', min: 2, max: 2 }, 'pass', { distinct: 2, isExact: true }],
    [{ type: 'distinct-count', field: 'amount', max: 4 }, 'fail', { distinct: 5, isExact: true }],
    [{ type: 'contains-set', field: 'category', values: ['a', 'c'] }, 'fail', { missing: ['c'] }],
    [{ type: 'contains-set', field: 'category', values: ['a', 'b'] }, 'pass', { missing: [] }],
    [
      { type: 'proportion', field: 'category', values: ['a'], min: 0.4, max: 0.4 },
      'pass',
      { share: 0.4, rows: 5 },
    ],
    [{ type: 'proportion', field: 'category', values: ['a'], max: 0.3 }, 'fail', { share: 0.4, rows: 5 }],
    [{ type: 'proportion', field: 'status', values: ['a'] }, 'fail', { share: null, rows: 0 }],
    [{ type: 'sum', field: 'amount', min: 110, max: 110 }, 'pass', { sum: '110.00' }],
    [{ type: 'mean', field: 'amount', min: 22, max: 22 }, 'pass', { mean: 22, rows: 5 }],
    // statistics.stdev([1, 2, 3, 4, 100]) of Python.
    [{ type: 'standard-deviation', field: 'amount', min: 43.6, max: 43.7 }, 'pass', { rows: 5 }],
    [{ type: 'median', field: 'amount', min: 2.99, max: 3.01 }, 'pass', { rows: 5 }],
    [{ type: 'median', field: 'amount', min: 4 }, 'fail', { rows: 5 }],
    // numpy.quantile([1, 2, 3, 4, 100], 0.9) is 61.6.
    [{ type: 'quantile', field: 'amount', probability: 0.9, min: 61.5, max: 61.7 }, 'pass', { rows: 5 }],
    [{ type: 'mean', field: 'balance', min: 0 }, 'fail', { mean: null, rows: 0 }],
    [{ type: 'outliers', field: 'amount', maxFraction: 0.2 }, 'pass', { share: 0.2 }],
    [{ type: 'outliers', field: 'amount', maxFraction: 0.1 }, 'fail', { share: 0.2 }],
    [{ type: 'outliers', field: 'amount', method: 'mad', maxFraction: 0.1 }, 'fail', { share: 0.2 }],
  ])('%j is a %s', (spec, outcome, observed) => {
    expect(check(rows, spec)).toMatchObject({ outcome, observed });
  });

  test('an account that pauses is found though others go on', () => {
    const gap = check(
      [
        { accountId: 'a', date: '2024-01-01' },
        { accountId: 'b', date: '2024-02-15' },
        { accountId: 'a', date: '2024-03-01' },
        { accountId: 'b', date: '2024-02-01' },
      ],
      { type: 'max-gap', maxDays: 31 },
    );
    expect(gap).toMatchObject({
      outcome: 'fail',
      observed: { days: 60, from: '2024-01-01', to: '2024-03-01' },
    });
  });

  test('figures of two currencies are an error, and those of one of them are not', () => {
    const mixed = [
      { amount: 1, currency: 'USD' },
      { amount: 100, currency: 'JPY' },
      { amount: 3, currency: 'USD' },
    ];
    for (const type of ['sum', 'mean', 'median', 'outliers'] as const) {
      const spec = { type, field: 'amount' } as const;
      expect(check(mixed, spec)).toMatchObject({ outcome: 'error', error: expect.stringContaining('JPY') });
      const where = { field: 'currency', values: ['USD'] } as const;
      expect(check(mixed, { ...spec, where, ...(type === 'outliers' ? {} : { max: 4 }) }).outcome).toBe(
        'pass',
      );
    }
  });
});
