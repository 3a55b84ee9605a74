import { decodeArtifact, encodeArtifact, type Transaction, tableFromRows, timeOrder } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../../estimators/restoring.js';
import { type FeatureRow, featureRowAt, featureRowOf, featureRows } from '../../../features/feature-row.js';
import { payeeOf } from '../../../features/payee.js';
import { transactionRows } from '../../../features/testing/transaction-rows.js';
import { copyPopulation, populationArrays, populationIn } from './population-artifact.js';
import { populationColumns } from './population-columns.js';
import {
  newPopulation,
  observePopulation,
  type PopulationState,
  populationNames,
  readPopulation,
} from './population-fold.js';

const daySeconds = 86_400;

/** Rows of every account in the order of time. */
function inTime(rows: readonly Transaction[]): readonly FeatureRow[] {
  const table = tableFromRows(rows);
  return Array.from(timeOrder(table), (row) => featureRowAt(table, row));
}

function valuesOf(state: PopulationState, row: FeatureRow): readonly number[] {
  const values = new Float64Array(populationNames.length);
  readPopulation(state, row, values);
  return [...values];
}

/** By the definition: every earlier row of any account is looked at. */
function defined(rows: readonly FeatureRow[], row: FeatureRow): readonly number[] {
  const isBefore = (other: FeatureRow): boolean =>
    other.date < row.date || (other.date === row.date && other.time < row.time);
  const momentOf = ({ date, time }: FeatureRow): number =>
    date * daySeconds + (Number.isNaN(time) ? 0 : time);
  return [({ category }: FeatureRow) => category, payeeOf].flatMap((nameOf) => {
    const name = nameOf(row);
    if (name === null) return [Number.NaN, Number.NaN];
    const ages = rows
      .filter((other) => isBefore(other) && nameOf(other) === name)
      .map((other) => Math.max(0, momentOf(row) - momentOf(other)));
    const hours = ages.length === 0 ? Number.NaN : Math.min(...ages) / 3_600;
    return [hours, ages.reduce((sum, age) => sum + 2 ** (-age / daySeconds), 0)];
  });
}

function restored(state: PopulationState): PopulationState {
  const content = { kind: 'test/population', version: 1, data: {}, arrays: populationArrays(state) };
  return populationIn(readArtifact(content, content.kind, content.version));
}

test('is what the definition says, of the rows strictly before, over all accounts', () => {
  fc.assert(
    fc.property(transactionRows({ maxLength: 40 }), (transactions) => {
      const rows = inTime(transactions);
      const { columns, isKnown } = populationColumns(newPopulation(), rows, true);
      expect(isKnown.every((known) => known === 1)).toBe(true);
      rows.forEach((row, index) => {
        const wanted = defined(rows, row);
        populationNames.forEach((name, place) => {
          const found = columns[name][index] as number;
          if (Number.isNaN(wanted[place])) expect(found, name).toBeNaN();
          else expect(found, name).toBeCloseTo(wanted[place] as number, 9);
        });
      });
    }),
    { numRuns: 100 },
  );
});

test('goes on from an artifact, or a copy, as if it had never stopped, wherever that is', () => {
  fc.assert(
    fc.property(transactionRows({ minLength: 1, maxLength: 40 }), fc.nat(), (transactions, cut) => {
      const rows = inTime(transactions);
      const at = cut % rows.length;
      const whole = newPopulation();
      const first = newPopulation();
      for (const row of rows.slice(0, at)) for (const state of [whole, first]) observePopulation(state, row);
      const others = [restored(first), copyPopulation(first)];
      for (const row of rows.slice(at)) {
        const wanted = valuesOf(whole, row);
        observePopulation(whole, row);
        for (const state of others) {
          expect(valuesOf(state, row)).toEqual(wanted);
          observePopulation(state, row);
        }
      }
      for (const state of others) expect(populationArrays(state)).toEqual(populationArrays(whole));
    }),
    { numRuns: 100 },
  );
});

