import type { TransactionBatch } from '../records/transaction-batch.js';

/**
 * Changes transactions between extraction and quality checks. A row that it takes out becomes a rejection of the
 * batch: a run fails where `table.length + rejections.length` is no longer `rowsIn`.
 */
export interface Transformer {
  /** Appears in reports. */
  readonly name: string;
  transform(batch: TransactionBatch): TransactionBatch | Promise<TransactionBatch>;
}
