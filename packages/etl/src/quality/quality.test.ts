import { createTransaction, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processorMs } from '../../../core/src/testing/processor-time.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { checkQuality } from './check-quality.js';
import type { Expectation } from './expectation.js';
import { expectationOf } from './expectation-of.js';
import { expectations } from './expectations.js';
import type { ExpectationResult } from './quality-result.js';
import { requireQuality, startQualityRun } from './quality-run.js';
import { keySet } from './sketch/key-set.js';
import { type ExpectationSpec, parseSuite } from './suite.js';

const rows: readonly Transaction[] = [
  createTransaction({ date: '2024-01-01', description: 'Coffee', amount: -3.5, category: 'food', id: 'a' }),
  createTransaction({ date: '2024-01-02', description: 'Rent', amount: -1200, category: 'home', id: 'b' }),
  createTransaction({ date: '2024-01-03', description: 'Salary', amount: 4200, id: 'a' }),
  createTransaction({ date: '2024-01-03', description: 'Salary', amount: 4200, id: 'c' }),
];

function check(spec: ExpectationSpec, now?: string): ExpectationResult {
  const suite = parseSuite({ name: 'test', version: 1, expectations: [spec] });
  const clock = now === undefined ? {} : { now: () => Date.parse(now) };
  return checkQuality(tableFromRows(rows), suite, clock).expectations[0] as ExpectationResult;
}

const rowsOf = (result: ExpectationResult): number[] => result.examples.map(({ row }) => row);

describe('each expectation', () => {
  test('of a column', () => {
    const run = startQualityRun([
      expectationFor({ type: 'column-exists', field: 'date' }),
      expectationFor({ type: 'column-exists', field: 'category' }),
    ]);
    run.observe({ ...batchOf(rows), fields: ['date', 'description', 'amount'] });
    expect(run.finish().expectations.map(({ outcome }) => outcome)).toEqual(['pass', 'fail']);
  });

  test('of values that are there', () => {
    const result = check({ type: 'not-null', field: 'category' });
    expect(result).toMatchObject({ outcome: 'fail', evaluated: 4, unexpected: 2, fraction: 0.5 });
    expect(rowsOf(result)).toEqual([3, 4]);
    expect(check({ type: 'not-null', field: 'category', tolerance: { fraction: 0.5 } }).outcome).toBe('pass');
    expect(check({ type: 'not-null', field: 'category', tolerance: { count: 1 } }).outcome).toBe('fail');
  });

  test('of a range, in the main unit and of dates', () => {
    expect(rowsOf(check({ type: 'range', field: 'amount', min: -1200, max: 4199.99 }))).toEqual([3, 4]);
    expect(check({ type: 'range', field: 'amount', min: -1200, max: 4200 }).outcome).toBe('pass');
    expect(rowsOf(check({ type: 'range', field: 'date', min: '2024-01-02' }))).toEqual([1]);
    expect(check({ type: 'range', field: 'balance', min: 0 })).toMatchObject({
      outcome: 'pass',
      unexpected: 0,
    });
  });

  test('of a set, a pattern and a length, absent values left out', () => {
    expect(rowsOf(check({ type: 'in-set', field: 'category', values: ['food'] }))).toEqual([2]);
    expect(rowsOf(check({ type: 'matches', field: 'description', pattern: '^[A-R]' }))).toEqual([3, 4]);
    expect(rowsOf(check({ type: 'length', field: 'description', max: 4 }))).toEqual([1, 3, 4]);
    expect(rowsOf(check({ type: 'length', field: 'description', min: 5 }))).toEqual([2]);
  });

  test('of uniqueness: every row but the first', () => {
    expect(check({ type: 'unique', fields: ['id'] })).toMatchObject({
      unexpected: 1,
      observed: { distinct: 3 },
    });
    expect(rowsOf(check({ type: 'unique', fields: ['id'] }))).toEqual([3]);
    expect(rowsOf(check({ type: 'unique', fields: ['date', 'description', 'amount'] }))).toEqual([4]);
  });

  test('of the number of rows', () => {
    expect(check({ type: 'row-count', min: 4, max: 4 })).toMatchObject({
      outcome: 'pass',
      observed: { rows: 4 },
    });
    expect(check({ type: 'row-count', min: 5 }).outcome).toBe('fail');
    expect(check({ type: 'row-count', max: 3 }).outcome).toBe('fail');
  });

  test('of freshness, by the clock that was given', () => {
    const fresh = { type: 'fresh', maxAgeDays: 7 } as const;
    expect(check(fresh, '2024-01-10T23:59:59Z')).toMatchObject({ outcome: 'pass', observed: { ageDays: 7 } });
    expect(check(fresh, '2024-01-11T00:00:00Z')).toMatchObject({ outcome: 'fail', observed: { ageDays: 8 } });
  });

  test('of the sign: a row that a transformer has spoilt is found', () => {
    const spoilt = { ...(rows[0] as Transaction), amountMinor: 350 };
    const suite = parseSuite({ name: 't', version: 1, expectations: [{ type: 'sign-agrees-with-type' }] });
    expect(checkQuality(tableFromRows([spoilt]), suite).outcome).toBe('fail');
    expect(check({ type: 'sign-agrees-with-type' }).outcome).toBe('pass');
  });

  test('of readable values counts the records that were rejected for it', () => {
    const rejection = {
      code: 'AMOUNT_INVALID',
      message: '"NaN" is not an amount.',
      source: 'bank.csv',
      row: 5,
      line: 6,
      byteOffset: 100,
      field: 'amount',
      column: 'Amount',
      value: 'NaN',
    } as const;
    const suite = parseSuite({
      name: 't',
      version: 1,
      expectations: [
        { type: 'readable', field: 'amount' },
        { type: 'readable', field: 'date' },
      ],
    });
    const run = startQualityRun(suite.expectations.map(expectationFor));
    run.observe({ ...batchOf(rows), rejections: [rejection], rowsIn: 5 });
    const [amount, date] = run.finish().expectations;
    expect(amount).toMatchObject({ outcome: 'fail', evaluated: 5, unexpected: 1, fraction: 0.2 });
    expect(amount?.examples).toEqual([{ source: 'bank.csv', row: 5, line: 6, value: 'NaN' }]);
    expect(date?.outcome).toBe('pass');
  });
});

