import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse } from '@titans/etl';
import { expect, test } from 'vitest';
import { writeExports } from './files.js';
import { importExports } from './import-exports.js';

test('two exports of one account become one table, once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'titans-import-'));
  const warehouse = await openWarehouse(join(folder, 'warehouse'));
  try {
    const pattern = await writeExports(join(folder, 'exports'));
    const report = await importExports(pattern, warehouse);
    // Six rows and five: one has no day of the calendar, three are of the same transactions.
    expect(report.rows).toEqual({ in: 11, loaded: 7, updated: 0, unchanged: 0, quarantined: 4 });
    expect(report.rejections.byCode).toEqual({ DATE_INVALID: 1, ROW_DUPLICATE: 3 });
    const rows = [...(await warehouse.transactions()).rows()];
    expect(rows.map(({ date, amountMinor, currency }) => [date, amountMinor, currency])).toEqual([
      ['2024-01-02', -4530, 'EUR'],
      ['2024-01-03', -123456, 'EUR'],
      ['2024-01-05', 250000, 'EUR'],
      ['2024-01-15', -12000, 'EUR'],
      ['2024-01-31', -80000, 'EUR'],
      ['2024-02-07', -8990, 'EUR'],
      ['2024-02-09', -1240, 'EUR'],
    ]);
    const again = await importExports(pattern, warehouse);
    expect([again.skippedSources.length, again.rows.in]).toEqual([2, 0]);
  } finally {
    await warehouse.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
