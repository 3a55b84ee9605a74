import * as z from 'zod/mini';
import { isPlainDate } from '../calendar/plain-date.js';
import { isCurrency } from '../money/currency.js';
import {
  limits,
  type PaymentMethod,
  paymentMethods,
  type TransactionType,
  transactionTypes,
} from '../transaction/vocabulary.js';
import { wellFormed } from './well-formed.js';

/** A transaction as a request describes it. Every member may be left out; unknown members are refused. */
export interface TransactionRequest {
  readonly transaction_id?: string | null | undefined;
  /** Account whose history and state are used; `"default"` unless told. */
  readonly account_id?: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly date?: string | null | undefined;
  /** `HH:MM:SS`. */
  readonly time?: string | null | undefined;
  readonly type?: TransactionType | null | undefined;
  /** At most 500 characters. */
  readonly description?: string | null | undefined;
  /** Signed, in the main unit of the currency; at most 1,000,000 in absolute value. */
  readonly amount?: number | null | undefined;
  /** ISO 4217 code. */
  readonly currency?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly payment_method?: PaymentMethod | null | undefined;
  readonly status?: string | null | undefined;
  readonly merchant_name?: string | null | undefined;
  readonly location?: string | null | undefined;
  readonly recurring?: boolean | null | undefined;
  /** At most 50 tags of at most 64 characters. */
  readonly tags?: readonly string[] | null | undefined;
}

/** A body with transactions that are still to be checked one by one. */
export interface TransactionList {
  readonly transactions: readonly unknown[];
}

const text = (maxLength: number): z.ZodMiniType<string | null | undefined> =>
  z.nullish(z.string().check(z.maxLength(maxLength), wellFormed));

// Made in a call that is marked pure, so that a bundle which only reads answers leaves it out.
export const transactionRequestSchema: z.ZodMiniType<TransactionRequest> = /* @__PURE__ */ (() =>
  z.strictObject({
    transaction_id: text(limits.identifierLength),
    account_id: text(limits.identifierLength),
    date: z.nullish(z.iso.date().check(z.refine(isPlainDate, 'not a calendar date'))),
    time: z.nullish(z.iso.time({ precision: 0 })),
    type: z.nullish(z.enum(transactionTypes)),
    description: text(limits.descriptionLength),
    amount: z.nullish(z.number().check(z.gte(-limits.requestAmount), z.lte(limits.requestAmount))),
    currency: z.nullish(z.string().check(z.length(3), z.refine(isCurrency, 'not an ISO 4217 currency'))),
    category: text(limits.categoryLength),
    payment_method: z.nullish(z.enum(paymentMethods)),
    status: text(limits.statusLength),
    merchant_name: text(limits.nameLength),
    location: text(limits.nameLength),
    recurring: z.nullish(z.boolean()),
    tags: z.nullish(
      z.array(z.string().check(z.maxLength(limits.tagLength), wellFormed)).check(z.maxLength(limits.tags)),
    ),
  }))();
