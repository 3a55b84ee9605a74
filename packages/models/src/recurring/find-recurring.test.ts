import {
  addDays,
  createRandom,
  createTransaction,
  type PlainDate,
  parsePlainDate,
  type Transaction,
  tableFromRows,
} from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findRecurring } from './find-recurring.js';
import type { RecurringReport, RecurringStream } from './stream.js';
import { generatedAccount } from './testing/generated-accounts.js';

interface Payment {
  readonly description?: string;
  readonly accountId?: string;
  readonly currency?: string;
}

function paid(
  dates: readonly string[],
  amounts: number | readonly number[],
  more: Payment = {},
): Transaction[] {
  return dates.map((date, index) =>
    createTransaction({
      date: parsePlainDate(date),
      description: more.description ?? 'Streamflix',
      amount: typeof amounts === 'number' ? amounts : (amounts[index] as number),
      accountId: more.accountId ?? 'main',
      currency: more.currency ?? 'EUR',
    }),
  );
}

function only(rows: Iterable<Transaction>, asOf?: PlainDate): RecurringStream {
  const { streams } = findRecurring(rows, asOf === undefined ? {} : { asOf });
  expect(streams).toHaveLength(1);
  return streams[0] as RecurringStream;
}

/** From a day on, so many days apart. */
function every(stepDays: number, count: number, from = '2024-01-05'): string[] {
  return Array.from({ length: count }, (_, nth) => addDays(parsePlainDate(from), nth * stepDays));
}

describe('frequencies', () => {
  test.each([
    ['weekly', every(7, 8), '2024-03-01'],
    ['fortnightly', every(14, 8), '2024-04-26'],
    ['four-weekly', every(28, 8), '2024-08-16'],
    ['monthly', ['2024-01-15', '2024-02-15', '2024-03-15', '2024-04-15', '2024-05-15'], '2024-06-15'],
    ['quarterly', ['2023-02-10', '2023-05-10', '2023-08-10', '2023-11-10'], '2024-02-10'],
    ['half-yearly', ['2022-03-01', '2022-09-01', '2023-03-01', '2023-09-01'], '2024-03-01'],
    ['yearly', ['2021-06-07', '2022-06-07', '2023-06-07'], '2024-06-07'],
  ])('%s', (frequency, dates, next) => {
    const stream = only(paid(dates, -20));
    expect(stream.schedule.frequency).toBe(frequency);
    expect(stream.status).toBe('active');
    expect(stream.next?.date).toBe(next);
    expect(stream.missed).toEqual([]);
  });

  test('semi-monthly on the 15th and the last day, through a leap February', () => {
    const dates = [
      ...['2023-11-15', '2023-11-30', '2023-12-15', '2023-12-31', '2024-01-15', '2024-01-31'],
      ...['2024-02-15', '2024-02-29', '2024-03-15'],
    ];
    const stream = only(paid(dates, 1800));
    expect(stream.schedule).toMatchObject({ frequency: 'semi-monthly', daysOfMonth: [15, 31] });
    expect(stream.next?.date).toBe('2024-03-31');
    expect(stream.direction).toBe('income');
  });

  test.each([
    [31, '2023-02-28', ['2022-10-31', '2022-11-30', '2022-12-31', '2023-01-31']],
    [31, '2024-02-29', ['2023-10-31', '2023-11-30', '2023-12-31', '2024-01-31']],
    [30, '2023-02-28', ['2022-09-30', '2022-10-30', '2022-11-30', '2022-12-30', '2023-01-30']],
    [29, '2024-02-29', ['2023-09-29', '2023-10-29', '2023-11-29', '2023-12-29', '2024-01-29']],
    [28, '2024-02-28', ['2023-09-28', '2023-10-28', '2023-11-28', '2023-12-28', '2024-01-28']],
  ])('monthly on day %i falls on %s in February', (day, next, dates) => {
    const stream = only(paid(dates, -20));
    expect(stream.schedule.daysOfMonth).toEqual([day]);
    expect(stream.next?.date).toBe(next);
  });

  test('a payment due on a weekend is booked on the Friday before, or on the Monday after', () => {
    // The 25th from December on: Mon, Thu, Sun, Mon, Thu, Sat, Tue, Thu, and in August Sun.
    const before = [
      '2023-12-25',
      '2024-01-25',
      '2024-02-23',
      '2024-03-25',
      '2024-04-25',
      '2024-05-24',
      '2024-06-25',
    ];
    const stream = only(paid([...before, '2024-07-25'], 2500));
    expect(stream.schedule).toEqual({
      frequency: 'monthly',
      daysOfMonth: [25],
      businessDayRule: 'previous-business-day',
      anchorDate: '2024-07-25',
    });
    expect(stream.next?.date).toBe('2024-08-23');
    const after = before.map((date) => date.replace('02-23', '02-26').replace('05-24', '05-27'));
    const later = only(paid([...after, '2024-07-25'], 2500));
    expect(later.schedule.businessDayRule).toBe('next-business-day');
    expect(later.next?.date).toBe('2024-08-26');
  });

  test('a holiday moves the next payment on', () => {
    const dates = [
      '2024-01-01',
      '2024-02-01',
      '2024-03-01',
      '2024-04-01',
      '2024-05-01',
      '2024-06-03',
      '2024-07-01',
    ];
    const moved = dates.map((date) => date.replace('2024-01-01', '2024-01-02').replace('05-01', '05-02'));
    const rows = paid([...moved, '2024-08-01', '2024-09-02', '2024-10-01', '2024-11-01', '2024-12-02'], -900);
    const { streams } = findRecurring(rows, { holidays: ['2024-01-01', '2024-05-01', '2025-01-01'] });
    expect(streams[0]?.next?.date).toBe('2025-01-02');
  });
});

