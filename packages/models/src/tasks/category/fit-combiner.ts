import { type Combiner, pool, type SourceScores } from './combiner.js';

/** A combiner with the weights that all groups lean to. */
export interface FittedCombiner extends Combiner {
  readonly common: Float64Array;
}

/** Rows of one group by which its weights are learned, the latest: more change nothing any more. */
const mostRows = 2_500;
/** How many rows of doubt there are that a group weighs its sources as all groups together do. */
const groupPrior = 4;
const startPrior = 2;
const mostSteps = 30;
/** Probabilities that add nothing to the slope, and those that add too little to the curvature to change where a step leads. */
const leastShare = 1e-12;
const leastCurved = 1e-6;

/**
 * Learns how much each source is to be believed, from rows that the sources had not seen: the weights of least log-loss, at
 * least 0 each, first of all rows, then of each group near those (a ridge towards them, so that a group of few rows has
 * those of all). The log-loss is convex in the weights, so this is its one minimum, by projected Newton steps.
 *
 * @param start Weights to begin with, one per source, near which those of all rows stay.
 * @param groups How many groups there are.
 * @param near A combiner learned of nearly the same rows: fewer steps lead from its weights to the same minimum.
 */
export function fitCombiner(
  read: SourceScores,
  labels: Int32Array,
  start: readonly number[],
  groups: number,
  near?: FittedCombiner,
): FittedCombiner {
  const { classes, scores } = read;
  const isKnown = (row: number): boolean =>
    scores.every((source) => source[row * classes + (labels[row] as number)] !== Number.NEGATIVE_INFINITY);
  const known: number[] = [];
  const missed = new Float64Array(groups);
  const seen = new Float64Array(groups);
  for (let row = 0; row < read.rows; row++) {
    const group = read.groups[row] as number;
    seen[group] = (seen[group] as number) + 1;
    if (isKnown(row)) known.push(row);
    else missed[group] = (missed[group] as number) + 1;
  }
  const missedShare = (read.rows - known.length + 1) / (read.rows + 2);
  const centre = Float64Array.from(start);
  const common = weightsOf(read, labels, known.slice(-mostRows), centre, startPrior, near?.common ?? centre);
  return {
    common,
    weights: Array.from({ length: groups }, (_, group) => {
      const own = known.filter((row) => read.groups[row] === group).slice(-mostRows);
      const begin = near?.weights[group] ?? common;
      return own.length === 0 ? common : weightsOf(read, labels, own, common, groupPrior, begin);
    }),
    novelty: missed.map((count, group) => (count + 2 * missedShare) / ((seen[group] as number) + 2)),
  };
}

/**
 * Weights of least Σ −ln p + prior ÷ 2 · |weights − centre|².
 *
 * @param begin Where the steps begin, which the minimum does not depend on.
 */
function weightsOf(
  { scores, classes }: SourceScores,
  labels: Int32Array,
  rows: readonly number[],
  centre: Float64Array,
  prior: number,
  begin: Float64Array,
): Float64Array {
  const sources = scores.length;
  const mean = new Float64Array(sources);
  const gaps = new Float64Array(sources);
  let [shares, triedShares] = [
    new Float64Array(rows.length * classes),
    new Float64Array(rows.length * classes),
  ];

  /** The loss, whose probabilities are left in `into`, row-major. */
  function lossAt(weights: Float64Array, into: Float64Array): number {
    let loss = 0;
    rows.forEach((row, index) => {
      const to = index * classes;
      pool(scores, weights, row * classes, classes, into, to);
      loss -= Math.log(Math.max(into[to + (labels[row] as number)] as number, 1e-300));
    });
    weights.forEach((weight, s) => {
      loss += (prior / 2) * (weight - (centre[s] as number)) ** 2;
    });
    return loss;
  }

  function derivativesAt(weights: Float64Array): { slope: Float64Array; curvature: Float64Array } {
    const slope = new Float64Array(sources);
    const curvature = new Float64Array(sources * sources);
    weights.forEach((weight, s) => {
      slope[s] = prior * (weight - (centre[s] as number));
      curvature[s * sources + s] = prior;
    });
    rows.forEach((row, index) => {
      const from = row * classes;
      const shareFrom = index * classes;
      const own = from + (labels[row] as number);
      for (let s = 0; s < sources; s++) {
        const source = scores[s] as Float64Array;
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          const share = shares[shareFrom + k] as number;
          if (share > leastShare) sum += share * (source[from + k] as number);
        }
        mean[s] = sum;
        slope[s] = (slope[s] as number) + sum - (source[own] as number);
      }
      for (let k = 0; k < classes; k++) {
        const share = shares[shareFrom + k] as number;
        if (share <= leastCurved) continue;
        for (let s = 0; s < sources; s++) {
          const gap = ((scores[s] as Float64Array)[from + k] as number) - (mean[s] as number);
          gaps[s] = gap;
          for (let other = 0; other <= s; other++) {
            const at = s * sources + other;
            curvature[at] = (curvature[at] as number) + share * gap * (gaps[other] as number);
          }
        }
      }
    });
    return { slope, curvature };
  }

  let weights = begin.slice();
  let loss = lossAt(weights, shares);
  for (let step = 0; step < mostSteps; step++) {
    const { slope, curvature } = derivativesAt(weights);
    const free = [...slope.keys()].filter((s) => (weights[s] as number) > 0 || (slope[s] as number) < 0);
    const move = newtonMove(slope, curvature, free);
    let gain = 0;
    for (let share = 1; share > 1e-6; share /= 2) {
      const tried = weights.map((weight, s) => Math.max(weight + share * (move[s] as number), 0));
      const triedLoss = lossAt(tried, triedShares);
      if (triedLoss >= loss) continue;
      gain = loss - triedLoss;
      [weights, loss] = [tried, triedLoss];
      [shares, triedShares] = [triedShares, shares];
      break;
    }
    if (gain < 1e-7 * (1 + Math.abs(loss))) break;
  }
  return weights;
}

/** −(curvature of the free weights)⁻¹ · slope, by Cholesky; 0 for the others. */
function newtonMove(slope: Float64Array, curvature: Float64Array, free: readonly number[]): Float64Array {
  const size = free.length;
  const factor = new Float64Array(size * size);
  const solved = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const row = free[i] as number;
    for (let j = 0; j <= i; j++) {
      let sum = curvature[row * slope.length + (free[j] as number)] as number;
      for (let k = 0; k < j; k++) {
        sum -= (factor[i * size + k] as number) * (factor[j * size + k] as number);
      }
      factor[i * size + j] =
        i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (factor[j * size + j] as number);
    }
    let sum = -(slope[row] as number);
    for (let k = 0; k < i; k++) sum -= (factor[i * size + k] as number) * (solved[k] as number);
    solved[i] = sum / (factor[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solved[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (factor[k * size + i] as number) * (solved[k] as number);
    solved[i] = sum / (factor[i * size + i] as number);
  }
  const move = new Float64Array(slope.length);
  for (const [at, s] of free.entries()) move[s] = solved[at] as number;
  return move;
}
