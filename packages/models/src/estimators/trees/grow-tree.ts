import type { FeatureBins } from './binning.js';
import {
  type CategoricalLimits,
  findCategoricalSplit,
  type SplitCandidate,
  scoreOfNode,
} from './find-split.js';
import { type StepBounds, unbounded } from './kernel/bounded-split.js';
import type { HistogramPlace, NodeSums, TreeKernel } from './kernel/tree-kernel.js';
import { boundsOfChildren, type MonotoneConstraints } from './monotone.js';
import { leftBins } from './partition.js';
import type { TreeEnsembleBuilder } from './tree-ensemble.js';

/** How far a boosted tree grows. */
export interface GrowthLimits extends CategoricalLimits {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly growth: TreeGrowth;
}

/** Which leaf is split next: the one that gains most, or that among those nearest to the root. */
export type TreeGrowth = 'leaf-wise' | 'depth-wise';

/** What a tree is grown from. The kernel holds the rows, gradients and hessians. */
export interface TreeTask {
  readonly kernel: TreeKernel;
  /** By feature. */
  readonly bins: readonly FeatureBins[];
  /** Features that this tree may use. */
  readonly features: Int32Array;
  /** How many rows of the kernel it learns from. */
  readonly learning: number;
  /** How many rows after those it does not learn from but leads to their leaves too. */
  readonly following: number;
  readonly hasUnitHessian: boolean;
  readonly limits: GrowthLimits;
  readonly monotone: MonotoneConstraints | null;
  /** Receives the gain of every split by feature. */
  readonly gains: Float64Array;
}

/** A stretch of the kernel's rows. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** A leaf of a grown tree: its node in the ensemble, its rows and those that followed them. */
export interface GrownLeaf extends NodeSums {
  readonly node: number;
  readonly rows: Run;
  readonly followers: Run;
  /** What its step must lie between; `null` where nothing is asked of any tree. */
  readonly bounds: StepBounds | null;
}

interface OpenLeaf extends GrownLeaf {
  readonly depth: number;
  readonly histogram: HistogramPlace | null;
  readonly split: SplitCandidate | null;
}

/** A leaf that was not looked at yet. */
type Child = Omit<OpenLeaf, 'histogram' | 'split'>;

/** A tree that grows. */
interface Growth extends TreeTask {
  /** Features among its own that are no numbers. */
  readonly categorical: Int32Array;
}

/**
 * Grows one tree leaf by leaf, always splitting the leaf that gains most (Shi 2007, as LightGBM and scikit-learn's
 * HistGradientBoosting do), or level by level (as XGBoost does unless told). Only the smaller child of a split is
 * counted; the other is the difference.
 */
export function growTree(given: TreeTask, builder: TreeEnsembleBuilder): readonly GrownLeaf[] {
  const { kernel, limits, learning, hasUnitHessian } = given;
  const isNumeric = (feature: number): boolean => given.bins[feature]?.kind === 'numeric';
  const numeric = given.features.filter(isNumeric);
  const categorical = given.features.filter((feature) => !isNumeric(feature));
  const task: Growth = { ...given, categorical };
  kernel.useFeatures(
    numeric,
    Int8Array.from(numeric, (feature) => task.monotone?.directions[feature] ?? 0),
  );
  const sums = kernel.quantise(learning, hasUnitHessian);
  const root: Child = {
    node: builder.beginTree(sums.hessian),
    rows: { from: 0, to: learning },
    followers: { from: learning, to: learning + task.following },
    depth: 0,
    bounds: task.monotone && unbounded,
    ...sums,
  };
  const open: OpenLeaf[] = [openLeaf(task, root, maySplit(limits, root) ? counted(task, root) : null)];
  const closed: OpenLeaf[] = [];

  while (open.length > 0) {
    const best = takeNext(open, limits.growth);
    const { split } = best;
    // A leaf without a permitted split stands last, so that nothing else can be split either.
    if (!split || open.length + closed.length + 1 >= limits.maxLeaves) {
      closed.push(best, ...open);
      break;
    }
    const isLast = open.length + closed.length + 2 >= limits.maxLeaves;
    open.push(...splitLeaf(task, builder, best, split, isLast));
  }
  for (const leaf of closed) if (leaf.histogram !== null) kernel.release(leaf.histogram);
  // Splits were chosen by rounded sums; what a leaf says comes from the exact ones.
  return closed.map((leaf) => ({
    ...leaf,
    ...kernel.sums(leaf.rows.from, leaf.rows.to, hasUnitHessian),
  }));
}

