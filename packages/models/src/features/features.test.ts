import { createTransaction, isTitansError, paymentMethods, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeatureMatrix, type TransactionField, transactionFields } from './feature-matrix.js';
import { type FeatureRow, featureRowAt, fieldHider } from './feature-row.js';
import { namedFeatures } from './feature-set.js';
import { features } from './features.js';
import { lookBackDaysOf } from './look-back.js';
import { transactionRows } from './testing/transaction-rows.js';

function column(matrix: FeatureMatrix, name: string): number[] {
  const index = matrix.features.findIndex((feature) => feature.name === name);
  return [...(matrix.columns[index] as Float64Array)];
}

const spending = (date: string, amount: number, rest = {}) =>
  createTransaction({ date, amount: -amount, description: 'Shop', ...rest });

describe('time features', () => {
  // pandas 2.x: dt.year, .month, .quarter, .dayofweek, is_month_start, is_month_end; numpy sin and cos.
  const names = ['year', 'month', 'quarter', 'day_of_week', 'is_weekend', 'is_month_start', 'is_month_end'];
  const circle = ['month_sin', 'month_cos', 'day_sin', 'day_cos'];
  test.each([
    [
      '2024-02-29',
      [2024, 2, 1, 3, 0, 0, 1],
      [0.8660254037844386, 0.5, 0.43388373911755823, -0.9009688679024191],
    ],
    ['2023-12-31', [2023, 12, 4, 6, 1, 0, 1], [0, 1, -0.7818314824680299, 0.6234898018587334]],
    ['2024-07-01', [2024, 7, 3, 0, 0, 1, 0], [-0.5, -0.8660254037844386, 0, 1]],
  ])('%s', (date, parts, angles) => {
    const matrix = features.matrix(tableFromRows([spending(date, 1)]));
    expect(names.map((name) => column(matrix, name)[0])).toEqual(parts);
    circle.forEach((name, index) => {
      expect(column(matrix, name)[0]).toBeCloseTo(angles[index] as number, 12);
    });
  });

  test('without a date they are missing, and the hour comes from the time', () => {
    const matrix = features.read([
      { ...featureRowAt(tableFromRows([spending('2024-01-01', 1)]), 0), date: Number.NaN },
    ]);
    expect(column(matrix, 'month')).toEqual([Number.NaN]);
    const timed = features.matrix(tableFromRows([spending('2024-01-01', 1, { time: '18:30' })]));
    expect(column(timed, 'hour')).toEqual([18.5]);
  });
});

describe('amount features', () => {
  test('absolute amount, its logarithm, and bins closed on the right', () => {
    const amounts = [0, 50, 50.01, 200, 500, 1000, 1000.01];
    const matrix = features.matrix(tableFromRows(amounts.map((amount) => spending('2024-01-01', amount))));
    expect(column(matrix, 'amount_abs')).toEqual(amounts);
    expect(column(matrix, 'amount_log')[1]).toBeCloseTo(3.9318256327243257, 12); // numpy.log1p(50)
    expect(column(matrix, 'amount_bin')).toEqual([Number.NaN, 0, 1, 1, 2, 3, 4]);
  });
});

describe('rolling features', () => {
  const days: [string, number][] = [
    ['2024-01-01', 10],
    ['2024-01-03', 20],
    ['2024-01-08', 40],
    ['2024-01-10', 80],
    ['2024-01-25', 5],
    ['2024-02-05', 7],
  ];

  test("equal pandas' rolling('7D', closed='left') and its longer windows", () => {
    const matrix = features.matrix(tableFromRows(days.map(([date, amount]) => spending(date, amount))));
    const none = Number.NaN;
    const expected: Record<string, number[]> = {
      rolling_mean_7d: [none, 10, 15, 30, none, none],
      rolling_std_7d: [none, none, 7.0710678118654755, 14.142135623730951, none, none],
      rolling_min_7d: [none, 10, 10, 20, none, none],
      rolling_max_7d: [none, 10, 20, 40, none, none],
      rolling_mean_14d: [none, 10, 15, 23.333333333333332, none, 5],
      rolling_mean_30d: [none, 10, 15, 23.333333333333332, 37.5, 41.666666666666664],
      rolling_std_30d: [
        none,
        none,
        7.0710678118654755,
        15.275252316519467,
        30.956959368344517,
        37.52776749732568,
      ],
      rolling_min_30d: [none, 10, 10, 10, 10, 5],
      rolling_max_30d: [none, 10, 20, 40, 80, 80],
    };
    for (const [name, values] of Object.entries(expected)) {
      column(matrix, name).forEach((value, row) => {
        if (Number.isNaN(values[row] as number)) expect(value, `${name} ${row}`).toBeNaN();
        else expect(value, `${name} ${row}`).toBeCloseTo(values[row] as number, 9);
      });
    }
  });

  test('keep accounts, currencies and the two types apart', () => {
    const table = tableFromRows([
      spending('2024-01-01', 10),
      spending('2024-01-01', 1000, { accountId: 'other' }),
      spending('2024-01-01', 2000, { currency: 'EUR' }),
      createTransaction({ date: '2024-01-01', amount: 3000, description: 'Salary' }),
      spending('2024-01-02', 1),
    ]);
    expect(column(features.matrix(table), 'rolling_mean_7d')[4]).toBe(10);
  });
});

