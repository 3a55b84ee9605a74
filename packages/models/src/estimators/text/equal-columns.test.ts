import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeEqualColumns } from './equal-columns.js';
import { sparseRows } from './testing/sparse-rows.js';

test('columns that are equal in every row become one of √size times the value', () => {
  const { rows, groupOf, size } = mergeEqualColumns(
    sparseRows([
      [1, 2, 1, 0, 1],
      [0, 3, 0, 4, 0],
      [5, 0, 5, 0, 6],
    ]),
  );
  expect([...groupOf]).toEqual([0, 1, 0, 2, 3]);
  expect([...size]).toEqual([2, 1, 1, 1]);
  expect(rows.width).toBe(4);
  expect([...rows.start]).toEqual([0, 3, 5, 7]);
  expect([...rows.column]).toEqual([0, 1, 3, 1, 2, 0, 3]);
  expect([...rows.value]).toEqual([Math.SQRT2, 2, 1, 3, 4, 5 * Math.SQRT2, 6]);
});

test('groups are those of comparing all columns, and products between rows stay', () => {
  const matrix = fc
    .record({ rows: fc.integer({ min: 1, max: 12 }), width: fc.integer({ min: 1, max: 12 }) })
    .chain(({ rows, width }) =>
      fc.array(fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: width, maxLength: width }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  fc.assert(
    fc.property(matrix, (dense) => {
      const width = (dense[0] as number[]).length;
      const { rows, groupOf } = mergeEqualColumns(sparseRows(dense));
      const columns = Array.from({ length: width }, (_, at) => dense.map((row) => row[at]).join());
      for (let a = 0; a < width; a++) {
        for (let b = 0; b < a; b++) expect(groupOf[a] === groupOf[b]).toBe(columns[a] === columns[b]);
      }
      const full = dense.map((_, row) => {
        const values = new Float64Array(rows.width);
        for (let at = rows.start[row] as number; at < (rows.start[row + 1] as number); at++) {
          values[rows.column[at] as number] = rows.value[at] as number;
        }
        return values;
      });
      const product = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
        Array.from(a).reduce((sum, value, at) => sum + value * (b[at] as number), 0);
      for (const [a, first] of dense.entries()) {
        for (const [b, second] of dense.entries()) {
          const merged = product(full[a] ?? [], full[b] ?? []);
          expect(merged).toBeCloseTo(product(first, second), 10);
        }
      }
    }),
  );
});