/** @param isLast Whether no leaf will be split after this one. */
function splitLeaf(
  task: Growth,
  builder: TreeEnsembleBuilder,
  leaf: OpenLeaf,
  split: SplitCandidate,
  isLast: boolean,
): readonly [OpenLeaf, OpenLeaf] {
  const { kernel, gains } = task;
  const bins = task.bins[split.feature] as FeatureBins;
  const goesLeft = leftBins(split, bins);
  const { rows, followers } = leaf;
  const middle = kernel.partition(rows.from, rows.to, split.feature, goesLeft);
  const middleFollower = kernel.partition(followers.from, followers.to, split.feature, goesLeft);
  const rest: NodeSums = {
    gradient: leaf.gradient - split.left.gradient,
    hessian: leaf.hessian - split.left.hessian,
    count: leaf.count - split.left.count,
  };
  gains[split.feature] = (gains[split.feature] as number) + split.gain;
  const threshold =
    bins.kind === 'categorical' ? bins.count : (bins.thresholds[split.bin] ?? Number.MAX_VALUE);
  const { feature, missingLeft, categories } = split;
  const asked = { feature, threshold, missingLeft, categories };
  const node = builder.split(leaf.node, asked, split.left.hessian, rest.hessian);
  const depth = leaf.depth + 1;
  const [leftRows, rightRows] = [
    { from: rows.from, to: middle },
    { from: middle, to: rows.to },
  ];
  const [leftBounds, rightBounds] =
    task.monotone && leaf.bounds
      ? boundsOfChildren(
          task.monotone,
          split.feature,
          leaf.bounds,
          task.limits,
          { sums: split.left, rows: leftRows },
          { sums: rest, rows: rightRows },
        )
      : [null, null];
  const left: Child = {
    node,
    rows: leftRows,
    followers: { from: followers.from, to: middleFollower },
    depth,
    bounds: leftBounds,
    gradient: split.left.gradient,
    hessian: split.left.hessian,
    count: split.left.count,
  };
  const right: Child = {
    node: node + 1,
    rows: rightRows,
    followers: { from: middleFollower, to: followers.to },
    depth,
    bounds: rightBounds,
    gradient: rest.gradient,
    hessian: rest.hessian,
    count: rest.count,
  };
  return openChildren(task, left, right, leaf.histogram, isLast);
}

function openChildren(
  task: Growth,
  left: Child,
  right: Child,
  parent: HistogramPlace | null,
  isLast: boolean,
): readonly [OpenLeaf, OpenLeaf] {
  const { kernel, limits } = task;
  if (parent === null || isLast || !(maySplit(limits, left) || maySplit(limits, right))) {
    if (parent !== null) kernel.release(parent);
    return [openLeaf(task, left, null), openLeaf(task, right, null)];
  }
  const leftIsSmaller = left.count <= right.count;
  const smaller = counted(task, leftIsSmaller ? left : right);
  kernel.subtract(parent, smaller);
  return [
    openLeaf(task, left, leftIsSmaller ? smaller : parent),
    openLeaf(task, right, leftIsSmaller ? parent : smaller),
  ];
}

function takeNext(open: OpenLeaf[], growth: TreeGrowth): OpenLeaf {
  let next = 0;
  for (let i = 1; i < open.length; i++) {
    if (isBefore(open[i] as OpenLeaf, open[next] as OpenLeaf, growth)) next = i;
  }
  return open.splice(next, 1)[0] as OpenLeaf;
}

/** Whether a leaf is split before another one; leaves without a permitted split come last. */
function isBefore(a: OpenLeaf, b: OpenLeaf, growth: TreeGrowth): boolean {
  if (!a.split || !b.split) return a.split !== null && b.split === null;
  if (growth === 'depth-wise' && a.depth !== b.depth) return a.depth < b.depth;
  return a.split.gain > b.split.gain;
}

function maySplit(limits: GrowthLimits, leaf: Child): boolean {
  return (
    leaf.depth < limits.maxDepth &&
    leaf.count >= 2 * limits.minSamplesLeaf &&
    leaf.hessian >= 2 * limits.minHessianLeaf
  );
}

function openLeaf(task: Growth, leaf: Child, histogram: HistogramPlace | null): OpenLeaf {
  const { kernel } = task;
  if (histogram === null) return opened(leaf, null, null);
  if (!maySplit(task.limits, leaf)) {
    kernel.release(histogram);
    return opened(leaf, null, null);
  }
  // Where steps do not follow from sums of gradients, bounds are none of theirs and only the order can be asked for.
  const bounds = task.monotone?.exactStep ? unbounded : leaf.bounds;
  const base = scoreOfNode(leaf, task.limits, bounds);
  const numeric = kernel.bestSplit(histogram, leaf, task.limits, base, bounds);
  let best: SplitCandidate | null = numeric && {
    feature: numeric.feature,
    gain: numeric.score - base,
    bin: numeric.bin,
    missingLeft: numeric.missingLeft,
    categories: null,
    left: numeric.left,
  };
  for (let i = 0; i < task.categorical.length; i++) {
    const feature = task.categorical[i] as number;
    const bins = task.bins[feature] as FeatureBins;
    const sums = kernel.binSums(histogram, feature);
    const found = findCategoricalSplit(feature, bins.count, sums, leaf, task.limits, bounds);
    const isBetter = found && (!best || found.gain > best.gain);
    const isFirst = found && found.gain === best?.gain && feature < best.feature;
    if (isBetter || isFirst) best = found;
  }
  return opened(leaf, histogram, best);
}

/** Member by member: a spread takes many times as long and leaves as much behind. */
function opened(leaf: Child, histogram: HistogramPlace | null, split: SplitCandidate | null): OpenLeaf {
  const { node, rows, followers, bounds, depth, gradient, hessian, count } = leaf;
  return { node, rows, followers, bounds, depth, gradient, hessian, count, histogram, split };
}

function counted({ kernel }: TreeTask, { rows }: Child): HistogramPlace {
  const histogram = kernel.acquire();
  kernel.count(histogram, rows.from, rows.to);
  return histogram;
}
