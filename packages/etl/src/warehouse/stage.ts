import { type QueryRunner, TitansError, tableFromRows, throwIfAborted } from '@titans/core';
import type { LoadOptions } from '../load/loader.js';
import { batchOfTable } from '../records/batch-of-table.js';
import type { SourceSummary, TransactionBatch } from '../records/transaction-batch.js';
import { stagedDecisionColumns } from './decision-statements.js';
import { stagingLines } from './staging-lines.js';
import { decisionRows, rejectionRows, type SourcedDecision } from './staging-rows.js';
import {
  createStaging,
  decisionsTable,
  rejectionsTable,
  removedTable,
  stagedColumns,
  stagedRejectionColumns,
  stagingTable,
} from './staging-statements.js';

/** What was staged. */
export interface Staged {
  readonly sources: ReadonlyMap<number, SourceSummary>;
  readonly rows: number;
  readonly rejections: number;
  readonly decisions: number;
}

/** Reads all batches into the staging tables. The server takes in one batch while the next is read. */
export async function stageBatches(
  runner: QueryRunner,
  batches: AsyncIterable<TransactionBatch>,
  options: LoadOptions,
): Promise<Staged> {
  for (const statement of createStaging) await runner.query(statement);
  const sources = new Map<number, SourceSummary>();
  const sourceNumbers = new Map<string, number>();
  const begun = new Set<number>();
  const staged = { rows: 0, rejections: 0, decisions: 0 };
  let copying: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batches) {
      throwIfAborted(options.signal, 'load');
      await copying;
      begun.add(batch.sourceIndex);
      sourceNumbers.set(batch.source, batch.sourceIndex);
      if (batch.summary !== null) sources.set(batch.sourceIndex, batch.summary);
      copying = copyBatch(batch);
      // A failure is met where it is awaited; until then it is nobody's.
      copying.catch(() => {});
      options.onProgress?.({ stage: 'load', done: staged.rows, unit: 'rows' });
    }
    await copying;
  } catch (error) {
    await copying.catch(() => {});
    throw error;
  }
  options.onProgress?.({ stage: 'load', done: staged.rows, unit: 'rows' });
  if (sources.size !== begun.size) {
    throw new TitansError('INTERNAL', 'A source ended without its summary. Nothing was loaded.');
  }
  return { sources, ...staged };

  async function copyBatch(batch: TransactionBatch): Promise<void> {
    const { sourceIndex, table, rejections } = batch;
    if (table.length > 0) {
      staged.rows += await runner.copyInto(stagingTable, stagedColumns, stagingLines(batch));
    }
    if (rejections.length > 0) {
      const rows = rejectionRows(sourceIndex, rejections);
      staged.rejections += await runner.copyInto(rejectionsTable, stagedRejectionColumns, rows);
    }
    if (batch.decisions.length > 0) await copyDecisions(batch);
  }

  async function copyDecisions({ decisions, sourceIndex }: TransactionBatch): Promise<void> {
    const sourced = decisions.map(
      (decision): SourcedDecision => ({
        source: sourceNumbers.get(decision.row.source) ?? sourceIndex,
        decision,
      }),
    );
    staged.decisions += await runner.copyInto(decisionsTable, stagedDecisionColumns, decisionRows(sourced));
    const removals = sourced.filter(({ decision }) => decision.removed !== null);
    for (const source of new Set(removals.map((each) => each.source))) {
      const rows = removedRows(
        source,
        removals.filter((each) => each.source === source),
      );
      await runner.copyInto(removedTable, stagedColumns, stagingLines(rows));
    }
  }
}

/** Rows that were taken out, as a batch. */
function removedRows(source: number, removals: readonly SourcedDecision[]): TransactionBatch {
  const byRow = new Map(
    removals.flatMap(({ decision: { row, removed } }) =>
      removed === null ? [] : [[row.row, removed] as const],
    ),
  );
  const batch = batchOfTable(tableFromRows(byRow.values()), { sourceIndex: source });
  return { ...batch, provenance: { ...batch.provenance, row: Int32Array.from(byRow.keys()) } };
}
