import { type Combiner, pool, type SourceScores } from './combiner.js';

/** Rows of one group by which its weights are learned, the latest: more change nothing any more. */
const mostRows = 2_500;
/** How many rows of doubt there are that a group weighs its sources as all groups together do. */
const groupPrior = 4;
const startPrior = 2;
const mostSteps = 30;

/**
 * Learns how much each source is to be believed, from rows that the sources had not seen: the weights of least log-loss, at
 * least 0 each, first of all rows, then of each group near those (a ridge towards them, so that a group of few rows has
 * those of all). The log-loss is convex in the weights, so this is its one minimum, by projected Newton steps.
 *
 * @param start Weights to begin with, one per source, near which those of all rows stay.
 * @param groups How many groups there are.
 */
export function fitCombiner(
  read: SourceScores,
  labels: Int32Array,
  start: readonly number[],
  groups: number,
): Combiner {
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
  const common = weightsOf(read, labels, known.slice(-mostRows), Float64Array.from(start), startPrior);
  return {
    weights: Array.from({ length: groups }, (_, group) => {
      const own = known.filter((row) => read.groups[row] === group).slice(-mostRows);
      return own.length === 0 ? common : weightsOf(read, labels, own, common, groupPrior);
    }),
    novelty: missed.map((count, group) => (count + 2 * missedShare) / ((seen[group] as number) + 2)),
  };
}

/** Weights of least Σ −ln p + prior ÷ 2 · |weights − centre|². */
function weightsOf(
  { scores, classes }: SourceScores,
  labels: Int32Array,
  rows: readonly number[],
  centre: Float64Array,
  prior: number,
): Float64Array {
  const sources = scores.length;
  const probabilities = new Float64Array(classes);
  const mean = new Float64Array(sources);

  function lossAt(weights: Float64Array): number {
    let loss = 0;
    for (const row of rows) {
      pool(scores, weights, row * classes, classes, probabilities, 0);
      loss -= Math.log(Math.max(probabilities[labels[row] as number] as number, 1e-300));
    }
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
    for (const row of rows) {
      const from = row * classes;
      pool(scores, weights, from, classes, probabilities, 0);
      const own = from + (labels[row] as number);
      for (let s = 0; s < sources; s++) {
        const source = scores[s] as Float64Array;
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          const share = probabilities[k] as number;
          if (share > 1e-12) sum += share * (source[from + k] as number);
        }
        mean[s] = sum;
        slope[s] = (slope[s] as number) + sum - (source[own] as number);
      }
      for (let k = 0; k < classes; k++) {
        const share = probabilities[k] as number;
        if (share <= 1e-12) continue;
        for (let s = 0; s < sources; s++) {
          const gap = share * (((scores[s] as Float64Array)[from + k] as number) - (mean[s] as number));
          for (let other = 0; other <= s; other++) {
            const at = s * sources + other;
            curvature[at] =
              (curvature[at] as number) +
              gap * (((scores[other] as Float64Array)[from + k] as number) - (mean[other] as number));
          }
        }
      }
    }
    return { slope, curvature };
  }

  let weights = centre.slice();
  let loss = lossAt(weights);
  for (let step = 0; step < mostSteps; step++) {
    const { slope, curvature } = derivativesAt(weights);
    const free = [...slope.keys()].filter((s) => (weights[s] as number) > 0 || (slope[s] as number) < 0);
    const move = newtonMove(slope, curvature, free);
    let share = 1;
    let next = weights;
    let nextLoss = loss;
    for (; share > 1e-6; share /= 2) {
      const tried = weights.map((weight, s) => Math.max(weight + share * (move[s] as number), 0));
      const triedLoss = lossAt(tried);
      if (triedLoss >= loss) continue;
      [next, nextLoss] = [tried, triedLoss];
      break;
    }
    const gain = loss - nextLoss;
    [weights, loss] = [next, nextLoss];
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