describe('severity', () => {
  const inSet = (severity: 'warn' | 'quarantine' | 'fail'): Expectation =>
    expectationFor({ type: 'in-set', field: 'category', values: ['food'], severity });

  test('warn lets rows pass, quarantine takes them out', () => {
    const warned = startQualityRun([inSet('warn')]).observe(batchOf(rows));
    expect(warned.table.length).toBe(4);
    const run = startQualityRun([inSet('quarantine'), inSet('quarantine')]);
    const cleaned = run.observe(batchOf(rows));
    expect([...cleaned.table.rows()].map(({ description }) => description)).toEqual([
      'Coffee',
      'Salary',
      'Salary',
    ]);
    expect([...cleaned.provenance.row]).toEqual([1, 3, 4]);
    expect(cleaned.rejections).toMatchObject([
      { code: 'EXPECTATION_FAILED', row: 2, field: 'category', value: '••••' },
    ]);
    expect(cleaned.table.length + cleaned.rejections.length).toBe(cleaned.rowsIn);
    expect(run.finish()).toMatchObject({ outcome: 'fail', quarantined: 1, rows: 4 });
  });

  test('fail stops, warn and quarantine do not', () => {
    for (const severity of ['warn', 'quarantine', 'fail'] as const) {
      const run = startQualityRun([inSet(severity)]);
      run.observe(batchOf(rows));
      const result = run.finish();
      expect(result.outcome).toBe('fail');
      if (severity === 'fail') {
        expect(() => requireQuality(result)).toThrow(
          expect.objectContaining({ code: 'EXPECTATION_FAILED', message: expect.stringContaining('1 of 4') }),
        );
      } else requireQuality(result);
    }
  });

  test('rows can be put into quarantine only by an expectation of rows', () => {
    expect(() => expectationFor({ type: 'row-count', min: 1, severity: 'quarantine' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

describe('an expectation that crashes', () => {
  const crash = (where: 'start' | 'observe' | 'finish', severity: 'warn' | 'fail'): Expectation => ({
    name: `crashes in ${where}`,
    severity,
    tolerance: { fraction: 1 },
    start() {
      if (where === 'start') throw new Error('no start');
      return {
        observe() {
          if (where === 'observe') throw new Error('no observe');
          return { evaluated: 4, rows: [] };
        },
        finish() {
          if (where === 'finish') throw new Error('no finish');
          return {};
        },
      };
    },
  });

  test.each(['start', 'observe', 'finish'] as const)('in %s is an error, never a pass', (where) => {
    for (const severity of ['warn', 'fail'] as const) {
      const run = startQualityRun([crash(where, severity)]);
      run.observe(batchOf(rows));
      run.observe(batchOf(rows));
      const result = run.finish();
      expect(result.outcome).toBe('error');
      expect(result.expectations[0]).toMatchObject({ outcome: 'error', error: `no ${where}` });
      if (severity === 'warn') requireQuality(result);
      else
        expect(() => requireQuality(result)).toThrow(expect.objectContaining({ code: 'EXPECTATION_ERROR' }));
    }
  });
});

test.each([29, 57, 58])('a share is met exactly: %d of 100', (unexpected) => {
  const rows = Array.from({ length: 100 }, (_, row) =>
    createTransaction({
      date: '2024-01-01',
      description: 'a',
      amount: 1,
      category: row < unexpected ? null : 'x',
    }),
  );
  const outcomeAt = (fraction: number) =>
    checkQuality(
      tableFromRows(rows),
      parseSuite({
        name: 'shares',
        version: 1,
        expectations: [{ type: 'not-null', field: 'category', tolerance: { fraction } }],
      }),
    ).outcome;
  expect(outcomeAt(unexpected / 100)).toBe('pass');
  expect(outcomeAt((unexpected - 1) / 100)).toBe('fail');
});

describe('a suite is data', () => {
  test('that survives JSON', () => {
    const suite = expectations.transactions();
    expect(parseSuite(JSON.parse(JSON.stringify(suite)))).toEqual(suite);
    const result = checkQuality(tableFromRows(rows), suite);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result.expectations.map(({ expectation, outcome }) => [expectation, outcome])).toEqual([
      ['column-exists(date)', 'pass'],
      ['column-exists(amount)', 'pass'],
      ['not-null(date)', 'pass'],
      ['readable(amount)', 'pass'],
      ['range(amount)', 'pass'],
      ['readable(date)', 'pass'],
      ['range(date)', 'pass'],
      ['sign-agrees-with-type', 'pass'],
      ['unique(id)', 'fail'],
      ['unique(accountId, date, amount, currency, description)', 'fail'],
      ['row-count', 'pass'],
    ]);
  });

  test.each<[unknown, string]>([
    [{ name: 'x', version: 2, expectations: [] }, 'version'],
    [{ name: 'x', version: 1, expectations: [{ type: 'nonsense' }] }, 'expectations.0.type'],
    [
      { name: 'x', version: 1, expectations: [{ type: 'not-null', field: 'colour' }] },
      'expectations.0.field',
    ],
    [{ name: 'x', version: 1, expectations: [{ type: 'row-count', min: -1 }] }, 'expectations.0.min'],
    [{ name: 'x', version: 1, expectations: [{ type: 'row-count', extra: 1 }] }, 'expectations.0.extra'],
  ])('%j is refused at %s', (suite, field) => {
    expect(() => parseSuite(suite)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', details: { field } }),
    );
  });

  test('a pattern that RE2 does not know, and a bound of the wrong kind, are refused', () => {
    for (const spec of [
      { type: 'matches', field: 'description', pattern: '(?=x)' },
      { type: 'range', field: 'date', min: 5 },
      { type: 'range', field: 'amount', min: '2024-01-01' },
    ] as const) {
      expect(() => expectationFor(spec)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    }
  });

  test('a pattern that is exponential elsewhere takes no time', () => {
    const hostile = [
      createTransaction({ date: '2024-01-01', description: `${'a'.repeat(499)}!`, amount: 1 }),
    ];
    const suite = parseSuite({
      name: 't',
      version: 1,
      expectations: [{ type: 'matches', field: 'description', pattern: '^(a+)+$' }],
    });
    const table = tableFromRows(hostile);
    expect(processorMs(() => expect(checkQuality(table, suite).outcome).toBe('fail'))).toBeLessThan(10_000);
  });
});

test('a key set says of every key whether it is new, as a Set does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ maxLength: 3 }), fc.integer().map(String)), { maxLength: 3000 }),
      fc.integer({ min: 1, max: 4000 }),
      (keys, keysInMemory) => {
        const reference = new Set<string>();
        const set = keySet(keysInMemory);
        for (const key of keys) {
          expect(set.add(key)).toBe(!reference.has(key));
          reference.add(key);
        }
        expect(set.size).toBe(reference.size);
        set.close();
      },
    ),
  );
});

function expectationFor(spec: ExpectationSpec): Expectation {
  return expectationOf(spec, { now: Date.now });
}

function batchOf(transactions: readonly Transaction[]): TransactionBatch {
  return batchOfTable(tableFromRows(transactions), { source: 'bank.csv' });
}
