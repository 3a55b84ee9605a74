import type { SmoothLoss } from './quasi-newton.js';

/** Rows that a logistic regression is fitted to. */
export interface LogisticRows {
  /** Row-major rows × width. */
  readonly columns: Float64Array;
  readonly width: number;
  /** Output of each row: 0 or 1 for one output, the output itself for several. */
  readonly labels: Int32Array;
  readonly weights: Float64Array;
}

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
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scores = new Float64Array(outputs);
  const excess = outputs === 1 ? oddsExcess : softmaxExcess;

  return (point, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (let row = 0; row < labels.length; row++) {
      const weight = weights[row] as number;
      if (weight === 0) continue;
      const from = row * width;
      for (let k = 0; k < outputs; k++) {
        let score = point[k] as number;
        const at = outputs + k * width;
        for (let j = 0; j < width; j++) score += (point[at + j] as number) * (columns[from + j] as number);
        scores[k] = score;
      }
      value += weight * excess(scores, labels[row] as number);
      for (let k = 0; k < outputs; k++) {
        const pull = weight * (scores[k] as number);
        gradient[k] = (gradient[k] as number) + pull;
        const at = outputs + k * width;
        for (let j = 0; j < width; j++) {
          gradient[at + j] = (gradient[at + j] as number) + pull * (columns[from + j] as number);
        }
      }
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

/** −ln p of the label; the score becomes the probability of 1 minus the label. */
function oddsExcess(scores: Float64Array, label: number): number {
  const score = scores[0] as number;
  const small = Math.exp(-Math.abs(score));
  scores[0] = (score >= 0 ? 1 / (1 + small) : small / (1 + small)) - label;
  return Math.max(label === 1 ? -score : score, 0) + Math.log1p(small);
}

/** −ln p of the label; the scores become the probabilities minus 1 at the label. */
function softmaxExcess(scores: Float64Array, label: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) highest = Math.max(highest, score);
  const own = scores[label] as number;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const exponential = Math.exp((scores[k] as number) - highest);
    scores[k] = exponential;
    sum += exponential;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / sum - (k === label ? 1 : 0);
  return highest - own + Math.log(sum);
}
