import { createTransaction, type ErrorCode, isTitansError, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { defineFeatures } from './feature-group.js';
import { featureRowAt } from './feature-row.js';
import { featureSet } from './feature-set.js';
import { features } from './features.js';
import { refuseLeakage, selectFeatures } from './leakage.js';

function codeOf(run: () => unknown): ErrorCode | 'no error' {
  try {
    run();
    return 'no error';
  } catch (error) {
    if (isTitansError(error)) return error.code;
    throw error;
  }
}

const doubledAmount = defineFeatures({
  features: [{ name: 'doubled_amount', kind: 'numeric' }],
  inputs: ['amount'],
  init: () => null,
  read: (_state, row, values) => {
    values[0] = 2 * row.amount;
  },
});

describe('leakage', () => {
  test('a feature of the row’s own amount is refused for the amount, not for the category', () => {
    const set = featureSet([...features.groups, doubledAmount]);
    expect(codeOf(() => selectFeatures(set, 'amount', ['month', 'doubled_amount']))).toBe('FEATURE_LEAKAGE');
    expect(codeOf(() => refuseLeakage(set.features, 'amount'))).toBe('FEATURE_LEAKAGE');
    expect(selectFeatures(set, 'category', ['doubled_amount']).features).toHaveLength(1);
  });

  test('earlier amounts are permitted for the amount, its own is not', () => {
    const names = selectFeatures(features, 'amount').features.map((feature) => feature.name);
    expect(names).toContain('rolling_mean_7d');
    expect(names).toContain('payee_avg_amount');
    expect(names).toContain('category_avg_amount');
    for (const own of ['amount_abs', 'amount_log', 'amount_bin', 'amount_vs_payee'])
      expect(names).not.toContain(own);
  });

  test('encodings of the category are refused for the category', () => {
    expect(codeOf(() => selectFeatures(features, 'category', ['category_frequency']))).toBe(
      'FEATURE_LEAKAGE',
    );
    const names = selectFeatures(features, 'category').features.map((feature) => feature.name);
    expect(names).not.toContain('category_avg_amount');
    expect(names).toContain('amount_log');
  });

  test('the balance reveals the amount', () => {
    const balance = defineFeatures({
      features: [{ name: 'balance', kind: 'numeric' }],
      inputs: ['balance'],
      init: () => null,
      read: (_state, row, values) => {
        values[0] = row.balance;
      },
    });
    expect(codeOf(() => selectFeatures(featureSet([balance]), 'amount', ['balance']))).toBe(
      'FEATURE_LEAKAGE',
    );
  });

  test('what is written on a row after it was judged reveals the judgement', () => {
    const disputed = defineFeatures({
      features: [{ name: 'is_disputed', kind: 'numeric' }],
      inputs: ['status'],
      init: () => null,
      read: (_state, row, values) => {
        values[0] = Number(row.status === 'disputed');
      },
    });
    const set = featureSet([...features.groups, disputed]);
    expect(codeOf(() => selectFeatures(set, 'anomaly', ['is_disputed']))).toBe('FEATURE_LEAKAGE');
    expect(selectFeatures(set, 'anomaly').features.map(({ name }) => name)).toEqual(
      features.features.map(({ name }) => name),
    );
  });

  test.each(['amount', 'category', 'type'] as const)(
    'the %s may be anything: nothing permitted changes',
    (target) => {
      const row = {
        date: '2024-03-08',
        description: 'Shell 12',
        paymentMethod: 'cash',
        location: 'Bonn',
      } as const;
      const history = tableFromRows(
        Array.from({ length: 9 }, (_, day) =>
          createTransaction({
            ...row,
            date: `2024-03-0${day + 1}`,
            amount: day - 4.5,
            balance: day,
            category: 'fuel',
          }),
        ),
      );
      const permitted = selectFeatures(features, target);
      const valuesOf = (amount: number, category: string) => {
        const table = tableFromRows([createTransaction({ ...row, amount, category, balance: 7 * amount })]);
        return permitted.read([featureRowAt(table, 0)], history).columns.map((column) => column[0]);
      };
      const whole = valuesOf(-10, 'fuel');
      expect(whole.filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(30);
      // The sign is the type, which is permitted for the amount.
      const other = {
        amount: () => valuesOf(-999, 'fuel'),
        category: () => valuesOf(-10, 'rent'),
        type: () => valuesOf(5, 'fuel'),
      };
      expect(other[target]()).toEqual(whole);
    },
  );

  test('a feature that reads more than it declares finds nothing there', () => {
    const liar = defineFeatures({
      features: [{ name: 'liar', kind: 'numeric' }],
      inputs: [],
      init: () => null,
      read: (_state, row, values) => {
        values[0] = Number(Object.entries(row).find(([name]) => name === 'amount')?.[1]);
      },
    });
    const table = tableFromRows([createTransaction({ date: '2024-01-01', description: 'Fuel', amount: -5 })]);
    expect(featureSet([liar]).matrix(table).columns[0]?.[0]).toBe(-5);
    expect(selectFeatures(featureSet([liar]), 'amount').matrix(table).columns[0]?.[0]).toBeNaN();
  });

  test('some features of a group alone have the values they have together', () => {
    const table = tableFromRows([
      createTransaction({ date: '2024-01-01', description: 'Fuel', amount: -5 }),
      createTransaction({ date: '2024-01-02', description: 'Fuel', amount: -7 }),
    ]);
    const some = selectFeatures(features, 'amount', ['rolling_max_7d', 'payee_last_amount']).matrix(table);
    expect(some.features.map((feature) => feature.name)).toEqual(['rolling_max_7d', 'payee_last_amount']);
    expect(some.columns.map((column) => column[1])).toEqual([5, 5]);
  });

  test('unknown features and two of one name', () => {
    expect(codeOf(() => selectFeatures(features, 'amount', ['nothing']))).toBe('FEATURE_UNKNOWN');
    expect(codeOf(() => featureSet([doubledAmount, doubledAmount]))).toBe('INVALID_ARGUMENT');
  });
});
