import { quantile, weightedQuantile } from '../../statistics/quantile.js';
import { exponential } from './kernel/exponential.js';
import type { TreeKernel } from './kernel/tree-kernel.js';

/** A loss as boosting needs it. Raw scores, gradients and hessians are one array per output. */
export interface BoostingLoss {
  readonly outputs: number;
  /** Whether every row that is learned from has hessian 1. */
  readonly hasUnitHessian: boolean;
  /** The best constant raw score of each output. */
  baseline(): Float64Array;
  /** Called before the trees of a round. */
  beginRound(kernel: TreeKernel): void;
  /** Gradients and hessians of one output, which has not changed since the round began. */
  gradients(output: number, kernel: TreeKernel): void;
  /** Mean weighted loss over the given rows. */
  mean(raw: readonly Float64Array[], rows: Uint32Array): number;
  /** The exact best step for the rows of a leaf, where the gradient step is only its direction. */
  leafStep?(raw: Float64Array, rows: Uint32Array): number;
  /** Shortens a gradient step that goes too far to be trusted; longer steps never become shorter than shorter ones. */
  shortened?(step: number): number;
}

/** Half the squared error. */
export function squaredLoss(target: Float64Array, weights: Float64Array): BoostingLoss {
  return {
    outputs: 1,
    hasUnitHessian: areUnits(weights),
    baseline: () => Float64Array.of(weightedMean(target, weights)),
    beginRound() {},
    gradients(output, { scores, gradients: gradient, hessians: hessian }) {
      const raw = scores[output] as Float64Array;
      for (let row = 0; row < target.length; row++) {
        const weight = weights[row] as number;
        gradient[row] = weight * ((raw[row] as number) - (target[row] as number));
        hessian[row] = weight;
      }
    },
    mean: ([raw], rows) =>
      meanOver(rows, weights, (row) => 0.5 * ((raw?.[row] as number) - (target[row] as number)) ** 2),
  };
}

/** Pinball loss of a quantile; at 0.5 it is half the absolute error. Leaves take the quantile of their residuals. */
export function pinballLoss(target: Float64Array, weights: Float64Array, probability: number): BoostingLoss {
  const isWeighted = !weights.every((weight) => weight === 1);
  const of = (values: Float64Array, valueWeights: Float64Array): number =>
    isWeighted ? weightedQuantile(values, valueWeights, probability) : quantile(values, probability);
  return {
    outputs: 1,
    hasUnitHessian: areUnits(weights),
    baseline: () => Float64Array.of(of(target, weights)),
    beginRound() {},
    gradients(output, { scores, gradients: gradient, hessians: hessian }) {
      const raw = scores[output] as Float64Array;
      for (let row = 0; row < target.length; row++) {
        const weight = weights[row] as number;
        const isAbove = (raw[row] as number) > (target[row] as number);
        gradient[row] = weight * (isAbove ? 1 - probability : -probability);
        hessian[row] = weight;
      }
    },
    mean: ([raw], rows) =>
      meanOver(rows, weights, (row) => {
        const residual = (target[row] as number) - (raw?.[row] as number);
        return residual >= 0 ? probability * residual : (probability - 1) * residual;
      }),
    leafStep(raw, rows) {
      const residuals = Float64Array.from(rows, (row) => (target[row] as number) - (raw[row] as number));
      return of(residuals, isWeighted ? Float64Array.from(rows, (row) => weights[row] as number) : weights);
    },
  };
}

/**
 * Half the Poisson deviance; the raw score is the logarithm of the expected count.
 *
 * A gradient step of more than 1 would multiply the expectation by more than e. It gives way to the step that is best
 * for the leaf, ln(1 + step), as far as that is more than 1: leaves of rare high counts would else overshoot.
 */
