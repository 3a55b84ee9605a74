import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Transaction, tableFromRows } from '@titans/core';
import { transactionSourceConformance } from '@titans/core/conformance';
import { describe, expect, test } from 'vitest';
import { loaderConformance } from '../conformance/index.js';
import { type ExtractOptions, extract } from '../extract/extract.js';
import { pipeline } from '../pipeline/pipeline.js';
import type { PipelineReport } from '../pipeline/report.js';
import { expectations } from '../quality/expectations.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { describeOnEngines } from '../testing/warehouse-engines.js';

const original = '../shared/data/titans-finance/all_transactions.csv';

async function* oneSource(rows: readonly Transaction[]): AsyncGenerator<TransactionBatch> {
  const size = { sizeBytes: 1, rowsIn: rows.length, rowsRejected: 0 };
  const summary = { name: 'rows', format: 'table', sha256: '0'.repeat(64), ...size };
  yield batchOfTable(tableFromRows(rows), { source: 'rows', summary });
}

describeOnEngines((engine) => {
  describe('its loader conforms', () => {
    const cases = loaderConformance(async () => {
      const warehouse = await engine.emptyWarehouse();
      return { loader: warehouse.loader(), source: warehouse, close: () => warehouse.close() };
    });
    test.each([...cases])('$name', (check) => check.run());
  });

  describe('it conforms as a source of transactions', () => {
    const cases = transactionSourceConformance(async (rows) => {
      const warehouse = await engine.emptyWarehouse();
      await warehouse.loader().load(oneSource(rows));
      return { source: warehouse, close: () => warehouse.close() };
    });
    test.each([...cases])('$name', (check) => check.run());
  });

  test('rows, files, rejections and runs are where the specification puts them', async () => {
    const warehouse = await engine.emptyWarehouse();
    const content =
      'Date,Description,Amount,Category\n2024-01-05,\u00a0Tea ,-2.50,food\n2024-02-30,Never,-1,\n2024-01-06,Tea,-3.50,food\n';
    const source = { name: 'bank.csv', bytes: Buffer.from(content) };
    const job = pipeline({ extract: extract(source), load: warehouse.loader() });
    for (let time = 1; time <= 3; time++) {
      const report = await job.run();
      expect(report.rows).toEqual({
        in: 3,
        loaded: time === 1 ? 2 : 0,
        updated: 0,
        unchanged: time === 1 ? 0 : 2,
        quarantined: 1,
      });
    }
    const raw = await engine.database.query(
      `select date, description, original_description, amount, currency, source_row, source_line, byte_offset
       from raw_transactions order by id`,
    );
    expect(raw.rows).toEqual([
      {
        date: '2024-01-05',
        description: 'Tea',
        original_description: '\u00a0Tea ',
        amount: '-2.5000',
        currency: 'USD',
        source_row: 1,
        source_line: 2,
        byte_offset: '33',
      },
      {
        date: '2024-01-06',
        description: 'Tea',
        original_description: null,
        amount: '-3.5000',
        currency: 'USD',
        source_row: 3,
        source_line: 4,
        byte_offset: String(Buffer.from(content.slice(0, content.indexOf('2024-01-06'))).length),
      },
    ]);
    const processed = await engine.database.query(
      `select day_of_week, month, quarter, year, is_weekend, amount_abs, rolling_7d_avg, rolling_30d_avg, category_frequency
       from processed_transactions order by id`,
    );
    expect(processed.rows).toEqual([
      {
        day_of_week: 4,
        month: 1,
        quarter: 1,
        year: 2024,
        is_weekend: false,
        amount_abs: '2.5000',
        rolling_7d_avg: null,
        rolling_30d_avg: null,
        category_frequency: 0,
      },
      {
        day_of_week: 5,
        month: 1,
        quarter: 1,
        year: 2024,
        is_weekend: true,
        amount_abs: '3.5000',
        rolling_7d_avg: '-2.5000',
        rolling_30d_avg: '-2.5000',
        category_frequency: 1,
      },
    ]);
    const files = await engine.database.query(
      'select name, rows_in, rows_rejected, load_count from source_files',
    );
    expect(files.rows).toEqual([{ name: 'bank.csv', rows_in: '3', rows_rejected: '1', load_count: 3 }]);
    const quarantine = await engine.database.query(
      'select source_row, source_line, code, field, value from quarantine',
    );
    expect(quarantine.rows).toEqual([
      { source_row: 2, source_line: 3, code: 'DATE_INVALID', field: 'date', value: '2024-02-30' },
    ]);
    const runs = await engine.database.query(
      `select status, (report->'rows'->>'in')::int as rows_in from pipeline_runs order by started_at`,
    );
    expect(runs.rows).toEqual(Array(3).fill({ status: 'succeeded', rows_in: 3 }));
  });

  test('an incremental run reads only the files that are new', async () => {
    const warehouse = await engine.emptyWarehouse();
    const directory = await mkdtemp(join(tmpdir(), 'titans-exports-'));
    const run = () =>
      pipeline({ extract: extract(`${directory}/*.csv`), load: warehouse.loader() }).run({
        mode: 'incremental',
      });
    await writeFile(join(directory, 'b.csv'), 'Date,Description,Amount\n2024-01-02,Tea,-2\n');
    expect((await run()).rows).toMatchObject({ in: 1, loaded: 1 });
    await writeFile(
      join(directory, 'a.csv'),
      'Date,Description,Amount\n2024-01-01,Tea,-2\n2024-01-02,Tea,-2\n',
    );
    const second = await run();
    expect(second.rows).toEqual({ in: 2, loaded: 1, updated: 0, unchanged: 1, quarantined: 0 });
    expect(second.skippedSources.map(({ name }) => name)).toEqual([join(directory, 'b.csv')]);
    expect((await run()).rows.in).toBe(0);
    await rm(directory, { recursive: true });
  });

  test('quarantine holds what the last load of a file refused', async () => {
    const warehouse = await engine.emptyWarehouse();
    const source = {
      name: 'bank.csv',
      bytes: Buffer.from('Date,Description,Amount\n04/03/2024,Tea,-2\n04/13/2024,Tea,-2\n'),
    };
    const run = (options: ExtractOptions) =>
      pipeline({ extract: extract(source, options), load: warehouse.loader() }).run();
    expect((await run({ dateFormat: 'iso' })).rows.quarantined).toBe(2);
    expect((await run({ dateFormat: 'month-first' })).rows).toMatchObject({ loaded: 2, quarantined: 0 });
    expect((await engine.database.query('select id from quarantine')).rows).toEqual([]);
  });

  test('quarantine says why the last load refused a row', async () => {
    const warehouse = await engine.emptyWarehouse();
    const bytes = Buffer.from('Booked,Due,Description,Amount\nsoon,soon,Tea,-2\n');
    for (const date of ['Booked', 'Due']) {
      const source = extract({ name: 'bank.csv', bytes }, { columns: { date } });
      await pipeline({ extract: source, load: warehouse.loader() }).run();
      const { rows } = await engine.database.query('select code, column_name, source_line from quarantine');
      expect(rows).toEqual([{ code: 'DATE_INVALID', column_name: date, source_line: 2 }]);
    }
  });

  test('a later row looks back on an earlier one that comes late', async () => {
    const warehouse = await engine.emptyWarehouse();
    const load = (...lines: string[]) =>
      pipeline({
        extract: extract({
          name: 'b.csv',
          bytes: Buffer.from(`Date,Description,Amount,Category\n${lines.join('\n')}`),
        }),
        load: warehouse.loader(),
      }).run();
    const average = async () =>
      (
        await engine.database.query<{ rolling_7d_avg: string | null; category_frequency: number }>(
          'select rolling_7d_avg, category_frequency from processed_transactions order by date desc limit 1',
        )
      ).rows[0];
    await load('2024-03-08,Now,-9,x');
    expect(await average()).toEqual({ rolling_7d_avg: null, category_frequency: 0 });
    await load(
      '2024-02-29,Too early,-100,x',
      '2024-03-01,First day of the window,-1,x',
      '2024-03-08,Same day,-50,x',
    );
    expect(await average()).toEqual({ rolling_7d_avg: '-1.0000', category_frequency: 2 });
    await load('2024-03-07,Last day of the window,-2,y');
    expect(await average()).toEqual({ rolling_7d_avg: '-1.5000', category_frequency: 2 });
  });

  test.skipIf(!existsSync(original))('the original file gives the columns that Python computes', async () => {
    const warehouse = await engine.emptyWarehouse();
    const load = (): Promise<PipelineReport> =>
      pipeline({
        extract: extract(original),
        expect: expectations.transactions(),
        load: warehouse.loader(),
      }).run();
    expect((await load()).rows).toEqual({
      in: 127,
      loaded: 127,
      updated: 0,
      unchanged: 0,
      quarantined: 0,
    });
    expect((await load()).rows).toEqual({
      in: 127,
      loaded: 0,
      updated: 0,
      unchanged: 127,
      quarantined: 0,
    });
    // Means over [t - 7 d, t) and [t - 30 d, t) rounded to four decimals, and the calendar, by Python's decimal
    // and datetime modules over the same file; then summed.
    const sums = await engine.database.query(`select count(*)::int as rows, sum(amount) as amount,
      sum(rolling_7d_avg) as week, sum(rolling_30d_avg) as month_avg,
      count(*) filter (where rolling_7d_avg is null)::int as first_rows, sum(category_frequency)::int as frequency,
      sum(day_of_week)::int as weekdays, count(*) filter (where is_weekend)::int as weekend,
      sum(month)::int as months, sum(quarter)::int as quarters, sum(amount_abs) as absolute
      from processed_transactions`);
    expect(sums.rows[0]).toEqual({
      rows: 127,
      amount: '48595.9800',
      week: '45138.5546',
      month_avg: '46601.5682',
      first_rows: 1,
      frequency: 285,
      weekdays: 374,
      weekend: 34,
      months: 1238,
      quarters: 452,
      absolute: '80778.3800',
    });
    const statement = await extract(original).table();
    const stored = await warehouse.transactions();
    const byText = (rows: Iterable<Transaction>): string[] =>
      [...rows].map((row) => JSON.stringify(row)).sort();
    expect(byText(stored.rows())).toEqual(byText(statement.transactions.rows()));
    const dates = [...stored.columns.date];
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
  });

  test('reads more rows than one page holds, each once and in order', async () => {
    const warehouse = await engine.emptyWarehouse();
    const lines = Array.from(
      { length: 45_000 },
      (_, row) => `2024-0${1 + (row % 9)}-1${row % 7},Row ${row},${row}.25`,
    );
    const source = {
      name: 'many.csv',
      bytes: Buffer.from(`Date,Description,Amount\n${lines.join('\n')}\n`),
    };
    await pipeline({ extract: extract(source), load: warehouse.loader() }).run();
    const stored = await warehouse.transactions();
    expect(stored.length).toBe(45_000);
    expect(new Set([...stored.rows()].map(({ description }) => description)).size).toBe(45_000);
    const dates = [...stored.columns.date];
    expect(dates).toEqual([...dates].sort((a, b) => a - b));
  });
});
