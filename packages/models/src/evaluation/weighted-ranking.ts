import {
  requireFinite,
  requireLength,
  requireOutcomes,
  requireValues,
  requireWeights,
} from '../calibration/checked-values.js';

/** Weights of the rows of one score. */
interface Tie {
  readonly events: number;
  readonly others: number;
}

/** One per distinct score of rows with weight, the highest first. @throws TitansError as the metrics. */
export function tiesDescending(
  outcomes: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
): readonly Tie[] {
  requireValues('outcomes', outcomes);
  requireLength('scores', scores, outcomes.length);
  requireOutcomes('outcomes', outcomes);
  requireFinite('scores', scores);
  requireWeights(weights, outcomes.length);
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row)
    .filter((row) => (weights[row] as number) > 0)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const ties: { events: number; others: number }[] = [];
  order.forEach((row, i) => {
    const weight = weights[row] as number;
    if (i === 0 || scores[order[i - 1] as number] !== scores[row]) ties.push({ events: 0, others: 0 });
    const tie = ties[ties.length - 1] as { events: number; others: number };
    if (outcomes[row] === 1) tie.events += weight;
    else tie.others += weight;
  });
  return ties;
}

/** NaN where only one of the outcomes has weight. */
export function weightedRocAuc(ties: readonly Tie[]): number {
  let [area, events, others] = [0, 0, 0];
  for (const tie of ties) {
    area += tie.others * (events + tie.events / 2);
    events += tie.events;
    others += tie.others;
  }
  return area / (events * others);
}

/** NaN where no event has weight. */
export function weightedAveragePrecision(ties: readonly Tie[]): number {
  let [sum, events, taken] = [0, 0, 0];
  for (const tie of ties) {
    events += tie.events;
    taken += tie.events + tie.others;
    sum += tie.events * (events / taken);
  }
  return sum / events;
}
