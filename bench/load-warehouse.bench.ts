import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectations, extract, openWarehouse, pipeline } from '@titans/etl';
import type { Benchmark } from './benchmark.js';
import { generatedStatement } from './generated-statement.js';

const rows = 100_000;

/** From a file to an empty embedded warehouse, and the same file once more, which must change nothing. */
export const benchmark: Benchmark = {
  name: 'CSV file into the embedded warehouse, twice',
  unit: 'rows',
  repeats: 3,
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    const file = join(folder, 'statement.csv');
    writeFileSync(file, generatedStatement(rows));
    const warehouse = await openWarehouse(join(folder, 'warehouse'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return async () => {
      await warehouse.database.query('truncate raw_transactions, source_files, quarantine cascade');
      const load = pipeline({
        extract: extract(file),
        expect: expectations.transactions(),
        load: warehouse.loader(),
      });
      const first = await load.run();
      const second = await load.run();
      if (first.rows.loaded !== rows || second.rows.unchanged !== rows)
        throw new Error('Rows were lost or changed.');
      return 2 * rows;
    };
  },
};
