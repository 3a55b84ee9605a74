import {
  addDays,
  createTransaction,
  type ErrorCode,
  isTitansError,
  type PlainDate,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { originalFile } from '../testing/original-file.js';
import type { TaskOptions } from '../train-options.js';
import { restoreCashflowModel } from './cashflow-artifact.js';
import type { CashflowOptions } from './cashflow-options.js';
import { dailySeries, mostSeriesDays } from './daily-series.js';
import { trainCashflow } from './train-cashflow.js';

const standard: TaskOptions = { seed: 0, budget: 'standard' };
const quick: TaskOptions = { seed: 0, budget: 'quick' };

function codeOf(run: () => unknown): ErrorCode | 'no error' {
  try {
    run();
    return 'no error';
  } catch (error) {
    if (isTitansError(error)) return error.code;
    throw error;
  }
}

/** A payment every day for some weeks. */
function daily(
  days: number,
  amount: (day: number) => number,
  rest: Partial<Transaction> = {},
): Transaction[] {
  return Array.from({ length: days }, (_, day) => ({
    ...createTransaction({ date: addDays('2024-01-01', day), description: 'Flow', amount: amount(day) }),
    ...rest,
  }));
}

describe('daily series', () => {
  test('by hand: days without rows are 0, cents add up exactly, accounts and currencies apart', () => {
    const table = tableFromRows([
      createTransaction({ date: '2024-01-03', description: 'a', amount: -0.1 }),
      createTransaction({ date: '2024-01-03', description: 'b', amount: -0.2 }),
      createTransaction({ date: '2024-01-01', description: 'c', amount: 5 }),
      createTransaction({ date: '2024-01-04', description: 'd', amount: 700, currency: 'JPY' }),
      createTransaction({ date: '2024-01-04', description: 'e', amount: 1, accountId: 'card' }),
    ]);
    expect(
      dailySeries(table).map(({ accountId, currency, values }) => [accountId, currency, [...values]]),
    ).toEqual([
      ['card', 'USD', [1]],
      ['default', 'JPY', [700]],
      ['default', 'USD', [5, 0, -0.3, 0]],
    ]);
  });

  test('a series begins after the last long gap, if it has been used for long enough since', () => {
    const begins = (dates: readonly string[]): number | undefined =>
      dailySeries(
        tableFromRows(dates.map((date) => createTransaction({ date, description: 'a', amount: 1 }))),
      )[0]?.values.length;
    expect(begins(['2020-01-01', '2024-01-01', '2024-03-01'])).toBe(61);
    expect(begins(['2023-01-01', '2024-01-01', '2024-01-31'])).toBe(396);
    expect(begins(['2024-01-01', '2024-06-01'])).toBe(153);
  });

  test('a mistyped year does not make a series of a million days', () => {
    const table = tableFromRows([
      createTransaction({ date: '0024-01-03', description: 'a', amount: -1 }),
      createTransaction({ date: '2024-01-03', description: 'b', amount: -2 }),
    ]);
    expect(dailySeries(table)[0]?.values).toHaveLength(mostSeriesDays);
  });
});

describe('the original file', () => {
  test('forecasts better than the naive forecasts on days not seen, and the interval covers', async () => {
    const model = await trainCashflow(originalFile(), standard);
    const figures = Object.fromEntries(model.measurements.map(({ metric, value }) => [metric, value]));
    expect(figures.mae).toBeLessThan(figures.naive_mae as number);
    expect(figures.coverage).toBeGreaterThan(0.7);
    expect(model.skill).toBeCloseTo(1 - (figures.mae as number) / (figures.naive_mae as number), 12);
    expect(model.forecast()).toHaveLength(30);
    expect(model.forecast()[0]?.date).toBe('2024-12-07');
  });

  test('the same data give the same model; the artifact gives the same forecast', async () => {
    const [first, second] = [
      await trainCashflow(originalFile(), quick),
      await trainCashflow(originalFile(), quick),
    ];
    expect(second.version).toBe(first.version);
    const restored = await restoreCashflowModel(first.toArtifact());
    expect(restored.version).toBe(first.version);
    expect(restored.forecast({ days: 365, level: 0.95 })).toEqual(first.forecast({ days: 365, level: 0.95 }));
    expect(restored.measurements).toEqual(first.measurements);
  });
});

describe('forecast', () => {
  test('lower ≤ amount ≤ upper for every flow, level and day', async () => {
    const cents = fc.array(fc.integer({ min: -1_000_000, max: 400_000 }), { minLength: 28, maxLength: 70 });
    await fc.assert(
      fc.asyncProperty(cents, async (amounts) => {
        const rows = daily(amounts.length, (day) => (amounts[day] as number) / 100);
        const model = await trainCashflow(tableFromRows(rows), quick);
        for (const level of [0.8, 0.95] as const) {
          for (const day of model.forecast({ days: 365, level })) {
            expect(day.lower).toBeLessThanOrEqual(day.amount);
            expect(day.upper).toBeGreaterThanOrEqual(day.amount);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  test('days outside 1 to 365, unknown levels, accounts and currencies', async () => {
    const rows = [
      ...daily(40, () => -5),
      ...daily(40, () => 9, { accountId: 'card' }),
      ...daily(5, () => 1, { accountId: 'new' }),
    ];
    const model = await trainCashflow(
      tableFromRows([...rows, ...daily(40, () => 700, { currency: 'EUR' })]),
      quick,
    );
    expect(model.accountIds).toEqual(['card', 'default', 'new']);
    for (const days of [0, 366, 1.5, -1, Number.NaN]) {
      expect(codeOf(() => model.forecast({ days }))).toBe('INVALID_ARGUMENT');
    }
    expect(codeOf(() => model.forecast({ level: 0.5 as 0.8 }))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => model.forecast({ accountId: 'nobody' }))).toBe('NOT_FOUND');
    expect(codeOf(() => model.forecast({ currency: 'GBP' }))).toBe('NOT_FOUND');
    expect(model.currency).toBe('USD');
    expect(model.forecast({ days: 1 })[0]?.amount).toBe(-5);
    expect(model.forecast({ days: 1, accountId: 'card' })[0]?.amount).toBe(9);
    expect(model.forecast({ days: 1, currency: 'EUR' })[0]?.amount).toBe(700);
  });

  test('a gap of a year', async () => {
    const before = daily(40, () => -5);
    const after = daily(40, () => -5).map((row) => ({ ...row, date: addDays(row.date, 400) }));
    const model = await trainCashflow(tableFromRows([...before, ...after]), quick);
    for (const day of model.forecast()) expect(day.amount).toBeGreaterThanOrEqual(-5);
  });

  test('a row of a mistyped year, planned rows, and a day told', async () => {
    const rows = daily(60, () => -5);
    const stray = createTransaction({ date: '2042-01-01', description: 'Flow', amount: -5 });
    const plain = await trainCashflow(tableFromRows(rows), quick);
    const mistyped = await trainCashflow(tableFromRows([...rows, stray]), quick);
    expect(mistyped.lastDate).toBe('2024-02-29');
    expect(mistyped.forecast()).toEqual(plain.forecast());
    const told = await trainCashflow(tableFromRows([...rows, stray]), quick, { asOf: '2024-02-10' });
    expect(told.lastDate).toBe('2024-02-10');
    expect(told.forecast({ days: 1 })[0]?.date).toBe('2024-02-11');
    await expect(trainCashflow(tableFromRows(rows), quick, { asOf: '2024-02-30' })).rejects.toMatchObject({
      code: 'DATE_INVALID',
      details: { field: 'cashflow.asOf' },
    });
    // An account of a few rows over years is no typing error.
    const yearly = ['2022-01-05', '2023-01-05', '2024-01-05'].map((date) =>
      createTransaction({ date: date as PlainDate, description: 'Tax', amount: -90 }),
    );
    expect((await trainCashflow(tableFromRows(yearly), quick)).lastDate).toBe('2024-01-05');
  });

  test('the same amount every day is forecast as it is', async () => {
    const model = await trainCashflow(tableFromRows(daily(200, () => -5)), quick);
    for (const level of [0.8, 0.95] as const) {
      for (const day of model.forecast({ days: 365, level })) {
        expect([day.lower, day.amount, day.upper]).toEqual([-5, -5, -5]);
      }
    }
    expect(model.total({ days: 10 })).toMatchObject({ lower: -50, amount: -50, upper: -50 });
    const { days } = model.project({ balance: 12, below: 0, days: 3 });
    expect(days.map(({ belowByProbability }) => belowByProbability)).toEqual([0, 0, 1]);
  });

  test('duplicates are two payments of the account, and one of the stream', async () => {
    const months = Array.from({ length: 12 }, (_, nth) => addDays('2023-01-10', 28 * nth));
    const once = months.map((date) => createTransaction({ date, description: 'Gym', amount: -30 }));
    const twice = [...once, once[5] as Transaction];
    const model = await trainCashflow(tableFromRows(twice), quick);
    expect(model.recurring()).toHaveLength(1);
    expect(model.recurring()[0]?.alerts).toContainEqual({ kind: 'duplicate-payment', date: months[5] });
    expect(model.recurring()[0]?.next?.amountMinor).toBe(-3000);
  });

  test('holidays move payments: those told, and those of a country', async () => {
    const paid = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => {
      const date = `2024-${String(month).padStart(2, '0')}-01` as PlainDate;
      return createTransaction({ date: date as PlainDate, description: 'Rent', amount: -700 });
    });
    // Booked on the next business day: by hand from the calendar of 2024, with New Year's Day on 2 January.
    const booked = [2, 1, 1, 2, 1, 3, 1, 1, 2, 1, 1, 2].map((day, month) => ({
      ...(paid[month] as Transaction),
      date: `2024-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}` as PlainDate,
    }));
    const dates = async (options: CashflowOptions): Promise<unknown> => {
      const model = await trainCashflow(tableFromRows(booked), quick, { ...options, asOf: '2024-12-10' });
      const [stream] = model.recurring();
      return [stream?.schedule.businessDayRule, stream?.next?.date];
    };
    const closed = ['2024-01-01', '2024-04-01', '2025-01-01'] as const;
    expect(await dates({ holidays: closed })).toEqual(['next-business-day', '2025-01-02']);
    expect(await dates({ country: 'GB' })).toEqual(['next-business-day', '2025-01-02']);
  });

  test('currencies are never added', async () => {
    const rows = [
      ...daily(40, () => -5),
      // 700 minor units, which are whole yen.
      ...daily(40, () => 7, { currency: 'JPY', accountId: 'tokyo' }),
      ...daily(40, () => 3, { currency: 'EUR' }),
    ];
    const model = await trainCashflow(tableFromRows(rows), quick);
    const totalOf = (currency: 'USD' | 'JPY' | 'EUR'): number =>
      model.total({ allAccounts: true, currency, days: 10 }).amount;
    expect([totalOf('USD'), totalOf('JPY'), totalOf('EUR')]).toEqual([-50, 7000, 30]);
  });

  test('work can be cancelled', async () => {
    const options = { ...quick, signal: AbortSignal.abort() };
    await expect(trainCashflow(tableFromRows(daily(60, () => 1)), options)).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  test('too few days', async () => {
    await expect(trainCashflow(tableFromRows(daily(27, () => 1)), quick)).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
    await expect(trainCashflow(tableFromRows([]), quick)).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
  });

  test('a weekly salary is found', async () => {
    const rows = daily(84, (day) => (day % 7 === 4 ? 1000 : -20));
    const model = await trainCashflow(tableFromRows(rows), standard);
    expect(model.forecast({ days: 7 }).map(({ amount }) => amount)).toEqual([
      -20, -20, -20, -20, 1000, -20, -20,
    ]);
  });
});
