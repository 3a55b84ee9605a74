import type { FeatureBins } from './binning.js';
import { histogramStride } from './histogram.js';

/** What a leaf needs to be worth splitting. */
export interface SplitLimits {
  readonly minSamplesLeaf: number;
  readonly minHessianLeaf: number;
  readonly l2: number;
  /** A split must gain more than this. */
  readonly minGain: number;
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
 * @param sums The feature's bins within the node's histogram.
 * @returns `null` if no split is permitted or gains enough.
 */
export function findSplit(
  feature: number,
  bins: FeatureBins,
  sums: Float64Array,
  node: NodeSums,
  limits: SplitLimits,
): SplitCandidate | null {
  return bins.kind === 'categorical'
    ? findCategoricalSplit(feature, bins.count, sums, node, limits)
    : findNumericSplit(feature, bins.count, sums, node, limits);
}

function gainOf(gradient: number, hessian: number, node: NodeSums, l2: number): number {
  const rest = node.gradient - gradient;
  return (
    (gradient * gradient) / (hessian + l2) +
    (rest * rest) / (node.hessian - hessian + l2) -
    (node.gradient * node.gradient) / (node.hessian + l2)
  );
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
  sums: Float64Array,
  node: NodeSums,
  limits: SplitLimits,
): SplitCandidate | null {
  const missing = count * histogramStride;
  const missingCount = sums[missing + 2] as number;
  let best: SplitCandidate | null = null;
  let bestGain = limits.minGain;
  // Without a missing value there is one side to try; the direction is then that of the larger child.
  for (const missingLeft of missingCount > 0 ? [false, true] : [false]) {
    let gradient = missingLeft ? (sums[missing] as number) : 0;
    let hessian = missingLeft ? (sums[missing + 1] as number) : 0;
    let rows = missingLeft ? missingCount : 0;
    // All values against the missing ones is a split too, when the missing ones stay on the right.
    const last = missingCount > 0 && !missingLeft ? count : count - 1;
    for (let bin = 0; bin < last; bin++) {
      const slot = bin * histogramStride;
      // A split after an empty bin is the split before it.
      if (sums[slot + 2] === 0) continue;
      gradient += sums[slot] as number;
      hessian += sums[slot + 1] as number;
      rows += sums[slot + 2] as number;
      if (!isPermitted(hessian, rows, node, limits)) continue;
      const gain = gainOf(gradient, hessian, node, limits.l2);
      if (gain > bestGain) {
        bestGain = gain;
        best = {
          feature,
          gain,
          bin,
          missingLeft: missingCount > 0 ? missingLeft : rows > node.count - rows,
          categories: null,
          left: { gradient, hessian, count: rows },
        };
      }
    }
  }
  return best;
}

/**
 * Orders the categories by their smoothed mean gradient and splits that order (Fisher 1958: the best subset of
 * categories is a prefix of it). The missing bin is one more category.
 */
function findCategoricalSplit(
  feature: number,
  count: number,
  sums: Float64Array,
  node: NodeSums,
  limits: SplitLimits,
): SplitCandidate | null {
  const order: number[] = [];
  for (let bin = 0; bin <= count; bin++) {
    if ((sums[bin * histogramStride + 2] as number) > 0) order.push(bin);
  }
  const rank = (bin: number): number => {
    const slot = bin * histogramStride;
    return (sums[slot] as number) / ((sums[slot + 1] as number) + categorySmoothing);
  };
  order.sort((a, b) => rank(a) - rank(b) || a - b);
  let gradient = 0;
  let hessian = 0;
  let rows = 0;
  let bestGain = limits.minGain;
  let bestLength = 0;
  let left: NodeSums | null = null;
  for (let i = 0; i + 1 < order.length; i++) {
    const slot = (order[i] as number) * histogramStride;
    gradient += sums[slot] as number;
    hessian += sums[slot + 1] as number;
    rows += sums[slot + 2] as number;
    if (!isPermitted(hessian, rows, node, limits)) continue;
    const gain = gainOf(gradient, hessian, node, limits.l2);
    if (gain > bestGain) {
      bestGain = gain;
      bestLength = i + 1;
      left = { gradient, hessian, count: rows };
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
  return { feature, gain: bestGain, bin: -1, missingLeft, categories, left };
}
