import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import { type BatchTask, batchTasks } from './batch-tasks.js';
import { integer } from './integer.js';
import { identifierText } from './query-values.js';
import type { TransactionList, TransactionRequest } from './transaction-request.js';

/** Body of `POST /jobs`: a batch that is too long to wait for. What is asked about each, its query says. */
export interface JobRequest {
  /** 1 to 10,000. */
  readonly transactions: readonly TransactionRequest[];
}

/** Checks the list alone: a transaction that is none fails alone, in the results. */
export const jobRequestSchema: z.ZodMiniType<TransactionList> = /* @__PURE__ */ (() =>
  z.strictObject({
    transactions: z.array(z.unknown()).check(z.minLength(1), z.maxLength(limits.jobRows)),
  }))();

export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

/** Answer of `POST /jobs` (202), `GET` and `DELETE /jobs/{job_id}`. */
export interface JobResponse {
  readonly job_id: string;
  readonly state: JobState;
  /** What is asked about each of its transactions. */
  readonly tasks: readonly BatchTask[];
  readonly created_at: string;
  readonly finished_at: string | null;
  /** Transactions answered, and to be answered. */
  readonly done: number;
  readonly total: number;
  /** Of those done. */
  readonly failed: number;
  /** Why it failed; `null` unless it did. */
  readonly error: string | null;
  /** Path of the results, once it succeeded. */
  readonly results: string | null;
}

export const jobResponseSchema: z.ZodMiniType<JobResponse> = z.object({
  job_id: z.string(),
  state: z.enum(jobStates),
  tasks: z.array(z.enum(batchTasks)),
  created_at: z.string(),
  finished_at: z.nullable(z.string()),
  done: integer,
  total: integer,
  failed: integer,
  error: z.nullable(z.string()),
  results: z.nullable(z.string()),
});

/** Path of the routes of one job. */
export interface JobPath {
  readonly job_id: string;
}

export const jobPathSchema: z.ZodMiniType<JobPath> = /* @__PURE__ */ (() =>
  z.strictObject({ job_id: identifierText }))();
