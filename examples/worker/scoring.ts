import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TransactionSource } from '@titans/core';
import { queryOf, type TrainedSuite } from '@titans/models';
import { type ConnectionOptions, type Job, Queue, Worker } from 'bullmq';

const queueName = 'titans-scoring';

/** One account to be scored. */
interface ScoringTask {
  readonly account: string;
}

/** What came of one account. */
export interface ScoredAccount {
  readonly account: string;
  readonly transactions: number;
  readonly anomalies: number;
}

/** What a worker scores with, and where it leaves the answers. */
export interface ScoringOptions {
  readonly models: TrainedSuite;
  readonly source: TransactionSource;
  /** Folder of one file of lines of JSON per account. */
  readonly output: string;
}

/** The queue of accounts; a failed account is tried three times, each time later. */
export function scoringQueue(connection: ConnectionOptions): Queue<ScoringTask, ScoredAccount> {
  return new Queue(queueName, {
    connection,
    defaultJobOptions: {
      attempts: 3,
      backoff: { type: 'exponential', delay: 1_000 },
      removeOnComplete: { age: 86_400 },
    },
  });
}

/** Puts accounts into the queue. One that is there in the same run already is not put twice, so that this may be repeated. */
export async function submit(
  queue: Queue<ScoringTask, ScoredAccount>,
  run: string,
  accounts: readonly string[],
): Promise<readonly Job<ScoringTask, ScoredAccount>[]> {
  return queue.addBulk(
    accounts.map((account) => ({
      name: 'score',
      data: { account },
      opts: { jobId: nameOf(`${run}/${account}`) },
    })),
  );
}

/** Takes accounts from the queue, in this process; any number of processes on any number of machines may run one. */
export function scoringWorker(
  connection: ConnectionOptions,
  { models, source, output }: ScoringOptions,
): Worker<ScoringTask, ScoredAccount> {
  return new Worker(
    queueName,
    async ({ data: { account } }) => {
      const table = await source.transactions({ accountId: account });
      const rows = [...table.rows()];
      const answers = models.predictBatch(rows.map(queryOf), { history: table, details: false });
      const lines = answers.map(({ category, anomaly }, index) =>
        JSON.stringify({
          id: rows[index]?.id,
          category: category?.category,
          confidence: category?.confidence,
          is_anomaly: anomaly?.isAnomaly,
          anomaly_score: anomaly?.score,
        }),
      );
      await writeWhole(join(output, `${nameOf(account)}.ndjson`), `${lines.join('\n')}\n`);
      return {
        account,
        transactions: rows.length,
        anomalies: answers.filter(({ anomaly }) => anomaly?.isAnomaly).length,
      };
    },
    { connection },
  );
}

/** A worker that is killed leaves the file of before, or the whole new one; the account is scored again by another. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, text);
  await rename(partial, file);
}

/** Names of accounts may hold what names of files and jobs may not. */
function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
