import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from '@titans/etl';
import type { Benchmark } from './benchmark.js';
import { writeNineColumnStatement } from './nine-column-statement.js';

const rows = 100_000;

export const benchmark: Benchmark = {
  name: 'CSV file to table',
  unit: 'rows',
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'statement.csv');
    writeNineColumnStatement(file, rows);
    return async () => {
      const { transactions, rejections } = await extract(file).table();
      if (rejections.length > 0)
        throw new Error(`${rejections.length} rows of the generated file were refused.`);
      return transactions.length;
    };
  },
};
