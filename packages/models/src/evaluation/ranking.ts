import {
  requireFinite,
  requireLength,
  requireOutcomes,
  requireValues,
} from '../calibration/checked-values.js';
import { tiesDescending, weightedAveragePrecision, weightedRocAuc } from './weighted-ranking.js';

/**
 * Area under the ROC curve: the probability that a row with the event has a higher score than one without, ties
 * counting one half (Mann and Whitney 1947). As scikit-learn's `roc_auc_score`. O(n log n).
 *
 * @param outcomes 1 for the event, 0 for its absence.
 * @param scores Higher for what is more likely to be the event; any finite numbers.
 * @param weights One non-negative weight per row; 1 unless told.
 * @returns NaN where only one of the two outcomes occurs: there is nothing to compare.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for an
 * outcome other than 0 and 1.
 * @example
 * ```ts
 * import { rocAuc } from '@titans/models/evaluation';
 *
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * ```
 */
export function rocAuc(
  outcomes: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  if (weights) return weightedRocAuc(tiesDescending(outcomes, scores, weights));
  const { events, others } = scoresByOutcome(outcomes, scores);
  if (events.length === 0 || others.length === 0) return Number.NaN;
  // Half-units keep the count of pairs whole.
  let [halves, below, upTo] = [0, 0, 0];
  for (const score of events) {
    while (below < others.length && (others[below] as number) < score) below++;
    if (upTo < below) upTo = below;
    while (upTo < others.length && (others[upTo] as number) === score) upTo++;
    halves += below + upTo;
  }
  return halves / (2 * events.length * others.length);
}

/**
 * Average precision: the precision at every distinct score, weighted by the recall gained there. As scikit-learn's
 * `average_precision_score`. O(n log n).
 *
 * @param outcomes 1 for the event, 0 for its absence.
 * @param scores Higher for what is more likely to be the event; any finite numbers.
 * @param weights One non-negative weight per row; 1 unless told.
 * @returns NaN without an event: no recall can be gained.
 * @throws TitansError `DATA_INSUFFICIENT` without a row, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for an
 * outcome other than 0 and 1.
 */
export function averagePrecision(
  outcomes: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  if (weights) return weightedAveragePrecision(tiesDescending(outcomes, scores, weights));
  const { events, others } = scoresByOutcome(outcomes, scores);
  if (events.length === 0) return Number.NaN;
  let sum = 0;
  let other = others.length;
  let event = events.length;
  while (event > 0) {
    const score = events[event - 1] as number;
    const before = event;
    while (event > 0 && events[event - 1] === score) event--;
    while (other > 0 && (others[other - 1] as number) >= score) other--;
    const found = events.length - event;
    sum += ((before - event) * found) / (found + others.length - other);
  }
  return sum / events.length;
}

/** Scores of rows with and without the event, ascending. Sorting plain numbers is several times faster than an index. */
function scoresByOutcome(
  outcomes: ArrayLike<number>,
  scores: ArrayLike<number>,
): { readonly events: Float64Array; readonly others: Float64Array } {
  requireValues('outcomes', outcomes);
  requireLength('scores', scores, outcomes.length);
  requireOutcomes('outcomes', outcomes);
  requireFinite('scores', scores);
  const all = Float64Array.from(scores);
  return {
    events: all.filter((_, row) => outcomes[row] === 1).sort(),
    others: all.filter((_, row) => outcomes[row] === 0).sort(),
  };
}

/** One number per class, each class against all others, and their means over the classes that were measured. */
export interface OneVersusRest {
  /** By code; NaN where the class has no row, or every row. */
  readonly perClass: readonly number[];
  /** Every class alike. */
  readonly macro: number;
  /** By the rows of the class. */
  readonly weighted: number;
}

/** The probabilities of one class and whether each row is of it. */
export function classAgainstRest(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  classCount: number,
  label: number,
): { readonly outcomes: Uint8Array; readonly scores: Float64Array } {
  return {
    outcomes: Uint8Array.from(labels, (own) => (own === label ? 1 : 0)),
    scores: Float64Array.from(
      { length: labels.length },
      (_, row) => probabilities[row * classCount + label] as number,
    ),
  };
}
