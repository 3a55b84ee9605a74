import { addDays, createTransaction, encodeArtifact, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mlRandomForest } from '../../estimators/wrapped/ml-random-forest.js';
import type { AmountModel } from '../models.js';
import { originalFile } from '../testing/original-file.js';
import type { TaskOptions } from '../train-options.js';
import { restoreAmountModel } from './amount-model.js';
import { restoreRegressor } from './candidates.js';
import { withoutMissing } from './missing-code.js';
import { trainAmount } from './train-amount.js';
import { typeMedian } from './type-median.js';

const standard: TaskOptions = { seed: 0, budget: 'standard' };
const quick: TaskOptions = { seed: 0, budget: 'quick' };

/** Trained once: what is asked of it changes nothing. */
let trained: Promise<AmountModel> | undefined;
function ofOriginalFile(): Promise<AmountModel> {
  trained ??= trainAmount(originalFile(), quick);
  return trained;
}

/** Rent of 1,200, coffee of 4 and salaries of 3,000, a few per cent around. */
function household(rows: number): Transaction[] {
  return Array.from({ length: rows }, (_, index) => {
    const wobble = 1 + (((index * 7) % 11) - 5) / 100;
    const [description, amount, category] = (
      [
        ['Rent flat', -1200, 'rent'],
        ['Coffee bar', -4, 'food'],
        ['Salary', 3000, null],
      ] as const
    )[index % 3] as readonly [string, number, string | null];
    return createTransaction({
      date: addDays('2024-01-01', index),
      description,
      amount: Math.round(amount * wobble * 100) / 100,
      category,
    });
  });
}

describe('the original file', () => {
  test('the amount is nearer than the original system came, without looking at it', async () => {
    const model = await trainAmount(originalFile(), standard);
    const figures = Object.fromEntries(model.measurements.map(({ metric, value }) => [metric, value]));
    // The original: MAE 292.3, R² 0.644, with the amount itself among its features.
    expect(figures.mae).toBeLessThan(292.3);
    expect(figures.r2).toBeGreaterThan(0.644);
    expect(figures.mae).toBeLessThan(figures.median_mae as number);
    expect(Math.abs((figures.coverage as number) - 0.8)).toBeLessThan(0.1);
    for (const { inputs } of model.features) {
      expect(inputs).not.toContain('amount');
      expect(inputs).not.toContain('balance');
    }
  });
});

