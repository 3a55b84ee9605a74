/**
 * Scores every account that is stored, by any number of processes on any number of machines that share a Redis:
 * `npx tsx examples/worker/main.ts`, after `npm run demo` has trained models and filled a warehouse. `REDIS_URL`, `MODELS`,
 * `WAREHOUSE` (a directory, which one process may open, or a `postgres://` address) and `OUTPUT` change where things are.
 */
import { openWarehouse } from '@titans/etl';
import { loadModels } from '@titans/models';
import { QueueEvents } from 'bullmq';
import { scoringQueue, scoringWorker, submit } from './scoring.js';

const {
  REDIS_URL = 'redis://127.0.0.1:6379',
  MODELS = 'titans-demo/models',
  WAREHOUSE = 'titans-demo/warehouse',
  OUTPUT = 'titans-scores',
} = process.env;

const { hostname: host, port, username, password } = new URL(REDIS_URL);
const connection = {
  host,
  port: Number(port || 6379),
  maxRetriesPerRequest: null,
  ...(username && { username }),
  ...(password && { password: decodeURIComponent(password) }),
};
const warehouse = await openWarehouse(WAREHOUSE);
const models = await loadModels(MODELS);
const accounts = new Set<string>();
for (const { accountId } of (await warehouse.transactions()).rows()) accounts.add(accountId);

const queue = scoringQueue(connection);
const events = new QueueEvents(queue.name, { connection });
const worker = scoringWorker(connection, { models, source: warehouse, output: OUTPUT });
const run = new Date().toISOString().slice(0, 10);
const jobs = await submit(queue, run, [...accounts]);
for (const job of jobs) console.log(JSON.stringify(await job.waitUntilFinished(events)));

await worker.close(); // finishes the account in hand; a killed one is taken over by another
await events.close();
await queue.close();
await warehouse.close();
