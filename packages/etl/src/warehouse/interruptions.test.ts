import type { Database } from '@titans/core';
import { expect, test } from 'vitest';
import { csvExtractor } from '../extract/csv/csv-extractor.js';
import { extract } from '../extract/extract.js';
import { pipeline } from '../pipeline/pipeline.js';
import { describeOnEngines } from '../testing/warehouse-engines.js';
import { warehouseLoader } from './load.js';

describeOnEngines((engine) => {
  test('a load that fails at any point leaves nothing, and the next succeeds', {
    timeout: 180_000,
  }, async () => {
    const warehouse = await engine.emptyWarehouse();
    const content = `Date,Description,Amount\n${'2024-01-01,Tea,-2\n2024-02-30,Never,1\n'.repeat(50)}`;
    const source = { name: 'bank.csv', bytes: Buffer.from(content) };
    const extraction = extract(source, { extractors: [csvExtractor({ batchRows: 10 })] });
    const state = async () =>
      (
        await engine.database.query(`select (select count(*) from raw_transactions) as raw,
          (select count(*) from processed_transactions) as processed, (select count(*) from quarantine) as quarantine,
          (select count(*) from source_files) as files`)
      ).rows[0];
    const nothing = { raw: '0', processed: '0', quarantine: '0', files: '0' };
    let statements = 0;
    let isLoaded = false;
    while (!isLoaded) {
      statements++;
      const load = warehouseLoader(breaksAt(engine.database, statements)).load(extraction.batches());
      isLoaded = await load.then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ message: 'the connection broke' });
          return false;
        },
      );
      if (!isLoaded) expect(await state()).toEqual(nothing);
    }
    expect(statements).toBeGreaterThan(15);
    expect(await state()).toEqual({ raw: '50', processed: '50', quarantine: '50', files: '1' });
    const { rows } = await pipeline({ extract: extraction, load: warehouse.loader() }).run();
    expect(rows).toEqual({ in: 100, loaded: 0, updated: 0, unchanged: 50, quarantined: 50 });
    expect(await state()).toEqual({ raw: '50', processed: '50', quarantine: '50', files: '1' });
  });

  test('two loads of the same file at once end as one', async () => {
    const warehouse = await engine.emptyWarehouse();
    const lines = Array.from({ length: 500 }, (_, row) => `2024-01-01,Row ${row % 400},-2`);
    const source = {
      name: 'bank.csv',
      bytes: Buffer.from(`Date,Description,Amount\n${lines.join('\n')}\n`),
    };
    const run = () => pipeline({ extract: extract(source), load: warehouse.loader() }).run();
    const reports = await Promise.all([run(), run()]);
    expect(reports.map(({ rows }) => rows.loaded).sort((a, b) => a - b)).toEqual([0, 500]);
    expect((await warehouse.transactions()).length).toBe(500);
  });
});

/** The same database, whose n-th statement inside a transaction fails. */
function breaksAt(database: Database, failing: number): Database {
  return {
    query: (sql, parameters) => database.query(sql, parameters),
    copyInto: (table, columns, rows) => database.copyInto(table, columns, rows),
    exclusive: (name, work) => database.exclusive(name, work),
    close: () => database.close(),
    transaction: (work) =>
      database.transaction((runner) => {
        let statement = 0;
        const count = (): void => {
          statement++;
          if (statement === failing) throw new Error('the connection broke');
        };
        return work({
          query: async (sql, parameters) => {
            count();
            return runner.query(sql, parameters);
          },
          copyInto: async (table, columns, rows) => {
            count();
            return runner.copyInto(table, columns, rows);
          },
        });
      }),
  };
}