test('the order of rows in a table does not matter, to the last bit', () => {
  fc.assert(
    fc.property(transactionRows({ maxLength: 30 }), fc.infiniteStream(fc.nat()), (transactions, random) => {
      const keyed = transactions.map((row) => ({ row, key: random.next().value as number }));
      const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ row }) => row);
      const [one, other] = [transactions, shuffled].map((each) => {
        const state = newPopulation();
        for (const row of inTime(each)) observePopulation(state, row);
        return featureRows(tableFromRows(transactions)).map((row) =>
          valuesOf(state, { ...row, date: row.date + 1000 }),
        );
      });
      expect(other).toEqual(one);
    }),
    { numRuns: 60 },
  );
});

describe('by hand', () => {
  const blank = featureRowOf({}, 'EUR');
  const row = (date: number, time: number, category: string | null, payee: string | null): FeatureRow => ({
    ...blank,
    date,
    time,
    category,
    description: payee,
  });

  test('hours since any account had it, and counts that halve in a day', () => {
    const state = newPopulation();
    observePopulation(state, row(100, 0, 'food', 'Shop A'));
    observePopulation(state, row(100, 43_200, 'food', 'Shop B'));
    const [hours, count, payeeHours, payeeCount] = valuesOf(state, row(101, 43_200, 'food', 'Shop A'));
    expect([hours, payeeHours]).toEqual([24, 36]);
    expect(count).toBeCloseTo(0.5 + 2 ** -1.5, 12);
    expect(payeeCount).toBeCloseTo(2 ** -1.5, 12);
    expect(valuesOf(state, row(101, 0, 'never', null))).toEqual([Number.NaN, 0, Number.NaN, Number.NaN]);
  });

  test('a row that is older than the latest, or has no date, is neither answered nor taken in', () => {
    const state = newPopulation();
    observePopulation(state, row(100, 500, 'food', 'Shop A'));
    const before = populationArrays(state);
    for (const old of [
      row(99, 600, 'food', 'Shop A'),
      row(100, 499, 'food', 'x'),
      row(Number.NaN, 1, 'a', 'b'),
    ]) {
      expect(valuesOf(state, old).every(Number.isNaN)).toBe(true);
      expect(observePopulation(state, old)).toBe(false);
    }
    expect(populationArrays(state)).toEqual(before);
  });

  test('its memory is bounded whatever comes, and holds no name', async () => {
    const state = newPopulation();
    for (let at = 0; at < 60_000; at++) {
      // A new category and payee each time; every third row without a time, all of it within three days.
      const second = at % 20_000;
      observePopulation(
        state,
        row(
          100 + Math.floor(at / 20_000),
          at % 3 === 0 && second < 3 ? Number.NaN : second,
          `c${at}`,
          `Secret ${at.toString(26)}`,
        ),
      );
    }
    const arrays = populationArrays(state);
    const size = Object.values(arrays).reduce((sum, array) => sum + array.byteLength, 0);
    expect(size).toBeLessThan(600_000);
    expect(arrays.payeeKeys?.length).toBeLessThanOrEqual(10_000);
    expect(arrays.categoryKeys?.length).toBeLessThanOrEqual(2_000);
    const bytes = await encodeArtifact({ kind: 'test/population', version: 1, data: {}, arrays });
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('Secret');
    const content = await decodeArtifact(bytes, { kind: 'test/population', maxVersion: 1 });
    expect(populationArrays(populationIn(readArtifact(content, content.kind, 1)))).toEqual(arrays);
  });

  test('artifacts that contradict themselves are refused', () => {
    const state = newPopulation();
    observePopulation(state, row(100, 500, 'food', 'Shop A'));
    observePopulation(state, row(100, 600, 'food', 'Shop A'));
    const arrays = populationArrays(state);
    for (const broken of [
      { categoryKeys: new Uint32Array(3) },
      { payeeCounts: Float64Array.of(-1) },
      { payeeMoments: Float64Array.of(Number.NaN) },
      { categoryPending: Float64Array.of(1) },
      { populationMoment: Float64Array.of(Number.NaN, 1) },
      { populationMoment: Float64Array.of(1) },
    ]) {
      const content = { kind: 'a/b', version: 1, data: {}, arrays: { ...arrays, ...broken } };
      expect(() => populationIn(readArtifact(content, 'a/b', 1))).toThrow(
        expect.objectContaining({ code: 'ARTIFACT_CORRUPT' }),
      );
    }
  });
});