const year = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map(
  (month) => `2023-${month}-10`,
);

describe('amounts', () => {
  test('fixed, stepped with the rise told, and varying', () => {
    expect(only(paid(year, -9.99)).amount).toEqual({
      kind: 'fixed',
      ...{ averageMinor: -999, lastMinor: -999, expectedMinor: -999 },
      ratios: [1],
      steps: [{ date: '2023-01-10', amountMinor: -999 }],
    });
    const stepped = only(
      paid(
        year,
        year.map((_, index) => (index < 7 ? -9.99 : -12.99)),
      ),
    );
    expect(stepped.amount.kind).toBe('stepped');
    expect(stepped.alerts).toEqual([
      { kind: 'price-rise', date: '2023-08-10', row: 7, fromMinor: -999, toMinor: -1299 },
    ]);
    expect(stepped.next).toMatchObject({ amountMinor: -1299, lowestMinor: -1299, highestMinor: -1299 });
    const power = [80, 84, 77, 60, 55, 51, 49, 52, 58, 66, 75, 82].map((amount) => -amount);
    const varying = only(paid(year, power));
    expect(varying.amount).toMatchObject({ kind: 'varying', steps: [], lastMinor: -8200 });
    // The median of the last six: 49, 52, 58, 66, 75, 82.
    expect(varying.next?.amountMinor).toBe(-6200);
  });

  test('a single other amount is no new price', () => {
    const amounts = year.map((_, index) => (index === 5 ? -4.5 : -9.99));
    expect(only(paid(year, amounts)).amount.kind).toBe('fixed');
  });
});

describe('what goes wrong with payments', () => {
  test('missed months are told, two of them end the stream', () => {
    const without = year.filter((_, index) => index !== 4);
    const stream = only(paid(without, -30));
    expect(stream.missed).toEqual(['2023-05-10']);
    expect(stream.alerts).toEqual([{ kind: 'missed-payment', date: '2023-05-10' }]);
    expect(only(paid(year, -30), '2024-01-12').next).toMatchObject({ date: '2024-01-13', overdue: true });
    expect(only(paid(year, -30), '2024-01-20')).toMatchObject({ status: 'active', missed: ['2024-01-10'] });
    expect(only(paid(year, -30), '2024-03-01')).toMatchObject({ status: 'ended', next: null });
  });

  test('late payments keep their due date', () => {
    const late = year.map((date, index) => (index % 5 === 2 ? addDays(parsePlainDate(date), 3) : date));
    const stream = only(paid(late, -30));
    expect(stream.rows).toHaveLength(12);
    expect(stream.next?.date).toBe('2024-01-10');
    expect(stream.next?.latest).toBe('2024-01-13');
  });

  test('duplicates and refunds are told and form no stream', () => {
    const rows = [...paid(year, -30), ...paid(['2023-03-10'], -30), ...paid(['2023-06-20'], 30)];
    expect(only(rows).alerts).toEqual([
      { kind: 'duplicate-payment', date: '2023-03-10', row: 12 },
      { kind: 'refund', date: '2023-06-10', row: 13 },
    ]);
  });

  test('few payments are early', () => {
    expect(only(paid(year.slice(0, 3), -30)).status).toBe('early');
  });
});

describe('what is apart', () => {
  test('two subscriptions of one payee, by amount and by day', () => {
    const other = year.map((date) => date.replace(/-10$/, '-14'));
    const byAmount = findRecurring([...paid(year, -5.99), ...paid(other, -14.99)]).streams;
    expect(byAmount.map(({ rows }) => rows.length)).toEqual([12, 12]);
    const byDay = findRecurring([...paid(year, -9.99), ...paid(other, -9.99)]).streams;
    expect(byDay.map(({ schedule }) => schedule.daysOfMonth)).toEqual([[10], [14]]);
  });

  test('accounts, currencies and directions', () => {
    const rows = [
      ...paid(year, -9.99),
      ...paid(year, -9.99, { currency: 'USD' }),
      ...paid(year, -1500, { currency: 'JPY' }),
      ...paid(year, -9.99, { accountId: 'savings' }),
      ...paid(year, 250),
    ];
    const { streams } = findRecurring(rows);
    expect(streams.map((s) => [s.accountId, s.currency, s.direction])).toEqual([
      ['main', 'EUR', 'expense'],
      ['main', 'EUR', 'income'],
      ['main', 'JPY', 'expense'],
      ['main', 'USD', 'expense'],
      ['savings', 'EUR', 'expense'],
    ]);
  });

  test('references and months in descriptions do not tell payments apart', () => {
    const rows = paid(year, -700).map((row, index) => ({
      ...row,
      description: `RENT 0${index}/23 ref 77${index}X`,
    }));
    expect(only(rows).payee).toBe('rent');
  });
});

