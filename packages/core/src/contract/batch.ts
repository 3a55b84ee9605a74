import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import {
  type BatchPredictions,
  type BatchTask,
  batchPredictionsSchema,
  type batchTasks,
} from './batch-tasks.js';
import { dictionary } from './dictionary.js';
import { seconds } from './envelope.js';
import { integer } from './integer.js';
import { type ProblemIssue, problemIssueSchema } from './problem.js';
import type { TransactionRequest } from './transaction-request.js';

/** Body of `POST /predict/batch`: 1 to 100 transactions. What is asked about each, its query says. */
export type BatchRequest = readonly TransactionRequest[];

/** Checks the list alone: a transaction that is none fails alone, in the answer. */
export const batchRequestSchema: z.ZodMiniType<readonly unknown[]> = /* @__PURE__ */ (() =>
  z.array(z.unknown()).check(z.minLength(1), z.maxLength(limits.batchSize)))();

/** Result of one transaction of a batch; `batch_` and its index stand for an identifier that was not sent. */
export type BatchItem<Tasks extends readonly BatchTask[] = typeof batchTasks> =
  | {
      readonly transaction_id: string;
      readonly status: 'success';
      readonly predictions: BatchPredictions<Tasks>;
    }
  | {
      readonly transaction_id: string;
      readonly status: 'failed';
      readonly error: string;
      readonly code: string;
      /** Offending members, as JSON pointers into the transaction. */
      readonly issues?: readonly ProblemIssue[] | undefined;
    };

/** Answer of `POST /predict/batch`. */
export interface BatchResponse<Tasks extends readonly BatchTask[] = typeof batchTasks> {
  readonly results: readonly BatchItem<Tasks>[];
  readonly total_processed: number;
  readonly successful_predictions: number;
  readonly failed_predictions: number;
  readonly processing_time: number;
  /** The model of each task that was asked for. */
  readonly model_versions: Readonly<Record<string, string>>;
}

const success = {
  transaction_id: z.string(),
  status: z.enum(['success']),
  predictions: batchPredictionsSchema,
} as const;
const failure = {
  transaction_id: z.string(),
  status: z.enum(['failed']),
  error: z.string(),
  code: z.string(),
  issues: z.optional(z.array(problemIssueSchema)),
} as const;

export const batchResponseSchema: z.ZodMiniType<BatchResponse<readonly BatchTask[]>> = z.object({
  results: z.array(z.union([z.object(success), z.object(failure)])),
  total_processed: integer,
  successful_predictions: integer,
  failed_predictions: integer,
  processing_time: seconds,
  model_versions: dictionary(z.string()),
});

/**
 * One line of `POST /predict/stream` and of the results of a job, in the order of what was sent. `refused` is the last line
 * of a stream whose row `index` and all after it were not answered, for example as the quota is used up.
 */
export type StreamItem<Tasks extends readonly BatchTask[] = typeof batchTasks> =
  | StreamedItem<Tasks>
  | StreamRefusal;

/** Result of one row. */
export type StreamedItem<Tasks extends readonly BatchTask[] = typeof batchTasks> = BatchItem<Tasks> & {
  readonly index: number;
};

/** Why a stream goes no further. */
export interface StreamRefusal {
  readonly index: number;
  readonly status: 'refused';
  readonly error: string;
  readonly code: string;
  /** Seconds after which the rest may be sent; `null` where waiting does not help. */
  readonly retry_after: number | null;
}

export const streamItemSchema: z.ZodMiniType<StreamItem<readonly BatchTask[]>> = z.union([
  z.object({ index: integer, ...success }),
  z.object({ index: integer, ...failure }),
  z.object({
    index: integer,
    status: z.enum(['refused']),
    error: z.string(),
    code: z.string(),
    retry_after: z.nullable(z.number()),
  }),
]);
