import { boundedScore, boundedStep, type StepBounds, scoreOfStep } from './kernel/bounded-split.js';
import type { NodeSums, SplitLimits } from './kernel/tree-kernel.js';

/** The best way to split a node by one feature, and what goes left. */
export interface SplitCandidate {
  readonly feature: number;
  readonly gain: number;
  /** Numeric: the last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** Categorical: bits of the bins that go left, 8 words. */
  readonly categories: Uint32Array | null;
  readonly left: NodeSums;
}

/** Categories are ordered by gradient ÷ (hessian + this), so that rare ones do not stand at the ends by chance. */
const categorySmoothing = 10;

/**
 * Squared gradient ÷ hessian, with penalties (Chen and Guestrin 2016), or what a step within bounds leaves of it. What
 * a split gains is the score of both children less that of the node.
 */
export function scoreOfNode(node: NodeSums, limits: SplitLimits, bounds: StepBounds | null): number {
  const { gradient, hessian } = node;
  const { l1, l2 } = limits;
  if (bounds) return scoreOfStep(node, limits, boundedStep(node, limits, bounds));
  const steep = Math.max(0, Math.abs(gradient) - l1);
  return (steep * steep) / (l2 + hessian);
}

function isPermitted({ hessian, count }: NodeSums, node: NodeSums, limits: SplitLimits): boolean {
  return (
    count >= limits.minSamplesLeaf &&
    node.count - count >= limits.minSamplesLeaf &&
    hessian >= limits.minHessianLeaf &&
    node.hessian - hessian >= limits.minHessianLeaf
  );
}

/**
 * Orders the categories by their smoothed mean gradient and splits that order (Fisher 1958: the best subset of
 * categories is a prefix of it). The missing bin is one more category.
 *
 * @param sums Of every bin, that of missing values last.
 * @returns `null` if no split is permitted or gains anything.
 */
export function findCategoricalSplit(
  feature: number,
  count: number,
  sums: readonly NodeSums[],
  node: NodeSums,
  limits: SplitLimits,
  bounds: StepBounds | null,
): SplitCandidate | null {
  const order = [...sums.keys()].filter((bin) => (sums[bin] as NodeSums).count > 0);
  const rank = (bin: number): number => {
    const { gradient, hessian } = sums[bin] as NodeSums;
    return gradient / (hessian + categorySmoothing);
  };
  order.sort((a, b) => rank(a) - rank(b) || a - b);
  let upTo: NodeSums = { gradient: 0, hessian: 0, count: 0 };
  const base = scoreOfNode(node, limits, bounds);
  let bestScore = base;
  let bestLength = 0;
  let left: NodeSums | null = null;
  for (let i = 0; i + 1 < order.length; i++) {
    const next = sums[order[i] as number] as NodeSums;
    upTo = {
      gradient: upTo.gradient + next.gradient,
      hessian: upTo.hessian + next.hessian,
      count: upTo.count + next.count,
    };
    if (!isPermitted(upTo, node, limits)) continue;
    const rest = { ...upTo, gradient: node.gradient - upTo.gradient, hessian: node.hessian - upTo.hessian };
    const score = bounds
      ? boundedScore(upTo, rest, limits, bounds, 0)
      : scoreOfNode(upTo, limits, null) + scoreOfNode(rest, limits, null);
    if (score > bestScore) {
      bestScore = score;
      bestLength = i + 1;
      left = upTo;
    }
  }
  if (!left) return null;
  const goesLeft = new Set(order.slice(0, bestLength));
  const seen = new Set(order);
  const missingLeft = seen.has(count) ? goesLeft.has(count) : left.count > node.count - left.count;
  const categories = new Uint32Array(8);
  for (let bin = 0; bin < count; bin++) {
    // A category that this node never saw is treated as a missing one.
    if (seen.has(bin) ? goesLeft.has(bin) : missingLeft) {
      categories[bin >>> 5] = (categories[bin >>> 5] as number) | (1 << (bin & 31));
    }
  }
  return { feature, gain: bestScore - base, bin: -1, missingLeft, categories, left };
}
