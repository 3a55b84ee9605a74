import { createTransaction, fromEpochDay, selectRows, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../records/batch-of-table.js';
import { selectProvenance } from '../records/provenance.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { expectationsOf } from './check-quality.js';
import type { Expectation } from './expectation.js';
import type { ExpectationKind } from './expectation-kinds.js';
import type { QualityResult } from './quality-result.js';
import { requireQuality, startQualityRun } from './quality-run.js';
import { type ExpectationSpec, parseSuite } from './suite.js';

/** One of every kind, most of which random rows break now and then. */
const everyKind: readonly ExpectationSpec[] = [
  { type: 'column-exists', field: 'date' },
  { type: 'column-set', fields: ['date', 'amount'], isExact: true },
  { type: 'column-order', fields: ['amount', 'date'] },
  { type: 'not-null', field: 'category' },
  { type: 'readable', field: 'amount' },
  { type: 'accepted' },
  { type: 'recognised', field: 'paymentMethod' },
  { type: 'is-null', field: 'status' },
  { type: 'range', field: 'amount', min: -5, max: 5, strictMax: true },
  { type: 'not-in-future' },
  { type: 'in-set', field: 'category', values: ['a'] },
  { type: 'not-in-set', field: 'description', values: ['x'] },
  { type: 'in-reference', field: 'accountId', reference: 'accounts' },
  { type: 'matches', field: 'description', pattern: '^[a-x]+$' },
  { type: 'not-matches', field: 'description', pattern: 'y' },
  { type: 'length', field: 'description', min: 2 },
  { type: 'well-formed-text', field: 'description' },
  { type: 'no-card-numbers', field: 'description' },
  { type: 'sign-agrees-with-type' },
  { type: 'compare', field: 'amount', operator: '<=', other: 'balance' },
  { type: 'unique', fields: ['description', 'amount'] },
  { type: 'no-duplicates' },
  { type: 'single-value', field: 'currency', per: 'accountId' },
  { type: 'monotone', field: 'date', direction: 'rising' },
  { type: 'balance-continues', order: 'oldest-first' },
  { type: 'balance-continues' },
  { type: 'row-count', min: 10 },
  { type: 'row-count-near', earlier: [10] },
  { type: 'fresh', maxAgeDays: 30 },
  { type: 'max-gap', maxDays: 3 },
  { type: 'distinct-count', field: 'description', max: 3 },
  { type: 'contains-set', field: 'category', values: ['a', 'b'] },
  { type: 'proportion', field: 'category', values: ['a'], min: 0.2, max: 0.7 },
  { type: 'sum', field: 'amount', min: 0 },
  { type: 'mean', field: 'amount', min: 0, where: { field: 'currency', values: ['EUR'] } },
  { type: 'median', field: 'amount', max: 1 },
  { type: 'standard-deviation', field: 'amount', max: 3 },
  { type: 'quantile', field: 'amount', probability: 0.9, max: 4 },
  { type: 'outliers', field: 'amount' },
  {
    type: 'distribution',
    field: 'category',
    reference: { kind: 'values', values: ['a', 'b'], shares: [0.5, 0.5], rows: 1000 },
  },
];
const context = { now: () => Date.parse('2024-01-20T00:00:00Z'), references: { accounts: ['a'] } };

const transaction: fc.Arbitrary<Transaction> = fc
  .record({
    date: fc.integer({ min: 19_720, max: 19_750 }).map(fromEpochDay),
    accountId: fc.constantFrom('a', 'b'),
    description: fc.constantFrom('x', 'y', 'xyz', 'long', 'CafÃ©', '4111111111111111'),
    amount: fc.integer({ min: -600, max: 600 }).map((cents) => cents / 100),
    balance: fc.option(fc.integer({ min: -10, max: 10 })),
    category: fc.option(fc.constantFrom('a', 'b')),
    status: fc.option(fc.constantFrom('ok'), { freq: 5 }),
  })
  .chain((row) =>
    fc.constantFrom('EUR', 'EUR', 'EUR', 'USD').map((currency) => createTransaction({ ...row, currency })),
  );
const transactions = fc.array(transaction, { maxLength: 40 });
const cuts = fc.array(fc.nat({ max: 40 }), { maxLength: 6 });

describe('whatever the rows', () => {
  test('the result does not depend on how they are cut into batches', () => {
    fc.assert(
      fc.property(transactions, cuts, (rows, at) => {
        const whole = run([batchOf(rows)]);
        expect(run(cut(batchOf(rows), at))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  test('a row that does not meet an expectation is reported, and kept out where that is asked', () => {
    const ofRows = expectationsOf(suiteOf(everyKind), context).filter(({ isOfRows }) => isOfRows);
    expect(ofRows.length).toBeGreaterThan(18);
    fc.assert(
      fc.property(transactions, cuts, fc.nat({ max: ofRows.length - 1 }), (rows, at, which) => {
        const expectation = ofRows[which] as Expectation;
        const batches = cut(batchOf(rows), at);
        const warned = startQualityRun([{ ...expectation, severity: 'warn' }]);
        for (const batch of batches) expect(warned.observe(batch)).toBe(batch);
        const strict = startQualityRun([{ ...expectation, severity: 'quarantine' }]);
        const cleaned = batches.map((batch) => strict.observe(batch));
        const { unexpected } = warned.finish().expectations[0] ?? {};
        const keptOut = cleaned.flatMap(({ rejections }) => rejections);
        expect(keptOut.length).toBe(unexpected);
        expect(strict.finish().quarantined).toBe(unexpected);
        for (const { code } of keptOut) expect(code).toBe('EXPECTATION_FAILED');
        // No row is lost, and none is both kept and kept out.
        const numbers = cleaned.flatMap(({ provenance, rejections }) => [
          ...provenance.row,
          ...rejections.map(({ row }) => row),
        ]);
        expect(numbers.sort((a, b) => a - b)).toEqual(rows.map((_, index) => index + 1));
      }),
    );
  });

  test('an expectation of rows that was applied as quarantine is met by the rows that remain', () => {
    // Those that look at one row alone; taking a row out changes what stands beside the others.
    const single = expectationsOf(suiteOf(everyKind), context).filter(({ name }) =>
      /^(not-null|is-null|range|in-set|not-in-set|in-reference|matches|not-matches|length|compare)\b/.test(
        name,
      ),
    );
    fc.assert(
      fc.property(transactions, (rows) => {
        const cleaned = startQualityRun(single.map((each) => ({ ...each, severity: 'quarantine' }))).observe(
          batchOf(rows),
        );
        const again = startQualityRun(single);
        again.observe({ ...cleaned, rejections: [], rowsIn: cleaned.table.length });
        expect(again.finish().outcome).toBe('pass');
      }),
    );
  });
});

test('an expectation that throws, wherever and whenever, is an error and never a pass', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('start', 'observe', 'finish'),
      fc.nat({ max: 5 }),
      fc.constantFrom('warn', 'quarantine', 'fail'),
      fc.constantFrom<unknown>(new Error('broken'), 'text', undefined, null),
      fc.array(fc.constantFrom(...expectationsOf(suiteOf(everyKind), context)), { maxLength: 3 }),
      (stage, atBatch, severity, thrown, others) => {
        let seen = 0;
        const crash = (): never => {
          throw thrown;
        };
        const crashing: Expectation = {
          name: 'crashes',
          severity,
          tolerance: { fraction: 1 },
          start: () =>
            stage === 'start'
              ? crash()
              : {
                  observe: ({ table }) =>
                    stage === 'observe' && seen++ === atBatch
                      ? crash()
                      : { evaluated: table.length, rows: [0] },
                  finish: () => (stage === 'finish' ? crash() : { isMet: true }),
                },
        };
        const quality = startQualityRun([...others, crashing]);
        const row = createTransaction({ date: '2024-01-01', description: 'x', amount: 1 });
        for (let batch = 0; batch < 6; batch++) quality.observe(batchOf([row]));
        const result = quality.finish();
        expect(result.outcome).toBe('error');
        expect(result.expectations.at(-1)).toMatchObject({ outcome: 'error', error: expect.any(String) });
        if (severity === 'warn') return;
        expect(() => requireQuality(result)).toThrow(expect.objectContaining({ code: 'EXPECTATION_ERROR' }));
      },
    ),
  );
});

test('a result holds no account, card number or text of the data unmasked', () => {
  const secret = 'DE89370400440532013000 Anna Schmidt';
  const rows = [1, -2, 3].map((amount) =>
    createTransaction({
      date: '2024-01-01',
      description: `${secret} 4111111111111111`,
      accountId: secret,
      id: secret,
      reference: secret,
      amount,
    }),
  );
  const specs = everyKind.flatMap((spec): readonly ExpectationSpec[] =>
    'field' in spec && (spec.field === 'description' || spec.field === 'accountId')
      ? [spec, { ...spec, field: 'accountId' } as ExpectationSpec]
      : [spec],
  );
  const known: ExpectationSpec = {
    type: 'not-in-set',
    field: 'accountId',
    values: [secret],
    where: { field: 'reference', values: [secret] },
  };
  const quality = startQualityRun(
    expectationsOf(suiteOf([...specs, known, { type: 'single-value', field: 'accountId' }]), context),
  );
  quality.observe(batchOf(rows));
  const result = JSON.stringify(quality.finish());
  expect(result).not.toMatch(/Anna|Schmidt|41111111|37040044/);
});

test('every kind that there is was tried', () => {
  // The compiler asks for a kind that is added to be named here.
  const kinds: Readonly<Record<ExpectationKind['type'], true>> = {
    'column-exists': true,
    'column-set': true,
    'column-order': true,
    'not-null': true,
    readable: true,
    accepted: true,
    recognised: true,
    'is-null': true,
    range: true,
    'not-in-future': true,
    'in-set': true,
    'not-in-set': true,
    'in-reference': true,
    matches: true,
    'not-matches': true,
    length: true,
    'well-formed-text': true,
    'no-card-numbers': true,
    'sign-agrees-with-type': true,
    compare: true,
    unique: true,
    'no-duplicates': true,
    'single-value': true,
    monotone: true,
    'balance-continues': true,
    'row-count': true,
    'row-count-near': true,
    fresh: true,
    'max-gap': true,
    'distinct-count': true,
    'contains-set': true,
    proportion: true,
    sum: true,
    mean: true,
    median: true,
    'standard-deviation': true,
    quantile: true,
    outliers: true,
    distribution: true,
  };
  expect([...new Set(everyKind.map(({ type }) => type))].sort()).toEqual(Object.keys(kinds).sort());
});

test('a suite of every kind survives JSON, and each has a name and a sentence of its own', () => {
  const suite = suiteOf(everyKind);
  expect(parseSuite(JSON.parse(JSON.stringify(suite)))).toEqual(suite);
  const described = expectationsOf(suite, context).map(({ description }) => description);
  expect(new Set(described).size).toBe(everyKind.length);
  for (const sentence of described) expect(sentence).not.toMatch(/undefined|\[object/);
  const result = run([batchOf([])]);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

function suiteOf(specs: readonly ExpectationSpec[]) {
  return parseSuite({ name: 'every kind', version: 1, expectations: specs });
}

function run(batches: readonly TransactionBatch[]): QualityResult {
  const quality = startQualityRun(expectationsOf(suiteOf(everyKind), context));
  for (const batch of batches) quality.observe(batch);
  return quality.finish();
}

function batchOf(rows: readonly Transaction[]): TransactionBatch {
  return batchOfTable(tableFromRows(rows));
}

function cut(batch: TransactionBatch, at: readonly number[]): readonly TransactionBatch[] {
  const { length } = batch.table;
  const ends = [...at.map((each) => Math.min(each, length)).sort((a, b) => a - b), length];
  let from = 0;
  return ends.map((end) => {
    const rows = Array.from({ length: end - from }, (_, index) => from + index);
    from = end;
    return {
      ...batch,
      table: selectRows(batch.table, rows),
      provenance: selectProvenance(batch.provenance, rows),
      rowsIn: rows.length,
    };
  });
}
