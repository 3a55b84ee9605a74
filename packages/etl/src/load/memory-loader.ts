import {
  type Transaction,
  type TransactionSelection,
  type TransactionSource,
  tableFromRows,
  tableSource,
  throwIfAborted,
} from '@titans/core';
import type { Rejection } from '../records/rejection.js';
import type { LoadCounts, Loader, RunRecord } from './loader.js';
import { naturalKeys } from './natural-key.js';

/** What a memory loader holds. */
export interface MemoryLoader extends Loader, TransactionSource {
  /** Rejections of all loads, oldest first. */
  rejections(): readonly Rejection[];
  runs(): readonly RunRecord[];
}

/**
 * Loads into memory, with the same keys as the warehouse: for trying things out, and where nothing needs to be kept.
 *
 * @example
 * ```ts
 * import { extract, memoryLoader, pipeline } from '@titans/etl';
 *
 * const load = memoryLoader();
 * await pipeline({ extract: extract('statement.csv'), load }).run();
 * const transactions = await load.transactions();
 * ```
 */
export function memoryLoader(): MemoryLoader {
  const known = new Map<string, Transaction>();
  const loadedSources = new Set<string>();
  const refused: Rejection[] = [];
  const runs: RunRecord[] = [];

  const load: Loader['load'] = async (batches, options = {}) => {
    const staged = new Map<string, Transaction>();
    const keyOf = naturalKeys();
    const checksums: string[] = [];
    const rejections: Rejection[] = [];
    let rows = 0;
    for await (const batch of batches) {
      throwIfAborted(options.signal, 'load');
      for (const transaction of batch.table.rows())
        staged.set(keyOf(transaction, batch.sourceIndex), transaction);
      for (const rejection of batch.rejections) rejections.push(rejection);
      rows += batch.table.length;
      if (batch.summary !== null) checksums.push(batch.summary.sha256);
      options.onProgress?.({ stage: 'load', done: rows, unit: 'rows' });
    }
    const isNew = ([key]: readonly [string, Transaction]): boolean => !known.has(key);
    const isChanged = ([key, transaction]: readonly [string, Transaction]): boolean =>
      known.has(key) && JSON.stringify(known.get(key)) !== JSON.stringify(transaction);
    const loaded = [...staged].filter(isNew).length;
    const updated = [...staged].filter(isChanged).length;
    const counts: LoadCounts = {
      loaded,
      updated,
      unchanged: rows - loaded - updated,
      quarantined: rejections.length,
    };
    options.onCounted?.(counts);
    throwIfAborted(options.signal, 'load');
    for (const [key, transaction] of staged) known.set(key, transaction);
    for (const checksum of checksums) loadedSources.add(checksum);
    for (const rejection of rejections) refused.push(rejection);
    return counts;
  };

  return Object.freeze({
    name: 'memory',
    hasLoaded: async (sha256: string) => loadedSources.has(sha256),
    load,
    recordRun: async (run: RunRecord) => {
      runs.push(run);
    },
    rejections: () => [...refused],
    runs: () => [...runs],
    transactions: (selection?: TransactionSelection) =>
      tableSource(tableFromRows(known.values())).transactions(selection),
  });
}
