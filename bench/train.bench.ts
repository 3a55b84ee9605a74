import { extract } from '@titans/etl';
import { train } from '@titans/models';
import type { Benchmark } from './benchmark.js';
import { generatedStatement } from './generated-statement.js';

const rows = 1_000;

export const benchmark: Benchmark = {
  name: 'train the four tasks',
  unit: 'rows',
  repeats: 3,
  async prepare() {
    const bytes = new TextEncoder().encode(generatedStatement(rows));
    const { transactions } = await extract({ name: 'generated.csv', bytes }).table();
    return async () => {
      const models = await train(transactions, { seed: 1 });
      if (models.report.skipped.length > 0)
        throw new Error(`Not trained: ${JSON.stringify(models.report.skipped)}`);
      return transactions.length;
    };
  },
};
