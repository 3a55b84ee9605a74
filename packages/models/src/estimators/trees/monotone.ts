import { TitansError } from '@titans/core';
import type { FeatureMatrix } from '../../features/feature-matrix.js';
import { boundedStep, type StepBounds, within } from './kernel/bounded-split.js';
import type { NodeSums, SplitLimits } from './kernel/tree-kernel.js';

/** By the name of a numeric feature, 1 if predictions must not fall as it rises, -1 if they must not rise. */
export type MonotoneDirections = Readonly<Record<string, 1 | -1>>;

/** Constraints on the trees of a fit. */
export interface MonotoneConstraints {
  /** 1, -1 or 0 for every feature of the matrix. */
  readonly directions: Int8Array;
  /** The step of a run of rows where it does not follow from sums of gradients. */
  readonly exactStep: ((from: number, to: number) => number) | null;
}

interface Child {
  readonly sums: NodeSums;
  readonly rows: { readonly from: number; readonly to: number };
}

/** @throws TitansError `INVALID_ARGUMENT` for a direction other than 1 and -1. */
export function checkMonotone(monotone: MonotoneDirections): MonotoneDirections {
  for (const [name, direction] of Object.entries(monotone)) {
    if (direction !== 1 && direction !== -1) {
      throw new TitansError(
        'INVALID_ARGUMENT',
        `monotone: the direction of "${name}" must be 1 or -1, not ${String(direction)}. Leave out features that may go either way.`,
        { details: { field: 'monotone', feature: name } },
      );
    }
  }
  return Object.freeze({ ...monotone });
}

/**
 * The direction of every feature, or `null` if all may go either way.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a name that is no numeric feature of the matrix.
 */
export function directionsOf(x: FeatureMatrix, monotone: MonotoneDirections): Int8Array | null {
  const directions = new Int8Array(x.features.length);
  for (const [name, direction] of Object.entries(monotone)) {
    const index = x.features.findIndex((feature) => feature.name === name);
    if (x.features[index]?.kind !== 'numeric') {
      throw new TitansError(
        'INVALID_ARGUMENT',
        index < 0
          ? `monotone names "${name}", which is no feature. Correct the name or leave it out.`
          : `monotone names "${name}", whose categories have no order. Leave it out.`,
        { details: { field: 'monotone', feature: name } },
      );
    }
    directions[index] = direction;
  }
  return directions.some((direction) => direction !== 0) ? directions : null;
}

/**
 * Bounds of the two children of a split: where it is by a constrained feature, neither may step over the middle of
 * both steps, nor may what grows below them ("basic" in LightGBM; scikit-learn does the same).
 */
export function boundsOfChildren(
  { directions, exactStep }: MonotoneConstraints,
  feature: number,
  bounds: StepBounds,
  limits: SplitLimits,
  left: Child,
  right: Child,
): readonly [StepBounds, StepBounds] {
  const direction = directions[feature] as number;
  if (direction === 0) return [bounds, bounds];
  const stepOf = ({ sums, rows }: Child): number =>
    exactStep ? within(exactStep(rows.from, rows.to), bounds) : boundedStep(sums, limits, bounds);
  const middle = (stepOf(left) + stepOf(right)) / 2;
  const [below, above] = [
    { lower: bounds.lower, upper: middle },
    { lower: middle, upper: bounds.upper },
  ];
  return direction > 0 ? [below, above] : [above, below];
}
