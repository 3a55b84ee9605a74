import { randomUUID } from 'node:crypto';
import {
  fromEpochDay,
  isTitansError,
  type PlainDate,
  TitansError,
  throwIfAborted,
  toEpochDay,
  type WorkOptions,
} from '@titans/core';
import type { BatchOptions, Extraction, SourceIdentity } from '../extract/extraction.js';
import type { LoadCounts, Loader } from '../load/loader.js';
import type { Expectation } from '../quality/expectation.js';
import { requireQuality, startQualityRun } from '../quality/quality-run.js';
import type { TransactionBatch } from '../records/transaction-batch.js';
import { rowsWithin } from './date-range.js';
import { type LineageRun, lineageEnd, lineageStart } from './lineage.js';
import { progressMeter } from './progress-meter.js';
import type { PipelineReport } from './report.js';
import { type ParsedRunOptions, parseRunOptions, type RunOptions } from './run-options.js';
import { type RunReport, startReport } from './run-report.js';
import { preparedTransformers, type Transformer } from './transformer.js';

/** Stages with their defaults. */
export interface CheckedStages {
  readonly name: string;
  readonly namespace: string;
  readonly extract: Extraction;
  readonly transform: readonly Transformer[];
  readonly expected: readonly Expectation[] | null;
  readonly load: Loader;
  readonly now: () => number;
}

/** Runs a pipeline once: reports, records and announces what became of every row. */
export async function runPipeline(stages: CheckedStages, options: RunOptions): Promise<PipelineReport> {
  const parsed = parseRunOptions(options);
  const { load } = stages;
  const report = startReport({
    runId: randomUUID(),
    pipeline: stages.name,
    options: parsed,
    now: stages.now,
  });
  const work: WorkOptions = {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onProgress: progressMeter(options.onProgress) }),
  };
  const lineage: LineageRun = {
    runId: report.runId,
    namespace: stages.namespace,
    pipeline: stages.name,
    target: load.name,
  };
  try {
    await options.onLineage?.(lineageStart(lineage, report.startedAt));
    const transform = await report.time('transform', () => preparedTransformers(stages.transform, work));
    await loadAll({ ...stages, transform }, parsed, report, work);
  } catch (error) {
    const failed = report.failed(error);
    const recorded = await settled(async () => {
      if (!parsed.dryRun) await load.recordRun?.(failed);
      await options.onLineage?.(lineageEnd(lineage, failed));
    });
    throw withReport(error, failed, recorded);
  }
  const finished = report.succeeded();
  try {
    if (!parsed.dryRun) await load.recordRun?.(finished);
    await options.onLineage?.(lineageEnd(lineage, finished));
  } catch (error) {
    throw withReport(error, finished);
  }
  return finished;
}

/** Loads the batches of all sources at once, or those of each source alone. */
async function loadAll(
  stages: CheckedStages,
  options: ParsedRunOptions,
  report: RunReport,
  work: WorkOptions,
): Promise<void> {
  const state = { hasRead: false, hasSkipped: false };
  const iterator = transformedBatches(stages, options, report, work, state)[Symbol.asyncIterator]();
  try {
    if (options.commit === 'run') {
      await loadOne(checkedBatches(stages, report, work, untilEnd(iterator), state));
      return;
    }
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      await loadOne(checkedBatches(stages, report, work, untilSummary(next.value, iterator), state));
    }
  } finally {
    await iterator.return?.();
  }

  async function loadOne(batches: AsyncIterable<TransactionBatch>): Promise<void> {
    const counts = await stages.load.load(batches, {
      ...work,
      dryRun: options.dryRun,
      onCounted: (counted) => requireConservation(report.rowsOfCommit(), counted, 'Nothing was loaded.'),
    });
    requireConservation(report.rowsOfCommit(), counts, `Check what the loader "${stages.load.name}" holds.`);
    report.addCounts(counts);
  }
}

/** What a run has come across. */
interface RunState {
  hasRead: boolean;
  hasSkipped: boolean;
}

