import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableFromRows } from '@titans/core';
import { extract } from '@titans/etl';
import { train } from '@titans/models';
import { QueueEvents } from 'bullmq';
import { expect, test } from 'vitest';
import { findRedis, startRedis } from '../../packages/core/src/testing/redis-server.js';
import { scoringQueue, scoringWorker, submit } from './scoring.js';

const statement = fileURLToPath(new URL('../data/titans-transactions.csv', import.meta.url));

test.skipIf(findRedis() === undefined)('two workers score every account once', async () => {
  const redis = await startRedis();
  const output = await mkdtemp(join(tmpdir(), 'titans-scores-'));
  const { transactions } = await extract(statement).table();
  const models = await train(transactions, { seed: 42, tasks: ['category', 'anomaly'] });
  // The file has one account: its rows are dealt to five.
  const rows = [...transactions.rows()].map((row, index) => ({ ...row, accountId: `account:${index % 5}` }));
  const source = {
    transactions: ({ accountId }: { readonly accountId?: string } = {}) =>
      Promise.resolve(tableFromRows(rows.filter((row) => row.accountId === accountId))),
  };
  const connection = { host: '127.0.0.1', port: Number(new URL(redis.url).port), maxRetriesPerRequest: null };
  const queue = scoringQueue(connection);
  const events = new QueueEvents(queue.name, { connection });
  const workers = [1, 2].map(() => scoringWorker(connection, { models, source, output }));

  const accounts = [...new Set(rows.map(({ accountId }) => accountId))];
  const jobs = await submit(queue, 'a run', accounts);
  const again = await submit(queue, 'a run', accounts);
  expect(again.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id));
  const scored = await Promise.all(jobs.map((job) => job.waitUntilFinished(events)));
  expect(scored.reduce((sum, { transactions: count }) => sum + count, 0)).toBe(127);
  expect(await queue.getCompletedCount()).toBe(5);

  const files = await readdir(output);
  const lines = (await Promise.all(files.map((file) => readFile(join(output, file), 'utf8'))))
    .join('')
    .trim();
  expect(files).toHaveLength(5);
  expect(lines.split('\n')).toHaveLength(127);

  await Promise.all([...workers, events, queue].map((each) => each.close()));
  await redis.stop();
  await rm(output, { recursive: true });
});
