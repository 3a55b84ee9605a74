import { isTitansError } from '@titans/core';
import type { Clock } from '../http/clock.js';
import { exposedError } from '../http/problem.js';
import type { Logger } from '../logging/logger.js';
import type { AnsweredItem, SentRow } from '../routes/predict-rows.js';
import type { JobFiles } from './job-files.js';
import type { JobLedger, VersionedJob } from './job-ledger.js';
import { hasEnded, isFree, type JobRecord } from './job-record.js';

/** Rows answered before anything else may run: a few milliseconds of work. */
const rowsTogether = 20;
/** Rows whose results are put down together, after which the job can be gone on with elsewhere. */
const rowsOfPart = 500;
/** Times that a job is begun before it counts as failed. */
const mostAttempts = 4;
/** Milliseconds before it is begun again, doubled each time. */
const firstDelayMs = 2_000;

/** Answers rows of a job. */
export type AnswerJobRows = (
  job: JobRecord,
  rows: readonly SentRow[],
  firstIndex: number,
  signal: AbortSignal,
) => Promise<readonly AnsweredItem[]>;

/** What {@link jobRunner} needs. */
export interface JobRunnerParts {
  readonly ledger: JobLedger;
  readonly files: JobFiles;
  /** Names this process among those that share the store. */
  readonly worker: string;
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly answerRows: AnswerJobRows;
  /** Tells of a job that has begun, come further or ended. */
  readonly onChanged: (record: JobRecord) => void;
  readonly logger: Logger;
}

/** Works on jobs. */
export interface JobRunner {
  /**
   * Works on a job unless someone else does, or it has ended. Never rejects.
   *
   * @param signal Raised to put it back as far as it has come.
   */
  run(tenant: string, id: string, signal: AbortSignal): Promise<void>;
}

/** What became of working on a job. */
type Ending = 'done' | 'put back' | 'lost';

/** Works on jobs in small slices, between which the process does what else there is to do. */
export function jobRunner(parts: JobRunnerParts): JobRunner {
  const { ledger, files, worker, leaseMs, clock, onChanged, logger } = parts;
  const lease = (): NonNullable<JobRecord['lease']> => ({ worker, until: clock.now() + leaseMs });

  /** Writes a change, and gives `null` where the job is no longer ours. */
  async function write(job: VersionedJob, change: Partial<JobRecord>): Promise<VersionedJob | null> {
    const written = await ledger.write(job, change);
    if (written === null) return null;
    onChanged(written.record);
    return written;
  }

  async function claim(tenant: string, id: string): Promise<VersionedJob | null> {
    const found = await ledger.read(tenant, id);
    if (found === null || !isFree(found.record, clock.now())) return null;
    if (found.record.attempts >= mostAttempts) {
      await end(found, 'failed', 'It was begun several times, and each time its worker was lost.');
      return null;
    }
    const attempts = found.record.attempts + 1;
    return held(await write(found, { state: 'running', attempts, lease: lease() }));
  }

  /** The job if it is ours still: whoever takes or cancels it between a write and its reading takes the lease away. */
  function held(job: VersionedJob | null): VersionedJob | null {
    return job?.record.state === 'running' && job.record.lease?.worker === worker ? job : null;
  }

  async function end(job: VersionedJob, state: JobRecord['state'], error: string | null): Promise<void> {
    const { tenant, id } = job.record;
    const ended = await write(job, { state, error, lease: null, finishedAt: clock.now() });
    if (ended === null) return;
    await files.dropRows(tenant, id);
    for (const old of await ledger.settle(ended.record)) await files.drop(tenant, old);
  }

  async function work(claimed: VersionedJob, signal: AbortSignal): Promise<Ending> {
    let job = claimed;
    const { tenant, id, total } = job.record;
    const rows = await files.rows(tenant, id);
    while (job.record.done < total) {
      const from = job.record.done;
      const to = Math.min(from + rowsOfPart, total);
      let lines = '';
      let failed = 0;
      for (let first = from; first < to; first += rowsTogether) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (signal.aborted) return putBack(job, 0);
        if ((job.record.lease?.until ?? 0) - clock.now() < leaseMs / 2) {
          const renewed = held(await ledger.write(job, { lease: lease() }));
          if (renewed === null) return 'lost';
          job = renewed;
        }
        const slice = rows
          .slice(first, Math.min(first + rowsTogether, to))
          .map((value): SentRow => ({ kind: 'value', value }));
        const items = await parts.answerRows(job.record, slice, first, signal);
        for (const [offset, item] of items.entries()) {
          if (item.status === 'failed') failed++;
          lines += `${JSON.stringify({ index: first + offset, ...item })}\n`;
        }
      }
      await files.putPart(tenant, id, job.record.parts, lines);
      const { parts: put, failed: before } = job.record;
      const change = { done: to, parts: put + 1, failed: before + failed, lease: lease() };
      const written = held(await write(job, change));
      if (written === null) return 'lost';
      job = written;
    }
    await end(job, 'succeeded', null);
    return 'done';
  }

  async function putBack(job: VersionedJob, delayMs: number): Promise<Ending> {
    const { attempts } = job.record;
    // A job that is put back in good order has lost no worker.
    const counted = delayMs === 0 ? attempts - 1 : attempts;
    const notBefore = clock.now() + delayMs;
    const change = { state: 'queued', lease: null, attempts: counted, notBefore } as const;
    return (await write(job, change)) === null ? 'lost' : 'put back';
  }

  async function fail(tenant: string, id: string, error: unknown, signal: AbortSignal): Promise<void> {
    const found = await ledger.read(tenant, id);
    if (found === null || hasEnded(found.record) || found.record.lease?.worker !== worker) return;
    if (signal.aborted) {
      await putBack(found, 0);
      return;
    }
    const { attempts } = found.record;
    logger.warn({ job: id, attempt: attempts, err: error }, 'A job could not be finished.');
    if (isTitansError(error, 'NOT_FOUND')) await end(found, 'failed', 'What it was given is gone.');
    else if (attempts >= mostAttempts) await end(found, 'failed', exposedError(error).message);
    else await putBack(found, firstDelayMs * 2 ** (attempts - 1));
  }

  return {
    async run(tenant, id, signal) {
      try {
        const claimed = await claim(tenant, id);
        if (claimed === null || (await work(claimed, signal)) !== 'lost') return;
        const now = await ledger.read(tenant, id);
        // What was put down after it was cancelled or forgotten nobody asks for.
        if (now === null || now.record.state === 'cancelled') await files.drop(tenant, id);
      } catch (error) {
        await fail(tenant, id, error, signal).catch((err: unknown) => {
          // Its lease ends by itself; then it is begun again.
          logger.error({ job: id, err }, 'A job could not be put back.');
        });
      }
    },
  };
}