describe('rows of one moment', () => {
  const at = (time: string | null, amount: number) => spending('2024-01-02', amount, { time });

  test('do not see each other; an earlier time of the day is seen, an unknown one is not', () => {
    const table = tableFromRows([
      at('09:00', 1),
      at('09:00', 2),
      at('12:00', 4),
      at(null, 8),
      spending('2024-01-03', 1),
    ]);
    expect(column(features.matrix(table), 'count_1d')).toEqual([0, 0, 2, 0, 4]);
    expect(column(features.matrix(table), 'rolling_max_7d')).toEqual([
      Number.NaN,
      Number.NaN,
      2,
      Number.NaN,
      8,
    ]);
  });
});

describe('frequency, payee and deviation features', () => {
  test('hand calculation', () => {
    const table = tableFromRows([
      spending('2024-01-01', 10, { category: 'food', paymentMethod: 'cash' }),
      spending('2024-01-02', 30, { category: 'fuel', paymentMethod: 'debit_card', description: 'SHELL 123' }),
      spending('2024-01-05', 50, { category: 'fuel', paymentMethod: 'cash', description: 'Shell 456' }),
    ]);
    const matrix = features.matrix(table);
    expect(column(matrix, 'category_frequency')).toEqual([Number.NaN, 0, 0.5]);
    expect(column(matrix, 'payment_frequency')).toEqual([Number.NaN, 0, 0.5]);
    expect(column(matrix, 'category_avg_amount')[2]).toBe((30 + 3 * 20) / 4);
    expect(column(matrix, 'payee_count')).toEqual([0, 0, 1]);
    expect(column(matrix, 'days_since_payee')).toEqual([Number.NaN, Number.NaN, 3]);
    expect(column(matrix, 'is_new_payee')).toEqual([1, 1, 0]);
    expect(column(matrix, 'payee_last_amount')).toEqual([Number.NaN, Number.NaN, 30]);
    expect(column(matrix, 'days_since_previous')).toEqual([Number.NaN, 1, 3]);
    expect(column(matrix, 'description_digits')[1]).toBe(3 / 9);
  });

  test('the same amount to the same payee within a day is a repeat', () => {
    const table = tableFromRows([
      spending('2024-01-01', 10, { time: '08:00' }),
      spending('2024-01-01', 10, { time: '09:00' }),
      spending('2024-01-02', 10),
      spending('2024-01-02', 11),
      spending('2024-01-04', 10),
    ]);
    expect(column(features.matrix(table), 'repeat_count_1d')).toEqual([0, 1, 2, 0, 0]);
  });

  test('the deviation is counted in robust standard deviations of the logarithm', () => {
    const before = [10, 12, 14, 16, 18].map((amount, index) => spending(`2024-01-0${index + 1}`, amount));
    const matrix = features.matrix(tableFromRows([...before, spending('2024-01-09', 100)]));
    const logs = [10, 12, 14, 16, 18].map(Math.log1p);
    const median = logs[2] as number;
    const deviations = logs.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
    const spread = (5 * 1.4826 * (deviations[2] as number) + 5 * 0.5) / 10;
    const expected = (Math.log1p(100) - median) / spread;
    expect(column(matrix, 'amount_vs_payee')[5]).toBeCloseTo(expected, 12);
    expect(column(matrix, 'amount_vs_payee')[2]).toBeNaN();
  });
});