describe('predictions', () => {
  test('the own amount changes nothing; the sign follows the type; the range holds the amount', async () => {
    const model = await ofOriginalFile();
    const query = fc.record({
      description: fc.string({ maxLength: 30, unit: 'binary' }),
      type: fc.constantFrom('Income' as const, 'Expense' as const),
      category: fc.constantFrom('rent', 'fuel', 'never seen'),
      date: fc.constantFrom('2024-12-07', '2030-02-28'),
    });
    fc.assert(
      fc.property(query, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (asked, amount) => {
        const answer = model.predict(asked);
        expect(model.predict({ ...asked, amount })).toEqual(answer);
        expect(answer.range.min).toBeLessThanOrEqual(answer.amount);
        expect(answer.range.max).toBeGreaterThanOrEqual(answer.amount);
        if (asked.type === 'Expense') expect(answer.range.max).toBeLessThanOrEqual(0);
        else expect(answer.range.min).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  test('the type is not read off the sign of the amount', async () => {
    const model = await ofOriginalFile();
    expect(model.predict({ description: 'Fuel', amount: 500 }).amount).toBeLessThan(0);
  });

  test('payee and category tell the amount; the history of the account is used', async () => {
    const rows = household(240);
    const model = await trainAmount(tableFromRows(rows), quick);
    const near = (actual: number, wanted: number): void => {
      expect(Math.abs(actual - wanted) / Math.abs(wanted)).toBeLessThan(0.25);
    };
    near(
      model.predict({ description: 'Rent flat', type: 'Expense', category: 'rent', date: '2024-08-29' })
        .amount,
      -1200,
    );
    near(model.predict({ description: 'Salary', type: 'Income', date: '2024-08-29' }).amount, 3000);
    const history = tableFromRows(rows);
    near(
      model.predict(
        { description: 'Coffee bar', type: 'Expense', category: 'food', date: '2024-08-29' },
        { history },
      ).amount,
      -4,
    );
  });

  test('no query at all is refused, as by every task', async () => {
    const model = await ofOriginalFile();
    expect(() => model.predict(JSON.parse('null'))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'query' } }),
    );
  });

  test('a query in another currency is refused', async () => {
    const model = await ofOriginalFile();
    expect(() => model.predict({ description: 'Fuel', currency: 'EUR' })).toThrow('learned in USD');
  });
});

describe('the forest of ml-random-forest', () => {
  test('is tried on demand and survives the artifact', async () => {
    const fitted = await withoutMissing(mlRandomForest({ trees: 5 })).fit(
      {
        rows: 6,
        features: [{ name: 'category', kind: 'categorical', inputs: ['category'] }],
        columns: [Float64Array.of(0, 0, 1, 1, Number.NaN, Number.NaN)],
      },
      Float64Array.of(1, 1.1, 5, 5.1, 9, 9.1),
      { seed: 1 },
    );
    const asked = {
      rows: 2,
      features: [{ name: 'category', kind: 'categorical' as const, inputs: ['category' as const] }],
      columns: [Float64Array.of(1, Number.NaN)],
    };
    const restored = restoreRegressor(fitted.toArtifact());
    expect([...restored.predict(asked)]).toEqual([...fitted.predict(asked)]);
    const model = await trainAmount(tableFromRows(household(24)), quick, { also: ['ml-random-forest'] });
    expect(model.measurements.map(({ metric }) => metric)).toContain('mae');
    await expect(
      trainAmount(tableFromRows(household(24)), quick, { also: ['oracle' as 'ml-random-forest'] }),
    ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('many rows', () => {
  test('hundreds are measured on the last fifth by time', async () => {
    const model = await trainAmount(tableFromRows(household(520)), quick);
    const coverage = model.measurements.find(({ metric }) => metric === 'coverage');
    expect(coverage?.method).toBe('time-ordered hold-out, last 104 of 520 rows');
    expect(coverage?.value).toBeGreaterThan(0.7);
    const restored = await restoreAmountModel(model.toArtifact());
    const query = { description: 'Rent flat', type: 'Expense' as const };
    expect(restored.predict(query)).toEqual(model.predict(query));
    expect(restored.version).toBe(model.version);
  });
});

describe('artifact', () => {
  test('the same rows give the same model, which holds no description', async () => {
    const planted = Array.from({ length: 6 }, (_, index) =>
      createTransaction({ date: addDays('2024-01-01', index), description: 'Zyxwvut Planted', amount: -9 }),
    );
    const table = tableFromRows([...household(40), ...planted]);
    const [first, second] = [await trainAmount(table, quick), await trainAmount(table, quick)];
    expect(second.version).toBe(first.version);
    const bytes = Buffer.from(await encodeArtifact(first.toArtifact()))
      .toString('latin1')
      .toLowerCase();
    for (const word of ['zyxwvut', 'planted', 'coffee', 'salary']) expect(bytes).not.toContain(word);
  });
});

describe('too little and too uniform', () => {
  test('nineteen rows', async () => {
    await expect(trainAmount(tableFromRows(household(19)), quick)).rejects.toMatchObject({
      code: 'DATA_INSUFFICIENT',
    });
  });

  test('all the same amount: that amount, with a range of nothing', async () => {
    const same = household(40).map((row) => ({ ...row, type: 'Expense' as const, amountMinor: -500 }));
    const model = await trainAmount(tableFromRows(same), quick);
    const answer = model.predict({ description: 'anything', type: 'Expense' });
    expect(answer.amount).toBe(-5);
    expect(answer.range).toEqual({ min: -5, max: -5 });
    for (const { value } of model.measurements) expect(Number.isFinite(value)).toBe(true);
  });

  test('of three currencies the most frequent one is learned', async () => {
    const rows = [
      ...household(40),
      ...household(10).map((row) => ({ ...row, currency: 'EUR' })),
      ...household(10).map((row) => ({ ...row, currency: 'JPY' })),
    ];
    const model = await trainAmount(tableFromRows(rows), quick);
    expect(model.currency).toBe('USD');
    expect(model.trainedOn).toBe(40);
  });
});

describe('parts', () => {
  test('the median of the type', async () => {
    const x = {
      rows: 4,
      features: [{ name: 'type', kind: 'categorical' as const, inputs: ['type' as const] }],
      columns: [Float64Array.of(0, 0, 1, Number.NaN)],
    };
    const fitted = await typeMedian().fit(x, Float64Array.of(1, 3, 10, 100));
    expect([...fitted.predict(x)]).toEqual([2, 2, 10, 6.5]);
  });
});