async function* untilEnd(iterator: AsyncIterator<TransactionBatch>): AsyncGenerator<TransactionBatch> {
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

/** The batches of one source: up to the one that says what the source held. */
async function* untilSummary(
  first: TransactionBatch,
  iterator: AsyncIterator<TransactionBatch>,
): AsyncGenerator<TransactionBatch> {
  yield first;
  for (let { summary } = first; summary === null; ) {
    const next = await iterator.next();
    if (next.done) return;
    summary = next.value.summary;
    yield next.value;
  }
}

/** Extracts and transforms, without the rows of days that are not wanted. */
function transformedBatches(
  { extract, load, transform }: CheckedStages,
  options: ParsedRunOptions,
  report: RunReport,
  work: WorkOptions,
  state: RunState,
): AsyncIterable<TransactionBatch> {
  const isIncremental = options.mode === 'incremental';
  const selection: BatchOptions = {
    ...(isIncremental ? { skipSource } : {}),
    ...(isIncremental || options.from !== null ? { sinceOf } : {}),
  };
  const source = extract.batches({
    ...work,
    ...selection,
    onProfile: report.addProfile,
    onUnreadableSource: report.addUnreadable,
  });
  let batches: AsyncIterable<TransactionBatch> = wanted(report.timed('extract', source));
  for (const transformer of transform) {
    batches = report.timed('transform', transformer.transform(batches, work));
  }
  return batches;

  async function* wanted(extracted: AsyncIterable<TransactionBatch>): AsyncGenerator<TransactionBatch> {
    for await (const each of extracted) {
      state.hasRead = true;
      const { batch, outside } = rowsWithin(each, options);
      report.addOutsideRange(outside);
      yield batch;
    }
  }

  async function skipSource(identity: SourceIdentity): Promise<boolean> {
    const isKnown = await load.hasLoaded(identity.sha256);
    if (isKnown) report.addSkipped(identity);
    state.hasSkipped ||= isKnown;
    return isKnown;
  }

  async function sinceOf({ name }: { readonly name: string }): Promise<PlainDate | null> {
    if (options.from !== null || !isIncremental) return options.from;
    const newest = (await load.watermark?.(name)) ?? null;
    return newest === null ? null : fromEpochDay(toEpochDay(newest) - options.overlapDays);
  }
}

/** Checks the batches of one commit, and refuses it at its end where the suite says so. */
async function* checkedBatches(
  { expected }: CheckedStages,
  report: RunReport,
  work: WorkOptions,
  batches: AsyncIterable<TransactionBatch>,
  state: RunState,
): AsyncGenerator<TransactionBatch> {
  const quality = expected === null ? null : startQualityRun(expected);
  try {
    for await (const batch of batches) {
      throwIfAborted(work.signal, 'pipeline');
      const checked = await report.time('expect', async () => quality?.observe(batch) ?? batch);
      requireWhole(checked);
      report.addBatch(checked);
      yield checked;
    }
    // Where every source was left out there is nothing of which anything could be expected.
    if (quality === null || (state.hasSkipped && !state.hasRead)) return;
    const result = quality.finish();
    report.addQuality(result);
    requireQuality(result);
  } finally {
    quality?.close();
  }
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

/** The reason for which the work failed, where it did. */
async function settled(work: () => Promise<void>): Promise<{ readonly reason: unknown } | null> {
  try {
    await work();
    return null;
  } catch (reason) {
    return { reason };
  }
}

/** An error that is not ours is passed on as it is: only a `TitansError` can carry the report. */
function withReport(
  error: unknown,
  report: PipelineReport,
  notRecorded: { readonly reason: unknown } | null = null,
): unknown {
  if (!isTitansError(error)) return error;
  const reason = notRecorded?.reason;
  const detail =
    notRecorded === null ? {} : { notRecorded: reason instanceof Error ? reason.message : String(reason) };
  return error.at({ report, ...detail });
}
