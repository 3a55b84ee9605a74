import { addDays, createTransaction, type PlainDate, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AmountModel } from '../models.js';
import type { TaskOptions } from '../train-options.js';
import { restoreAmountModel } from './amount-model.js';
import { trainAmount } from './train-amount.js';

const standard: TaskOptions = { seed: 0, budget: 'standard' };
const levels = [0.8, 0.95] as const;

/** A subscription of 15.49, groceries around 60, a salary around 2,500: two of each a week. */
function account(rows: number, options: { from?: PlainDate; gapAfter?: number } = {}): Transaction[] {
  const { from = '2020-01-01', gapAfter = rows } = options;
  return Array.from({ length: rows }, (_, index) => {
    const wobble = 1 + (((index * 29) % 41) - 20) / 60;
    const [description, amount, category] = (
      [
        ['Streamflix 4411', -15.49, 'subscriptions'],
        ['Green Grocer', -60 * wobble, 'food'],
        ['Corner Grocer', -25 * wobble, 'food'],
        ['Acme payroll', 2500 * (1 + (wobble - 1) / 10), null],
      ] as const
    )[index % 4] as readonly [string, number, string | null];
    return createTransaction({
      date: addDays(from, index + (index >= gapAfter ? 365 : 0)),
      description,
      amount: Math.round(amount * 100) / 100,
      category,
    });
  });
}

