import type { PlainDate } from '../calendar/plain-date.js';
import type { WorkOptions } from '../progress/progress.js';
import type { TransactionTable } from '../table/transaction-table.js';

/** Which transactions to read. */
export interface TransactionSelection extends WorkOptions {
  readonly accountId?: string;
  /** First day, inclusive. */
  readonly from?: PlainDate;
  /** Last day, inclusive. */
  readonly to?: PlainDate;
  /** Rows at most, the oldest of those selected; all unless told. A source that cannot count gives more. */
  readonly limit?: number;
}

/** Whatever holds transactions: a warehouse, a table in memory. */
export interface TransactionSource {
  /** The selected transactions, oldest first. */
  transactions(selection?: TransactionSelection): Promise<TransactionTable>;
}
