import {
  type BoostingLoss,
  binaryLogisticLoss,
  pinballLoss,
  poissonLoss,
  softmaxBoostingLoss,
  squaredLoss,
} from './boosting-losses.js';

/** A loss as plain data, so that other threads can make it too. Labels are 0, 1, … */
export type LossPlan =
  | { readonly kind: 'squared'; readonly target: Float64Array }
  | { readonly kind: 'poisson'; readonly target: Float64Array }
  | { readonly kind: 'pinball'; readonly target: Float64Array; readonly probability: number }
  | { readonly kind: 'logistic'; readonly labels: Int32Array }
  | { readonly kind: 'softmax'; readonly labels: Int32Array; readonly outputs: number };

/** The loss that a plan tells. */
export function plannedLoss(plan: LossPlan, weights: Float64Array): BoostingLoss {
  switch (plan.kind) {
    case 'squared':
      return squaredLoss(plan.target, weights);
    case 'poisson':
      return poissonLoss(plan.target, weights);
    case 'pinball':
      return pinballLoss(plan.target, weights, plan.probability);
    case 'logistic':
      return binaryLogisticLoss(plan.labels, weights);
    case 'softmax':
      return softmaxBoostingLoss(plan.labels, weights, plan.outputs);
  }
}
