import { existsSync } from 'node:fs';
import { addDays, createRandom, plainDate } from '@titans/core';
import {
  type ForecastResponse,
  forecastResponseSchema,
  problemDetailsSchema,
  type RecurringResponse,
  recurringResponseSchema,
} from '@titans/core/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { silentLogger } from '../logging/logger.js';
import { keys, start } from '../testing/service.js';
import type { Titans } from '../titans.js';
import { workThread } from '../work-thread/work-thread.js';

let titans: Titans;
beforeAll(async () => {
  titans = await start();
});

async function ask(query: string, body?: unknown): Promise<Response> {
  return titans.fetch(
    new Request(`http://localhost/forecast/cashflow${query}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys.analyst}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

async function forecast(query: string, body?: unknown): Promise<ForecastResponse> {
  const answer = await ask(query, body);
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return forecastResponseSchema.parse(JSON.parse(text));
}

async function refusal(query: string, body?: unknown): Promise<readonly [number, readonly string[]]> {
  const answer = await ask(query, body);
  const { issues = [] } = problemDetailsSchema.parse(await answer.json());
  return [answer.status, [...new Set(issues.map(({ pointer }) => pointer))]];
}

interface Sent {
  readonly date: string;
  readonly description: string;
  readonly amount: number;
  readonly [member: string]: unknown;
}

/** Rent on the first of each month, a salary on the 25th, and food in between. */
function history(days: number, more: object = {}): readonly Sent[] {
  const random = createRandom(3, 'forecast');
  const rows: Sent[] = [];
  for (let day = 0; day < days; day++) {
    const date: string = addDays(plainDate(2024, 1, 1), day);
    if (date.endsWith('-01')) rows.push({ date, description: 'ACME RENT', amount: -900, ...more });
    if (date.endsWith('-25')) rows.push({ date, description: 'ACME PAYROLL', amount: 2_600, ...more });
    if (day % 3 === 0) {
      rows.push({ date, description: 'WHOLEFDS MKT', amount: -(20 + random.integer(40)), ...more });
    }
  }
  return rows;
}

describe('days ahead', () => {
  test.each(['0', '366', '-1', '+7', '1.5', '3.0', '1e2', '030', '%2030', '30%20', 'NaN', '', '٣٠'])(
    '%s are refused',
    async (days) => {
      expect(await refusal(`?days_ahead=${days}`)).toEqual([422, ['?days_ahead']]);
    },
  );

  test.each([
    ['?days_ahead=7&days_ahead=8', '?days_ahead'],
    ['?days=7', '?days'],
    ['?level=0.9', '?level'],
    ['?level=95', '?level'],
    ['?currency=EUO', '?currency'],
    ['?currency=eur', '?currency'],
    ['?currency=EUR', '?currency'],
    ['?account_id=', '?account_id'],
  ])('%s is refused at %s', async (query, pointer) => {
    expect(await refusal(query)).toEqual([422, [pointer]]);
  });

  test.each([1, 365])('%i of them are forecast', async (days) => {
    const { forecast_data, forecast_period_days } = await forecast(`?days_ahead=${days}`);
    expect([forecast_data.length, forecast_period_days]).toEqual([days, days]);
  });
});

describe('what the model knows', () => {
  test('lower ≤ point ≤ upper of every day, sum and balance, whatever is asked', async () => {
    const { streams } = await recurring();
    const [first] = streams;
    const change = fc.oneof(
      fc.record({
        kind: fc.constant('change-amount'),
        stream: fc.constant(first?.stream_id),
        factor: fc.double({ min: 0, max: 3, noNaN: true }),
      }),
      fc.record({ kind: fc.constant('end-stream'), stream: fc.constant(first?.stream_id) }),
      fc.record({
        kind: fc.constant('add-payment'),
        label: fc.constant('car'),
        date: fc.constant('2024-09-15'),
        amount: fc.integer({ min: -5_000, max: 5_000 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 365 }),
        fc.constantFrom('0.8', '0.95'),
        fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }), { nil: undefined }),
        fc.array(change, { maxLength: 3 }),
        async (days, level, balance, scenario) => {
          const body = {
            ...(balance === undefined ? {} : { balance, below: balance - 100 }),
            ...(scenario.length === 0 ? {} : { scenario }),
          };
          const answer = await forecast(`?days_ahead=${days}&level=${level}`, body);
          for (const day of answer.forecast_data) {
            expect(day.confidence_interval_lower).toBeLessThanOrEqual(day.predicted_amount);
            expect(day.predicted_amount).toBeLessThanOrEqual(day.confidence_interval_upper);
          }
          const { total, balances, summary_stats } = answer;
          expect(total.lower).toBeLessThanOrEqual(total.amount);
          expect(total.amount).toBeLessThanOrEqual(total.upper);
          expect(summary_stats.total_forecasted).toBeCloseTo(total.amount, 6);
          expect(balances === null).toBe(balance === undefined);
          for (const day of balances ?? []) {
            expect(day.lower).toBeLessThanOrEqual(day.balance);
            expect(day.balance).toBeLessThanOrEqual(day.upper);
            expect(day.below_probability).toBeLessThanOrEqual(day.below_by_probability as number);
          }
        },
      ),
      { numRuns: 8, seed: 5 },
    );
  });

  test('a scenario adds what its changes add, and a balance goes on from what is there', async () => {
    const payment = { kind: 'add-payment', label: 'car', date: '2024-09-10', amount: -500 };
    const plain = await forecast('?days_ahead=60', { balance: 1_000 });
    const { scenario, total, balances } = await forecast('?days_ahead=60', {
      balance: 1_000,
      scenario: [payment],
    });
    expect(scenario).toMatchObject({ total_before: plain.total, total_after: total });
    expect(scenario?.changes).toEqual([{ change: 0, amount: -500 }]);
    expect(total.amount).toBeCloseTo(plain.total.amount - 500, 6);
    expect(balances?.at(-1)?.balance).toBeCloseTo(1_000 + total.amount, 2);
    expect(balances?.[0]).toMatchObject({ below_probability: null, below_by_probability: null });
  });

  test('wrong bodies are refused where they are wrong', async () => {
    const change = (more: object): object => ({ scenario: [{ kind: 'end-stream', stream: 'x', ...more }] });
    for (const [body, pointer] of [
      [[], ''],
      [{ balance: '5' }, '/balance'],
      [{ below: 5 }, '/below'],
      [{ balance: 1e13 }, '/balance'],
      [{ extra: 1 }, '/extra'],
      [{ scenario: [] }, '/scenario'],
      [change({}), '/scenario/0/stream'],
      [change({ kind: 'burn' }), '/scenario/0/kind'],
      [change({ from: '2024-02-30' }), '/scenario/0/from'],
      [change({ kind: 'change-amount' }), '/scenario/0/stream'],
      [change({ kind: 'shift-stream', days: 40 }), '/scenario/0/days'],
      [
        { scenario: [{ kind: 'add-payment', label: 'x', date: '1999-01-01', amount: 1 }] },
        '/scenario/0/date',
      ],
      [{ history: [] }, '/history'],
      [{ history: Array.from({ length: 10_001 }, () => ({})) }, '/history'],
    ] as const) {
      expect([body, ...(await refusal('', body))]).toEqual([body, 422, [pointer]]);
    }
  });
});

describe('a history that is sent', () => {
  test('is learned from alone: its accuracy, version and days are its own', async () => {
    const answer = await forecast('?days_ahead=40', { history: history(150) });
    const { forecast_data, currency, model_version, model_sha256, model_accuracy } = answer;
    expect(forecast_data[0]?.date).toBe('2024-05-28');
    expect(currency).toBe('USD');
    expect(model_version).toBe(`cashflow@${model_sha256.slice(0, 12)}`);
    expect(model_sha256).not.toBe(titans.models.cashflow.sha256);
    expect(model_accuracy).toBeGreaterThan(0.3);
    const rent = forecast_data.filter(({ predicted_amount }) => predicted_amount < -500);
    const pay = forecast_data.filter(({ predicted_amount }) => predicted_amount > 1_000);
    // Booked on a business day: 1 June 2024 was a Saturday, the 25th a Tuesday.
    expect(rent.map(({ date }) => date)[0]).toMatch(/^2024-06-0[1-3]$/);
    expect(pay.map(({ date }) => date)).toEqual(['2024-06-25']);
    const again = await forecast('?days_ahead=40', { history: history(150) });
    expect(again.forecast_data).toEqual(forecast_data);
  });

  test('names its account and currency', async () => {
    const euro = history(60, { account_id: 'mine', currency: 'EUR' });
    expect((await forecast('?account_id=mine', { history: euro })).currency).toBe('EUR');
    expect(await refusal('?account_id=other', { history: euro })).toEqual([422, ['?account_id']]);
    expect(await refusal('?currency=USD', { history: euro })).toEqual([422, ['?currency']]);
    const mixed = [...euro, { ...(euro[0] as Sent), currency: 'USD' }];
    expect(await refusal('', { history: mixed })).toEqual([422, ['/history']]);
    const two = [...euro, { ...(euro[0] as Sent), account_id: 'other' }];
    expect(await refusal('', { history: two })).toEqual([422, ['/history']]);
  });

  test('is refused where it is too short or wrong', async () => {
    expect(await refusal('', { history: history(20) })).toEqual([422, ['/history']]);
    const [row] = history(1) as readonly [Sent];
    for (const [wrong, pointer] of [
      [{ ...row, date: undefined }, '/history/0/date'],
      [{ ...row, description: undefined }, '/history/0/description'],
      [{ ...row, amount: null }, '/history/0/amount'],
      [{ ...row, amount: -1.005 }, '/history/0/amount'],
      [{ ...row, amount: -5, type: 'Income' }, '/history/0/amount'],
      [{ ...row, surprise: 1 }, '/history/0/surprise'],
    ] as const) {
      expect([wrong, ...(await refusal('', { history: [wrong] }))]).toEqual([wrong, 422, [pointer]]);
    }
  });
});

async function recurring(body?: unknown, query = ''): Promise<RecurringResponse> {
  const answer = await titans.fetch(
    new Request(`http://localhost/recurring${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${keys.analyst}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return recurringResponseSchema.parse(JSON.parse(text));
}

describe('recurring payments', () => {
  test('of transactions that are sent have the next date with its interval', async () => {
    const { as_of, streams } = await recurring({ transactions: history(150) });
    expect(as_of).toBe('2024-05-27');
    const rent = streams.find(({ payee }) => payee === 'acme rent');
    expect(rent).toMatchObject({
      ...{ direction: 'expense', frequency: 'monthly', status: 'active', occurrences: 5 },
      ...{ first_date: '2024-01-01', last_date: '2024-05-01', expected_amount: -900, last_amount: -900 },
      next: { amount: -900, amount_lower: -900, amount_upper: -900, overdue: false },
    });
    expect(rent?.next?.earliest.localeCompare(rent.next.date)).toBeLessThanOrEqual(0);
    expect(rent?.next?.date).toMatch(/^2024-06-0[1-3]$/);
    const earlier = await recurring({ transactions: history(150), as_of: '2024-04-30' });
    expect(earlier.as_of).toBe('2024-04-30');
    expect(earlier.streams.find(({ payee }) => payee === 'acme rent')?.occurrences).toBe(4);
  });

  test('that the model knows have ids by which scenarios name them', async () => {
    const { as_of, streams } = await recurring();
    expect(as_of).toBe(titans.models.cashflow.lastDate);
    const salary = streams.find(({ direction }) => direction === 'income');
    expect(salary?.expected_amount).toBe(2_600);
    const { scenario } = await forecast('?days_ahead=60', {
      scenario: [{ kind: 'end-stream', stream: salary?.stream_id }],
    });
    expect(scenario?.changes[0]?.amount).toBeLessThan(-2_000);
  });

  test('a price that rose is an alert', async () => {
    const rows = history(200).map((row) =>
      row.description === 'ACME RENT' && row.date >= '2024-05-01' ? { ...row, amount: -950 } : row,
    );
    const { streams } = await recurring({ transactions: rows });
    expect(streams.find(({ payee }) => payee === 'acme rent')?.alerts).toEqual([
      { kind: 'price-rise', date: '2024-05-01', message: 'The price rose from 900 to 950 USD.' },
    ]);
  });
});

const program = new URL('../../dist/work-thread/program.js', import.meta.url);

describe.skipIf(!existsSync(program))('the thread', () => {
  test('answers as this one does, with the same errors, and ends when it takes too long', async () => {
    const question = { query: { days_ahead: 20 }, request: {} };
    const ask = (thread: ReturnType<typeof workThread>, rows: readonly Sent[]) =>
      thread.ask('forecast', { ...question, history: { requests: rows, pointer: '/history' } }, undefined);
    const apart = workThread({ logger: silentLogger, program });
    const here = workThread({ logger: silentLogger });
    expect(await ask(apart, history(90))).toEqual(await ask(here, history(90)));
    await expect(ask(apart, history(10))).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      details: { issues: [{ pointer: '/history' }] },
    });
    await apart.close();
    const hurried = workThread({ logger: silentLogger, program, timeoutMs: 1, maxWaiting: 2 });
    const asked = [1, 2, 3].map(() => ask(hurried, history(90)).catch(({ code }: { code: string }) => code));
    expect(await Promise.all(asked)).toEqual(['NOT_READY', 'NOT_READY', 'NOT_READY']);
    await hurried.close();
    await here.close();
  });
});