describe('one definition', () => {
  test('batch equals serving for every row, account and order of the input', () => {
    fc.assert(
      fc.property(transactionRows({ maxLength: 25 }), fc.infiniteStream(fc.nat()), (rows, random) => {
        const keys = new Map(rows.map((row) => [row, random.next().value]));
        const shuffled = [...rows].sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
        const batchTable = tableFromRows(rows);
        const batch = features.matrix(batchTable);
        const history = tableFromRows(shuffled);
        const asked = shuffled.map((row) => rows.indexOf(row));
        const together = features.read(
          asked.map((index) => featureRowAt(batchTable, index)),
          history,
        );
        rows.forEach((_, index) => {
          const online = features.read([featureRowAt(batchTable, index)], history);
          expectSameRow(online, 0, batch, index);
          expectSameRow(together, asked.indexOf(index), batch, index);
        });
      }),
      { numRuns: 50 },
    );
  });

  test('later rows change nothing', () => {
    fc.assert(
      fc.property(transactionRows({ minLength: 2, maxLength: 25 }), (unsorted) => {
        const rows = [...unsorted].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
        const last = rows.at(-1)?.date;
        const before = rows.filter((row) => row.date !== last);
        const whole = features.matrix(tableFromRows(rows));
        const part = features.matrix(tableFromRows(before));
        part.columns.forEach((values, position) => {
          expect([...values]).toEqual([
            ...(whole.columns[position] as Float64Array).subarray(0, before.length),
          ]);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('a feature depends on nothing that it does not declare', () => {
    fc.assert(
      fc.property(transactionRows({ minLength: 3, maxLength: 15 }), (rows) => {
        const table = tableFromRows(rows);
        const row = featureRowAt(table, rows.length - 1);
        const whole = features.read([row], table);
        for (const field of transactionFields) {
          if (field === 'accountId' || field === 'currency') continue;
          const blinded = features.read([blind(row, field)], table);
          features.features.forEach((feature, position) => {
            if (feature.inputs.includes(field)) return;
            // Date and time of the row also say which rows were before it, for features that look back.
            if ((field === 'date' || field === 'time') && feature.history !== undefined) return;
            if (!Object.is(blinded.columns[position]?.[0], whole.columns[position]?.[0]))
              expect.fail(`${feature.name} without ${field}`);
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  test('without a history, what looks back is missing; with an empty one, it is known that nothing was', () => {
    const table = tableFromRows([spending('2024-01-02', 10, { paymentMethod: 'cash' })]);
    const row = featureRowAt(table, 0);
    const unknown = features.read([row]);
    for (const name of ['is_new_payee', 'payee_count', 'count_7d', 'repeat_count_1d', 'payment_frequency']) {
      expect(column(unknown, name), name).toEqual([Number.NaN]);
    }
    expect(column(unknown, 'payment_method')).toEqual([paymentMethods.indexOf('cash')]);
    expect(column(unknown, 'amount_abs')).toEqual([10]);
    const empty = features.read([row], tableFromRows([]));
    expect(column(empty, 'is_new_payee')).toEqual([1]);
    expect(column(empty, 'count_7d')).toEqual([0]);
  });

  test('rows without a date see the whole history, in whatever place they are asked about', () => {
    const history = tableFromRows([spending('2024-01-01', 10), spending('2024-01-05', 30)]);
    const dated = featureRowAt(tableFromRows([spending('2024-01-03', 5)]), 0);
    const undated = { ...dated, date: Number.NaN };
    expect(column(features.read([undated, dated, undated], history), 'payee_last_amount')).toEqual([
      30, 10, 30,
    ]);
  });

  test('how far features look back', () => {
    const daysOf = (...names: string[]) => lookBackDaysOf(namedFeatures(features, names).features);
    expect(daysOf('amount_log', 'type', 'payment_method', 'month')).toBe(0);
    expect(daysOf('type', 'rolling_mean_7d', 'count_30d')).toBe(30);
    expect(daysOf('rolling_mean_7d', 'is_new_payee')).toBe(Number.POSITIVE_INFINITY);
  });

  test('rows kept invisible are read but not looked back on', () => {
    const table = tableFromRows([
      spending('2024-01-01', 10),
      spending('2024-01-02', 20),
      spending('2024-01-03', 40),
    ]);
    const matrix = features.matrix(table, { visible: Uint8Array.of(1, 0, 1) });
    expect(column(matrix, 'rolling_mean_7d')).toEqual([Number.NaN, 10, 10]);
    try {
      features.matrix(table, { visible: Uint8Array.of(1) });
      expect.unreachable();
    } catch (error) {
      expect(isTitansError(error, 'SHAPE_MISMATCH')).toBe(true);
    }
  });
});

function expectSameRow(
  found: FeatureMatrix,
  row: number,
  expected: FeatureMatrix,
  rowOfExpected: number,
): void {
  expected.features.forEach(({ name }, position) => {
    const [value, wanted] = [found.columns[position]?.[row], expected.columns[position]?.[rowOfExpected]];
    if (!Object.is(value, wanted)) expect.fail(`${name} is ${value}, not ${wanted}`);
  });
}

function blind(row: FeatureRow, field: TransactionField): FeatureRow {
  return field === 'date' ? { ...row, date: Number.NaN } : fieldHider([field])(row);
}
