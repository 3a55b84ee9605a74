import type { NodeSums, SplitLimits } from './tree-kernel.js';

/** Between which the step of a node must lie, so that splits further up keep the order that was asked of them. */
export interface StepBounds {
  readonly lower: number;
  readonly upper: number;
}

/** Bounds that permit every step. */
export const unbounded: StepBounds = Object.freeze({
  lower: Number.NEGATIVE_INFINITY,
  upper: Number.POSITIVE_INFINITY,
});

type Sums = Pick<NodeSums, 'gradient' | 'hessian'>;
type Penalties = Pick<SplitLimits, 'l1' | 'l2'>;

/** The gradient as far as the L1 penalty leaves it. */
function pulled(gradient: number, l1: number): number {
  const steep = Math.max(0, Math.abs(gradient) - l1);
  return gradient < 0 ? -steep : steep;
}

/** The nearest step that the bounds permit. */
export function within(step: number, { lower, upper }: StepBounds): number {
  return Math.min(Math.max(step, lower), upper);
}

/** The best permitted step of a node. */
export function boundedStep({ gradient, hessian }: Sums, { l1, l2 }: Penalties, bounds: StepBounds): number {
  return within(-pulled(gradient, l1) / (l2 + hessian), bounds);
}

/** Twice what a node's loss falls by a step, which is gradient² ÷ hessian for the best of all steps. */
export function scoreOfStep({ gradient, hessian }: Sums, { l1, l2 }: Penalties, step: number): number {
  return -(2 * pulled(gradient, l1) * step + (l2 + hessian) * step * step);
}

/**
 * What both children score with permitted steps.
 *
 * @param direction 1 if the step must not fall from left to right, -1 if it must not rise, 0 if it may do either.
 * @returns Negative infinity where the steps are in the wrong order.
 */
export function boundedScore(
  left: Sums,
  right: Sums,
  penalties: Penalties,
  bounds: StepBounds,
  direction: number,
): number {
  const leftStep = boundedStep(left, penalties, bounds);
  const rightStep = boundedStep(right, penalties, bounds);
  if ((rightStep - leftStep) * direction < 0) return Number.NEGATIVE_INFINITY;
  return scoreOfStep(left, penalties, leftStep) + scoreOfStep(right, penalties, rightStep);
}
