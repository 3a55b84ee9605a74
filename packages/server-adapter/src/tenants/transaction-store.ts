import type { Database, TransactionSource } from '@titans/core';
import type { Loader } from '@titans/etl';

/** Where transactions are stored and read from: a warehouse, or anything that loads and reads as one does. */
export interface TransactionStore extends TransactionSource {
  /** Loads into it. */
  loader(): Loader;
  /** The database of a warehouse, which then is part of the health of the service. */
  readonly database?: Database;
}
