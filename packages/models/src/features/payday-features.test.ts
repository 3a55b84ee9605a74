import {
  businessCalendar,
  createTransaction,
  fromEpochDay,
  type PlainDate,
  tableFromRows,
  toEpochDay,
} from '@titans/core';
import { describe, expect, test } from 'vitest';
import { featureRowAt } from './feature-row.js';
import { featureSet } from './feature-set.js';
import { paydayFeatures } from './payday-features.js';
import { paydayRule } from './payday-rule.js';

describe('the rule behind paydays', () => {
  // The next dates are those of the calendar: pandas' BME for the last working day, its W-FRI and 2W-FRI for weeks.
  test.each<[string, PlainDate[], PlainDate, PlainDate]>([
    ['every Friday', ['2024-03-01', '2024-03-08', '2024-03-15'], '2024-03-16', '2024-03-22'],
    [
      'every other Friday, once on Thursday',
      ['2024-02-16', '2024-03-01', '2024-03-15', '2024-03-28', '2024-04-12'],
      '2024-04-13',
      '2024-04-26',
    ],
    [
      'every four weeks',
      ['2024-01-05', '2024-02-02', '2024-03-01', '2024-03-29'],
      '2024-03-30',
      '2024-04-26',
    ],
    ['the 1st, weekends too', ['2024-05-01', '2024-06-01', '2024-07-01'], '2024-08-02', '2024-09-01'],
    [
      'the 25th, or the working day before',
      ['2024-04-25', '2024-05-24', '2024-06-25', '2024-07-25'],
      '2024-07-26',
      '2024-08-23',
    ],
    [
      'the 1st, or the working day after',
      ['2024-05-01', '2024-06-03', '2024-07-01', '2024-08-01'],
      '2024-08-02',
      '2024-09-02',
    ],
    [
      'the last working day',
      ['2024-03-29', '2024-04-30', '2024-05-31', '2024-06-28'],
      '2024-06-29',
      '2024-07-31',
    ],
    [
      'the last Thursday',
      ['2024-02-29', '2024-03-28', '2024-04-25', '2024-05-30'],
      '2024-05-31',
      '2024-06-27',
    ],
    [
      'the second Wednesday',
      ['2024-04-10', '2024-05-08', '2024-06-12', '2024-07-10'],
      '2024-07-11',
      '2024-08-14',
    ],
    [
      'the 15th and the last, or the working day before',
      ['2024-01-15', '2024-01-31', '2024-02-15', '2024-02-29', '2024-03-15', '2024-03-29'],
      '2024-03-30',
      '2024-04-15',
    ],
  ])('%s', (_, days, after, next) => {
    const rule = paydayRule(days.map(toEpochDay), businessCalendar());
    if (rule === null) expect.fail('no rule');
    expect(fromEpochDay(rule.nextFrom(toEpochDay(after)))).toBe(next);
  });

  test('a holiday moves the payday of a country that has it', () => {
    // The last working days of England before Easter 2024: Good Friday was 29 March.
    const days = (['2023-12-29', '2024-01-31', '2024-02-29'] as const).map(toEpochDay);
    const next = (country?: 'GB') =>
      paydayRule(days, businessCalendar(country === undefined ? {} : { country }))?.nextFrom(
        toEpochDay('2024-03-01'),
      );
    expect(next('GB')).toBe(toEpochDay('2024-03-28'));
    expect(next()).toBe(toEpochDay('2024-03-29'));
  });

  test.each<[string, PlainDate[]]>([
    ['two payments', ['2024-01-25', '2024-02-25']],
    ['every day', ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04']],
    ['quarterly', ['2024-01-15', '2024-04-15', '2024-07-15']],
    ['no order', ['2024-01-03', '2024-02-11', '2024-03-07', '2024-04-19', '2024-05-14']],
  ])('%s make no rule', (_, days) => {
    expect(paydayRule(days.map(toEpochDay), businessCalendar())).toBeNull();
  });
});

describe('days to and since payday', () => {
  const salary = (date: PlainDate, amount = 2500) =>
    createTransaction({ date, amount, description: `ACME PAYROLL ${date}` });
  const history = [
    salary('2024-04-25'),
    salary('2024-05-24'),
    salary('2024-06-25'),
    ...(['2024-04-01', '2024-05-01', '2024-06-03', '2024-07-01'] as const).map((date) =>
      createTransaction({ date, amount: 30, description: 'Child benefit' }),
    ),
    createTransaction({ date: '2024-06-26', amount: 9000, description: 'Sale of a car' }),
  ];
  const set = featureSet([paydayFeatures()]);
  const at = (date: PlainDate, rows = history) => {
    const row = featureRowAt(
      tableFromRows([createTransaction({ date, amount: -1, description: 'Shop' })]),
      0,
    );
    return set.read([row], tableFromRows(rows)).columns.map((column) => column[0]);
  };

  test('count from the largest regular income, not from a single larger one', () => {
    expect(at('2024-07-10')).toEqual([15, 15]);
    expect(at('2024-07-25')).toEqual([0, 30]);
    // 25 August is a Sunday.
    expect(at('2024-08-01')).toEqual([22, 37]);
  });

  test('the month in the description does not make another payer', () => {
    const wages = (['2024-04-25', '2024-05-24', '2024-06-25'] as const).map((date, index) =>
      createTransaction({ date, amount: 2000, description: `WAGES ${['APRIL', 'MAY', 'JUNE'][index]} 2024` }),
    );
    expect(at('2024-07-10', wages)).toEqual([15, 15]);
  });

  test('small payments of the same payer between do not hide its rule', () => {
    const expenses = (['2024-05-10', '2024-06-12', '2024-07-05'] as const).map((date) => salary(date, 85));
    expect(at('2024-07-10', [...history, ...expenses])).toEqual([15, 15]);
  });

  test('what has come early is not due again', () => {
    expect(at('2024-07-23', [...history, salary('2024-07-22')])).toEqual([31, 1]);
  });

  test('are missing before three payments, and when the payments have stopped', () => {
    expect(at('2024-06-20')).toEqual([11, 17]);
    expect(at('2024-05-30', [salary('2024-04-25'), salary('2024-05-24')])).toEqual([Number.NaN, Number.NaN]);
    expect(at('2024-12-01')).toEqual([Number.NaN, Number.NaN]);
  });
});
