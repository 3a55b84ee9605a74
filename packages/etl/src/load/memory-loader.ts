import {
  fromEpochDay,
  type PlainDate,
  type Transaction,
  type TransactionSelection,
  type TransactionSource,
  tableFromRows,
  tableSource,
  throwIfAborted,
  toSecondOfDay,
} from '@titans/core';
import type { Rejection } from '../records/rejection.js';
import type { RowDecision } from '../records/row-decision.js';
import { requireBatches, requirePlain } from '../validation/arguments.js';
import type { LoadCounts, Loader, RunRecord } from './loader.js';
import { type MatchableRow, matchRows, type StagedRow } from './match-rows.js';
import { naturalKey } from './natural-key.js';
import { requireSelection } from './selection.js';

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
  const kept: KeptRow[] = [];
  const known = new Map<string, KeptRow[]>();
  const loadedSources = new Set<string>();
  const newestDays = new Map<string, number>();
  const refused: Rejection[] = [];
  const decided: RowDecision[] = [];
  const runs: RunRecord[] = [];

  const load: Loader['load'] = async (batches, options = {}) => {
    requireBatches(batches);
    requirePlain(options, 'options', 'The options of a load must be an object');
    const staged = new Map<string, (KeptRow & StagedRow)[]>();
    const checksums: string[] = [];
    const days = new Map<string, number>();
    const rejections: Rejection[] = [];
    const decisions: RowDecision[] = [];
    let rows = 0;
    for await (const batch of batches) {
      throwIfAborted(options.signal, 'load');
      for (const transaction of batch.table.rows()) {
        const row = { ...keptRow(transaction), source: batch.sourceIndex };
        appendTo(staged, naturalKey(transaction), row);
      }
      for (const rejection of batch.rejections) rejections.push(rejection);
      for (const decision of batch.decisions) decisions.push(decision);
      for (const day of batch.table.columns.date) raise(days, batch.source, day);
      rows += batch.table.length;
      if (batch.summary !== null && !batch.summary.isPartial) checksums.push(batch.summary.sha256);
      options.onProgress?.({ stage: 'load', done: rows, unit: 'rows' });
    }
    const added: (readonly [key: string, row: KeptRow])[] = [];
    const changed: (readonly [row: KeptRow, change: KeptRow])[] = [];
    for (const [key, group] of staged) {
      group.sort((a, b) => a.source - b.source);
      const hasIdentifier = group[0]?.transaction.id !== null;
      for (const [index, fate] of matchRows(known.get(key) ?? [], group, hasIdentifier).entries()) {
        const row = group[index] as KeptRow;
        if (fate.kind === 'new') added.push([key, row]);
        else if (fate.kind === 'updated') changed.push([fate.known, row]);
      }
    }
    const counts: LoadCounts = {
      loaded: added.length,
      updated: changed.length,
      unchanged: rows - added.length - changed.length,
      quarantined: rejections.length,
    };
    options.onCounted?.(counts);
    throwIfAborted(options.signal, 'load');
    if (options.dryRun) return counts;
    for (const [row, change] of changed) Object.assign(row, keptRow(change.transaction));
    for (const [key, { transaction }] of added) {
      const row = keptRow(transaction);
      kept.push(row);
      appendTo(known, key, row);
    }
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
    async transactions(selection: TransactionSelection = {}) {
      requireSelection(selection);
      return tableSource(tableFromRows(kept.map(({ transaction }) => transaction))).transactions(selection);
    },
  });
}

interface KeptRow extends MatchableRow {
  readonly transaction: Transaction;
}

function keptRow(transaction: Transaction): KeptRow {
  return {
    transaction,
    content: JSON.stringify(transaction),
    secondOfDay: transaction.time === null ? null : toSecondOfDay(transaction.time),
    reference: transaction.reference,
  };
}

function appendTo<Row>(groups: Map<string, Row[]>, key: string, row: Row): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [row]);
  else group.push(row);
}

function raise(newest: Map<string, number>, source: string, day: number): void {
  if (day > (newest.get(source) ?? Number.NEGATIVE_INFINITY)) newest.set(source, day);
}
