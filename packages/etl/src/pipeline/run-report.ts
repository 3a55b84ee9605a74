import { isTitansError } from '@titans/core';
import type { SourceProfile } from '../extract/import-profile.js';
import type { LoadCounts } from '../load/loader.js';
import { mergeVocabulary, type VocabularyUse } from '../normalise/vocabulary.js';
import type { QualityResult } from '../quality/quality-result.js';
import type { Rejection } from '../records/rejection.js';
import type { SourceSummary, TransactionBatch } from '../records/transaction-batch.js';
import type { PipelineReport, RunMode } from './report.js';

const mostExamples = 20;
const mostSpellings = 100;

/** What is known of a run before it starts. */
export interface RunStart {
  readonly runId: string;
  readonly pipeline: string;
  readonly mode: RunMode;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Stage = 'extract' | 'transform' | 'expect';

/** Collects the report of a run while it goes on. */
export interface RunReport {
  addProfile(profile: SourceProfile): void;
  addBatch(batch: TransactionBatch): void;
  addSkipped(source: { readonly name: string; readonly sha256: string }): void;
  setQuality(result: QualityResult | null): void;
  /** Rows of the batches added so far. */
  rowsIn(): number;
  /** Adds the time that the work takes to a stage, without that of stages inside it. */
  time<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  /** Adds the time spent waiting for each item to a stage. */
  timed<T>(stage: Stage, items: AsyncIterable<T>): AsyncIterable<T>;
  succeeded(counts: LoadCounts): PipelineReport;
  failed(error: unknown): PipelineReport;
}

/** Starts the report of a run. */
export function startReport(start: RunStart): RunReport {
  const startedAt = start.now();
  const begun = performance.now();
  const spent: Record<Stage, number> = { extract: 0, transform: 0, expect: 0 };
  const profiles: SourceProfile[] = [];
  const sources: SourceSummary[] = [];
  const skippedSources: { name: string; sha256: string }[] = [];
  const byCode = new Map<string, number>();
  const examples: Rejection[] = [];
  let vocabulary: readonly VocabularyUse[] = [];
  let quality: QualityResult | null = null;
  let rows = 0;
  /** Time of the stages inside the one that is measured: each asks the one before it. */
  let nested = 0;

  async function time<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    const outer = nested;
    nested = 0;
    try {
      return await work();
    } finally {
      const elapsed = performance.now() - from;
      spent[stage] += elapsed - nested;
      nested = outer + elapsed;
    }
  }

  async function* timed<T>(stage: Stage, items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await time(stage, () => iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  function addBatch(batch: TransactionBatch): void {
    rows += batch.rowsIn;
    if (batch.summary !== null) sources.push(batch.summary);
    for (const rejection of batch.rejections) {
      byCode.set(rejection.code, (byCode.get(rejection.code) ?? 0) + 1);
      if (examples.length < mostExamples) examples.push(rejection);
    }
    if (batch.vocabulary.length > 0) {
      vocabulary = mergeVocabulary([...vocabulary, ...batch.vocabulary]).slice(0, mostSpellings);
    }
  }

  function finished(status: 'succeeded' | 'failed', counts: LoadCounts, error: unknown): PipelineReport {
    const total = performance.now() - begun;
    const { extract, transform, expect } = spent;
    return Object.freeze({
      runId: start.runId,
      pipeline: start.pipeline,
      mode: start.mode,
      status,
      startedAt: new Date(startedAt).toISOString(),
      finishedAt: new Date(start.now()).toISOString(),
      rows: { in: rows, ...counts },
      sources,
      skippedSources,
      profiles,
      rejections: { byCode: Object.fromEntries([...byCode].sort()), examples },
      vocabulary,
      quality,
      durationMs: { extract, transform, expect, load: total - extract - transform - expect, total },
      error: error === null ? null : describe(error),
    });
  }

  return {
    addProfile: (profile) => profiles.push(profile),
    addBatch,
    addSkipped: (source) => skippedSources.push(source),
    setQuality: (result) => {
      quality = result;
    },
    rowsIn: () => rows,
    time,
    timed,
    succeeded: (counts) => finished('succeeded', counts, null),
    failed: (error) => finished('failed', { loaded: 0, updated: 0, unchanged: 0, quarantined: 0 }, error),
  };
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (isTitansError(error)) return { code: error.code, message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}
