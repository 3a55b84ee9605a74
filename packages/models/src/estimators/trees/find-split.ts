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
/** Rows of a node below which a category is rare. */
const fewestOfCategory = 10;

/** What a split by categories must leave, and what it costs. */
export interface CategoricalLimits extends SplitLimits {
  /** Added to `l2` for both sides of a split by categories. */
  readonly categoryL2: number;
}

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

/** Categories, or all rare ones together, as one step in the order of a split. */
interface CategoryGroup {
  readonly bins: readonly number[];
  readonly sums: NodeSums;
}

const nothing: NodeSums = Object.freeze({ gradient: 0, hessian: 0, count: 0 });

function plus(a: NodeSums, b: NodeSums): NodeSums {
  return { gradient: a.gradient + b.gradient, hessian: a.hessian + b.hessian, count: a.count + b.count };
}

/** The categories that a node has rows of, by their smoothed mean gradient; rare ones go together. */
function orderedGroups(sums: readonly NodeSums[]): readonly CategoryGroup[] {
  const seen = [...sums.keys()].filter((bin) => (sums[bin] as NodeSums).count > 0);
  const isRare = (bin: number): boolean => (sums[bin] as NodeSums).count < fewestOfCategory;
  const rare = seen.filter(isRare);
  const groups = seen
    .filter((bin) => !isRare(bin))
    .map((bin): CategoryGroup => ({ bins: [bin], sums: sums[bin] as NodeSums }));
  if (rare.length > 0) {
    groups.push({ bins: rare, sums: rare.reduce((sum, bin) => plus(sum, sums[bin] as NodeSums), nothing) });
  }
  const rank = ({ sums: { gradient, hessian } }: CategoryGroup): number =>
    gradient / (hessian + categorySmoothing);
  return groups.sort((a, b) => rank(a) - rank(b) || (a.bins[0] as number) - (b.bins[0] as number));
}

/**
 * Orders the categories by their smoothed mean gradient and splits that order (Fisher 1958: the best subset of
 * categories is a prefix of it). The missing bin is one more category.
 *
 * An order that was made from the gradients themselves finds gains in mere noise, the more so the more categories
 * there are and the fewer rows they have. Hence rare ones go together, and both sides bear a penalty, as in LightGBM.
 *
 * @param sums Of every bin, that of missing values last.
 * @returns `null` if no split is permitted or gains anything.
 */
export function findCategoricalSplit(
  feature: number,
  count: number,
  sums: readonly NodeSums[],
  node: NodeSums,
  limits: CategoricalLimits,
  bounds: StepBounds | null,
): SplitCandidate | null {
  const groups = orderedGroups(sums);
  const penalised = { ...limits, l2: limits.l2 + limits.categoryL2 };
  const base = scoreOfNode(node, limits, bounds);
  let upTo = nothing;
  let bestScore = base;
  let bestLength = 0;
  let left: NodeSums | null = null;
  for (let i = 0; i + 1 < groups.length; i++) {
    const { sums: next } = groups[i] as CategoryGroup;
    upTo = plus(upTo, next);
    if (!isPermitted(upTo, node, limits)) continue;
    const rest = { ...upTo, gradient: node.gradient - upTo.gradient, hessian: node.hessian - upTo.hessian };
    const score = bounds
      ? boundedScore(upTo, rest, penalised, bounds, 0)
      : scoreOfNode(upTo, penalised, null) + scoreOfNode(rest, penalised, null);
    if (score > bestScore) {
      bestScore = score;
      bestLength = i + 1;
      left = upTo;
    }
  }
  if (!left) return null;
  const goesLeft = new Set(groups.slice(0, bestLength).flatMap(({ bins }) => bins));
  const seen = new Set(groups.flatMap(({ bins }) => bins));
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