describe('many rows', () => {
  const rows = account(1_600);
  let model: AmountModel;
  beforeAll(async () => {
    model = await trainAmount(tableFromRows(rows), standard);
  });

  test('a fixed price is told exactly, with a range of nothing, with and without a history', () => {
    for (const level of levels) {
      for (const history of [undefined, tableFromRows(rows)]) {
        const answer = model.predict(
          { description: 'STREAMFLIX 9912', type: 'Expense', category: 'subscriptions', date: '2024-06-01' },
          { level, ...(history === undefined ? {} : { history }) },
        );
        expect(answer).toMatchObject({
          amount: -15.49,
          range: { min: -15.49, max: -15.49 },
          coverage: level,
          source: 'payee',
        });
      }
    }
  });

  test('the sign is that of the payee where the query does not say', () => {
    expect(model.predict({ description: 'Acme payroll' }).amount).toBeGreaterThan(2000);
    expect(model.predict({ description: 'Green Grocer' }).amount).toBeLessThan(0);
    expect(model.predict({ category: 'food', description: 'nobody ever heard of' }).amount).toBeLessThan(0);
  });

  test('an unknown payee is told by its category, and said to be', () => {
    const answer = model.predict({ description: 'Zanzibar Market', category: 'food', date: '2024-06-01' });
    expect(answer.source).toBe('model');
    expect(answer.range.min).toBeLessThan(-25);
    expect(answer.range.max).toBeGreaterThan(-60);
  });

  test('the explanation adds up to the amount', () => {
    const { amount, explanation } = model.predict({
      description: 'Green Grocer',
      type: 'Expense',
      category: 'food',
    });
    const sum = explanation.reduce((total, { contribution }) => total + contribution, 0);
    expect(Math.expm1(sum)).toBeCloseTo(-amount, 1);
    expect(explanation.map(({ feature }) => feature)).toContain('category');
  });

  test('whatever is asked, ranges are in order, of one sign, finite, and the wider holds the narrower', () => {
    const query = fc.record(
      {
        description: fc.string({ maxLength: 40, unit: 'binary' }),
        type: fc.constantFrom('Income' as const, 'Expense' as const),
        category: fc.constantFrom('food', 'never seen', ''),
        date: fc.constantFrom('1900-01-01', '2024-02-29', '9999-12-31'),
        time: fc.constantFrom('00:00', '23:59:59'),
        amount: fc.double({ noNaN: true, noDefaultInfinity: true }),
        accountId: fc.string({ maxLength: 5 }),
      },
      { requiredKeys: [] },
    );
    const history = tableFromRows(rows.slice(-50));
    fc.assert(
      fc.property(query, fc.boolean(), (asked, hasHistory) => {
        const past = hasHistory ? { history } : {};
        const [usual, wide] = levels.map((level) => model.predict(asked, { level, ...past }));
        if (usual === undefined || wide === undefined) throw new Error('no answer');
        expect(wide.amount).toBe(usual.amount);
        for (const { amount, range } of [usual, wide]) {
          expect(Number.isFinite(range.min) && Number.isFinite(range.max)).toBe(true);
          expect(range.min).toBeLessThanOrEqual(amount);
          expect(range.max).toBeGreaterThanOrEqual(amount);
          expect(range.min >= 0 || range.max <= 0).toBe(true);
        }
        expect(wide.range.min).toBeLessThanOrEqual(usual.range.min);
        expect(wide.range.max).toBeGreaterThanOrEqual(usual.range.max);
      }),
      { numRuns: 100 },
    );
  });

  test('rows asked together are answered as rows asked one by one', () => {
    const history = tableFromRows(rows.slice(-40));
    const asked = rows.slice(-30).map(({ date, description, type, category }) => ({
      date: addDays(date, 3),
      description,
      type,
      ...(category === null ? {} : { category }),
    }));
    for (const options of [{ level: 0.95 as const }, { level: 0.95 as const, history }]) {
      expect(model.predictBatch(asked, options)).toEqual(asked.map((one) => model.predict(one, options)));
    }
  });

  test('what the model sees is taken from the row itself without its amount and balance', () => {
    for (const { inputs } of model.features) {
      expect(inputs).not.toContain('amount');
      expect(inputs).not.toContain('balance');
    }
    expect(model.lookBackDays).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['level', '{"level":0.9}'],
    ['level', '{"level":null}'],
    ['level', '{"level":{"toString":null}}'],
    ['history', '{"history":null}'],
    ['history', '{"history":[]}'],
    ['options', 'null'],
    ['options', '5'],
  ])('a wrong %s is refused: %s', (field, options) => {
    expect(() => model.predict({}, JSON.parse(options))).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field } }),
    );
  });

  test('queries that are no list are refused', () => {
    for (const queries of ['null', '{}', '"text"']) {
      expect(() => model.predictBatch(JSON.parse(queries))).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT', details: { field: 'queries' } }),
      );
    }
  });

  test('the artifact gives the same answers, and a damaged one is refused', async () => {
    const content = model.toArtifact();
    const restored = await restoreAmountModel(content);
    const asked = [{ description: 'Streamflix' }, { description: 'Green Grocer', date: '2024-05-05' }, {}];
    expect(restored.predictBatch(asked, { level: 0.95 })).toEqual(model.predictBatch(asked, { level: 0.95 }));
    expect(restored.version).toBe(model.version);
    for (const name of ['reach', 'payees', 'means']) {
      const arrays = { ...content.arrays, [name]: new Float64Array(5) };
      await expect(restoreAmountModel({ ...content, arrays })).rejects.toMatchObject({
        code: 'ARTIFACT_CORRUPT',
      });
    }
    await expect(restoreAmountModel({ ...content, version: 1 })).rejects.toMatchObject({
      code: 'ARTIFACT_VERSION',
    });
  });

  test.each([
    ['amount', 'null'],
    ['amount.also', '{"also":"ml-random-forest"}'],
    ['amount.also', '{"also":null}'],
  ])('training with a wrong %s is refused: %s', async (field, options) => {
    await expect(trainAmount(tableFromRows(rows), standard, JSON.parse(options))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field },
    });
  });

  test('training can be cancelled', async () => {
    const stopped = AbortSignal.abort();
    await expect(trainAmount(tableFromRows(rows), { ...standard, signal: stopped })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('bad input gives an honest model', () => {
  const everything = async (rows: readonly Transaction[]): Promise<AmountModel> => {
    const model = await trainAmount(tableFromRows(rows), { seed: 0, budget: 'quick' });
    for (const { value } of model.measurements) expect(Number.isFinite(value)).toBe(true);
    const { amount, range } = model.predict(
      { description: 'Green Grocer', type: 'Expense' },
      { level: 0.95 },
    );
    expect(range.min).toBeLessThanOrEqual(amount);
    expect(range.max).toBeGreaterThanOrEqual(amount);
    return model;
  };

  test('one transaction', async () => {
    await expect(everything(account(1))).rejects.toMatchObject({ code: 'DATA_INSUFFICIENT' });
  });

  test('no descriptions and no categories', async () => {
    const rows = account(80).map((row) => ({ ...row, description: '', category: null }));
    const model = await everything(rows);
    expect(model.predict({ type: 'Income' }).amount).toBeGreaterThan(1000);
  });

  test('a gap of a year, duplicates, and rows in the future', async () => {
    await everything(account(400, { gapAfter: 200 }));
    await everything(account(60).flatMap((row) => [row, row]));
    await everything(account(60, { from: '2190-01-01' }));
  });

  test.each([100, 1_600])('of a type that none of %i rows has, no confidence is claimed', async (n) => {
    const expenses = account(2 * n).filter(({ type }) => type === 'Expense');
    const model = await trainAmount(tableFromRows(expenses.slice(0, n)), { seed: 0, budget: 'quick' });
    expect(model.predict({ description: 'Salary', type: 'Income' }).confidence).toBe(0);
    expect(model.predict({ description: 'Green Grocer', type: 'Expense' }).confidence).toBeGreaterThan(0.5);
  });

  test('all the same amount, in many rows', async () => {
    const model = await everything(
      account(1_600).map((row) => ({ ...row, type: 'Expense' as const, amountMinor: -500 })),
    );
    const { amount, range } = model.predict({ description: 'anyone', type: 'Expense' }, { level: 0.95 });
    expect([amount, range.min, range.max]).toEqual([-5, -5, -5]);
  });

  test('amounts of nothing and of billions', async () => {
    const rows = account(200).map((row, index) => ({
      ...row,
      amountMinor: index % 3 === 0 ? 0 : row.amountMinor * 1e7,
      type: index % 3 === 0 ? ('Expense' as const) : row.type,
    }));
    await everything(rows);
  });
});
