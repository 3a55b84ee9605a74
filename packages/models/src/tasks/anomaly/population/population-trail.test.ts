import { tableFromRows, timeOrder } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FeatureRow, featureRowAt, featureRowOf } from '../../../features/feature-row.js';
import { transactionRows } from '../../../features/testing/transaction-rows.js';
import {
  keepTrail,
  newPopulation,
  observePopulation,
  type PopulationState,
  populationNames,
  readPopulation,
} from './population-fold.js';

function read(state: PopulationState, row: FeatureRow): readonly number[] | null {
  const values = new Float64Array(populationNames.length);
  return readPopulation(state, row, values) ? [...values] : null;
}

describe('rows that come late', () => {
  test('see to the last bit what they would have seen in time, from where the trail begins', () => {
    fc.assert(
      fc.property(transactionRows({ minLength: 1, maxLength: 40 }), fc.nat(), (transactions, cut) => {
        const table = tableFromRows(transactions);
        const rows = Array.from(timeOrder(table), (row) => featureRowAt(table, row));
        const begun = cut % rows.length;
        const state = newPopulation();
        const inTime: (readonly number[] | null)[] = [];
        rows.forEach((row, index) => {
          if (index === begun) keepTrail(state);
          inTime.push(read(state, row));
          observePopulation(state, row);
          expect(read(state, row)).toEqual(inTime[index]);
        });
        rows.forEach((row, index) => {
          if (index >= begun) expect(read(state, row)).toEqual(inTime[index]);
        });
        const longAgo = { ...(rows[0] as FeatureRow), date: (rows[0] as FeatureRow).date - 1 };
        if (begun > 0) expect(read(state, longAgo)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  test('of many changes the last 65,536 are known, and reading is right on both sides of where room was made', () => {
    const blank = featureRowOf({}, 'EUR');
    const rowAt = (at: number): FeatureRow => ({
      ...blank,
      date: 100 + Math.floor(at / 40_000),
      time: at % 40_000,
      category: `c${at % 3}`,
    });
    const state = newPopulation();
    keepTrail(state);
    const inTime: (readonly number[] | null)[] = [];
    const rows = 200_000;
    for (let at = 0; at < rows; at++) {
      inTime.push(read(state, rowAt(at)));
      observePopulation(state, rowAt(at));
    }
    const known = Array.from({ length: rows }, (_, at) => at).filter((at) => read(state, rowAt(at)) !== null);
    expect(known.length).toBeGreaterThanOrEqual(65_536);
    expect(known.length).toBeLessThanOrEqual(2 * 65_536 + 1);
    expect(known.at(-1)).toBe(rows - 1);
    expect(known[0]).toBe(rows - known.length);
    for (const at of known) expect(read(state, rowAt(at))).toEqual(inTime[at]);
  });

  test('see what was forgotten by then, and what was forgotten since', () => {
    const blank = featureRowOf({}, 'EUR');
    // Of 2,000 categories activity is kept, and the half goes that was not met for longest.
    const rowAt = (at: number): FeatureRow => ({
      ...blank,
      date: 100 + Math.floor(at / 5_000),
      time: Math.floor((at % 5_000) / 2),
      category: `c${(at * 7_919) % (at % 3 === 0 ? 50 : 3_100)}`,
    });
    const state = newPopulation();
    keepTrail(state);
    const inTime: (readonly number[] | null)[] = [];
    const rows = 30_000;
    for (let at = 0; at < rows; at++) {
      inTime.push(read(state, rowAt(at)));
      observePopulation(state, rowAt(at));
      expect(read(state, rowAt(at))).toEqual(inTime[at]);
    }
    const again = inTime.filter((values, at) => values?.[1] === 0 && at > 3_100 * 3);
    expect(again.length).toBeGreaterThan(1_000);
    for (let at = 0; at < rows; at++) expect(read(state, rowAt(at))).toEqual(inTime[at]);
  });
});
