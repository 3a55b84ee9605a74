import { fromEpochDay, isTitansError, type PlainDate, type Transaction, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedAccount } from '../../recurring/testing/generated-accounts.js';
import type { CashflowModel } from '../models.js';
import { restoreCashflowModel } from './cashflow-artifact.js';
import type { FlowStream } from './flow-stream.js';
import { trainCashflow } from './train-cashflow.js';

const account = generatedAccount(8);
const known = account.rows.filter(({ date }) => date <= fromEpochDay(account.asOf));
const cents = (amount: number): number => Math.round(amount * 100);
let model: CashflowModel;
let restored: CashflowModel;
let rent: FlowStream;
let salary: FlowStream;

function ownedBy(accountId: string, rows: readonly Transaction[]): readonly Transaction[] {
  return rows.map((row) => ({ ...row, accountId }));
}

beforeAll(async () => {
  const rows = [
    ...ownedBy('home', known),
    ...ownedBy(
      'card',
      known.filter((_, nth) => nth % 3 === 0),
    ),
  ];
  model = await trainCashflow(tableFromRows(rows), { seed: 5, budget: 'quick' }, { keepPayeeNames: true });
  restored = await restoreCashflowModel(model.toArtifact());
  const find = (payee: string): FlowStream => {
    const stream = model.recurring('home').find((one) => one.payee?.includes(payee));
    if (stream === undefined) throw new Error(`${payee} was not found`);
    return stream;
  };
  [rent, salary] = [find('miete'), find('salary')];
});

describe('parts', () => {
  test('sum to the amount of each day exactly, and days to the total', () => {
    for (const options of [{ accountId: 'home' }, { accountId: 'card' }, { allAccounts: true }] as const) {
      const asked = { ...options, days: 120 };
      const days = model.forecast(asked);
      const parts = model.components(asked);
      for (const [step, part] of parts.entries()) {
        const recurring = part.recurring.reduce((sum, { amount }) => sum + cents(amount), 0);
        expect(recurring + cents(part.calendar) + cents(part.residual)).toBe(cents(part.amount));
        expect([part.date, part.amount]).toEqual([days[step]?.date, days[step]?.amount]);
      }
      const total = model.total(asked);
      expect(cents(total.amount)).toBe(days.reduce((sum, { amount }) => sum + cents(amount), 0));
      expect([total.from, total.to]).toEqual([days[0]?.date, days.at(-1)?.date]);
      expect(total.lower).toBeLessThanOrEqual(total.amount);
      expect(total.upper).toBeGreaterThanOrEqual(total.amount);
      const ends = days.reduce((sum, { lower, upper }) => sum + upper - lower, 0);
      // Not so of the card, most days of which have no flow: an interval of such a day leaves out what a sum has.
      if (options.accountId === 'home') expect(total.upper - total.lower).toBeLessThan(ends);
    }
  });

  test('all accounts together are the sum of each', () => {
    const [home, card] = [model.forecast({ accountId: 'home' }), model.forecast({ accountId: 'card' })];
    for (const [step, { amount }] of model.forecast({ allAccounts: true }).entries()) {
      expect(cents(amount)).toBe(cents(home[step]?.amount ?? 0) + cents(card[step]?.amount ?? 0));
    }
  });

  test('rent and wages are where they are due', () => {
    const days = model.components({ accountId: 'home', days: 40 });
    const paid = days.filter(({ recurring }) => recurring.some(({ stream }) => stream === rent.id));
    expect(paid[0]?.date).toBe(rent.next?.date);
    expect(paid[0]?.recurring.find(({ stream }) => stream === rent.id)?.amount).toBe(
      rent.amount.expectedMinor / 100,
    );
  });
});

