import { createTransaction, fromEpochDay, isTitansError, tableFromRows, toEpochDay } from '@titans/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findRecurring } from '../../recurring/find-recurring.js';
import type { CashflowModel } from '../models.js';
import { trainCashflow } from './train-cashflow.js';

/** What plain JavaScript may pass: the types are left behind. */
const untyped = (value: unknown): never => value as never;
const start = toEpochDay('2023-01-01');
const rows = Array.from({ length: 400 }, (_, nth) => fromEpochDay(start + nth)).flatMap((date, nth) => [
  ...(date.endsWith('-02') ? [createTransaction({ date, description: 'Rent Co', amount: -800 })] : []),
  ...(nth % 2 === 0 ? [createTransaction({ date, description: 'Market', amount: -10 - (nth % 7) })] : []),
]);
const table = tableFromRows(rows);
let model: CashflowModel;
let stream = '';

beforeAll(async () => {
  model = await trainCashflow(table, { seed: 1, budget: 'quick' });
  stream = model.recurring().find(({ amount }) => amount.lastMinor === -80_000)?.id ?? '';
});

function refused(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return isTitansError(error) ? `${error.code} ${String(error.details.field)}` : error;
  }
}

describe('scenarios', () => {
  const after = (change: unknown): unknown => refused(() => model.total({ scenario: [untyped(change)] }));

  test('what would come to nothing is refused', () => {
    const add = { kind: 'add-payment', label: 'x', amount: 1 };
    expect(after(add)).toBe('INVALID_ARGUMENT scenario[0].date');
    expect(after({ ...add, date: model.lastDate })).toBe('INVALID_ARGUMENT scenario[0].date');
    const schedule = { frequency: 'weekly', daysOfMonth: [], businessDayRule: 'same-day' };
    const weekly = { kind: 'add-stream', label: 'x', amount: 1, schedule };
    expect(after({ ...weekly, from: '2030-01-01' })).toBe('DATE_INVALID scenario[0].schedule.anchorDate');
    const anchored = { ...weekly, schedule: { ...schedule, anchorDate: '2024-01-01' } };
    expect(after({ ...anchored, from: '2024-03-02', to: '2024-03-01' })).toBe(
      'INVALID_ARGUMENT scenario[0].to',
    );
    expect(after({ ...anchored, to: '2020-01-01' })).toBe('INVALID_ARGUMENT scenario[0].to');
  });

  test('labels are texts, and no ids of streams', () => {
    const add = { kind: 'add-payment', date: '2024-02-20', amount: 1 };
    for (const label of [undefined, 5, '', stream]) {
      expect(after({ ...add, label })).toBe('INVALID_ARGUMENT scenario[0].label');
    }
  });

  test('a factor gives no amount beyond whole numbers', () => {
    const change = { kind: 'change-amount', stream, factor: 1e300 };
    expect(after(change)).toBe('AMOUNT_RANGE scenario[0].factor');
  });

  test('lists that are none or too long', () => {
    const many = Array.from({ length: 201 }, () => ({ kind: 'end-stream', stream }));
    for (const scenario of [null, {}, 'x', many]) {
      expect(refused(() => model.compare({ scenario: untyped(scenario) }))).toBe('INVALID_ARGUMENT scenario');
    }
    expect(refused(() => model.compare(untyped({})))).toBe('INVALID_ARGUMENT scenario');
  });

  test('a month earlier, the rent after the horizon comes into it', () => {
    // From 4 February on, thirty days hold the rent of 2 March; 31 days earlier that of 2 April, on 2 March.
    expect(model.lastDate).toBe('2024-02-03');
    const { before, after: shifted } = model.compare({
      scenario: [{ kind: 'shift-stream', stream, days: -31 }],
    });
    expect(shifted.amount).toBe(before.amount);
  });
});

describe('options that are none', () => {
  test('of questions', () => {
    expect(refused(() => model.forecast(untyped(null)))).toBe('INVALID_ARGUMENT options');
    expect(refused(() => model.project(untyped(undefined)))).toBe('INVALID_ARGUMENT balance');
    expect(refused(() => model.quantiles(untyped(undefined)))).toBe('INVALID_ARGUMENT probabilities');
  });

  test('of learning', async () => {
    const wrong = async (options: unknown): Promise<unknown> => {
      const error = await trainCashflow(table, { seed: 1, budget: 'quick' }, untyped(options)).catch(
        (reason: unknown) => reason,
      );
      return isTitansError(error) ? `${error.code} ${String(error.details.field)}` : error;
    };
    expect(await wrong(null)).toBe('INVALID_ARGUMENT cashflow');
    expect(await wrong({ asOf: Number.NaN })).toBe('DATE_INVALID cashflow.asOf');
    expect(await wrong({ holidays: '2024-01-01' })).toBe('INVALID_ARGUMENT cashflow.holidays');
    expect(await wrong({ keepPayeeNames: 'yes' })).toBe('INVALID_ARGUMENT cashflow.keepPayeeNames');
  });

  test('of the search for streams', () => {
    for (const nothing of [null, undefined, 5, 'x', {}]) {
      expect(refused(() => findRecurring(untyped(nothing)))).toBe('INVALID_ARGUMENT transactions');
    }
    expect(refused(() => findRecurring(rows, untyped(null)))).toBe('INVALID_ARGUMENT options');
    expect(refused(() => findRecurring(rows, untyped({ level: '0.9' })))).toBe('INVALID_ARGUMENT level');
    expect(refused(() => findRecurring(rows, untyped({ holidays: 5 })))).toBe('INVALID_ARGUMENT holidays');
  });
});
