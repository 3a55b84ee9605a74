import { randomUUID } from 'node:crypto';
import type { KeyValueStore } from '@titans/core';
import type { BatchTask } from '@titans/core/contract';
import type { Clock } from '../http/clock.js';
import { requestError } from '../http/problem.js';
import { background, endsWithRequests } from '../lifecycle/background.js';
import { createStopper, type Stopper, signalOf } from '../lifecycle/stopping.js';
import type { Logger } from '../logging/logger.js';
import { jobFiles } from './job-files.js';
import { jobLedger, type VersionedJob } from './job-ledger.js';
import { hasEnded, isFree, type JobRecord } from './job-record.js';
import { type AnswerJobRows, jobRunner } from './job-runner.js';
import type { CheckedJobSettings } from './job-settings.js';

/** Topic on which jobs wait. */
const jobsTopic = 'titans.jobs';

/** How often jobs are looked for that nobody works on any more. */
const lookEveryMs = 10_000;

/** Batches that are too long to wait for. */
export interface Jobs {
  /** @throws TitansError `RATE_LIMITED` if too many of the tenant wait. */
  start(
    tenant: string,
    credential: string,
    rows: readonly unknown[],
    tasks: readonly BatchTask[],
  ): Promise<JobRecord>;
  /** @throws TitansError `NOT_FOUND` if the tenant has none of that name. */
  status(tenant: string, id: string): Promise<JobRecord>;
  /**
   * Cancels a job, or forgets one that has ended.
   *
   * @throws TitansError `NOT_FOUND`.
   */
  cancel(tenant: string, id: string): Promise<JobRecord>;
  /**
   * Lines of the results, piece by piece.
   *
   * @throws TitansError `NOT_FOUND` if there is no such job, `CONFLICT` if it has not succeeded.
   */
  results(tenant: string, id: string): Promise<AsyncIterable<string>>;
  /** Looks for jobs that nobody works on; it is done every ten seconds without being asked. */
  recover(): Promise<void>;
  /** Takes no more jobs, and puts back the one that runs as far as it has come. */
  stop(): Promise<void>;
}

/** What {@link openJobs} needs. */
export interface JobsParts {
  readonly settings: CheckedJobSettings;
  readonly store: KeyValueStore;
  readonly clock: Clock;
  readonly answerRows: AnswerJobRows;
  readonly onChanged: (record: JobRecord) => void;
  readonly logger: Logger;
}

const jobId = /^job-[\da-f-]{36}$/;

/** Takes jobs, and works on them one at a time in this process. */
export function openJobs(parts: JobsParts): Jobs {
  const { settings, store, clock, answerRows, logger } = parts;
  const { queue, leaseMs } = settings;
  const ledger = jobLedger({ store, clock, ...settings });
  const files = jobFiles(settings.artifacts);
  const onChanged = (record: JobRecord): void => parts.onChanged(record);
  const runner = jobRunner({
    ...{ ledger, files, leaseMs, clock, answerRows, onChanged, logger },
    worker: randomUUID(),
  });
  const stopping = createStopper();
  const running = new Map<string, Stopper>();

  async function run(tenant: string, id: string): Promise<void> {
    if (stopping.isStopping) return;
    const own = createStopper();
    const forget = stopping.onStop(own.stop);
    const { signal, release } = signalOf(own);
    running.set(id, own);
    await runner.run(tenant, id, signal);
    running.delete(id);
    release();
    forget();
  }

  // A consumer goes on for ever, so where nothing outlives its request the request that brings a job works on it.
  const stopConsuming = endsWithRequests
    ? null
    : queue.consume(jobsTopic, async ({ body }) => {
        const { tenant, id } = readMessage(body);
        await run(tenant, id);
      });
  const stopLooking = background.every(lookEveryMs, () =>
    recover().catch((err: unknown) => logger.warn({ err }, 'Jobs could not be looked for.')),
  );

  async function enqueue(tenant: string, id: string): Promise<void> {
    if (stopConsuming === null) {
      background.soon(() => run(tenant, id));
      return;
    }
    try {
      await queue.send(jobsTopic, JSON.stringify({ tenant, id }), { deduplicationKey: `${tenant}:${id}` });
    } catch (err) {
      // It is found when jobs are looked for that nobody works on.
      logger.warn({ job: id, err }, 'A job could not be queued.');
    }
  }

  async function recover(): Promise<void> {
    for (const tenant of await ledger.tenants()) {
      const active = await ledger.active(tenant);
      if (active.length === 0) await ledger.dropTenant(tenant);
      for (const id of active) {
        const found = await ledger.read(tenant, id);
        if (found === null) await ledger.forget(tenant, id);
        else if (hasEnded(found.record)) await settle(found.record);
        else if (isFree(found.record, clock.now()) && !running.has(id)) await enqueue(tenant, id);
      }
    }
  }

  async function settle(record: JobRecord): Promise<void> {
    await files.dropRows(record.tenant, record.id);
    for (const old of await ledger.settle(record)) await files.drop(record.tenant, old);
  }

  async function found(tenant: string, id: string): Promise<VersionedJob> {
    const job = jobId.test(id) ? await ledger.read(tenant, id) : null;
    if (job === null) throw requestError('NOT_FOUND', 'There is no such job, or it has been forgotten.');
    return job;
  }

  return {
    recover,
    async start(tenant, credential, rows, tasks) {
      const id = `job-${randomUUID()}`;
      const record: JobRecord = {
        ...{ id, tenant, credential, tasks, state: 'queued', createdAt: clock.now(), finishedAt: null },
        ...{ done: 0, total: rows.length, failed: 0, parts: 0, attempts: 0 },
        ...{ error: null, lease: null, notBefore: 0 },
      };
      await files.putRows(tenant, id, rows);
      try {
        await ledger.add(record);
      } catch (error) {
        await files.drop(tenant, id);
        throw error;
      }
      parts.onChanged(record);
      await enqueue(tenant, id);
      return record;
    },

    status: async (tenant, id) => (await found(tenant, id)).record,

    async cancel(tenant, id) {
      for (;;) {
        const job = await found(tenant, id);
        if (hasEnded(job.record)) {
          await ledger.forget(tenant, id);
          await files.drop(tenant, id);
          return job.record;
        }
        const change = { state: 'cancelled', lease: null, finishedAt: clock.now() } as const;
        const written = await ledger.write(job, change);
        if (written === null) continue;
        running.get(id)?.stop();
        parts.onChanged(written.record);
        await settle(written.record);
        return written.record;
      }
    },

    async results(tenant, id) {
      const { record } = await found(tenant, id);
      if (record.state !== 'succeeded') {
        throw requestError('CONFLICT', `The job has no results: it is ${record.state}.`);
      }
      // Read before the answer begins, so that results that are gone are no broken stream.
      const first = await files.part(tenant, id, 0);
      return pieces(first, record.parts, (part) => files.part(tenant, id, part));
    },

    async stop() {
      stopLooking();
      stopping.stop();
      await stopConsuming?.();
    },
  };
}

async function* pieces(
  first: string,
  parts: number,
  read: (part: number) => Promise<string>,
): AsyncGenerator<string> {
  yield first;
  for (let part = 1; part < parts; part++) yield read(part);
}

function readMessage(body: string): { readonly tenant: string; readonly id: string } {
  const { tenant, id } = JSON.parse(body) as { tenant: string; id: string };
  return { tenant, id };
}
