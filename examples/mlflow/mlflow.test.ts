import { fileURLToPath } from 'node:url';
import { extract } from '@titans/etl';
import { mlflowRegistry } from '@titans/models/mlflow';
import { expect, test } from 'vitest';
import {
  findMlflow,
  startMlflow,
  startTimeoutMs,
} from '../../packages/models/src/mlflow/testing/mlflow-server.js';
import { trainIntoMlflow } from './train.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));

interface Pair {
  readonly key: string;
  readonly value: string | number;
}

test.skipIf(findMlflow() === undefined)(
  'a night is a run, a version and an alias in MLflow, and what is loaded from there answers alike',
  { timeout: startTimeoutMs + 180_000 },
  async () => {
    const server = await startMlflow();
    try {
      const { url } = server;
      const { transactions } = await extract(statement).table();
      const { suite, runId, version } = await trainIntoMlflow(url, transactions);

      const ask = async (path: string, query: Readonly<Record<string, string>>): Promise<unknown> => {
        const answer = await fetch(`${url}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`);
        expect(answer.status).toBe(200);
        return answer.json();
      };
      const { run } = (await ask('runs/get', { run_id: runId ?? '' })) as {
        run: { info: { status: string }; data: { params: readonly Pair[]; metrics: readonly Pair[] } };
      };
      expect(run.info.status).toBe('FINISHED');
      expect(run.data.params).toContainEqual({ key: 'seed', value: '42' });
      const accuracy = suite.category.measurements.find(({ metric }) => metric === 'accuracy');
      expect(run.data.metrics.find(({ key }) => key === 'category.accuracy')?.value).toBe(accuracy?.value);

      const asked = { name: 'transactions', alias: 'champion' };
      const { model_version } = (await ask('registered-models/alias', asked)) as {
        model_version: { version: string | number; run_id: string };
      };
      expect([Number(model_version.version), model_version.run_id]).toEqual([1, runId]);
      expect(version.number).toBe(1);

      const champion = await mlflowRegistry({ url }).load('transactions', '@champion');
      const queries = [...transactions.rows()].map(({ description, amountMinor, date }) => ({
        ...{ description, date },
        amount: amountMinor / 100,
      }));
      expect(champion.predictBatch(queries)).toEqual(suite.predictBatch(queries));
    } finally {
      await server.stop();
    }
  },
);
