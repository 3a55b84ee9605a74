import * as z from 'zod/mini';
import { isPlainDate, type PlainDate } from '../calendar/plain-date.js';
import { isPlainTime, type PlainTime } from '../calendar/plain-time.js';
import { type CurrencyCode, isCurrency } from '../money/currency.js';
import {
  limits,
  type PaymentMethod,
  paymentMethods,
  type TransactionType,
  transactionTypes,
} from './vocabulary.js';

/** One validated, normalised bank or card transaction. Absent values are `null`. */
export interface Transaction {
  /** Identifier given by the source or the caller. */
  readonly id: string | null;
  readonly accountId: string;
  readonly date: PlainDate;
  readonly time: PlainTime | null;
  /** Agrees with the sign of `amountMinor`; decides it for a zero amount. */
  readonly type: TransactionType;
  /** NFKC-normalised, 1 to 500 characters. */
  readonly description: string;
  /** As the source wrote it. */
  readonly originalDescription: string;
  /** Whole minor units of `currency` (cents), negative for money that went out. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** Balance of the account after the transaction, in minor units. */
  readonly balanceMinor: number | null;
  readonly category: string | null;
  readonly paymentMethod: PaymentMethod;
  readonly status: string | null;
  /** Reference of the source, often the merchant or client. */
  readonly reference: string | null;
  readonly receiptUrl: string | null;
  readonly merchantName: string | null;
  /** ISO 18245 merchant category code, four digits. */
  readonly merchantCategoryCode: string | null;
  readonly location: string | null;
  /** Whether the source says that it recurs; `null` if the source does not say. */
  readonly recurring: boolean | null;
  readonly tags: readonly string[];
}

const nullableText = (maxLength: number): z.ZodMiniNullable<z.ZodMiniString> =>
  z.nullable(z.string().check(z.minLength(1), z.maxLength(maxLength)));

/** Validates a {@link Transaction}: every field, its range, and that sign and type agree. */
// Made in a call that is marked pure, so that bundles which do not validate leave it out.
export const transactionSchema: z.ZodMiniType<Transaction> = /* @__PURE__ */ (() =>
  z
    .strictObject({
      id: nullableText(limits.identifierLength),
      accountId: z.string().check(z.minLength(1), z.maxLength(limits.identifierLength)),
      date: z.custom<PlainDate>(
        (value) => typeof value === 'string' && isPlainDate(value),
        'not a calendar date',
      ),
      time: z.nullable(
        z.custom<PlainTime>((value) => typeof value === 'string' && isPlainTime(value), 'not a time'),
      ),
      type: z.enum(transactionTypes),
      description: z.string().check(z.minLength(1), z.maxLength(limits.descriptionLength)),
      originalDescription: z.string(),
      amountMinor: z.int(),
      currency: z.string().check(z.refine(isCurrency, 'not an ISO 4217 currency')),
      balanceMinor: z.nullable(z.int()),
      category: nullableText(limits.categoryLength),
      paymentMethod: z.enum(paymentMethods),
      status: nullableText(limits.statusLength),
      reference: nullableText(limits.nameLength),
      receiptUrl: nullableText(limits.urlLength),
      merchantName: nullableText(limits.nameLength),
      merchantCategoryCode: z.nullable(z.string().check(z.regex(/^\d{4}$/))),
      location: nullableText(limits.nameLength),
      recurring: z.nullable(z.boolean()),
      tags: z
        .array(z.string().check(z.minLength(1), z.maxLength(limits.tagLength)))
        .check(z.maxLength(limits.tags)),
    })
    .check(
      z.refine(
        (transaction) =>
          transaction.amountMinor === 0 || transaction.amountMinor > 0 === (transaction.type === 'Income'),
        { error: 'the sign of amountMinor contradicts type', path: ['amountMinor'] },
      ),
    ))();
