import fc from 'fast-check';
import { expect, test } from 'vitest';
import { processorMs } from '../testing/processor-time.js';
import { createTransaction } from '../transaction/create-transaction.js';
import { tableBuilder } from './table-builder.js';
import { selectRows } from './table-operations.js';
import { tableFromRows } from './transaction-table.js';
import { valueIndex } from './value-index.js';

const word = fc.constantFrom('a', 'b', 'Café  Noir', 'Café Noir', 'c');
const transaction = fc
  .record({
    date: fc.constantFrom('2024-01-02', '2024-01-03'),
    amount: fc.integer({ min: -999, max: 999 }),
    description: word,
    id: fc.option(fc.string({ unit: fc.constantFrom('1', '2', '3'), minLength: 1, maxLength: 3 })),
    category: fc.option(word),
    recurring: fc.option(fc.boolean()),
    tags: fc.subarray(['x', 'y']),
  })
  .map(createTransaction);

test('tables put together are the rows put together, whatever dictionaries they share', () => {
  fc.assert(
    fc.property(fc.array(fc.array(transaction, { maxLength: 5 }), { maxLength: 5 }), (groups) => {
      const builder = tableBuilder();
      builder.expect(3);
      for (const group of groups) {
        const table = tableFromRows(group);
        // The same dictionaries twice, and a table of a part of the rows.
        builder.append(table);
        builder.append(selectRows(table, group.length === 0 ? [] : [group.length - 1]));
      }
      const built = builder.build();
      const expected = groups.flatMap((group) => [...group, ...group.slice(-1)]);
      expect([...built.rows()]).toEqual(expected);
      for (const column of [built.columns.description, built.columns.originalDescription, built.columns.id]) {
        expect(new Set(column.values).size).toBe(column.values.length);
      }
    }),
    { numRuns: 200 },
  );
});

test('one column for both descriptions stays one, until they differ', () => {
  const shared = (text: string) => {
    const table = tableFromRows([createTransaction({ date: '2024-01-02', description: text, amount: 1 })]);
    return { ...table, columns: { ...table.columns, originalDescription: table.columns.description } };
  };
  const same = tableBuilder();
  same.append(shared('a'));
  same.append(shared('b'));
  const { columns } = same.build();
  expect(columns.originalDescription).toBe(columns.description);

  const differ = tableBuilder();
  differ.append(shared('a'));
  differ.append(tableFromRows([createTransaction({ date: '2024-01-02', description: 'b  c', amount: 1 })]));
  const rows = [...differ.build().rows()].map((row) => [row.description, row.originalDescription]);
  expect(rows).toEqual([
    ['a', 'a'],
    ['b c', 'b  c'],
  ]);
});

test('nothing is appended to what has been built', () => {
  const builder = tableBuilder();
  builder.build();
  expect(() => builder.append(tableFromRows([]))).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
  );
});

test('values are numbered as a Map numbers them', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 2 }), fc.boolean(), fc.integer())), (values) => {
      const index = valueIndex<unknown>();
      const codes = values.map((value) => index.codeOf(value));
      const distinct = [...new Set(values)];
      expect(index.values).toEqual(distinct);
      expect(codes).toEqual(values.map((value) => distinct.indexOf(value)));
    }),
  );
});

test('values of one hash are told apart, and cost no more than others', () => {
  // Every object is "[object Object]" to the hash, as texts made to collide would be.
  const objects = Array.from({ length: 20_000 }, (_, number) => ({ number }));
  const index = valueIndex<object>();
  const spent = processorMs(() => {
    expect(objects.map((object) => index.codeOf(object))).toEqual(objects.map(({ number }) => number));
    expect(objects.map((object) => index.codeOf(object))).toEqual(objects.map(({ number }) => number));
  });
  expect(spent).toBeLessThan(2_000);
});
