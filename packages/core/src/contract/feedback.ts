import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import { identifierText, pageCursor, pageLimit } from './query-values.js';
import { type TransactionRequest, transactionRequestSchema } from './transaction-request.js';
import { wellFormed } from './well-formed.js';

/**
 * Body of `POST /feedback`: the right category of a transaction, named by its id or described, or whether it is an anomaly.
 */
export interface CorrectionRequest {
  /** A stored transaction. */
  readonly transaction_id?: string | undefined;
  /** The transaction itself, where it is not stored. */
  readonly transaction?: TransactionRequest | undefined;
  /** Account of the stored transaction; `"default"` unless told. */
  readonly account_id?: string | undefined;
  readonly category?: string | undefined;
  /**
   * Instead of `category`: whether it is an anomaly, such as a confirmed fraud, or none, such as a false alarm. Training learns it where
   * the transaction is named by an id.
   */
  readonly is_anomaly?: boolean | undefined;
  /** The answer that was wrong. */
  readonly prediction_id?: string | undefined;
}

export const correctionRequestSchema: z.ZodMiniType<CorrectionRequest> = /* @__PURE__ */ (() =>
  z
    .strictObject({
      transaction_id: z.optional(identifierText),
      transaction: z.optional(transactionRequestSchema),
      account_id: z.optional(identifierText),
      category: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.categoryLength), wellFormed)),
      is_anomaly: z.optional(z.boolean()),
      prediction_id: z.optional(identifierText),
    })
    .check(
      z.refine(
        ({ transaction_id, transaction }) => (transaction_id === undefined) !== (transaction === undefined),
        'give either transaction_id or transaction',
      ),
      z.refine(({ category, is_anomaly }) => (category === undefined) !== (is_anomaly === undefined), {
        error: 'give either category or is_anomaly',
        path: ['category'],
      }),
    ))();

/** What became of a correction. */
export const correctionStates = ['applied', 'held', 'undone'] as const;
export type CorrectionState = (typeof correctionStates)[number];

/** A correction as it is kept. */
export interface Correction {
  readonly correction_id: string;
  /** `held` where it has to be looked at first: its source corrects unusually much, or many others say otherwise. */
  readonly state: CorrectionState;
  /** `null` where it says of an anomaly. */
  readonly category: string | null;
  /** `null` where it says of a category. */
  readonly is_anomaly: boolean | null;
  /** What the model answered before; `null` where it was not asked. */
  readonly previous_category: string | null;
  readonly transaction_id: string | null;
  /** Credential that made it. */
  readonly made_by: string;
  readonly made_at: string;
}

export const correctionSchema: z.ZodMiniType<Correction> = z.object({
  correction_id: z.string(),
  state: z.enum(correctionStates),
  category: z.nullable(z.string()),
  is_anomaly: z.nullable(z.boolean()),
  previous_category: z.nullable(z.string()),
  transaction_id: z.nullable(z.string()),
  made_by: z.string(),
  made_at: z.string(),
});

/** Query of `GET /feedback`. */
export interface FeedbackQuery {
  /** All of them unless told. */
  readonly state?: CorrectionState | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export const feedbackQuerySchema: z.ZodMiniType<
  FeedbackQuery,
  { state?: unknown; limit?: unknown; cursor?: unknown }
> = /* @__PURE__ */ (() =>
  z.strictObject({
    state: z.optional(z.enum(correctionStates)),
    limit: z.optional(pageLimit),
    cursor: z.optional(pageCursor),
  }))();

/** Answer of `GET /feedback`: oldest first. */
export interface FeedbackResponse {
  readonly corrections: readonly Correction[];
  readonly next_cursor: string | null;
}

export const feedbackResponseSchema: z.ZodMiniType<FeedbackResponse> = z.object({
  corrections: z.array(correctionSchema),
  next_cursor: z.nullable(z.string()),
});

/** Path of `DELETE /feedback/{correction_id}`, and of its release. */
export interface CorrectionPath {
  readonly correction_id: string;
}

export const correctionPathSchema: z.ZodMiniType<CorrectionPath> = /* @__PURE__ */ (() =>
  z.strictObject({ correction_id: identifierText }))();
