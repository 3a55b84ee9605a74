import type { ErrorCode, Progress, WorkOptions } from '@titans/core';
import type { WorkerPool } from '../estimators/parallel/worker-pool.js';
import type { MetricDescription } from './metrics.js';

/** What is known of a candidate that was begun. Lists have one value per fold that was done, in their order. */
export interface TriedCandidate<Parameters> {
  /** Place in the order of candidates, from 0. */
  readonly index: number;
  readonly parameters: Parameters;
  /** NaN in a fold whose rows do not define the metric. */
  readonly scores: readonly number[];
  readonly fitMs: readonly number[];
  readonly predictMs: readonly number[];
}

/** A candidate that was measured on every fold. */
export interface FinishedCandidate<Parameters> extends TriedCandidate<Parameters> {
  readonly status: 'finished';
  /** Over the folds that define the metric. */
  readonly mean: number;
  /**
   * Standard deviation of the folds ÷ √folds; NaN for one fold. Folds share training rows, so the mean is less certain
   * than it says.
   */
  readonly standardError: number;
  /** 1 for the best; equal means share the better rank. Candidates that fewer folds define come after all others. */
  readonly rank: number;
}

/** A candidate whose factory, fit or prediction threw, or for which no fold defines the metric. */
export interface FailedCandidate<Parameters> extends TriedCandidate<Parameters> {
  readonly status: 'failed';
  readonly error: {
    /** Of a `TitansError`; `null` for another error. */
    readonly code: ErrorCode | null;
    readonly message: string;
    /** From 1; `null` where it was no fold that failed. */
    readonly fold: number | null;
  };
}

/** A candidate that the time was not enough for. What it would have scored is not known. */
export interface UnfinishedCandidate<Parameters> extends TriedCandidate<Parameters> {
  readonly status: 'unfinished';
}

export type CandidateResult<Parameters> =
  | FinishedCandidate<Parameters>
  | FailedCandidate<Parameters>
  | UnfinishedCandidate<Parameters>;

/** What a search found. All of it is plain data but `fitted`. */
export interface SearchResult<Parameters, Fitted> {
  readonly metric: MetricDescription;
  /** In the order in which they were tried. */
  readonly candidates: readonly CandidateResult<Parameters>[];
  /** The candidate that was chosen, by the rule. */
  readonly best: FinishedCandidate<Parameters>;
  readonly rule: 'best-mean' | 'one-standard-error';
  /** Whether the budget ended before all candidates were done. */
  readonly budgetEnded: boolean;
  readonly elapsedMs: number;
  /** The best, fitted on all rows; `null` unless `refit` was asked for. */
  readonly fitted: Fitted | null;
}

/** Progress of a search. `done` and `total` count fits. */
export interface SearchProgress extends Progress {
  /** The candidate that comes next, from 1, and how many there are. */
  readonly candidate: number;
  readonly candidates: number;
  /** The fold that comes next, from 1, and how many there are. */
  readonly fold: number;
  readonly folds: number;
  /** Mean of the best candidate so far; `null` before one has finished. */
  readonly best: number | null;
  /** Milliseconds that the rest would take at the speed so far, or that the budget leaves; `null` before the first fit. */
  readonly etaMs: number | null;
}

/** What every search takes. */
export interface SearchOptions<Parameters, Metric> extends Omit<WorkOptions, 'onProgress'> {
  /** What candidates are ranked by; `accuracy` or `r2` unless told. */
  readonly metric?: Metric;
  /** Of every fit and every draw; 0 unless told. */
  readonly seed?: number;
  /** Threads to share long fits with; figures do not depend on them. */
  readonly workers?: WorkerPool;
  /**
   * Milliseconds after which no fit is begun and a fit that reports its progress is cut off; no end unless told. The
   * first candidate that can be measured always is, and the refit comes on top.
   */
  readonly budgetMs?: number;
  /** Milliseconds from any moment, for the budget and the times; `performance.now` unless told. */
  readonly clock?: () => number;
  /**
   * How complex a model the parameters make, such as its leaves or minus its penalty. With it, the simplest candidate
   * is chosen whose mean is within one standard error of the best mean (Breiman et al. 1984, 3.4.3).
   */
  readonly complexity?: (parameters: NoInfer<Parameters>) => number;
  /** Whether the best is fitted on all rows in the end; not unless told. */
  readonly refit?: boolean;
  readonly onProgress?: (progress: SearchProgress) => void;
}
