import {
  createTransaction,
  fromEpochDay,
  memoryKeyValueStore,
  type PlainDate,
  type TransactionTable,
  tableFromRows,
  toEpochDay,
} from '@titans/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryRegistry } from '../registry/stores.js';
import { retrainingSettings } from './retraining-settings.js';
import { divide, dividedRows, duplicateShare, labelledShare, readRows, sameRows } from './rows.js';

const noon = Date.UTC(2030, 0, 1, 12);

function table(days: readonly number[], category: string | null = 'food'): TransactionTable {
  return tableFromRows(
    days.map((day, at) =>
      createTransaction({
        date: fromEpochDay(day),
        id: `row-${at}`,
        description: 'Shop',
        amount: -1 - at,
        category,
      }),
    ),
  );
}

function settings(data: Parameters<typeof retrainingSettings>[0]['data']) {
  return retrainingSettings({
    ...{ registry: memoryRegistry(), model: 'transactions', store: memoryKeyValueStore() },
    transactions: () => Promise.resolve(table([1])),
    ...(data && { data }),
  }).data;
}

describe('rows are divided so', () => {
  test('that what is held out is later than all that either has learned from, and whole days stay together', async () => {
    const days = fc.array(fc.integer({ min: 15_000, max: 15_200 }), { minLength: 1, maxLength: 120 });
    const through = fc.option(fc.integer({ min: 14_990, max: 15_210 }));
    const asked = fc.record({
      leastRows: fc.integer({ min: 1, max: 30 }),
      leastHoldoutRows: fc.integer({ min: 1, max: 30 }),
      holdoutShare: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(days, through, asked, async (given, champion, data) => {
        const read = await readRows(() => Promise.resolve(table(given)), noon, undefined);
        const championThrough = champion === null ? null : fromEpochDay(champion);
        const division = divide(read.table, championThrough, settings(data));
        const unseen = given.filter((day) => champion === null || day > champion).length;
        const wanted = Math.max(data.leastHoldoutRows, Math.round(unseen * data.holdoutShare));
        if (typeof division === 'string') {
          const sorted = [...given].sort((a, b) => a - b);
          const before = sorted.filter((day) => day < (sorted[given.length - wanted] ?? 0)).length;
          expect(unseen < wanted || before < data.leastRows).toBe(true);
          return;
        }
        const { training, holdout, report } = dividedRows(read, division, championThrough);
        expect(training.length + holdout.length).toBe(given.length);
        expect(training.length).toBeGreaterThanOrEqual(data.leastRows);
        expect(holdout.length).toBeGreaterThanOrEqual(wanted);
        const first = Math.min(...holdout.columns.date);
        expect(Math.max(...training.columns.date)).toBe(toEpochDay(report.trainedThrough as PlainDate));
        expect(first).toBeGreaterThan(Math.max(...training.columns.date));
        if (champion !== null) expect(first).toBeGreaterThan(champion);
        // Read again, with rows that came since, they are the same; with one among those learned from they are not.
        const later = table([...given, 15_300, 15_301]);
        const again = sameRows(await readRows(() => Promise.resolve(later), noon, undefined), report);
        expect(again?.report).toEqual(report);
        const changed = table([...given, Math.min(...given)]);
        expect(sameRows(await readRows(() => Promise.resolve(changed), noon, undefined), report)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});

test('rows of days to come are left out, and the others are put in order', async () => {
  const today = Math.floor(noon / 86_400_000);
  const days = [today + 2, today + 1, today, 10, 3];
  const { table: read, futureRows } = await readRows(() => Promise.resolve(table(days)), noon, undefined);
  expect([...read.columns.date]).toEqual([3, 10, today, today + 1]);
  expect(futureRows).toBe(1);
});

test('what is no table is refused', async () => {
  // @ts-expect-error: an array, as a program without types may give it.
  await expect(readRows(() => Promise.resolve([]), noon, undefined)).rejects.toThrow('table');
});

test('shares of labels and of ids that come again', () => {
  expect(labelledShare(table([1, 2, 3], null))).toBe(0);
  expect(labelledShare(table([1, 2, 3]))).toBe(1);
  const [row] = [...table([1]).rows()];
  if (row === undefined) throw new Error('There is a row.');
  expect(duplicateShare(tableFromRows([row, row, { ...row, id: 'other' }, { ...row, id: null }]))).toBe(0.25);
});
