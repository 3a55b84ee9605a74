import { expect, test } from 'vitest';
import { type LabelledRows, leftOutChunks } from './chunk-spread.js';

/** Rows that are known by their first probability. */
function rowsOf(length: number): LabelledRows {
  return {
    probabilities: Float64Array.from({ length: 2 * length }, (_, place) => place >> 1),
    predicted: Array.from({ length }, (_, row) => row),
    actual: Array.from({ length }, (_, row) => row),
  };
}

/** First row that was left out, how many, and how many were known each time. */
function leftOut(length: number, chunkRows: number): readonly (readonly number[])[] {
  const told: (readonly number[])[] = [];
  leftOutChunks(rowsOf(length), 2, chunkRows, (known, asked) => {
    expect(asked.probabilities[0]).toBe(asked.actual[0]);
    told.push([asked.actual[0] as number, asked.actual.length, known.actual.length]);
    return { period: 'reference', rows: null, length: asked.actual.length, realise: null };
  });
  return told;
}

test('each chunk of the reference is left out once, the last may be shorter, and one alone never', () => {
  expect(leftOut(10, 4)).toEqual([
    [0, 4, 6],
    [4, 4, 6],
    [8, 2, 8],
  ]);
  expect(leftOut(10, 10)).toEqual([]);
});

test('of very many chunks fifty are left out, in equal distances: time must not grow with their square', () => {
  const told = leftOut(2_000, 2);
  // By hand: 1,000 chunks, every twentieth, of two rows.
  expect(told).toEqual(Array.from({ length: 50 }, (_, place) => [40 * place, 2, 1_998]));
  expect(leftOut(150, 2)).toHaveLength(50);
  expect(leftOut(98, 2)).toHaveLength(49);
});
