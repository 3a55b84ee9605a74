import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from '@titans/etl';
import type { Benchmark } from './benchmark.js';
import { generatedStatement } from './generated-statement.js';

const rows = 100_000;

export const benchmark: Benchmark = {
  name: 'CSV file to table',
  unit: 'rows',
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'statement.csv');
    writeFileSync(file, generatedStatement(rows));
    return async () => {
      const { transactions, rejections } = await extract(file).table();
      if (rejections.length > 0)
        throw new Error(`${rejections.length} rows of the generated file were refused.`);
      return transactions.length;
    };
  },
};
