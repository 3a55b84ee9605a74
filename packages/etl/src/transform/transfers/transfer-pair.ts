/** Two rows that are one movement of money between own accounts. */
export interface TransferPair {
  /** The row from which the money went, from 0. */
  readonly out: number;
  readonly in: number;
  readonly confidence: number;
  readonly businessDays: number;
  readonly hasTransferWord: boolean;
  /** Whether a text of the one names the account of the other. */
  readonly namesAccount: boolean;
}

/** A row that belongs to a transfer as well as another one does: nothing was decided. */
export interface AmbiguousTransfer {
  readonly row: number;
  /** Rows that may be its other half. */
  readonly candidates: readonly number[];
}

export interface FoundTransfers {
  readonly transfers: readonly TransferPair[];
  readonly ambiguous: readonly AmbiguousTransfer[];
}
