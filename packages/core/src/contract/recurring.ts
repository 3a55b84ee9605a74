import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import { probability, seconds } from './envelope.js';
import { integer } from './integer.js';
import { identifierText, plainDateText } from './query-values.js';
import { type TransactionRequest, transactionRequestSchema } from './transaction-request.js';

/** A payment that recurs. Amounts are signed and in the main unit of the currency. */
export interface RecurringPayment {
  /** Names it in scenarios of a forecast; `null` where only a forecast's own streams could be named. */
  readonly stream_id: string | null;
  readonly account_id: string;
  readonly payee: string | null;
  readonly direction: 'income' | 'expense';
  readonly currency: string;
  /** For example `monthly`, or `every-10-days`. */
  readonly frequency: string;
  readonly status: 'active' | 'early' | 'ended';
  /** Probability that it recurs. */
  readonly confidence: number;
  readonly first_date: string;
  readonly last_date: string;
  /** Payments seen. */
  readonly occurrences: number;
  /** Mean of its payments. */
  readonly average_amount: number;
  /** What the next payments are expected to be: the price, or the median of the last ones where they vary. */
  readonly expected_amount: number;
  readonly last_amount: number;
  /** The next payment with its intervals; `null` where it ended. */
  readonly next: {
    readonly date: string;
    readonly earliest: string;
    readonly latest: string;
    readonly amount: number;
    readonly amount_lower: number;
    readonly amount_upper: number;
    /** Probability with which the intervals of date and amount hold, if it is paid. */
    readonly level: number;
    /** Whether it was due and has not come yet. */
    readonly overdue: boolean;
  } | null;
  /** Due dates without a payment. */
  readonly missed: readonly string[];
  readonly alerts: readonly { readonly kind: string; readonly date: string; readonly message: string }[];
}

/** Answer of `GET` and `POST /recurring`. */
export interface RecurringResponse {
  /** The last day that was looked at; `null` without a transaction. */
  readonly as_of: string | null;
  readonly streams: readonly RecurringPayment[];
  readonly processing_time: number;
}

export const recurringResponseSchema: z.ZodMiniType<RecurringResponse> = z.object({
  as_of: z.nullable(z.string()),
  streams: z.array(
    z.object({
      stream_id: z.nullable(z.string()),
      account_id: z.string(),
      payee: z.nullable(z.string()),
      direction: z.enum(['income', 'expense']),
      currency: z.string(),
      frequency: z.string(),
      status: z.enum(['active', 'early', 'ended']),
      confidence: probability,
      first_date: z.string(),
      last_date: z.string(),
      occurrences: integer,
      average_amount: z.number(),
      expected_amount: z.number(),
      last_amount: z.number(),
      next: z.nullable(
        z.object({
          date: z.string(),
          earliest: z.string(),
          latest: z.string(),
          amount: z.number(),
          amount_lower: z.number(),
          amount_upper: z.number(),
          level: probability,
          overdue: z.boolean(),
        }),
      ),
      missed: z.array(z.string()),
      alerts: z.array(z.object({ kind: z.string(), date: z.string(), message: z.string() })),
    }),
  ),
  processing_time: seconds,
});

/** Query of `GET /recurring`. */
export interface RecurringQuery {
  /** `"default"` unless told. */
  readonly account_id?: string | undefined;
  /** The day up to which transactions are looked at; the last one unless told. */
  readonly as_of?: string | undefined;
}

export const recurringQuerySchema: z.ZodMiniType<RecurringQuery> = /* @__PURE__ */ (() =>
  z.strictObject({ account_id: z.optional(identifierText), as_of: z.optional(plainDateText) }))();

/** Body of `POST /recurring`. */
export interface RecurringRequest {
  readonly transactions: readonly TransactionRequest[];
  readonly as_of?: string | undefined;
}

export const recurringRequestSchema: z.ZodMiniType<RecurringRequest> = /* @__PURE__ */ (() =>
  z.strictObject({
    transactions: z.array(transactionRequestSchema).check(z.minLength(1), z.maxLength(limits.historyRows)),
    as_of: z.optional(plainDateText),
  }))();
