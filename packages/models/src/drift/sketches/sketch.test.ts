import { createRandom, createTransaction, decodeArtifact, encodeArtifact, tableFromRows } from '@titans/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Columns } from './column-data.js';
import type { Sketch } from './frozen-sketch.js';
import { mergeSketches, sketch } from './sketch.js';
import { sketchFromArtifact } from './sketch-artifact.js';

const bounds = { mostCells: 64, mostCategories: 4 } as const;
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.constant(Number.NaN),
);
const row = fc.record({
  amount: number,
  category: fc.option(fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string(), fc.constant('__proto__'))),
  note: fc.option(fc.string({ unit: 'binary' })),
});
type Row = typeof row extends fc.Arbitrary<infer R> ? R : never;

function sketchRows(rows: readonly Row[]): Sketch {
  const columns: Columns = {
    amount: Float64Array.from(rows, ({ amount }) => amount),
    category: rows.map(({ category }) => category),
    note: rows.map(({ note }) => note),
  };
  return sketch(columns, { ...bounds, kinds: { note: 'text' } });
}

/** Everything that is kept, to be compared. */
function kept({ rows, columns }: Sketch): unknown {
  return { rows, columns };
}

describe('merging sketches', () => {
  test('gives the sketch of all rows, however they were divided, grouped and ordered', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 300 }),
        fc.array(row, { maxLength: 120 }),
        fc.array(row, { maxLength: 120 }),
        (a, b, c) => {
          const [first, second, third] = [a, b, c].map(sketchRows) as [Sketch, Sketch, Sketch];
          const whole = kept(sketchRows([...a, ...b, ...c]));
          expect(kept(mergeSketches(first, second, third))).toEqual(whole);
          expect(kept(mergeSketches(first, mergeSketches(second, third)))).toEqual(whole);
          expect(kept(mergeSketches(third, first, second))).toEqual(whole);
          expect(kept(sketchRows([...c, ...a, ...b].reverse()))).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('is refused for other columns, kinds and bounds', () => {
    const own = sketch({ amount: [1, 2] });
    const merge = (other: Sketch) => () => mergeSketches(own, other);
    expect(merge(sketch({ price: [1] }))).toThrow('no column amount');
    expect(merge(sketch({ amount: ['a'] }))).toThrow('numeric in one sketch and categorical');
    expect(merge(sketch({ amount: [1] }, { mostCells: 100 }))).toThrow('same columns and bounds');
  });
});

describe('numbers', () => {
  test('are counted exactly where there are few of them', () => {
    const { columns } = sketch({ amount: [19.5, -3, 0, -0, 19.5, Number.NaN, 65_537] });
    expect(columns[0]).toMatchObject({
      missing: 1,
      cells: { values: Float64Array.of(-3, 0, 19.5, 65_537), counts: Float64Array.of(1, 2, 2, 1) },
    });
  });

  test('stay within the bound of cells, each at the end of its cell that is nearest to zero', () => {
    const random = createRandom(1, 'cells');
    const amount = Float64Array.from({ length: 50_000 }, () => 1_000 * random.normal());
    const [column] = sketch({ amount }, { mostCells: 500 }).columns;
    if (column?.kind !== 'numeric') throw new Error('a numeric column is expected');
    const { values, counts, droppedBits } = column.cells;
    expect(values.length).toBeLessThanOrEqual(500);
    expect(values.length).toBeGreaterThan(250);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50_000);
    const width = 2 ** (droppedBits - 20);
    for (const value of amount.subarray(0, 1_000)) {
      const below = Math.abs(value) / (1 + width);
      expect(values.some((cell) => Math.abs(cell) <= Math.abs(value) && Math.abs(cell) >= below)).toBe(true);
    }
  });

  test('that are infinite are refused with their place', () => {
    expect(() => sketch({ amount: [1, Number.POSITIVE_INFINITY] })).toThrow(
      'Column amount has Infinity in row 2',
    );
  });

  test('of the whole range of doubles are counted within 64 cells', () => {
    const random = createRandom(3, 'range');
    const amount = Float64Array.from(
      { length: 20_000 },
      () => (random.float() - 0.5) * 10 ** (600 * random.float() - 300),
    );
    const [column] = sketch({ amount }, { mostCells: 64 }).columns;
    expect(column?.kind === 'numeric' && column.cells.values.length <= 64).toBe(true);
  });
});

