import type { JsonValue } from '@titans/core';
import type { TransactionField } from '../normalise/import-field.js';
import type { Rejection } from '../records/rejection.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { UnexpectedExample } from './quality-result.js';

/**
 * What happens when an expectation is not met: it is reported; the rows that do not meet it are put into quarantine;
 * nothing at all is loaded.
 */
export const severities = ['warn', 'quarantine', 'fail'] as const;
export type Severity = (typeof severities)[number];

/** How much may be unexpected: what either of the two permits. Nothing unless told. */
export interface Tolerance {
  readonly count?: number;
  /** Share of what was evaluated, 0 to 1. */
  readonly fraction?: number;
}

/** What an expectation saw in one batch. */
export interface BatchVerdict {
  /** Values that were looked at. */
  readonly evaluated: number;
  /** Rows of the batch's table, from 0, that are not as expected. */
  readonly rows: readonly number[];
  /** Records of the batch that had been rejected for what this expectation is about. */
  readonly rejections?: readonly Rejection[];
}

/** What an expectation says of all batches together. */
export interface DatasetVerdict {
  /** Absent where the number of unexpected rows decides. */
  readonly isMet?: boolean;
  /** What was found, for the report. */
  readonly observed?: JsonValue;
  /** Values looked at, unexpected ones and examples of these, beside what the batches already told. */
  readonly evaluated?: number;
  readonly unexpected?: number;
  readonly examples?: readonly UnexpectedExample[];
}

/** One pass of an expectation over the batches of a run. Its memory must not grow with the number of rows without need. */
export interface ExpectationRun {
  /** Called once for every batch, in order. */
  observe(batch: TransactionBatch): BatchVerdict;
  /** Called after the last batch. */
  finish(): DatasetVerdict;
  /** Called last, also where a run ends early: lets go of what memory does not give back by itself. */
  close?(): void;
}

/**
 * Something that is expected of transactions. Third parties add their own beside those of a suite.
 *
 * @example
 * ```ts
 * import type { Expectation } from '@titans/etl';
 *
 * const roundAmountsAreRare: Expectation = {
 *   name: 'round-amounts-are-rare',
 *   severity: 'warn',
 *   tolerance: { fraction: 0.2 },
 *   start: () => ({
 *     observe: ({ table }) => ({
 *       evaluated: table.length,
 *       rows: [...table.columns.amountMinor.keys()].filter((row) => (table.columns.amountMinor[row] ?? 0) % 10_000 === 0),
 *     }),
 *     finish: () => ({}),
 *   }),
 * };
 * ```
 */
export interface Expectation {
  /** Appears in the result, for example `"range(amount)"`. */
  readonly name: string;
  /** The same as a sentence for people, for example `"amount is at least -1000 and at most 1000"`. */
  readonly description?: string;
  /** The field whose values are shown as examples, where it is about one. */
  readonly field?: TransactionField;
  readonly severity: Severity;
  readonly tolerance: Tolerance;
  /** Whether it speaks of single rows; only those can put rows into quarantine. True unless told. */
  readonly isOfRows?: boolean;
  start(): ExpectationRun;
}
