import { isTitansError } from '@titans/core';
import type { UnreadableSource } from '../extract/extraction.js';
import type { SourceProfile } from '../extract/import-profile.js';
import type { LoadCounts } from '../load/loader.js';
import { mergeVocabulary, type VocabularyUse } from '../normalise/vocabulary.js';
import type { QualityResult } from '../quality/quality-result.js';
import type { Rejection } from '../records/rejection.js';
import type { RowDecision } from '../records/row-decision.js';
import type { SourceSummary, TransactionBatch } from '../records/transaction-batch.js';
import type { PipelineReport } from './report.js';
import type { ParsedRunOptions } from './run-options.js';
import { type StageClock, stageClock } from './stage-clock.js';

const mostExamples = 20;
const mostSpellings = 100;

/** What is known of a run before it starts. */
export interface RunStart {
  readonly runId: string;
  readonly pipeline: string;
  readonly options: ParsedRunOptions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Collects the report of a run while it goes on. */
export interface RunReport extends Pick<StageClock, 'time' | 'timed'> {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  addProfile(profile: SourceProfile): void;
  addBatch(batch: TransactionBatch): void;
  addOutsideRange(rows: number): void;
  addSkipped(source: { readonly name: string; readonly sha256: string }): void;
  addUnreadable(source: UnreadableSource): void;
  addQuality(result: QualityResult): void;
  /** Counts of what has been committed. */
  addCounts(counts: LoadCounts): void;
  /** Rows of the batches added since the last counts. */
  rowsOfCommit(): number;
  succeeded(): PipelineReport;
  failed(error: unknown): PipelineReport;
}

/** Starts the report of a run. */
export function startReport(start: RunStart): RunReport {
  const startedAt = new Date(start.now()).toISOString();
  const clock = stageClock();
  const profiles: SourceProfile[] = [];
  const sources: SourceSummary[] = [];
  const skippedSources: { name: string; sha256: string }[] = [];
  const unreadableSources: UnreadableSource[] = [];
  const byCode = new Map<string, number>();
  const byKind = new Map<string, number>();
  const rejectionExamples: Rejection[] = [];
  const decisionExamples: Omit<RowDecision, 'removed'>[] = [];
  const counts = { loaded: 0, updated: 0, unchanged: 0, quarantined: 0 };
  let vocabulary: readonly VocabularyUse[] = [];
  let quality: QualityResult | null = null;
  let rows = 0;
  let rowsCounted = 0;
  let rowsOutsideRange = 0;

  function addBatch(batch: TransactionBatch): void {
    rows += batch.rowsIn;
    if (batch.summary !== null) sources.push(batch.summary);
    for (const rejection of batch.rejections) {
      byCode.set(rejection.code, (byCode.get(rejection.code) ?? 0) + 1);
      if (rejectionExamples.length < mostExamples) rejectionExamples.push(rejection);
    }
    for (const { removed: _, ...decision } of batch.decisions) {
      byKind.set(decision.kind, (byKind.get(decision.kind) ?? 0) + 1);
      if (decisionExamples.length < mostExamples) decisionExamples.push(decision);
    }
    if (batch.vocabulary.length > 0) {
      vocabulary = mergeVocabulary([...vocabulary, ...batch.vocabulary]).slice(0, mostSpellings);
    }
  }

  function addCounts(committed: LoadCounts): void {
    counts.loaded += committed.loaded;
    counts.updated += committed.updated;
    counts.unchanged += committed.unchanged;
    counts.quarantined += committed.quarantined;
    rowsCounted = rows;
  }

  function finished(status: 'succeeded' | 'failed', error: unknown): PipelineReport {
    const { mode, commit, dryRun, from, to } = start.options;
    const { extract, transform, expect, total } = clock.spent();
    return Object.freeze({
      runId: start.runId,
      pipeline: start.pipeline,
      mode,
      commit,
      dryRun,
      range: { from, to },
      status,
      startedAt,
      finishedAt: new Date(start.now()).toISOString(),
      rows: { in: rows, ...counts },
      rowsOutsideRange,
      sources,
      skippedSources,
      unreadableSources,
      profiles,
      rejections: { byCode: Object.fromEntries([...byCode].sort()), examples: rejectionExamples },
      decisions: { byKind: Object.fromEntries([...byKind].sort()), examples: decisionExamples },
      vocabulary,
      quality,
      durationMs: { extract, transform, expect, load: total - extract - transform - expect, total },
      error: error === null ? null : describe(error),
    });
  }

  return {
    runId: start.runId,
    startedAt,
    addProfile: (profile) => profiles.push(profile),
    addBatch,
    addOutsideRange: (outside) => {
      rowsOutsideRange += outside;
    },
    addSkipped: (source) => skippedSources.push(source),
    addUnreadable: (source) => unreadableSources.push(source),
    addQuality: (result) => {
      if (quality === null || quality.outcome === 'pass') quality = result;
    },
    addCounts,
    rowsOfCommit: () => rows - rowsCounted,
    time: clock.time,
    timed: clock.timed,
    succeeded: () => finished('succeeded', null),
    failed: (error) => finished('failed', error),
  };
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (isTitansError(error)) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