describe('quantiles and intervals', () => {
  test('rise with the probability; a wider level holds a narrower one', () => {
    const probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];
    for (const { quantiles } of model.quantiles({ accountId: 'home', probabilities })) {
      expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
    }
    const [narrow, wide] = ([0.8, 0.95] as const).map((level) => model.total({ accountId: 'home', level }));
    expect(wide?.lower).toBeLessThanOrEqual(narrow?.lower ?? 0);
    expect(wide?.upper).toBeGreaterThanOrEqual(narrow?.upper ?? 0);
  });

  test('the same question has the same answer, also of a restored model', () => {
    const asked = { accountId: 'home', days: 90, level: 0.95 } as const;
    expect(model.forecast(asked)).toEqual(model.forecast(asked));
    expect(restored.version).toBe(model.version);
    expect(restored.forecast(asked)).toEqual(model.forecast(asked));
    expect(restored.recurring()).toEqual(model.recurring());
    const projection = { ...asked, balance: 900, below: 0 };
    expect(restored.project(projection)).toEqual(model.project(projection));
  });
});

describe('balance', () => {
  test('goes on from what is there; probabilities are within 0 and 1 and rise with time and level', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2000, max: 5000 }),
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: 0, max: 2000 }),
        (balance, below, more) => {
          const asked = { accountId: 'home', balance, days: 35 };
          const [low, high] = [
            model.project({ ...asked, below }),
            model.project({ ...asked, below: below + more }),
          ];
          const days = model.forecast({ accountId: 'home', days: 35 });
          let expected = balance * 100;
          let before = 0;
          for (const [step, day] of low.days.entries()) {
            expected += cents(days[step]?.amount ?? 0);
            expect(cents(day.balance)).toBe(expected);
            expect(day.lower).toBeLessThanOrEqual(day.balance);
            expect(day.upper).toBeGreaterThanOrEqual(day.balance);
            const [now, ever] = [day.belowProbability ?? -1, day.belowByProbability ?? -1];
            expect(now).toBeGreaterThanOrEqual(0);
            expect(ever).toBeLessThanOrEqual(1);
            expect(ever).toBeGreaterThanOrEqual(Math.max(now, before));
            expect(high.days[step]?.belowProbability).toBeGreaterThanOrEqual(now);
            expect(high.days[step]?.belowByProbability).toBeGreaterThanOrEqual(ever);
            before = ever;
          }
          const least = Math.min(...low.days.map((day) => day.balance));
          expect(low.lowest.balance).toBe(least);
          expect(low.lowest.date).toBe(low.days.find((day) => day.balance === least)?.date);
          expect(low.lowest.lower).toBeLessThanOrEqual(least);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('without a level there are no probabilities', () => {
    const { days } = model.project({ accountId: 'home', balance: 10 });
    expect(days.every((day) => day.belowProbability === null && day.belowByProbability === null)).toBe(true);
  });
});

