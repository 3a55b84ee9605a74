import type { PlainDate } from '@titans/core';
import type { UnreadableSource } from '../extract/extraction.js';
import type { SourceProfile } from '../extract/import-profile.js';
import type { RunRecord } from '../load/loader.js';
import type { VocabularyUse } from '../normalise/vocabulary.js';
import type { QualityResult } from '../quality/quality-result.js';
import type { Rejection } from '../records/rejection.js';
import type { RowDecision } from '../records/row-decision.js';
import type { SourceSummary } from '../records/transaction-batch.js';
import type { CommitUnit, RunMode } from './run-options.js';

/** What became of the rows: `in` is the sum of the others; of a failed run, `in` is what had been read. */
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
  /** What was loaded at once: where it is `"source"`, a failed run has loaded the sources before the one that failed. */
  readonly commit: CommitUnit;
  /** Whether everything was taken back, so that the counts are those of a load that did not happen. */
  readonly dryRun: boolean;
  /** Days that were loaded, `null` for no bound. */
  readonly range: { readonly from: PlainDate | null; readonly to: PlainDate | null };
  readonly rows: RowCounts;
  /** Rows left out as their day is outside the range: no part of `rows.in`. */
  readonly rowsOutsideRange: number;
  /** Sources read, and sources left out because they had been loaded. */
  readonly sources: readonly SourceSummary[];
  readonly skippedSources: readonly { readonly name: string; readonly sha256: string }[];
  /** Sources of which nothing was taken, since they cannot be read; see `onUnreadable` of `extract`. */
  readonly unreadableSources: readonly UnreadableSource[];
  /** How each source was read. */
  readonly profiles: readonly SourceProfile[];
  /** Records not taken, counted by code, with the first of them as examples. */
  readonly rejections: {
    readonly byCode: Readonly<Record<string, number>>;
    readonly examples: readonly Rejection[];
  };
  /** What transformers decided about rows, counted by kind, with the first of them as examples, without their rows. */
  readonly decisions: {
    readonly byKind: Readonly<Record<string, number>>;
    readonly examples: readonly Omit<RowDecision, 'removed'>[];
  };
  /** Values that were mapped to another spelling; those not recognised deserve a look. */
  readonly vocabulary: readonly VocabularyUse[];
  /**
   * `null` where nothing was expected, every source was left out, or the run failed before the last row. Where each
   * source is loaded alone, the first result that is not a pass, else the last.
   */
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
