import { memoryLoader } from '@titans/etl';
import type { TransactionStore } from '../tenants/transaction-store.js';

/** An empty place to store transactions, in this process. */
export function exampleStore(): TransactionStore {
  const loader = memoryLoader();
  return { loader: () => loader, transactions: (selection) => loader.transactions(selection) };
}
