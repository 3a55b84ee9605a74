import { createTransaction, type TransactionInput, tableFromRows } from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { type ConvertCurrencyOptions, convertCurrency } from './convert-currency.js';
import { convertMinor, exchangeRates } from './exchange-rates.js';

// Python: Decimal(minor) * Decimal(rate), quantized with ROUND_HALF_EVEN.
test.each([
  [-1_250, '1.0813', 2, 2, -1_352n],
  [100, '1.005', 2, 2, 100n],
  [300, '1.005', 2, 2, 302n],
  [-100, '1.005', 2, 2, -100n],
  [12_345, '162.5', 2, 0, 20_061n],
  [1_000, '0.0061', 0, 2, 610n],
  [999, '0.3075', 2, 3, 3_072n],
  [1, '0.5', 2, 2, 0n],
  [3, '0.5', 2, 2, 2n],
  [-1, '0.5', 2, 2, 0n],
] as const)('%d at %s from %d to %d decimals is %d', (minor, rate, from, to, expected) => {
  const [whole, fraction = ''] = rate.split('.');
  const exact = { numerator: BigInt(`${whole}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
  expect(convertMinor(minor, exact, { from, to })).toBe(expected);
});

test('no conversion is off by more than half a minor unit, and signs mirror', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      (minor, numerator, denominator) => {
        const result = convertMinor(minor, { numerator, denominator }, { from: 2, to: 2 });
        const error = 2n * (BigInt(minor) * numerator - result * denominator);
        expect(error <= denominator && error >= -denominator).toBe(true);
        expect(convertMinor(-minor, { numerator, denominator }, { from: 2, to: 2 })).toBe(-result);
      },
    ),
  );
});

const rates = exchangeRates([
  { date: '2024-03-01', from: 'EUR', to: 'USD', rate: '1.08' },
  { date: '2024-03-08', from: 'EUR', to: 'USD', rate: 1.1 },
  { date: '2024-03-01', from: 'EUR', to: 'GBP', rate: '0.8' },
]);
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const rateFor = (from: string, to: string, date: string): number | null => {
  const rate = rates.rateOn(from, to, day(date));
  return rate === null ? null : Number(rate.numerator) / Number(rate.denominator);
};

describe('rates', () => {
  test.each([
    ['EUR', 'USD', '2024-03-01', 1.08],
    ['EUR', 'USD', '2024-03-07', 1.08],
    ['EUR', 'USD', '2024-03-08', 1.1],
    ['EUR', 'USD', '2024-03-15', 1.1],
    ['EUR', 'USD', '2024-03-16', null],
    ['EUR', 'USD', '2024-02-29', null],
    ['USD', 'EUR', '2024-03-01', 1 / 1.08],
    ['GBP', 'USD', '2024-03-02', 1.08 / 0.8],
    ['USD', 'USD', '1999-01-01', 1],
    ['JPY', 'USD', '2024-03-02', null],
  ])('%s to %s on %s', (from, to, date, expected) => {
    if (expected === null) expect(rateFor(from, to, date)).toBeNull();
    else expect(rateFor(from, to, date)).toBeCloseTo(expected, 12);
  });

  test.each([
    ['CURRENCY_UNKNOWN', { from: 'XXX' }],
    ['DATE_INVALID', { date: '2024-02-30' }],
    ['AMOUNT_INVALID', { rate: '1,08' }],
    ['AMOUNT_INVALID', { rate: '0.0' }],
    ['AMOUNT_INVALID', { rate: '-1' }],
    ['AMOUNT_INVALID', { rate: 1e-7 }],
    ['AMOUNT_INVALID', { rate: Number.NaN }],
  ])('%s: %j', (code, wrong) => {
    const good = { date: '2024-03-01', from: 'EUR', to: 'USD', rate: '1' };
    expect(() => exchangeRates([good, { ...good, ...wrong }])).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ row: 2 }) }),
    );
  });
});

async function converted(
  rows: readonly Partial<TransactionInput>[],
  options: Partial<ConvertCurrencyOptions> = {},
): Promise<TransactionBatch> {
  const table = tableFromRows(
    rows.map((row) => createTransaction({ date: '2024-03-01', description: 'x', amount: -1, ...row })),
  );
  async function* stream(): AsyncGenerator<TransactionBatch> {
    yield batchOfTable(table);
  }
  for await (const batch of convertCurrency({ to: 'USD', rates, ...options }).transform(stream())) {
    expect(batch.table.length + batch.rejections.length).toBe(batch.rowsIn);
    return batch;
  }
  throw new Error('no batch');
}

describe('conversion', () => {
  test('amount and balance are converted, the original is kept, other rows are left alone', async () => {
    const batch = await converted([
      { amount: '-12.50', balance: '100.00', currency: 'EUR', tags: ['a'] },
      { amount: 10, currency: 'GBP' },
      { amount: 5 },
    ]);
    expect(
      [...batch.table.rows()].map(({ amountMinor, balanceMinor, currency, tags, type }) => ({
        amountMinor,
        balanceMinor,
        currency,
        tags,
        type,
      })),
    ).toEqual([
      {
        amountMinor: -1_350,
        balanceMinor: 10_800,
        currency: 'USD',
        tags: ['a', 'original:EUR -12.50'],
        type: 'Expense',
      },
      {
        amountMinor: 1_350,
        balanceMinor: null,
        currency: 'USD',
        tags: ['original:GBP 10.00'],
        type: 'Income',
      },
      { amountMinor: 500, balanceMinor: null, currency: 'USD', tags: [], type: 'Income' },
    ]);
  });

  test('a row that cannot be converted is rejected, or stays if told', async () => {
    const rows = [{ currency: 'JPY' }, { currency: 'EUR', date: '2023-01-01' }, {}];
    const batch = await converted(rows);
    expect(batch.table.length).toBe(1);
    expect(batch.rejections.map(({ code, field, row, value }) => [code, field, row, value])).toEqual([
      ['FIELD_INVALID', 'currency', 1, 'JPY'],
      ['FIELD_INVALID', 'currency', 2, 'EUR'],
    ]);
    const kept = await converted(rows, { missing: 'keep' });
    expect([...kept.table.rows()].map(({ currency }) => currency)).toEqual(['JPY', 'EUR', 'USD']);
  });

  test('what would not fit is rejected', async () => {
    const full = Array.from({ length: 50 }, (_, index) => `t${index}`);
    const { rejections } = await converted([
      { currency: 'EUR', amount: '9999999999999.99' },
      { currency: 'EUR', tags: full },
    ]);
    expect(rejections.map(({ code }) => code)).toEqual(['AMOUNT_RANGE', 'LIMIT_EXCEEDED']);
    expect(() => convertCurrency({ to: 'XXX', rates })).toThrow(
      expect.objectContaining({ code: 'CURRENCY_UNKNOWN' }),
    );
  });
});
