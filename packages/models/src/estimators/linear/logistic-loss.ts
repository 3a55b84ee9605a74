import type { SmoothLoss } from './quasi-newton.js';
import { addAllTo, dot } from './vectors.js';

/** Rows that a logistic regression is fitted to. */
export interface LogisticRows {
  /** Column-major rows × width. */
  readonly columns: Float64Array;
  readonly width: number;
  /** Output of each row: 0 or 1 for one output, the output itself for several. */
  readonly labels: Int32Array;
  readonly weights: Float64Array;
}

/** Few enough that their scores stay near the processor while they are gone through. */
const rowsAtOnce = 1024;

/**
 * Mean −ln p(class) + l2 ÷ 2 · |coefficients|², as a function of intercepts (one per output) followed by coefficients
 * (row-major outputs × width). One output is the log-odds of label 1; several go through the softmax.
 *
 * @param l2 Per unit of weight; the intercepts are not penalised.
 */
export function logisticLoss(
  { columns, width, labels, weights }: LogisticRows,
  outputs: number,
  l2: number,
): SmoothLoss {
  const rows = labels.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const excess = outputs === 1 ? oddsExcess : softmaxExcess;
  const blocks = Array.from({ length: Math.ceil(rows / rowsAtOnce) }, (_, block) => {
    const from = block * rowsAtOnce;
    const to = Math.min(from + rowsAtOnce, rows);
    return {
      columns: Array.from({ length: width }, (_, j) => columns.subarray(j * rows + from, j * rows + to)),
      labels: labels.subarray(from, to),
      weights: weights.subarray(from, to),
      /** One per output: the score, then the pull on it. */
      scores: Array.from({ length: outputs }, () => new Float64Array(to - from)),
    };
  });

  return (point, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (const block of blocks) {
      block.scores.forEach((scores, k) => {
        const from = outputs + k * width;
        scores.fill(point[k] as number);
        addAllTo(scores, block.columns, point.subarray(from, from + width));
      });
      value += excess(block);
      block.scores.forEach((pulls, k) => {
        gradient[k] = (gradient[k] as number) + pulls.reduce((sum, pull) => sum + pull, 0);
        for (let j = 0; j < width; j++) {
          const at = outputs + k * width + j;
          gradient[at] = (gradient[at] as number) + dot(pulls, block.columns[j] as Float64Array);
        }
      });
    }
    let square = 0;
    for (let i = 0; i < point.length; i++) {
      const mean = (gradient[i] as number) / total;
      const coefficient = i < outputs ? 0 : (point[i] as number);
      square += coefficient * coefficient;
      gradient[i] = mean + l2 * coefficient;
    }
    return value / total + 0.5 * l2 * square;
  };
}

interface ScoredRows {
  readonly labels: Int32Array;
  readonly weights: Float64Array;
  readonly scores: readonly Float64Array[];
}

/** Σ weight · −ln p of the label; each score becomes weight times the probability of 1 minus the label. */
function oddsExcess({ labels, weights, scores: [scores = new Float64Array(0)] }: ScoredRows): number {
  let value = 0;
  for (let row = 0; row < labels.length; row++) {
    const weight = weights[row] as number;
    const score = scores[row] as number;
    const label = labels[row] as number;
    // Not 0 times an infinite score.
    if (weight === 0) {
      scores[row] = 0;
      continue;
    }
    const small = Math.exp(-Math.abs(score));
    const share = 1 / (1 + small);
    scores[row] = weight * ((score >= 0 ? share : small * share) - label);
    value += weight * (Math.max(label === 1 ? -score : score, 0) + Math.log1p(small));
  }
  return value;
}

/** Σ weight · −ln p of the label; the scores become weight times the probabilities, minus 1 at the label. */
function softmaxExcess({ labels, weights, scores }: ScoredRows): number {
  let value = 0;
  for (let row = 0; row < labels.length; row++) {
    const weight = weights[row] as number;
    const label = labels[row] as number;
    let highest = Number.NEGATIVE_INFINITY;
    for (const ofOutput of scores) highest = Math.max(highest, ofOutput[row] as number);
    const own = (scores[label] as Float64Array)[row] as number;
    let sum = 0;
    for (const ofOutput of scores) {
      const exponential = Math.exp((ofOutput[row] as number) - highest);
      ofOutput[row] = exponential;
      sum += exponential;
    }
    scores.forEach((ofOutput, k) => {
      const gap = (ofOutput[row] as number) / sum - (k === label ? 1 : 0);
      // Not 0 times an infinite score.
      ofOutput[row] = weight === 0 ? 0 : weight * gap;
    });
    if (weight > 0) value += weight * (highest - own + Math.log(sum));
  }
  return value;
}
