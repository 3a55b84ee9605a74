import * as z from 'zod/mini';
import {
  limits,
  type PaymentMethod,
  paymentMethods,
  type TransactionType,
  transactionTypes,
} from '../transaction/vocabulary.js';
import { seconds } from './envelope.js';
import { integer } from './integer.js';
import { identifierText, pageCursor, pageLimit, plainDateText } from './query-values.js';
import type { TransactionList, TransactionRequest } from './transaction-request.js';

/** A stored transaction. */
export interface StoredTransaction {
  readonly transaction_id: string | null;
  readonly account_id: string;
  readonly date: string;
  readonly time: string | null;
  readonly type: TransactionType;
  readonly description: string;
  /** Signed, in the main unit of the currency. */
  readonly amount: number;
  readonly currency: string;
  readonly category: string | null;
  readonly payment_method: PaymentMethod;
  readonly status: string | null;
  readonly merchant_name: string | null;
  readonly location: string | null;
  readonly recurring: boolean | null;
  readonly tags: readonly string[];
}

const storedTransaction: z.ZodMiniType<StoredTransaction> = z.object({
  transaction_id: z.nullable(z.string()),
  account_id: z.string(),
  date: z.string(),
  time: z.nullable(z.string()),
  type: z.enum(transactionTypes),
  description: z.string(),
  amount: z.number(),
  currency: z.string(),
  category: z.nullable(z.string()),
  payment_method: z.enum(paymentMethods),
  status: z.nullable(z.string()),
  merchant_name: z.nullable(z.string()),
  location: z.nullable(z.string()),
  recurring: z.nullable(z.boolean()),
  tags: z.array(z.string()),
});

/** Query of `GET /transactions`. */
export interface TransactionsQuery {
  /** `"default"` unless told. */
  readonly account_id?: string | undefined;
  /** First day. */
  readonly from?: string | undefined;
  /** Last day. */
  readonly to?: string | undefined;
  /** 1 to 1,000, 100 unless told. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export const transactionsQuerySchema: z.ZodMiniType<
  TransactionsQuery,
  { account_id?: unknown; from?: unknown; to?: unknown; limit?: unknown; cursor?: unknown }
> = /* @__PURE__ */ (() =>
  z.strictObject({
    account_id: z.optional(identifierText),
    from: z.optional(plainDateText),
    to: z.optional(plainDateText),
    limit: z.optional(pageLimit),
    cursor: z.optional(pageCursor),
  }))();

/** Answer of `GET /transactions`: oldest first. */
export interface TransactionsResponse {
  readonly transactions: readonly StoredTransaction[];
  /** Where the next page begins; `null` on the last. */
  readonly next_cursor: string | null;
}

export const transactionsResponseSchema: z.ZodMiniType<TransactionsResponse> = z.object({
  transactions: z.array(storedTransaction),
  next_cursor: z.nullable(z.string()),
});

/** Body of `POST /transactions`: each with date, description and amount. */
export interface ImportRequest {
  readonly transactions: readonly TransactionRequest[];
}

/** Checks the list alone: a transaction that is none is refused alone, and counted as quarantined. */
export const importRequestSchema: z.ZodMiniType<TransactionList> = /* @__PURE__ */ (() =>
  z.strictObject({
    transactions: z.array(z.unknown()).check(z.minLength(1), z.maxLength(limits.historyRows)),
  }))();

/** Answer of `POST /transactions` and `POST /transactions/file`: in = loaded + updated + unchanged + quarantined. */
export interface ImportResponse {
  readonly rows: {
    readonly in: number;
    readonly loaded: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly quarantined: number;
  };
  /** The first 100 rows that were refused. */
  readonly rejections: readonly ImportRejection[];
  readonly processing_time: number;
}

/** A row that was not stored. */
export interface ImportRejection {
  /** Its place in what was sent, from 1; the header of a file is not counted. */
  readonly row: number;
  readonly code: string;
  readonly message: string;
  /** The field at fault; `null` where no single one is. */
  readonly field: string | null;
  /** What it held, masked. */
  readonly value: string | null;
}

export const importResponseSchema: z.ZodMiniType<ImportResponse> = z.object({
  rows: z.object({
    in: integer,
    loaded: integer,
    updated: integer,
    unchanged: integer,
    quarantined: integer,
  }),
  rejections: z.array(
    z.object({
      row: integer,
      code: z.string(),
      message: z.string(),
      field: z.nullable(z.string()),
      value: z.nullable(z.string()),
    }),
  ),
  processing_time: seconds,
});

/** Query of `POST /transactions/file`. */
export interface FileImportQuery {
  /** Account of rows that name none; `"default"` unless told. */
  readonly account_id?: string | undefined;
  /** Names the source in the ledger; its bytes' SHA-256 unless told. */
  readonly name?: string | undefined;
}

export const fileImportQuerySchema: z.ZodMiniType<FileImportQuery> = /* @__PURE__ */ (() =>
  z.strictObject({ account_id: z.optional(identifierText), name: z.optional(identifierText) }))();
