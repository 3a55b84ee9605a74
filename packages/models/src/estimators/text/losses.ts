import type { ScoreLoss } from './linear-objective.js';

/**
 * Multinomial logistic loss: −ln of the softmax probability of the row's class.
 *
 * @param labels The output of each row's class.
 */
export function softmaxLoss(labels: Int32Array, weights: Float64Array, outputs: number): ScoreLoss {
  const probabilities = new Float64Array(labels.length * outputs);
  return {
    outputs,
    evaluate(scores, derivative) {
      let loss = 0;
      for (let row = 0; row < labels.length; row++) {
        const from = row * outputs;
        const weight = weights[row] as number;
        const logSum = softmaxRow(scores, probabilities, from, outputs);
        loss += weight * (logSum - (scores[from + (labels[row] as number)] as number));
        for (let k = 0; k < outputs; k++) {
          const indicator = k === labels[row] ? 1 : 0;
          derivative[from + k] = weight * ((probabilities[from + k] as number) - indicator);
        }
      }
      return loss;
    },
    curve(direction) {
      for (let row = 0; row < labels.length; row++) {
        const from = row * outputs;
        let mean = 0;
        for (let k = 0; k < outputs; k++) {
          mean += (probabilities[from + k] as number) * (direction[from + k] as number);
        }
        const weight = weights[row] as number;
        for (let k = 0; k < outputs; k++) {
          direction[from + k] =
            weight * (probabilities[from + k] as number) * ((direction[from + k] as number) - mean);
        }
      }
    },
  };
}

/** Softmax of one row of scores; returns the logarithm of the sum of exponentials. */
export function softmaxRow(scores: Float64Array, into: Float64Array, from: number, outputs: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < outputs; k++) highest = Math.max(highest, scores[from + k] as number);
  let sum = 0;
  for (let k = 0; k < outputs; k++) {
    const exponential = Math.exp((scores[from + k] as number) - highest);
    into[from + k] = exponential;
    sum += exponential;
  }
  for (let k = 0; k < outputs; k++) into[from + k] = (into[from + k] as number) / sum;
  return highest + Math.log(sum);
}
