import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database, QueryRunner } from '@titans/core';

const storages = new WeakMap<Database, AsyncLocalStorage<QueryRunner>>();

/**
 * Holds the transaction of a load while its batches are asked for. Whoever reads the database for one of them has to do
 * so inside that transaction, since an embedded database runs one at a time.
 */
export function loadTransactionOf(database: Database): AsyncLocalStorage<QueryRunner> {
  const storage = storages.get(database) ?? new AsyncLocalStorage<QueryRunner>();
  storages.set(database, storage);
  return storage;
}
