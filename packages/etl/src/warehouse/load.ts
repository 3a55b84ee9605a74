import { type Database, type PlainDate, type QueryRunner, TitansError, throwIfAborted } from '@titans/core';
import type { LoadCounts, Loader, LoadOptions, RunRecord } from '../load/loader.js';
import type { SourceSummary, TransactionBatch } from '../records/transaction-batch.js';
import { requireBatches, requireMembers, requirePlain, requireString } from '../validation/arguments.js';
import { bulkLoading } from './bulk-load.js';
import { dropRestoredRejections, keepDecisions, markRestored } from './decision-statements.js';
import { kyselyOf } from './kysely-dialect.js';
import { loadTransactionOf } from './load-transaction.js';
import { matchStaged } from './match.js';
import { insertNew, markChanged, updateKnown } from './match-statements.js';
import { fillProcessed, refreshProcessed, sumDays } from './processed-statements.js';
import { stageBatches } from './stage.js';
import {
  raiseWatermarks,
  recordSource,
  recordStagedSource,
  refreshQuarantine,
  seeCommitted,
  stagingTable,
  takeTurn,
} from './staging-statements.js';
import type { WarehouseTables } from './tables.js';

/**
 * The loader of a warehouse. A load is one transaction: COPY into a staging table, match with what is known, insert and
 * update what differs, quarantine, decisions, ledger of files. Where it fails at any point, or the process dies,
 * nothing of it is visible.
 */
export function warehouseLoader(database: Database): Loader {
  const openTransaction = loadTransactionOf(database);
  const tables = () => kyselyOf<WarehouseTables>(openTransaction.getStore() ?? database);
  return {
    name: 'warehouse',
    async hasLoaded(sha256) {
      requireString(sha256, 'sha256', 'A checksum is a text');
      const found = await tables()
        .selectFrom('source_files')
        .select('id')
        .where('sha256', '=', sha256)
        .where('is_partial', '=', false)
        .executeTakeFirst();
      return found !== undefined;
    },
    async watermark(sourceName) {
      requireString(sourceName, 'sourceName', 'The name of a source is a text');
      const found = await tables()
        .selectFrom('source_watermarks')
        .select('newest_date')
        .where('source_name', '=', sourceName)
        .executeTakeFirst();
      return found === undefined ? null : (found.newest_date as PlainDate);
    },
    async load(batches, options = {}) {
      requireBatches(batches);
      requirePlain(options, 'options', 'The options of a load must be an object');
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
      const members = ['runId', 'status', 'startedAt', 'finishedAt'];
      requireMembers(run, members, 'run', 'The report of a run is needed');
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

/**
 * Each statement sees what others have committed, whatever the default of the server: without it, a load that waited for
 * its turn would not see what it waited for. Memory for the sorts and joins of a load, and for the indexes of a first
 * one; and no plan that compares every row with every other, which statistics of tables that were filled a moment ago
 * would allow. All of it ends with the transaction.
 */
const settings: readonly string[] = [
  seeCommitted,
  `set local work_mem = '48MB'`,
  `set local maintenance_work_mem = '128MB'`,
  'set local enable_nestloop = off',
  'set local jit = off',
];

async function loadAll(
  runner: QueryRunner,
  batches: AsyncIterable<TransactionBatch>,
  options: LoadOptions,
): Promise<LoadCounts> {
  for (const statement of settings) await runner.query(statement);
  const staged = await stageBatches(runner, batches, options);
  throwIfAborted(options.signal, 'load');
  await runner.query(takeTurn);
  for (const [source, summary] of staged.sources) await recordStaged(runner, source, summary);
  await runner.query(`analyze ${stagingTable}`);
  const matched = await matchStaged(runner);
  await runner.query(markRestored);
  const { affected: restored } = await runner.query(dropRestoredRejections);
  const counts: LoadCounts = {
    ...matched,
    unchanged: matched.unchanged + restored,
    quarantined: staged.rejections - restored,
  };
  throwIfAborted(options.signal, 'load');
  if (options.dryRun !== true) {
    await store(runner, counts, options);
    for (const statement of refreshQuarantine) await runner.query(statement);
    if (staged.decisions > 0) await runner.query(keepDecisions);
    await runner.query(raiseWatermarks);
  }
  options.onCounted?.(counts);
  throwIfAborted(options.signal, 'load');
  return counts;
}

async function recordStaged(runner: QueryRunner, source: number, summary: SourceSummary): Promise<void> {
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
  await runner.query(recordStagedSource, [source, rows[0]?.id ?? null, name, isPartial]);
}

async function store(
  runner: QueryRunner,
  { loaded, updated }: LoadCounts,
  { signal }: LoadOptions,
): Promise<void> {
  if (loaded + updated === 0) return;
  await bulkLoading(runner, async (isBulk) => {
    await runner.query(markChanged);
    const { affected: inserted } = await runner.query(insertNew);
    const { affected: changed } = updated === 0 ? { affected: 0 } : await runner.query(updateKnown);
    if (inserted !== loaded || changed !== updated) {
      throw new TitansError(
        'INTERNAL',
        `${inserted} rows were inserted and ${changed} updated, where ${loaded} and ${updated} were expected. Nothing was loaded.`,
      );
    }
    throwIfAborted(signal, 'load');
    for (const statement of sumDays) await runner.query(statement);
    await runner.query(isBulk ? fillProcessed : refreshProcessed);
  });
}
