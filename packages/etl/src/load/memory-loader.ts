import {
  fromEpochDay,
  type PlainDate,
  type Transaction,
  type TransactionSelection,
  type TransactionSource,
  tableFromRows,
  tableSource,
  throwIfAborted,
} from '@titans/core';
import type { Rejection } from '../records/rejection.js';
import type { RowDecision } from '../records/row-decision.js';
import type { LoadCounts, Loader, RunRecord } from './loader.js';
import { naturalKeys } from './natural-key.js';

/** What a memory loader holds. */
export interface MemoryLoader extends Loader, TransactionSource {
  /** Rejections of all loads, oldest first. */
  rejections(): readonly Rejection[];
  /** Decisions of transformers, of all loads, oldest first. */
  decisions(): readonly RowDecision[];
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
  const newestDays = new Map<string, number>();
  const refused: Rejection[] = [];
  const decided: RowDecision[] = [];
  const runs: RunRecord[] = [];

  const load: Loader['load'] = async (batches, options = {}) => {
    const staged = new Map<string, Transaction>();
    const keyOf = naturalKeys();
    const checksums: string[] = [];
    const days = new Map<string, number>();
    const rejections: Rejection[] = [];
    const decisions: RowDecision[] = [];
    let rows = 0;
    for await (const batch of batches) {
      throwIfAborted(options.signal, 'load');
      for (const transaction of batch.table.rows())
        staged.set(keyOf(transaction, batch.sourceIndex), transaction);
      for (const rejection of batch.rejections) rejections.push(rejection);
      for (const decision of batch.decisions) decisions.push(decision);
      for (const day of batch.table.columns.date) raise(days, batch.source, day);
      rows += batch.table.length;
      if (batch.summary !== null && !batch.summary.isPartial) checksums.push(batch.summary.sha256);
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
    if (options.dryRun) return counts;
    for (const [key, transaction] of staged) known.set(key, transaction);
    for (const checksum of checksums) loadedSources.add(checksum);
    for (const [source, day] of days) raise(newestDays, source, day);
    for (const rejection of rejections) refused.push(rejection);
    for (const decision of decisions) decided.push(decision);
    return counts;
  };

  return Object.freeze({
    name: 'memory',
    hasLoaded: async (sha256: string) => loadedSources.has(sha256),
    watermark: async (sourceName: string): Promise<PlainDate | null> => {
      const day = newestDays.get(sourceName);
      return day === undefined ? null : fromEpochDay(day);
    },
    load,
    recordRun: async (run: RunRecord) => {
      runs.push(run);
    },
    rejections: () => [...refused],
    decisions: () => [...decided],
    runs: () => [...runs],
    transactions: (selection?: TransactionSelection) =>
      tableSource(tableFromRows(known.values())).transactions(selection),
  });
}

function raise(newest: Map<string, number>, source: string, day: number): void {
  if (day > (newest.get(source) ?? Number.NEGATIVE_INFINITY)) newest.set(source, day);
}
