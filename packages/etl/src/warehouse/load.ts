import { AsyncLocalStorage } from 'node:async_hooks';
import { type Database, type PlainDate, type QueryRunner, TitansError, throwIfAborted } from '@titans/core';
import type { LoadCounts, Loader, LoadOptions, RunRecord } from '../load/loader.js';
import type { SourceSummary, TransactionBatch } from '../records/transaction-batch.js';
import { kyselyOf } from './kysely-dialect.js';
import {
  classifyRows,
  countRows,
  createStaging,
  keyRows,
  raiseWatermarks,
  recordSource,
  refreshProcessed,
  refreshQuarantine,
  rejectionsTable,
  sourcesTable,
  stagingTable,
  takeTurn,
  upsertRaw,
} from './load-statements.js';
import {
  placeColumns,
  rejectionColumns,
  rejectionRows,
  stagingRows,
  transactionColumns,
} from './staging-rows.js';
import type { WarehouseTables } from './tables.js';

/**
 * The loader of a warehouse. A load is one transaction: COPY into a staging table, keys, upsert of what differs,
 * quarantine, ledger of files. Where it fails at any point, or the process dies, nothing of it is visible.
 */
export function warehouseLoader(database: Database): Loader {
  // The batches of an incremental load ask for checksums while the transaction is open: that is then where to look.
  const openTransaction = new AsyncLocalStorage<QueryRunner>();
  return {
    name: 'warehouse',
    async hasLoaded(sha256) {
      const found = await kyselyOf<WarehouseTables>(openTransaction.getStore() ?? database)
        .selectFrom('source_files')
        .select('id')
        .where('sha256', '=', sha256)
        .where('is_partial', '=', false)
        .executeTakeFirst();
      return found !== undefined;
    },
    async watermark(sourceName) {
      const found = await kyselyOf<WarehouseTables>(openTransaction.getStore() ?? database)
        .selectFrom('source_watermarks')
        .select('newest_date')
        .where('source_name', '=', sourceName)
        .executeTakeFirst();
      return found === undefined ? null : (found.newest_date as PlainDate);
    },
    async load(batches, options = {}) {
      const dryRun = new DryRunEnd();
      try {
        return await database.transaction((runner) =>
          openTransaction.run(runner, async () => {
            const counts = await loadAll(runner, batches, options);
            if (options.dryRun !== true) return counts;
            dryRun.counts = counts;
            throw dryRun;
          }),
        );
      } catch (error) {
        if (error !== dryRun || dryRun.counts === null) throw error;
        return dryRun.counts;
      }
    },
    async recordRun(run: RunRecord) {
      await kyselyOf<WarehouseTables>(database)
        .insertInto('pipeline_runs')
        .values({
          run_id: run.runId,
          status: run.status,
          started_at: run.startedAt,
          finished_at: run.finishedAt,
          report: JSON.stringify(run),
        })
        .execute();
    },
  };
}

/** Thrown at the end of a dry run, so that its transaction is rolled back. */
class DryRunEnd extends Error {
  counts: LoadCounts | null = null;
}

async function loadAll(
  runner: QueryRunner,
  batches: AsyncIterable<TransactionBatch>,
  options: LoadOptions,
): Promise<LoadCounts> {
  for (const statement of createStaging) await runner.query(statement);
  const { sources, quarantined } = await stage(runner, batches, options);
  throwIfAborted(options.signal, 'load');
  await runner.query(takeTurn);
  for (const [source, summary] of sources) {
    const { name, sha256, sizeBytes, format, rowsIn, rowsRejected, isPartial = false } = summary;
    const { rows } = await runner.query<{ id: string }>(recordSource, [
      name,
      sha256,
      sizeBytes,
      format,
      rowsIn,
      rowsRejected,
      isPartial,
    ]);
    await runner.query(`insert into ${sourcesTable} values ($1, $2, $3, $4)`, [
      source,
      rows[0]?.id ?? null,
      name,
      isPartial,
    ]);
  }
  await runner.query(`analyze ${stagingTable}`);
  await runner.query(keyRows);
  await runner.query('analyze titans_keyed');
  await runner.query(classifyRows);
  const counts = { ...(await count(runner)), quarantined };
  throwIfAborted(options.signal, 'load');
  if (options.dryRun === true) {
    options.onCounted?.(counts);
    return counts;
  }
  const { affected } = await runner.query(upsertRaw);
  if (affected !== counts.loaded + counts.updated) {
    throw new TitansError(
      'INTERNAL',
      `${affected} rows were written where ${counts.loaded + counts.updated} were expected. Nothing was loaded.`,
    );
  }
  throwIfAborted(options.signal, 'load');
  await runner.query(refreshProcessed);
  for (const statement of refreshQuarantine) await runner.query(statement);
  await runner.query(raiseWatermarks);
  options.onCounted?.(counts);
  throwIfAborted(options.signal, 'load');
  return counts;
}

async function stage(
  runner: QueryRunner,
  batches: AsyncIterable<TransactionBatch>,
  options: LoadOptions,
): Promise<{ sources: ReadonlyMap<number, SourceSummary>; quarantined: number }> {
  const sources = new Map<number, SourceSummary>();
  const begun = new Set<number>();
  let staged = 0;
  let quarantined = 0;
  for await (const batch of batches) {
    throwIfAborted(options.signal, 'load');
    begun.add(batch.sourceIndex);
    if (batch.summary !== null) sources.set(batch.sourceIndex, batch.summary);
    if (batch.table.length > 0) {
      const columns = ['source', ...placeColumns, ...transactionColumns];
      staged += await runner.copyInto(stagingTable, columns, stagingRows(batch));
    }
    if (batch.rejections.length > 0) {
      const columns = ['source', ...rejectionColumns];
      quarantined += await runner.copyInto(
        rejectionsTable,
        columns,
        rejectionRows(batch.sourceIndex, batch.rejections),
      );
    }
    options.onProgress?.({ stage: 'load', done: staged, unit: 'rows' });
  }
  if (sources.size !== begun.size) {
    throw new TitansError('INTERNAL', 'A source ended without its summary. Nothing was loaded.');
  }
  return { sources, quarantined };
}

/** Rows that were dropped because a later one has the same key count as unchanged. */
async function count(runner: QueryRunner): Promise<Omit<LoadCounts, 'quarantined'>> {
  const { rows } =
    await runner.query<Record<'staged' | 'loaded' | 'updated' | 'unchanged', string>>(countRows);
  const [staged, loaded, updated, unchanged] = [
    rows[0]?.staged,
    rows[0]?.loaded,
    rows[0]?.updated,
    rows[0]?.unchanged,
  ].map(Number) as [number, number, number, number];
  const repeated = staged - loaded - updated - unchanged;
  return { loaded, updated, unchanged: unchanged + repeated };
}
