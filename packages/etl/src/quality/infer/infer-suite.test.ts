import { existsSync } from 'node:fs';
import { addDays, createTransaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { extract } from '../../extract/extract.js';
import { profile } from '../../profile/profile.js';
import { checkQuality } from '../check-quality.js';
import { inferSuite } from './infer-suite.js';
import { patternOf } from './text-pattern.js';

const now = () => Date.parse('2025-07-01T00:00:00Z');

test('nothing suggests nothing', () => {
  expect(inferSuite(tableFromRows([])).expectations).toEqual([]);
  expect(inferSuite(profile(tableFromRows([]))).expectations).toEqual([]);
});

test('any data meet the suite that is inferred from them', () => {
  const row = fc
    .record({
      id: fc.option(fc.string({ maxLength: 8 }).map((text) => `i${text.trim()}`)),
      accountId: fc.constantFrom('a', 'b'),
      date: fc.integer({ min: 0, max: 400 }).map((days) => addDays('2024-01-01', days)),
      description: fc.constantFrom('x', 'Café', 'CafÃ©', '4111111111111111', 'a.b*c'),
      amount: fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100),
      currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD'),
      balance: fc.option(fc.integer({ min: -5, max: 5 })),
      category: fc.option(fc.constantFrom('food', 'fun')),
    })
    .map(createTransaction);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 150 }), (rows) => {
      const table = tableFromRows(rows);
      expect(failures(checkQuality(table, inferSuite(table, { now }), { now }))).toEqual([]);
      expect(failures(checkQuality(table, inferSuite(profile(table)), { now }))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test.each(['titans-finance/all_transactions.csv', 'spending-oxford/expenditure-over-500-apr-jun-2016.csv'])(
  '%s meets its own suite',
  async (file) => {
    const path = `../shared/data/${file}`;
    if (!existsSync(path)) return;
    const { transactions } = await extract(path, { currency: 'GBP' }).table();
    const suite = inferSuite(transactions, { now });
    expect(suite.expectations.length).toBeGreaterThan(15);
    expect(failures(checkQuality(transactions, suite, { now }))).toEqual([]);
  },
);

describe('a pattern of texts', () => {
  test.each([
    [['TX001', 'TX12'], '^(?:\\p{Lu}{2}\\d{2,3})$'],
    [['a-1', 'b.2'], '^(?:\\p{Ll}{1}-\\d{1}|\\p{Ll}{1}\\.\\d{1})$'],
    [[], null],
    [['a', 'A', '1', '-', '.'], null],
  ])('%j is %s', (texts, pattern) => expect(patternOf(texts)).toBe(pattern));

  test('matches every one of them, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 6, unit: 'grapheme' }), { maxLength: 4 }), (texts) => {
        const pattern = patternOf(texts);
        if (pattern === null) return;
        const compiled = RE2JS.compile(pattern);
        for (const text of texts) expect(compiled.matcher(text).find(), `${pattern} ${text}`).toBe(true);
      }),
    );
  });
});

function failures(result: ReturnType<typeof checkQuality>): readonly string[] {
  return result.expectations
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ expectation, observed, error }) => `${expectation} ${JSON.stringify(observed)} ${error ?? ''}`);
}
