import type { PlainDate, WorkOptions } from '@titans/core';
import type { TransactionBatch } from '../records/transaction-batch.js';

/** What became of the rows that were handed over: `loaded + updated + unchanged + quarantined` is all of them. */
export interface LoadCounts {
  /** New. */
  readonly loaded: number;
  /** Known, with other values than before. */
  readonly updated: number;
  /** Known, and the same; or handed over twice. */
  readonly unchanged: number;
  /** Kept as rejections. */
  readonly quarantined: number;
}

/** How a load is done. */
export interface LoadOptions extends WorkOptions {
  /** Called with the counts before anything becomes visible; an exception undoes the load. */
  readonly onCounted?: (counts: LoadCounts) => void;
  /** Counts exactly what would be loaded, and loads nothing. */
  readonly dryRun?: boolean;
}

/** One run of a pipeline, as a loader may keep it. Plain JSON. */
export interface RunRecord {
  readonly runId: string;
  readonly status: 'succeeded' | 'failed';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
}

/**
 * Takes transactions to where they are kept. A third party adds one by passing it to `pipeline`, and runs
 * `loaderConformance` of `@titans/etl/conformance` on it.
 */
export interface Loader {
  /** For example `"warehouse"`. */
  readonly name: string;
  /**
   * Whether a source with this checksum has been loaded as a whole. The batches of a load may ask while it goes on.
   */
  hasLoaded(sha256: string): Promise<boolean>;
  /**
   * The newest date that was ever loaded from the source of this name, or `null`: where an incremental run of a
   * source that is no file goes on. The batches of a load may ask while it goes on.
   */
  watermark?(sourceName: string): Promise<PlainDate | null>;
  /**
   * Loads all batches, or nothing: where the batches end with an exception, or `onCounted` throws, everything is as
   * before and the exception is passed on. Loading the same rows again changes nothing.
   */
  load(batches: AsyncIterable<TransactionBatch>, options?: LoadOptions): Promise<LoadCounts>;
  /** Keeps the record of a run, also of one that failed. */
  recordRun?(run: RunRecord): Promise<void>;
}