describe('categories', () => {
  test('beyond the bound are counted by hash, none of them left out', () => {
    const payee = Array.from({ length: 5_000 }, (_, i) => `payee ${i % 1_700}`);
    const [column] = sketch({ payee }, { mostCategories: 100 }).columns;
    if (column?.kind !== 'categorical') throw new Error('a categorical column is expected');
    const { labels, counts, hashBits } = column.categories;
    expect(hashBits).toBe(6);
    expect(labels).toHaveLength(64);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000);
  });

  test('that are to be hashed, long or written like a hash are not kept as they are', () => {
    const long = 'a very long description '.repeat(10);
    const written = JSON.stringify(
      sketch({ payee: ['ANN SMITH', 'BOB'], note: [long, '#16/ff'] }, { hashed: ['payee'] }).toArtifact()
        .data,
    );
    for (const text of ['ANN', 'BOB', 'very long', '#16/ff"']) expect(written).not.toContain(text);
  });
});

test('what is stored holds no description, and reads back as it was', async () => {
  const descriptions = ['WHOLEFDS MKT 10234', 'IBAN DE89370400440532013000', 'jane.doe@example.com'];
  const table = tableFromRows(
    descriptions.map((description, i) =>
      createTransaction({
        date: `2024-12-0${i + 1}`,
        description,
        amount: -10.25 * (i + 1),
        merchantName: 'Jane Doe',
      }),
    ),
  );
  const made = sketch(table);
  const bytes = await encodeArtifact(made.toArtifact());
  const written = new TextDecoder('latin1').decode(bytes);
  for (const text of [...descriptions, 'Jane', 'WHOLEFDS']) expect(written).not.toContain(text);
  const read = sketchFromArtifact(await decodeArtifact(bytes, { kind: 'titans/drift-sketch' }));
  expect(kept(read)).toEqual(kept(made));
  expect(kept(mergeSketches(read, made))).toEqual(kept(mergeSketches(made, made)));
});

test.each<[string, (data: Record<string, unknown>) => unknown]>([
  ['rows that do not add up', (data) => ({ ...data, rows: 99 })],
  ['no columns', (data) => ({ ...data, columns: null })],
  [
    'a column of no kind',
    (data) => ({ ...data, columns: [{ name: 'amount', role: 'feature', kind: 'x', missing: 0 }] }),
  ],
  ['no object', () => null],
])('a stored sketch with %s is refused', (_, change) => {
  const content = sketch({ amount: [1, 2, 3] }).toArtifact();
  const data = change(JSON.parse(JSON.stringify(content.data)));
  expect(() => sketchFromArtifact({ ...content, data: JSON.parse(JSON.stringify(data)) })).toThrow('damaged');
});

test.each<[string, () => unknown, string]>([
  ['columns of two lengths', () => sketch({ a: [1], b: [1, 2] }), 'SHAPE_MISMATCH'],
  ['a column of numbers and texts', () => sketch({ a: JSON.parse('[1, "x"]') }), 'INVALID_ARGUMENT'],
  ['an option that there is not', () => sketch({ a: [1] }, JSON.parse('{"cells": 3}')), 'INVALID_ARGUMENT'],
  [
    'a kind of a column that there is not',
    () => sketch({ a: [1] }, { kinds: { b: 'text' } }),
    'INVALID_ARGUMENT',
  ],
  ['a text as numbers', () => sketch({ a: ['x'] }, { kinds: { a: 'numeric' } }), 'INVALID_ARGUMENT'],
  ['nothing', () => sketch(JSON.parse('null')), 'INVALID_ARGUMENT'],
])('%s is refused', (_, act, code) => {
  expect(act).toThrow(expect.objectContaining({ code }));
});
