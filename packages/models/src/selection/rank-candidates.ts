import { mean, sampleStandardDeviation } from 'simple-statistics';
import { betterFirst, type MetricDescription } from './metrics.js';
import type { CandidateResult, FinishedCandidate, TriedCandidate } from './search-result.js';

/** A candidate that was measured on every fold, before it is compared with others. */
export interface MeasuredCandidate<Parameters> extends TriedCandidate<Parameters> {
  readonly status: 'measured';
}

export type UnrankedResult<Parameters> =
  | MeasuredCandidate<Parameters>
  | Exclude<CandidateResult<Parameters>, { readonly status: 'finished' }>;

/** Mean and standard error of the scores that are defined. */
export function summarise(scores: readonly number[]): {
  readonly mean: number;
  readonly standardError: number;
} {
  const defined = scores.filter((score) => !Number.isNaN(score));
  return {
    mean: defined.length === 0 ? Number.NaN : mean(defined),
    standardError:
      defined.length < 2 ? Number.NaN : sampleStandardDeviation(defined) / Math.sqrt(defined.length),
  };
}

/** Gives every measured candidate its rank. */
export function rankCandidates<Parameters>(
  results: readonly UnrankedResult<Parameters>[],
  { name, direction }: MetricDescription,
): readonly CandidateResult<Parameters>[] {
  const measured = results.flatMap((result) =>
    result.status === 'measured'
      ? [{ result, ...summarise(result.scores), definedFolds: definedFolds(result) }]
      : [],
  );
  const ranked = results.map((result): CandidateResult<Parameters> => {
    if (result.status !== 'measured') return Object.freeze(result);
    const own = measured.find((other) => other.result === result) as (typeof measured)[number];
    if (own.definedFolds === 0) {
      const message = `The metric "${name}" is not defined in any fold. Take another metric or fewer folds.`;
      return Object.freeze({
        ...result,
        status: 'failed',
        error: Object.freeze({ code: 'DATA_INSUFFICIENT', message, fold: null }),
      });
    }
    // A mean over fewer folds is one over other rows: it cannot be better than a whole one.
    const better = measured.filter(
      (other) =>
        other.definedFolds > own.definedFolds ||
        (other.definedFolds === own.definedFolds && betterFirst(direction, other.mean, own.mean) < 0),
    );
    return Object.freeze({
      ...result,
      status: 'finished',
      mean: own.mean,
      standardError: own.standardError,
      rank: better.length + 1,
    });
  });
  return Object.freeze(ranked);
}

/**
 * The best candidate, of equals the first; with `complexity` the simplest within one standard error of it. `undefined`
 * if none was finished.
 */
export function chooseCandidate<Parameters>(
  candidates: readonly CandidateResult<Parameters>[],
  direction: MetricDescription['direction'],
  complexity?: (parameters: Parameters) => number,
): FinishedCandidate<Parameters> | undefined {
  const finished = candidates
    .filter((candidate) => candidate.status === 'finished')
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index);
  const best = finished[0];
  if (best === undefined || complexity === undefined) return best;
  const near = finished.filter(
    (candidate) =>
      candidate === best ||
      (definedFolds(candidate) === definedFolds(best) &&
        betterFirst(direction, best.mean, candidate.mean) + best.standardError >= 0),
  );
  return near.toSorted((a, b) => complexity(a.parameters) - complexity(b.parameters))[0];
}

function definedFolds({ scores }: { readonly scores: readonly number[] }): number {
  return scores.filter((score) => !Number.isNaN(score)).length;
}
