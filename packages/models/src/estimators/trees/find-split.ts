import type { FeatureBins } from './binning.js';

/** What a leaf needs to be worth splitting. */
export interface SplitLimits {
  readonly minSamplesLeaf: number;
  readonly minHessianLeaf: number;
  readonly l2: number;
  /** A split must gain more than this. */
  readonly minGain: number;
}

/** The histogram of a node, and what its whole numbers stand for. */
export interface NodeHistogram {
  /** Sums of gradient × countBase + 1, exact; then, from `hessiansFrom` on, those of quantised hessians. */
  readonly sums: Float64Array;
  /** -1 where every row has hessian 1. */
  readonly hessiansFrom: number;
  readonly countBase: number;
  readonly gradientUnit: number;
  readonly hessianUnit: number;
}

/** Sums over the rows of a node. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

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
 * The best split of a node by one feature, from its histogram: gain = Gₗ² ÷ (Hₗ + λ) + Gᵣ² ÷ (Hᵣ + λ) − G² ÷ (H + λ)
 * (Chen and Guestrin 2016). Missing values are tried on both sides.
 *
 * @param from The feature's first bin in the histogram.
 * @returns `null` if no split is permitted or gains enough.
 */
export function findSplit(
  feature: number,
  bins: FeatureBins,
  histogram: NodeHistogram,
  from: number,
  node: NodeSums,
  limits: SplitLimits,
): SplitCandidate | null {
  return bins.kind === 'categorical'
    ? findCategoricalSplit(feature, bins.count, histogram, from, node, limits)
    : findNumericSplit(feature, bins.count, histogram, from, node, limits);
}

/** What a split brings, but for the part that the node had before. */
function scoreOf(gradient: number, hessian: number, node: NodeSums, l2: number): number {
  const rest = node.gradient - gradient;
  return (gradient * gradient) / (hessian + l2) + (rest * rest) / (node.hessian - hessian + l2);
}

function scoreOfNode(node: NodeSums, l2: number): number {
  return (node.gradient * node.gradient) / (node.hessian + l2);
}

function isPermitted(hessian: number, count: number, node: NodeSums, limits: SplitLimits): boolean {
  return (
    count >= limits.minSamplesLeaf &&
    node.count - count >= limits.minSamplesLeaf &&
    hessian >= limits.minHessianLeaf &&
    node.hessian - hessian >= limits.minHessianLeaf
  );
}

function findNumericSplit(
  feature: number,
  count: number,
  histogram: NodeHistogram,
  from: number,
  node: NodeSums,
  limits: SplitLimits,
): SplitCandidate | null {
  const { sums, hessiansFrom, countBase, gradientUnit, hessianUnit } = histogram;
  const perBase = 1 / countBase;
  const base = scoreOfNode(node, limits.l2);
  const hasMissing = sums[from + count] !== 0;
  let bestScore = base + limits.minGain;
  let bestBin = -1;
  let bestMissingLeft = false;
  let left: NodeSums = node;
  // Without a missing value there is one side to try; the direction is then that of the larger child.
  for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
    const missingLeft = side === 1;
    let sum = missingLeft ? (sums[from + count] as number) : 0;
    let hessianSum = missingLeft && hessiansFrom >= 0 ? (sums[hessiansFrom + from + count] as number) : 0;
    // All values against the missing ones is a split too, when the missing ones stay on the right.
    const last = hasMissing && !missingLeft ? count : count - 1;
    for (let bin = 0; bin < last; bin++) {
      const value = sums[from + bin] as number;
      // A split after an empty bin is the split before it.
      if (value === 0) continue;
      sum += value;
      const quantised = Math.floor(sum * perBase);
      const rows = sum - quantised * countBase;
      if (hessiansFrom >= 0) hessianSum += sums[hessiansFrom + from + bin] as number;
      const hessian = hessiansFrom >= 0 ? hessianSum * hessianUnit : rows;
      if (!isPermitted(hessian, rows, node, limits)) continue;
      const gradient = quantised * gradientUnit;
      const score = scoreOf(gradient, hessian, node, limits.l2);
      if (score > bestScore) {
        bestScore = score;
        bestBin = bin;
        bestMissingLeft = hasMissing ? missingLeft : rows > node.count - rows;
        left = { gradient, hessian, count: rows };
      }
    }
  }
  if (bestBin < 0) return null;
  return {
    feature,
    gain: bestScore - base,
    bin: bestBin,
    missingLeft: bestMissingLeft,
    categories: null,
    left,
  };
}

/**
 * Orders the categories by their smoothed mean gradient and splits that order (Fisher 1958: the best subset of
 * categories is a prefix of it). The missing bin is one more category.
 */
function findCategoricalSplit(
  feature: number,
  count: number,
  histogram: NodeHistogram,
  from: number,
  node: NodeSums,
  limits: SplitLimits,
): SplitCandidate | null {
  const sums = Array.from({ length: count + 1 }, (_, bin) => binSums(histogram, from + bin));
  const order = [...sums.keys()].filter((bin) => (sums[bin] as NodeSums).count > 0);
  const rank = (bin: number): number => {
    const { gradient, hessian } = sums[bin] as NodeSums;
    return gradient / (hessian + categorySmoothing);
  };
  order.sort((a, b) => rank(a) - rank(b) || a - b);
  let upTo: NodeSums = { gradient: 0, hessian: 0, count: 0 };
  const base = scoreOfNode(node, limits.l2);
  let bestScore = base + limits.minGain;
  let bestLength = 0;
  let left: NodeSums | null = null;
  for (let i = 0; i + 1 < order.length; i++) {
    const next = sums[order[i] as number] as NodeSums;
    upTo = {
      gradient: upTo.gradient + next.gradient,
      hessian: upTo.hessian + next.hessian,
      count: upTo.count + next.count,
    };
    if (!isPermitted(upTo.hessian, upTo.count, node, limits)) continue;
    const score = scoreOf(upTo.gradient, upTo.hessian, node, limits.l2);
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

/** The sums of one bin in their own units. */
function binSums(histogram: NodeHistogram, at: number): NodeSums {
  const { sums, hessiansFrom, countBase, gradientUnit, hessianUnit } = histogram;
  const sum = sums[at] as number;
  const quantised = Math.floor(sum / countBase);
  const count = sum - quantised * countBase;
  const hessian = hessiansFrom >= 0 ? (sums[hessiansFrom + at] as number) * hessianUnit : count;
  return { gradient: quantised * gradientUnit, hessian, count };
}
