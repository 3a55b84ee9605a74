import type { SourceProfile } from '../extract/import-profile.js';
import type { RunRecord } from '../load/loader.js';
import type { VocabularyUse } from '../normalise/vocabulary.js';
import type { QualityResult } from '../quality/quality-result.js';
import type { Rejection } from '../records/rejection.js';
import type { SourceSummary } from '../records/transaction-batch.js';

/** `full` reads every source; `incremental` leaves out those that were loaded before, by checksum. */
export type RunMode = 'full' | 'incremental';

/** What became of the rows: `in` is the sum of the others, or, of a failed run, what had been read; nothing was loaded. */
export interface RowCounts {
  readonly in: number;
  readonly loaded: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly quarantined: number;
}

/** What a run did. Plain JSON; values of the data appear masked only. */
export interface PipelineReport extends RunRecord {
  readonly pipeline: string;
  readonly mode: RunMode;
  readonly rows: RowCounts;
  /** Sources read, and sources left out because they had been loaded. */
  readonly sources: readonly SourceSummary[];
  readonly skippedSources: readonly { readonly name: string; readonly sha256: string }[];
  /** How each source was read. */
  readonly profiles: readonly SourceProfile[];
  /** Records not taken, counted by code, with the first of them as examples. */
  readonly rejections: {
    readonly byCode: Readonly<Record<string, number>>;
    readonly examples: readonly Rejection[];
  };
  /** Values that were mapped to another spelling; those not recognised deserve a look. */
  readonly vocabulary: readonly VocabularyUse[];
  /** `null` where nothing was expected, every source was left out, or the run failed before the last row. */
  readonly quality: QualityResult | null;
  /** Milliseconds spent in each stage, and in all. The stages take turns. */
  readonly durationMs: {
    readonly extract: number;
    readonly transform: number;
    readonly expect: number;
    readonly load: number;
    readonly total: number;
  };
  /** Why the run failed. */
  readonly error: { readonly code: string; readonly message: string } | null;
}
