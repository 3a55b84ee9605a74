import { randomUUID } from 'node:crypto';
import { isTitansError, TitansError, throwIfAborted, type WorkOptions } from '@titans/core';
import type { Extraction } from '../extract/extraction.js';
import type { LoadCounts, Loader } from '../load/loader.js';
import { type Expected, expectationsOf } from '../quality/check-quality.js';
import { type QualityRun, requireQuality, startQualityRun } from '../quality/quality-run.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import type { PipelineReport, RunMode } from './report.js';
import { startReport } from './run-report.js';
import type { Transformer } from './transformer.js';

/** The stages of a pipeline. */
export interface PipelineStages {
  /** Appears in reports and the ledger of runs; `"transactions"` unless told. */
  readonly name?: string;
  readonly extract: Extraction;
  /** Applied in order. */
  readonly transform?: Transformer | readonly Transformer[];
  /** What is expected of the transformed rows; nothing unless told. */
  readonly expect?: Expected;
  readonly load: Loader;
  /** Milliseconds since 1970, for reports and freshness; the system clock unless told. */
  readonly now?: () => number;
}

/** How a pipeline is run. */
export interface RunOptions extends WorkOptions {
  /** `"full"` unless told. */
  readonly mode?: RunMode;
}

/** Stages put together, to be run as often as wished. */
export interface Pipeline {
  /**
   * Streams every row through the stages, one batch at a time, and loads all of them or none.
   *
   * @throws TitansError what the stages throw; `EXPECTATION_FAILED` or `EXPECTATION_ERROR` where an expectation of
   * severity `fail` was not met or could not be decided; `INTERNAL` if a row were lost; `ABORTED`. Nothing is loaded
   * then, unless `details.report.status` is `"succeeded"`: the rows are loaded, but the run could not be recorded.
   * `details.report` holds the report of the run in either case.
   */
  run(options?: RunOptions): Promise<PipelineReport>;
}

/**
 * Puts stages together.
 *
 * @throws TitansError `CONFIG_INVALID` if a suite is not valid.
 * @example
 * ```ts
 * import { expectations, extract, openWarehouse, pipeline } from '@titans/etl';
 *
 * const warehouse = await openWarehouse('./titans-data');
 * const report = await pipeline({
 *   extract: extract('exports/*.csv'),
 *   expect: expectations.transactions(),
 *   load: warehouse.loader(),
 * }).run({ mode: 'incremental' });
 * console.log(report.rows);
 * await warehouse.close();
 * ```
 */
export function pipeline(stages: PipelineStages): Pipeline {
  const { name = 'transactions', extract, load, now = Date.now } = stages;
  const transformers = [stages.transform ?? []].flat() as readonly Transformer[];
  const expected = stages.expect === undefined ? null : expectationsOf(stages.expect, { now });

  async function run(options: RunOptions = {}): Promise<PipelineReport> {
    const mode = options.mode ?? 'full';
    const report = startReport({ runId: randomUUID(), pipeline: name, mode, now });
    const quality = expected === null ? null : startQualityRun(expected);
    const counts = await loadOrReport();
    const finished = report.succeeded(counts);
    try {
      await load.recordRun?.(finished);
    } catch (error) {
      throw withReport(error, finished);
    }
    return finished;

    async function loadOrReport(): Promise<LoadCounts> {
      try {
        const counts = await load.load(batches(mode, quality, report, options), {
          ...options,
          onCounted: (counted) => requireConservation(report.rowsIn(), counted, 'Nothing was loaded.'),
        });
        requireConservation(report.rowsIn(), counts, `Check what the loader "${load.name}" holds.`);
        return counts;
      } catch (error) {
        const failed = report.failed(error);
        const recordError = await load.recordRun?.(failed).catch((reason: unknown) => ({ reason }));
        throw withReport(error, failed, recordError?.reason);
      }
    }
  }

  async function* batches(
    mode: RunMode,
    quality: QualityRun | null,
    report: ReturnType<typeof startReport>,
    options: RunOptions,
  ): AsyncGenerator<TransactionBatch> {
    const source = extract.batches({
      ...options,
      onProfile: report.addProfile,
      ...(mode === 'incremental' ? { skipSource } : {}),
    });
    let hasRead = false;
    let hasSkipped = false;
    let transformed: AsyncIterable<TransactionBatch> = noting(report.timed('extract', source));
    for (const transformer of transformers) {
      transformed = report.timed('transform', transformer.transform(transformed, options));
    }
    for await (const batch of transformed) {
      throwIfAborted(options.signal, 'pipeline');
      const checked = await report.time('expect', async () => quality?.observe(batch) ?? batch);
      requireWhole(checked);
      report.addBatch(checked);
      yield checked;
    }
    // Where every source was left out there is nothing of which anything could be expected.
    const result = hasSkipped && !hasRead ? null : (quality?.finish() ?? null);
    report.setQuality(result);
    if (result !== null) requireQuality(result);

    async function* noting(extracted: AsyncIterable<TransactionBatch>): AsyncGenerator<TransactionBatch> {
      for await (const batch of extracted) {
        hasRead = true;
        yield batch;
      }
    }

    async function skipSource(identity: { name: string; sha256: string }): Promise<boolean> {
      const isKnown = await load.hasLoaded(identity.sha256);
      if (isKnown) report.addSkipped(identity);
      hasSkipped ||= isKnown;
      return isKnown;
    }
  }

  return Object.freeze({ run });
}

function requireWhole(batch: TransactionBatch): void {
  const { table, rejections, rowsIn, provenance, source } = batch;
  if (table.length + rejections.length === rowsIn && provenance.row.length === table.length) return;
  throw new TitansError(
    'INTERNAL',
    `Of ${rowsIn} rows of "${source}", ${table.length} went on and ${rejections.length} were rejected. Nothing was loaded.`,
    { details: { source } },
  );
}

function requireConservation(rowsIn: number, counts: LoadCounts, consequence: string): void {
  const { loaded, updated, unchanged, quarantined } = counts;
  if (loaded + updated + unchanged + quarantined === rowsIn) return;
  throw new TitansError(
    'INTERNAL',
    `Of ${rowsIn} rows, ${loaded} were loaded, ${updated} updated, ${unchanged} unchanged and ${quarantined} put into quarantine. ${consequence}`,
  );
}

/** An error that is not ours is passed on as it is: only a `TitansError` can carry the report. */
function withReport(error: unknown, report: PipelineReport, recordError?: unknown): unknown {
  if (!isTitansError(error)) return error;
  const notRecorded =
    recordError === undefined
      ? {}
      : { notRecorded: recordError instanceof Error ? recordError.message : String(recordError) };
  return error.at({ report, ...notRecorded });
}