describe('little or strange input', () => {
  test('nothing, one row, zero amounts, the same day, a gap of a year', () => {
    expect(findRecurring([])).toEqual({
      asOf: null,
      streams: [],
      ignoredRows: { afterAsOf: 0, zeroAmount: 0 },
    });
    expect(findRecurring(paid(['2024-01-01'], -1)).streams).toEqual([]);
    expect(findRecurring(paid(year, 0))).toMatchObject({ streams: [], ignoredRows: { zeroAmount: 12 } });
    expect(findRecurring(paid(Array(40).fill('2024-01-01'), -5)).streams).toEqual([]);
    const later = year.map((date) => date.replace('2023', '2025'));
    expect(findRecurring(paid([...year, ...later], -9.99)).streams.map(({ rows }) => rows.length)).toEqual([
      24,
    ]);
  });

  test('the ends of the calendar', () => {
    const last = year.map((date) => date.replace('2023', '9999'));
    expect(only(paid([...last.slice(0, 11), '9999-12-10'], -1)).next).toBeNull();
    expect(
      only(
        paid(
          year.map((date) => date.replace('2023', '0001')),
          -1,
        ),
      ).rows,
    ).toHaveLength(12);
  });

  test('without words in the description, amounts tell streams apart', () => {
    const rows = [...paid(year, -9.99, { description: '--' }), ...paid(year, -300, { description: '--' })];
    expect(findRecurring(rows).streams.map(({ rows }) => rows.length)).toEqual([12, 12]);
  });

  test('twenty subscriptions without words in the description', () => {
    const many = Array.from({ length: 20 }, (_, nth) => {
      const day = String(nth + 3).padStart(2, '0');
      const dates = year.map((date) => date.replace(/-10$/, `-${day}`));
      return paid(dates, -(5 + 3 * nth), { description: '--' });
    });
    const { streams } = findRecurring(many.flat());
    expect(streams.map(({ rows, amount }) => [rows.length, amount.kind])).toEqual(
      Array(20).fill([12, 'fixed']),
    );
  });

  test('options outside their range are refused with their name', () => {
    const codeAndField = (options: Parameters<typeof findRecurring>[1]) => {
      try {
        return findRecurring([], options);
      } catch (error) {
        return error;
      }
    };
    expect(codeAndField({ level: 1 })).toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field: 'level' },
    });
    expect(codeAndField({ falsePositiveRate: Number.NaN })).toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { field: 'falsePositiveRate' },
    });
    expect(codeAndField({ asOf: '2024-02-30' })).toMatchObject({
      code: 'DATE_INVALID',
      details: { field: 'asOf' },
    });
  });
});

describe('properties', () => {
  const { rows } = generatedAccount(7);

  test('rows after asOf change nothing but their count', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 900 }), (days) => {
        const asOf = addDays('2022-01-01', days);
        const known = rows.filter(({ date }) => date <= asOf);
        const all = findRecurring(rows, { asOf });
        expect(all.streams).toEqual(findRecurring(known, { asOf }).streams);
        expect(all.ignoredRows.afterAsOf).toBe(rows.length - known.length);
      }),
      { numRuns: 15 },
    );
  });

  test('the same for a table, again, and through JSON; each row in one stream at most', () => {
    const report = findRecurring(rows);
    expect(findRecurring(tableFromRows(rows))).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const used = report.streams.flatMap((stream) => stream.rows);
    expect(new Set(used).size).toBe(used.length);
  });

  test('the order of the rows does not matter', () => {
    const shuffled = createRandom(1).shuffle(rows.map((_, index) => index));
    const described = (report: RecurringReport, rowOf: (row: number) => number) =>
      report.streams
        .map(({ alerts: _, ...stream }) => JSON.stringify({ ...stream, rows: stream.rows.map(rowOf) }))
        .sort();
    const again = findRecurring(shuffled.map((index) => rows[index] as Transaction));
    expect(described(again, (row) => shuffled[row] as number)).toEqual(
      described(findRecurring(rows), (row) => row),
    );
  });

  test('weekly payments from any day on go on a week after the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 30 }), fc.integer({ min: -2000, max: 2000 }), (count, weeks) => {
        const dates = every(7, count).map((date) => addDays(parsePlainDate(date), 7 * weeks));
        const stream = only(paid(dates, -12));
        expect(stream.next?.date).toBe(addDays(parsePlainDate(dates.at(-1) as string), 7));
      }),
      { numRuns: 50 },
    );
  });
});
