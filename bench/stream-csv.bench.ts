import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectations, extract, memoryLoader, pipeline } from '@titans/etl';
import type { Benchmark } from './benchmark.js';
import { generatedStatement } from './generated-statement.js';

const parts = 10;
const partRows = 100_000;

/** A million rows through extraction and quality checks to a loader that keeps nothing: memory must stay bounded. */
export const benchmark: Benchmark = {
  name: 'CSV stream, checked, to nowhere',
  unit: 'rows',
  repeats: 3,
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'statement.csv');
    for (let part = 0; part < parts; part++) {
      const statement = generatedStatement(partRows, part + 1);
      appendFileSync(file, part === 0 ? statement : statement.slice(statement.indexOf('\n') + 1));
    }
    return async () => {
      const { rows } = await pipeline({
        extract: extract(file),
        expect: expectations.transactions(),
        load: {
          ...memoryLoader(),
          async load(batches, options) {
            let loaded = 0;
            let quarantined = 0;
            for await (const { table, rejections } of batches) {
              loaded += table.length;
              quarantined += rejections.length;
            }
            const counts = { loaded, updated: 0, unchanged: 0, quarantined };
            options?.onCounted?.(counts);
            return counts;
          },
        },
      }).run();
      if (rows.quarantined > 0)
        throw new Error(`${rows.quarantined} rows of the generated file were refused.`);
      return rows.loaded;
    };
  },
};