export function poissonLoss(target: Float64Array, weights: Float64Array): BoostingLoss {
  return {
    outputs: 1,
    hasUnitHessian: false,
    baseline: () => Float64Array.of(Math.log(weightedMean(target, weights))),
    beginRound() {},
    gradients(output, { scores, gradients: gradient, hessians: hessian }) {
      const raw = scores[output] as Float64Array;
      for (let row = 0; row < target.length; row++) {
        const weight = weights[row] as number;
        const expected = exponential(raw[row] as number);
        gradient[row] = weight * (expected - (target[row] as number));
        hessian[row] = weight * expected;
      }
    },
    mean: ([raw], rows) =>
      meanOver(rows, weights, (row) => {
        const count = target[row] as number;
        const score = raw?.[row] as number;
        const excess = exponential(score) - count;
        return count === 0 ? excess : excess + count * (Math.log(count) - score);
      }),
    shortened: (step) => Math.min(step, Math.max(1, Math.log1p(step))),
  };
}

/** Logistic loss of two classes; the raw score is the log-odds of label 1. */
export function binaryLogisticLoss(labels: Int32Array, weights: Float64Array): BoostingLoss {
  return {
    outputs: 1,
    hasUnitHessian: false,
    baseline() {
      const positive = weightedMean(Float64Array.from(labels), weights);
      return Float64Array.of(Math.log(positive / (1 - positive)));
    },
    beginRound() {},
    gradients(output, { scores, gradients: gradient, hessians: hessian }) {
      const raw = scores[output] as Float64Array;
      for (let row = 0; row < labels.length; row++) {
        const weight = weights[row] as number;
        const probability = sigmoid(raw[row] as number);
        gradient[row] = weight * (probability - (labels[row] as number));
        hessian[row] = weight * probability * (1 - probability);
      }
    },
    mean: ([raw], rows) =>
      meanOver(rows, weights, (row) => {
        const score = raw?.[row] as number;
        // ln(1 + e^score) − label · score, without overflow.
        return Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (labels[row] as number) * score;
      }),
  };
}

/** Multinomial logistic loss; raw scores are log-probabilities up to a constant per row. */
export function softmaxBoostingLoss(
  labels: Int32Array,
  weights: Float64Array,
  outputs: number,
): BoostingLoss {
  const share = new Float64Array(outputs);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  labels.forEach((label, row) => {
    share[label] = (share[label] as number) + (weights[row] as number) / total;
  });
  const row = new Float64Array(outputs);
  const every = Uint32Array.from(labels.keys());
  const rowsOf = Array.from({ length: outputs }, (_, output) => every.filter((i) => labels[i] === output));
  return {
    outputs,
    hasUnitHessian: false,
    baseline() {
      const logs = share.map(Math.log);
      const centre = logs.reduce((sum, value) => sum + value, 0) / outputs;
      return logs.map((value) => value - centre);
    },
    beginRound: (kernel) => kernel.normalise(0, labels.length),
    gradients(output, kernel) {
      kernel.probabilities(output);
      const { gradients, hessians } = kernel;
      for (let i = 0; i < labels.length; i++) {
        const probability = gradients[i] as number;
        const share = (weights[i] as number) * probability;
        gradients[i] = share;
        hessians[i] = share * (1 - probability);
      }
      for (const i of rowsOf[output] as Uint32Array) {
        gradients[i] = (gradients[i] as number) - (weights[i] as number);
      }
    },
    mean: (raw, rows) =>
      meanOver(rows, weights, (i) =>
        Math.log(exponentials(raw, i, row) / (row[labels[i] as number] as number)),
      ),
  };
}

/** Exponentials of a row's scores less its highest, into `row`; returns their sum. */
function exponentials(raw: readonly Float64Array[], i: number, row: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const scores of raw) highest = Math.max(highest, scores[i] as number);
  let sum = 0;
  for (let k = 0; k < row.length; k++) {
    const power = Math.exp(((raw[k] as Float64Array)[i] as number) - highest);
    row[k] = power;
    sum += power;
  }
  return sum;
}

/** 1 ÷ (1 + e^−x) without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/** Rows of weight 0 are not learned from. */
function areUnits(weights: Float64Array): boolean {
  return weights.every((weight) => weight === 1 || weight === 0);
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += (values[i] as number) * (weights[i] as number);
    total += weights[i] as number;
  }
  return sum / total;
}

function meanOver(rows: Uint32Array, weights: Float64Array, lossOf: (row: number) => number): number {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    sum += (weights[row] as number) * lossOf(row);
    total += weights[row] as number;
  }
  return total === 0 ? 0 : sum / total;
}
