import { createTransaction, type TransactionInput, tableFromRows } from '@titans/core';
import { describe, expect, test } from 'vitest';
import { batchOfTable } from '../../records/batch-of-table.js';
import type { TransactionBatch } from '../../records/transaction-batch.js';
import { type MapCategoriesOptions, mapCategories } from './map-categories.js';

async function mapped(
  rows: readonly Partial<TransactionInput>[],
  options?: MapCategoriesOptions,
): Promise<TransactionBatch> {
  const table = tableFromRows(
    rows.map((row) => createTransaction({ date: '2024-03-01', description: 'x', amount: -1, ...row })),
  );
  async function* stream(): AsyncGenerator<TransactionBatch> {
    yield batchOfTable(table);
  }
  for await (const batch of mapCategories(options).transform(stream())) return batch;
  throw new Error('no batch');
}

describe('mapping categories', () => {
  const categories = (batch: TransactionBatch): readonly (string | null)[] =>
    [...batch.table.rows()].map(({ category }) => category);

  test('absent ones are filled from the code, given ones stay', async () => {
    const rows = [
      { merchantCategoryCode: '5812' },
      { merchantCategoryCode: '5812', category: 'mine' },
      {},
      { merchantCategoryCode: '0000' },
    ];
    expect(categories(await mapped(rows))).toEqual(['restaurants', 'mine', null, null]);
    expect(categories(await mapped(rows, { mcc: { '5812': 'meals' } }))).toEqual([
      'meals',
      'mine',
      null,
      null,
    ]);
    expect(categories(await mapped(rows, { mcc: false }))).toEqual([null, 'mine', null, null]);
  });

  test('spellings are mapped, others stay and are reported', async () => {
    const batch = await mapped(
      [
        { category: 'EATING OUT' },
        { category: 'eating-ot' },
        { category: 'Zoological' },
        { category: 'dining' },
      ],
      { map: { 'Eating Out': 'dining' } },
    );
    expect(categories(batch)).toEqual(['dining', 'dining', 'Zoological', 'dining']);
    expect(batch.vocabulary.map(({ from, to, recognised }) => [from, to, recognised])).toEqual([
      ['EATING OUT', 'dining', true],
      ['eating-ot', 'dining', true],
      ['Zo••••••al', 'Zo••••••al', false],
    ]);
  });

  test('names of properties are data', async () => {
    const batch = await mapped([{ category: '__proto__' }, { category: 'constructor' }], {
      map: { constructor: 'work' },
    });
    expect(categories(batch)).toEqual(['__proto__', 'work']);
    expect(() => mapCategories({ map: { a: '' } })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
