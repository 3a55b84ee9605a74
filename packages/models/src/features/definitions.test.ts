import { createTransaction, type TransactionTable, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { hasSharedData, readSharedCsv } from '../estimators/testing/shared-data.js';
import { originalFile } from '../tasks/testing/original-file.js';
import type { FeatureMatrix } from './feature-matrix.js';
import { features } from './features.js';
import { type FeatureSummary, referenceSummaries } from './testing/reference-summaries.js';

function columnOf(matrix: FeatureMatrix, name: string): Float64Array {
  const index = matrix.features.findIndex((feature) => feature.name === name);
  if (index < 0) expect.fail(`there is no feature ${name}`);
  return matrix.columns[index] as Float64Array;
}

function summaryOf(column: Float64Array): FeatureSummary {
  let [count, sum, weighted] = [0, 0, 0];
  column.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    count++;
    sum += value;
    weighted += value * (1 + (row % 97));
  });
  return [count, sum, weighted];
}

function expectSummaries(table: TransactionTable, expected: Readonly<Record<string, FeatureSummary>>): void {
  const matrix = features.matrix(table);
  for (const [name, [count, sum, weighted]] of Object.entries(expected)) {
    const found = summaryOf(columnOf(matrix, name));
    expect(found[0], name).toBe(count);
    const tolerance = 1e-9 * Math.max(1, Math.abs(weighted));
    expect(Math.abs(found[1] - sum), `${name}: ${found[1]}, not ${sum}`).toBeLessThan(tolerance);
    expect(Math.abs(found[2] - weighted), `${name}: ${found[2]}, not ${weighted}`).toBeLessThan(tolerance);
  }
}

describe('a second implementation finds the same', () => {
  test('of the original file', () => {
    expectSummaries(originalFile(), referenceSummaries.original);
  });

  const cards = 'sparkov-sim/transactions.csv.gz';
  test.skipIf(!hasSharedData(cards))('of card transactions with times', () => {
    const [, ...lines] = readSharedCsv(cards);
    const first = [...new Set(lines.map(([, card]) => card))].sort().slice(0, 4);
    const rows = lines.filter(([, card]) => first.includes(card)).slice(0, 1500);
    const table = tableFromRows(
      rows.map(([moment = '', accountId = '', merchant = '', category = '', amount]) =>
        createTransaction({
          date: moment.slice(0, 10),
          time: moment.slice(11),
          accountId,
          description: merchant,
          category,
          amount: -Number(amount),
        }),
      ),
    );
    expectSummaries(table, referenceSummaries.cards);
  });
});

const engineered = 'titans-finance/features_engineered.csv';

describe.skipIf(!hasSharedData(engineered))('what the original project computed', () => {
  const [header = [], ...lines] = hasSharedData(engineered) ? readSharedCsv(engineered) : [];
  const at = (line: readonly string[], name: string) => line[header.indexOf(name)] ?? '';
  const table = tableFromRows(
    lines.map((line) =>
      createTransaction({
        date: at(line, 'Date'),
        type: at(line, 'Type') === 'Income' ? 'Income' : 'Expense',
        description: at(line, 'Description'),
        amount: at(line, 'Amount'),
      }),
    ),
  );

  // Their name, and ours.
  test.each([
    ['year', 'year'],
    ['month', 'month'],
    ['quarter', 'quarter'],
    ['day_of_week', 'day_of_week'],
    ['day_of_month', 'day_of_month'],
    ['is_weekend', 'is_weekend'],
    ['is_month_start', 'is_month_start'],
    ['is_month_end', 'is_month_end'],
    ['month_sin', 'month_sin'],
    ['month_cos', 'month_cos'],
    ['day_of_week_sin', 'day_sin'],
    ['day_of_week_cos', 'day_cos'],
    ['is_business_day', 'is_business_day'],
    ['business_day_of_month', 'business_day_of_month'],
    ['amount_abs', 'amount_abs'],
    ['amount_log', 'amount_log'],
    ['is_income', 'is_income'],
    ['is_expense', 'is_expense'],
  ])('%s of all 127 rows', (theirs, ours) => {
    const found = columnOf(features.matrix(table), ours);
    expect(lines).toHaveLength(127);
    lines.forEach((line, row) => {
      expect(found[row], `row ${row}`).toBeCloseTo(Number(at(line, theirs)), 12);
    });
  });
});
