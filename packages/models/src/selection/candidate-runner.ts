import { isTitansError, TitansError, throwIfAborted } from '@titans/core';
import type { Classifier, FitOptions, Regressor } from '../estimators/estimator.js';
import { type LearningData, predictFolds } from '../evaluation/predict-folds.js';
import type { Split } from '../evaluation/splits/split.js';
import { betterFirst, type ClassificationMetric, measureRows, type RegressionMetric } from './metrics.js';
import { summarise, type UnrankedResult } from './rank-candidates.js';
import type { FailedCandidate, SearchProgress } from './search-result.js';
import { withinLimit } from './time-limit.js';

/** A set of parameters with the place it has in the whole search. */
export interface Candidate<Parameters> {
  readonly index: number;
  readonly parameters: Parameters;
}

/** What fits are given beside their data. */
export type FitSettings = Pick<FitOptions, 'seed' | 'workers'>;

/** What a runner measures by. */
export interface RunnerSetup<X> {
  /** What is done, for progress and errors. */
  readonly stage: string;
  readonly data: LearningData<X>;
  readonly metric: ClassificationMetric | RegressionMetric;
  /** What every fit is given. */
  readonly fit: FitSettings;
  readonly clock: () => number;
  readonly budgetMs: number;
  /** Fits that the whole search takes. */
  readonly totalFits: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
}

/** Measures candidates on folds, one after the other, until the time is up. */
export interface CandidateRunner<X> {
  /** One result per candidate, in their order. */
  run<Parameters>(
    candidates: readonly Candidate<Parameters>[],
    factory: (parameters: Parameters) => Classifier<X> | Regressor<X>,
    folds: readonly Split[],
  ): Promise<readonly UnrankedResult<Parameters>[]>;
  /** Tells that all is done. */
  finish(): void;
  elapsedMs(): number;
}

/** Starts the clock of a search. */
export function candidateRunner<X>(setup: RunnerSetup<X>): CandidateRunner<X> {
  const { stage, data, metric, fit, clock, budgetMs, totalFits, signal, onProgress } = setup;
  const begun = clock();
  let fitsDone = 0;
  let best: number | null = null;
  let last = { candidate: 1, candidates: 1, fold: 1, folds: 1 };
  throwIfAborted(signal, stage);

  function report(at: typeof last): void {
    last = at;
    const elapsed = clock() - begun;
    const atThisSpeed = (elapsed / fitsDone) * (totalFits - fitsDone);
    const etaMs = fitsDone === 0 ? null : Math.max(0, Math.min(atThisSpeed, budgetMs - elapsed));
    onProgress?.(
      Object.freeze({ stage, done: fitsDone, total: totalFits, unit: 'steps', ...at, best, etaMs }),
    );
  }

  async function measure<Parameters>(
    candidate: Candidate<Parameters>,
    factory: (parameters: Parameters) => Classifier<X> | Regressor<X>,
    folds: readonly Split[],
    place: { readonly candidate: number; readonly candidates: number },
  ): Promise<UnrankedResult<Parameters>> {
    const scores: number[] = [];
    const fitMs: number[] = [];
    const predictMs: number[] = [];
    const tried = { ...candidate, scores, fitMs, predictMs };
    // Without one that was measured to its end there would be no answer at all.
    const endsAt = best === null ? Number.POSITIVE_INFINITY : begun + budgetMs;
    for (const [index, split] of folds.entries()) {
      if (clock() >= endsAt) return { ...tried, status: 'unfinished' };
      report({ ...place, fold: index + 1, folds: folds.length });
      try {
        const estimator = factory(candidate.parameters);
        const fold = await withinLimit({ endsAt, clock, signal }, (work) =>
          predictFolds(estimator, data, [split], { ...work, ...fit, clock }),
        );
        if (fold === null) return { ...tried, status: 'unfinished' };
        const { predicted } = fold.done;
        scores.push(measureRows(metric, data, predicted.rows, predicted.predictions));
        fitMs.push(...fold.done.fitMs);
        predictMs.push(...fold.done.predictMs);
      } catch (error) {
        throwIfAborted(signal, stage);
        return { ...tried, status: 'failed', error: failureOf(error, index + 1) };
      }
      fitsDone++;
    }
    const { mean } = summarise(scores);
    if (!Number.isNaN(mean) && (best === null || betterFirst(metric.direction, mean, best) < 0)) best = mean;
    return { ...tried, status: 'measured' };
  }

  return {
    async run(candidates, factory, folds) {
      const results = [];
      for (const [index, candidate] of candidates.entries()) {
        const place = { candidate: index + 1, candidates: candidates.length };
        const doneBefore = fitsDone;
        results.push(await measure(candidate, factory, folds, place));
        // What failed early leaves fits that need not be done any more.
        fitsDone = doneBefore + folds.length;
      }
      return results;
    },
    finish() {
      fitsDone = totalFits;
      report(last);
    },
    elapsedMs: () => clock() - begun,
  };
}

/** What is kept of an error. */
export function failureOf(error: unknown, fold: number | null): FailedCandidate<never>['error'] {
  const message = error instanceof Error ? error.message : String(error);
  return Object.freeze({ code: isTitansError(error) ? error.code : null, message, fold });
}

/** The error of work in which nothing could be measured: that of the first, told as such. */
export function nothingMeasured(
  stage: string,
  failures: readonly { readonly error: FailedCandidate<never>['error'] }[],
): TitansError {
  const first = failures[0]?.error;
  return new TitansError(
    first?.code ?? 'INVALID_ARGUMENT',
    `All ${failures.length} candidates of the ${stage} failed. The first error: ${first?.message ?? 'none'}`,
    { details: { stage } },
  );
}
