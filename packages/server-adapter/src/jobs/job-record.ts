import { TitansError } from '@titans/core';
import {
  type BatchTask,
  batchTasks,
  type JobResponse,
  type JobState,
  jobStates,
  routes,
} from '@titans/core/contract';
import * as z from 'zod/mini';

/** A job as it is kept. Times are milliseconds since 1970. */
export interface JobRecord {
  readonly id: string;
  readonly tenant: string;
  /** Credential that started it. */
  readonly credential: string;
  /** What is asked about each of its transactions. */
  readonly tasks: readonly BatchTask[];
  readonly state: JobState;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Pieces of its results that have been put down. */
  readonly parts: number;
  /** Times that someone began to work on it. */
  readonly attempts: number;
  readonly error: string | null;
  /** Who works on it, and until when nobody else does. */
  readonly lease: { readonly worker: string; readonly until: number } | null;
  /** Not to be begun before. */
  readonly notBefore: number;
}

const recordSchema: z.ZodMiniType<JobRecord> = z.object({
  id: z.string(),
  tenant: z.string(),
  credential: z.string(),
  // Jobs of releases that asked for everything do not say.
  tasks: z._default(z.array(z.enum(batchTasks)), [...batchTasks]),
  state: z.enum(jobStates),
  createdAt: z.number(),
  finishedAt: z.nullable(z.number()),
  done: z.int(),
  total: z.int(),
  failed: z.int(),
  parts: z.int(),
  attempts: z.int(),
  error: z.nullable(z.string()),
  lease: z.nullable(z.object({ worker: z.string(), until: z.number() })),
  notBefore: z.number(),
});

/** @throws TitansError `INTERNAL` if the store holds something else. */
export function parseRecord(text: string): JobRecord {
  const parsed = recordSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new TitansError('INTERNAL', 'The store holds something else where a job should be.');
}

/** Whether a job goes no further. */
export function hasEnded({ state }: JobRecord): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

/** Whether nobody works on a job that is still to be done. */
export function isFree({ lease, state, notBefore }: JobRecord, now: number): boolean {
  return (state === 'queued' && notBefore <= now) || (state === 'running' && (lease?.until ?? 0) <= now);
}

/** The job as its owner sees it. */
export function jobResponse(record: JobRecord, basePath: string): JobResponse {
  const { id, state, tasks, createdAt, finishedAt, done, total, failed, error } = record;
  return {
    job_id: id,
    state,
    tasks,
    created_at: new Date(createdAt).toISOString(),
    finished_at: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    done,
    total,
    failed,
    error,
    results: state === 'succeeded' ? basePath + routes.jobResults.path.replace('{job_id}', id) : null,
  };
}
