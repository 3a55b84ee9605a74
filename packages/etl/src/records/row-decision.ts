import type { JsonValue, Transaction } from '@titans/core';

/** Where a row stands. */
export interface RowReference {
  readonly source: string;
  /** Number of the record in its source, from 1. */
  readonly row: number;
}

/** What a transformer decided about a row, so that it can be looked at and taken back. Plain JSON. */
export interface RowDecision {
  /** Name of the transformer. */
  readonly transformer: string;
  /** For example `"near-duplicate"` or `"transfer"`. */
  readonly kind: string;
  readonly row: RowReference;
  /** The other row, where the decision is about two. */
  readonly other: RowReference | null;
  /** From 0 to 1. */
  readonly confidence: number;
  /** What speaks for it. */
  readonly evidence: JsonValue;
  /** The row as it was, where the decision took it out: what is needed to put it back. */
  readonly removed: Transaction | null;
}
