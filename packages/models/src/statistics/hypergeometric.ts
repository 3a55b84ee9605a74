import { logGamma } from './log-gamma.js';

/** Probabilities of every count that can be drawn. */
export interface HypergeometricProbabilities {
  /** The smallest count that can be drawn; the others follow one by one. */
  readonly from: number;
  readonly probabilities: Float64Array;
}

/**
 * How likely each number of marked items is among `draws` of `total`, of which `marked` are marked. From the mode outwards
 * by ratios, so that no probability lacks digits. O(number of possible counts).
 */
export function hypergeometric(total: number, marked: number, draws: number): HypergeometricProbabilities {
  const from = Math.max(0, draws - (total - marked));
  const to = Math.min(draws, marked);
  const probabilities = new Float64Array(to - from + 1);
  const mode = Math.min(to, Math.max(from, Math.floor(((draws + 1) * (marked + 1)) / (total + 2))));
  probabilities[mode - from] = Math.exp(
    logChoose(marked, mode) + logChoose(total - marked, draws - mode) - logChoose(total, draws),
  );
  for (let k = mode + 1; k <= to; k++) {
    const ratio = ((marked - k + 1) * (draws - k + 1)) / (k * (total - marked - draws + k));
    probabilities[k - from] = (probabilities[k - 1 - from] as number) * ratio;
  }
  for (let k = mode - 1; k >= from; k--) {
    const ratio = ((k + 1) * (total - marked - draws + k + 1)) / ((marked - k) * (draws - k));
    probabilities[k - from] = (probabilities[k + 1 - from] as number) * ratio;
  }
  // Logarithms of large factorials lose digits that their sum, which is 1, gives back.
  const sum = probabilities.reduce((total_, probability) => total_ + probability, 0);
  for (let i = 0; i < probabilities.length; i++) probabilities[i] = (probabilities[i] as number) / sum;
  return { from, probabilities };
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
