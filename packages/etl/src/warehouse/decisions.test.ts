import { createTransaction, type Transaction, tableFromRows } from '@titans/core';
import { expect, test } from 'vitest';
import type { LoadCounts } from '../load/loader.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { Rejection } from '../records/rejection.js';
import type { RowDecision } from '../records/row-decision.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { describeOnEngines } from '../testing/warehouse-engines.js';

const tea: Transaction = createTransaction({ date: '2024-03-01', description: 'Tea', amount: '-3.50' });
const lateTea: Transaction = createTransaction({ date: '2024-03-02', description: 'TEA', amount: '-3.50' });

/** A source of which a transformer took the rows after the first out as duplicates of it. */
async function* withoutDuplicates(
  name: string,
  kept: Transaction,
  ...removed: readonly Transaction[]
): AsyncGenerator<TransactionBatch> {
  const row = (index: number) => ({ source: name, row: index + 2 });
  const rejections = removed.map(
    (_, index): Rejection => ({
      code: 'ROW_DUPLICATE',
      message: 'The row is taken for the same transaction as row 1.',
      ...row(index),
      line: index + 3,
      byteOffset: null,
      field: null,
      column: null,
      value: null,
    }),
  );
  const decisions = removed.map(
    (transaction, index): RowDecision => ({
      transformer: 'deduplicate',
      kind: 'near-duplicate',
      row: row(index),
      other: { source: name, row: 1 },
      confidence: 0.9,
      evidence: { days: 1 },
      removed: transaction,
    }),
  );
  const rowsIn = 1 + removed.length;
  const sha256 = Buffer.from(name).toString('hex').padStart(64, '0');
  const summary = { name, format: 'test', sha256, sizeBytes: 1, rowsIn, rowsRejected: 0 };
  yield { ...batchOfTable(tableFromRows([kept]), { source: name, summary }), rejections, decisions, rowsIn };
}

function counts(given: Partial<LoadCounts>): LoadCounts {
  return { loaded: 0, updated: 0, unchanged: 0, quarantined: 0, ...given };
}

describeOnEngines((engine) => {
  test('a decision is listed once, however often its file is loaded', async () => {
    const warehouse = await engine.emptyWarehouse();
    for (let time = 1; time <= 3; time++) {
      expect(await warehouse.loader().load(withoutDuplicates('a.csv', tea, lateTea))).toEqual(
        counts(time === 1 ? { loaded: 1, quarantined: 1 } : { unchanged: 1, quarantined: 1 }),
      );
    }
    const { entries, next } = await warehouse.decisions.list({ kind: 'near-duplicate' });
    expect(entries).toMatchObject([
      {
        transformer: 'deduplicate',
        kind: 'near-duplicate',
        row: { source: 'a.csv', row: 2 },
        other: { source: 'a.csv', row: 1 },
        confidence: 0.9,
        evidence: { days: 1 },
        removed: lateTea,
        revertedAt: null,
      },
    ]);
    expect(next).toBeNull();
    expect((await warehouse.decisions.list({ kind: 'transfer' })).entries).toEqual([]);
  });

  test('a decision that is taken back puts its row back for good', async () => {
    const warehouse = await engine.emptyWarehouse();
    const load = () => warehouse.loader().load(withoutDuplicates('a.csv', tea, lateTea));
    await load();
    const [decision] = (await warehouse.decisions.list()).entries;
    const id = decision?.id ?? '';
    expect(await warehouse.decisions.revert(id)).toMatchObject({ id, isRestored: true });
    expect([...(await warehouse.transactions()).rows()]).toEqual([tea, lateTea]);
    const processed = await engine.database.query(
      'select description, rolling_7d_avg from processed_transactions order by date',
    );
    expect(processed.rows).toEqual([
      { description: 'Tea', rolling_7d_avg: null },
      { description: 'TEA', rolling_7d_avg: '-3.5000' },
    ]);
    expect((await warehouse.quarantine()).entries).toEqual([]);
    expect(await load()).toEqual(counts({ unchanged: 2 }));
    expect((await warehouse.quarantine()).entries).toEqual([]);
    expect((await warehouse.transactions()).length).toBe(2);
    expect(await warehouse.decisions.revert(id)).toMatchObject({ id, isRestored: false });
    expect((await warehouse.decisions.list({ isReverted: false })).entries).toEqual([]);
  });

  test('of equal rows that were taken out, one is put back', async () => {
    const warehouse = await engine.emptyWarehouse();
    const load = (name: string) => warehouse.loader().load(withoutDuplicates(name, tea, tea, tea));
    expect(await load('a.csv')).toEqual(counts({ loaded: 1, quarantined: 2 }));
    const { entries } = await warehouse.decisions.list();
    await warehouse.decisions.revert(entries[0]?.id ?? '');
    expect([...(await warehouse.transactions()).rows()]).toEqual([tea, tea]);
    expect(await load('a.csv')).toEqual(counts({ unchanged: 2, quarantined: 1 }));
    expect(await load('b.csv')).toEqual(counts({ unchanged: 2, quarantined: 1 }));
    expect((await warehouse.transactions()).length).toBe(2);
    const reverted = (await warehouse.decisions.list({ isReverted: true })).entries;
    expect(reverted.map(({ row }) => row.source).sort()).toEqual(['a.csv', 'b.csv']);
    expect((await warehouse.quarantine()).entries.map(({ source, row }) => [source, row])).toContainEqual([
      'a.csv',
      2,
    ]);
  });

  test('a dry run counts as the load does, and keeps nothing', async () => {
    const warehouse = await engine.emptyWarehouse();
    const load = (dryRun: boolean) =>
      warehouse.loader().load(withoutDuplicates('a.csv', tea, lateTea), { dryRun });
    expect(await load(true)).toEqual(counts({ loaded: 1, quarantined: 1 }));
    expect((await warehouse.transactions()).length).toBe(0);
    expect((await warehouse.sourceFiles()).entries).toEqual([]);
    expect((await warehouse.decisions.list()).entries).toEqual([]);
    expect(await warehouse.loader().watermark?.('a.csv')).toBeNull();
    expect(await load(false)).toEqual(counts({ loaded: 1, quarantined: 1 }));
    expect(await load(true)).toEqual(counts({ unchanged: 1, quarantined: 1 }));
  });

  test('lists come in pages, newest first', async () => {
    const warehouse = await engine.emptyWarehouse();
    for (let file = 0; file < 5; file++)
      await warehouse.loader().load(withoutDuplicates(`${file}.csv`, tea, lateTea));
    const first = await warehouse.sourceFiles({ limit: 3 });
    expect(first.entries.map(({ name }) => name)).toEqual(['4.csv', '3.csv', '2.csv']);
    const second = await warehouse.sourceFiles({ limit: 3, after: first.next ?? '' });
    expect(second.entries.map(({ name }) => name)).toEqual(['1.csv', '0.csv']);
    expect(second.next).toBeNull();
    const refused = await warehouse.quarantine({ limit: 1, code: 'ROW_DUPLICATE', source: '3.csv' });
    expect(refused.entries).toMatchObject([{ source: '3.csv', row: 2, line: 3, code: 'ROW_DUPLICATE' }]);
    await expect(warehouse.runs({ limit: 0 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(warehouse.runs({ after: 'x' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(warehouse.decisions.revert('999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(warehouse.decisions.revert("'; --")).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
