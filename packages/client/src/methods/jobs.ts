import type { BatchTask, batchTasks, JobRequest, JobResponse, StreamedItem } from '@titans/core/contract';
import { isTitansError } from '@titans/core/errors';
import { streamItem } from '../answers/predictions.js';
import { jobAnswer } from '../answers/service.js';
import { type AskedTasks, askedTasks } from '../asked-tasks.js';
import type { CallOptions } from '../call-options.js';
import type { Caller } from '../caller.js';
import { inRange, maxTimerMs, refuse } from '../client-options.js';
import * as endpoints from '../endpoints.js';
import { pause } from '../pause.js';
import { type ResumeSettings, resumedItems } from '../resumed-items.js';

/** Batches that are too long to wait for. */
export interface JobMethods {
  /** Starts one, of 1 to 10,000 transactions, which asks for every task about each or for `tasks` alone. */
  create(request: JobRequest, options?: CallOptions & AskedTasks<readonly BatchTask[]>): Promise<JobResponse>;
  status(jobId: string, options?: CallOptions): Promise<JobResponse>;
  /** Asks again and again until the job has ended, however it ended. */
  wait(jobId: string, options?: WaitOptions): Promise<JobResponse>;
  /**
   * The results of one that succeeded, in the order of its transactions.
   *
   * @param options `tasks` are those that the job was started with, which it tells as `tasks`: all unless told.
   * @throws TitansError `CONFIG_INVALID` with what to give, where the job was started with fewer tasks than are asked for.
   */
  results<const Tasks extends readonly BatchTask[] = typeof batchTasks>(
    jobId: string,
    options?: CallOptions & AskedTasks<Tasks>,
  ): AsyncIterable<StreamedItem<Tasks>>;
  /** Cancels it; one that has ended is forgotten. */
  cancel(jobId: string, options?: CallOptions): Promise<JobResponse>;
}

/** How {@link JobMethods.wait} waits; `timeoutMs` is that of each question. */
export interface WaitOptions extends CallOptions {
  /** Milliseconds between two questions, from 1; 500 unless told. */
  readonly pollMs?: number | undefined;
  /** Hears of every state that was asked for. */
  readonly onProgress?: ((job: JobResponse) => void) | undefined;
}

export function jobMethods({ ask, lines }: Caller, settings: ResumeSettings): JobMethods {
  const of = (jobId: string) => ({ params: { job_id: jobId } });
  const status = (jobId: string, options?: CallOptions): Promise<JobResponse> =>
    ask(endpoints.jobStatus, jobAnswer, of(jobId), options);
  /** An answer may lack members since the job was not asked for them, which the job says. */
  async function refuseMoreTasks(jobId: string, asked: readonly BatchTask[], options?: CallOptions) {
    const job = await status(jobId, options).catch(() => null);
    if (job === null || asked.every((task) => job.tasks.includes(task))) return;
    const tasks = job.tasks.map((task) => `'${task}'`).join(', ');
    refuse('tasks', `the job was started with fewer than are asked for; give { tasks: [${tasks}] }`);
  }

  return Object.freeze({
    status,
    create: async (request: JobRequest, options?: CallOptions & AskedTasks<readonly BatchTask[]>) =>
      ask(endpoints.jobCreate, jobAnswer, { json: request, query: askedTasks(options).query }, options),
    async wait(jobId: string, options: WaitOptions = {}) {
      const { pollMs = 500, onProgress, ...callOptions } = options;
      inRange('pollMs', pollMs, 1, maxTimerMs);
      for (;;) {
        const job = await status(jobId, callOptions);
        onProgress?.(job);
        if (job.state !== 'queued' && job.state !== 'running') return job;
        await pause(pollMs, options.signal, 'Waiting for a job');
      }
    },
    async *results<Tasks extends readonly BatchTask[]>(
      jobId: string,
      options?: CallOptions & AskedTasks<Tasks>,
    ) {
      const { asked } = askedTasks(options);
      const check = streamItem(asked);
      const items = resumedItems(endpoints.jobResults, settings, options, async function* after(taken) {
        let index = 0;
        for await (const item of lines(endpoints.jobResults, check, of(jobId), options)) {
          if (index++ >= taken) yield item;
        }
      });
      try {
        yield* items;
      } catch (error) {
        if (isTitansError(error, 'API_RESPONSE_INVALID')) await refuseMoreTasks(jobId, asked, options);
        throw error;
      }
    },
    cancel: (jobId: string, options?: CallOptions) => ask(endpoints.jobCancel, jobAnswer, of(jobId), options),
  });
}