describe('scenarios', () => {
  const home = { accountId: 'home', days: 62 } as const;

  test('rent 10 % up', () => {
    const { before, after, difference, explanation } = model.compare({
      ...home,
      scenario: [{ kind: 'change-amount', stream: rent.id, factor: 1.1 }],
    });
    const payments = model
      .components(home)
      .flatMap(({ recurring }) => recurring.filter(({ stream }) => stream === rent.id));
    const more = payments.length * (Math.round(rent.amount.expectedMinor * 1.1) - rent.amount.expectedMinor);
    expect(payments.length).toBeGreaterThanOrEqual(2);
    expect(cents(after.amount) - cents(before.amount)).toBe(more);
    expect(cents(explanation[0]?.amount ?? 0)).toBe(more);
    expect(difference.filter(({ amount }) => amount !== 0)).toHaveLength(payments.length);
  });

  test('the explanation of several changes sums to the difference', () => {
    const first = model.forecast(home)[0]?.date as PlainDate;
    const { before, after, explanation } = model.compare({
      ...home,
      scenario: [
        { kind: 'end-stream', stream: rent.id },
        { kind: 'add-payment', label: 'holiday', date: first, amount: -1234.56 },
        {
          kind: 'add-stream',
          label: 'nursery',
          amount: -300,
          schedule: {
            frequency: 'weekly',
            daysOfMonth: [],
            businessDayRule: 'same-day',
            anchorDate: first,
          },
        },
        { kind: 'shift-stream', stream: salary.id, days: 5 },
        { kind: 'begin-stream', stream: rent.id },
      ],
    });
    const amounts = explanation.map(({ amount }) => cents(amount));
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(cents(after.amount) - cents(before.amount));
    expect(amounts[1]).toBe(-123456);
    // 62 days from the first on hold nine weeks.
    expect(amounts[2]).toBe(9 * -30000);
    expect(amounts[0]).toBe(-(amounts[4] as number));
  });

  test('a wage that comes later makes going below zero more probable', () => {
    const asked = { ...home, balance: 200, below: 0 };
    const late = model.project({
      ...asked,
      scenario: [{ kind: 'shift-stream', stream: salary.id, days: 14 }],
    });
    const usual = model.project(asked);
    expect(late.days.at(-1)?.belowByProbability).toBeGreaterThanOrEqual(
      usual.days.at(-1)?.belowByProbability ?? 1,
    );
    expect(late.lowest.balance).toBeLessThan(usual.lowest.balance);
  });

  test('what is no change is refused with its place', () => {
    const refused = (change: unknown): unknown => {
      try {
        return model.forecast({ ...home, scenario: [change] as never });
      } catch (error) {
        return isTitansError(error) ? [error.code, error.details.field] : error;
      }
    };
    expect(refused({ kind: 'win-lottery' })).toEqual(['INVALID_ARGUMENT', 'scenario[0].kind']);
    expect(refused(null)).toEqual(['INVALID_ARGUMENT', 'scenario[0].kind']);
    expect(refused({ kind: 'end-stream', stream: 'nobody' })).toEqual(['NOT_FOUND', 'scenario[0].stream']);
    expect(refused({ kind: 'change-amount', stream: rent.id })).toEqual([
      'INVALID_ARGUMENT',
      'scenario[0].amount',
    ]);
    expect(refused({ kind: 'change-amount', stream: rent.id, factor: -1 })).toEqual([
      'INVALID_ARGUMENT',
      'scenario[0].factor',
    ]);
    expect(refused({ kind: 'shift-stream', stream: rent.id, days: 40 })).toEqual([
      'INVALID_ARGUMENT',
      'scenario[0].days',
    ]);
    expect(refused({ kind: 'add-payment', label: 'x', date: '2024-02-30', amount: 1 })).toEqual([
      'DATE_INVALID',
      'scenario[0].date',
    ]);
    expect(refused({ kind: 'add-payment', label: 'x', date: '2024-07-28', amount: Number.NaN })).toEqual([
      'INVALID_ARGUMENT',
      'scenario[0].amount',
    ]);
  });
});

describe('what the model keeps', () => {
  test('no names unless asked for, and no rows', async () => {
    const nameless = await trainCashflow(tableFromRows(known), { seed: 5, budget: 'quick' });
    const text = JSON.stringify(nameless.toArtifact().data).toLowerCase();
    for (const name of ['salary', 'miete', 'netflix', 'spotify', 'strom']) expect(text).not.toContain(name);
    expect(text).not.toContain('"rows"');
    const streams = nameless.recurring();
    expect(streams.length).toBeGreaterThan(5);
    expect(streams.every(({ payee }) => payee === null)).toBe(true);
    expect(new Set(streams.map(({ id }) => id)).size).toBe(streams.length);
    expect(JSON.stringify(model.toArtifact().data)).toContain('salary');
  });

  test('an account never seen, and accounts and all of them at once', () => {
    const codeOf = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return isTitansError(error) ? error.code : error;
      }
    };
    expect(codeOf(() => model.recurring('nobody'))).toBe('NOT_FOUND');
    expect(codeOf(() => model.total({ allAccounts: true, accountId: 'home' }))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => model.total({ allAccounts: true, currency: 'CHF' }))).toBe('NOT_FOUND');
    expect(codeOf(() => model.project({ accountId: 'home', balance: Number.NaN }))).toBe('INVALID_ARGUMENT');
    expect(codeOf(() => model.quantiles({ accountId: 'home', probabilities: [0] }))).toBe('INVALID_ARGUMENT');
  });
});
