import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectations, extract, memoryLoader, pipeline } from '@titans/etl';
import type { Benchmark } from './benchmark.js';
import { writeNineColumnStatement } from './nine-column-statement.js';

const rows = 1_000_000;

/** A million rows through extraction and quality checks to a loader that keeps nothing: memory must stay bounded. */
export const benchmark: Benchmark = {
  name: 'CSV stream, checked, to nowhere',
  unit: 'rows',
  repeats: 3,
  async prepare() {
    const folder = mkdtempSync(join(tmpdir(), 'titans-bench-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'statement.csv');
    writeNineColumnStatement(file, rows);
    return async () => {
      const { rows: counts } = await pipeline({
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
            const taken = { loaded, updated: 0, unchanged: 0, quarantined };
            options?.onCounted?.(taken);
            return taken;
          },
        },
      }).run();
      if (counts.quarantined > 0)
        throw new Error(`${counts.quarantined} rows of the generated file were refused.`);
      return counts.loaded;
    };
  },
};
