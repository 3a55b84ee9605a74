import type { BinnedMatrix } from './binning.js';
import { findSplit, type NodeSums, type SplitCandidate, type SplitLimits } from './find-split.js';
import { fillHistogram, type HistogramLayout, histogramStride, subtractHistogram } from './histogram.js';
import { leftBins, partitionRows } from './partition.js';
import type { TreeEnsembleBuilder } from './tree-ensemble.js';

/** How far a boosted tree grows. */
export interface GrowthLimits extends SplitLimits {
  readonly maxLeaves: number;
  readonly maxDepth: number;
}

/** What a tree is grown from. */
export interface TreeTask {
  readonly matrix: BinnedMatrix;
  readonly layout: HistogramLayout;
  /** Features that this tree may use. */
  readonly features: Int32Array;
  /** Rows that this tree learns from; reordered so that each leaf's rows stand together. */
  readonly rows: Uint32Array;
  /** Rows that it does not learn from but that are led to their leaves too; reordered likewise. */
  readonly followers: Uint32Array;
  /** Per row of the matrix. */
  readonly gradients: Float32Array;
  /** Per row of the matrix; `null` where every row has hessian 1. */
  readonly hessians: Float32Array | null;
  readonly limits: GrowthLimits;
  readonly buffers: GrowthBuffers;
  /** Receives the gain of every split by feature. */
  readonly gains: Float64Array;
}

/** Memory that trees of one model share. */
export interface GrowthBuffers {
  readonly spareRows: Uint32Array;
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
  readonly histograms: Float64Array[];
}

export function growthBuffers(rows: number): GrowthBuffers {
  return {
    spareRows: new Uint32Array(rows),
    gradients: new Float32Array(rows),
    hessians: new Float32Array(rows),
    histograms: [],
  };
}

/** A leaf of a grown tree: its node in the ensemble, its rows and those that followed them. */
export interface GrownLeaf extends NodeSums {
  readonly node: number;
  readonly rows: Uint32Array;
  readonly followers: Uint32Array;
}

interface OpenLeaf extends GrownLeaf {
  readonly depth: number;
  readonly histogram: Float64Array | null;
  readonly split: SplitCandidate | null;
}

/**
 * Grows one tree leaf by leaf, always splitting the leaf that gains most (Shi 2007, as LightGBM and scikit-learn's
 * HistGradientBoosting do). Only the smaller child of a split is counted; the other is the difference.
 */
export function growTree(task: TreeTask, builder: TreeEnsembleBuilder): readonly GrownLeaf[] {
  const { matrix, limits, buffers, rows, followers } = task;
  const sums = sumRows(task, rows);
  const root = { node: builder.beginTree(sums.hessian), rows, followers, depth: 0, ...sums };
  const open: OpenLeaf[] = [openLeaf(task, root, countedHistogram(task, root))];
  const closed: OpenLeaf[] = [];

  while (open.length > 0) {
    const best = takeBest(open);
    const { split } = best;
    // A leaf without a permitted split stands last, so that nothing else can be split either.
    if (!split || open.length + closed.length + 1 >= limits.maxLeaves) {
      closed.push(best, ...open);
      break;
    }
    const bins = matrix.bins[split.feature];
    const codes = matrix.codes[split.feature];
    if (!bins || !codes) break;
    const goesLeft = leftBins(split, bins);
    const middle = partitionRows(best.rows, codes, goesLeft, buffers.spareRows);
    const middleFollower = partitionRows(best.followers, codes, goesLeft, buffers.spareRows);
    const right: NodeSums = {
      gradient: best.gradient - split.left.gradient,
      hessian: best.hessian - split.left.hessian,
      count: best.count - split.left.count,
    };
    task.gains[split.feature] = (task.gains[split.feature] as number) + split.gain;
    const threshold =
      bins.kind === 'categorical' ? bins.count : (bins.thresholds[split.bin] ?? Number.MAX_VALUE);
    const child = builder.split(best.node, { ...split, threshold }, split.left.hessian, right.hessian);
    const depth = best.depth + 1;
    const children = [
      {
        node: child,
        rows: best.rows.subarray(0, middle),
        followers: best.followers.subarray(0, middleFollower),
        depth,
        ...split.left,
      },
      {
        node: child + 1,
        rows: best.rows.subarray(middle),
        followers: best.followers.subarray(middleFollower),
        depth,
        ...right,
      },
    ] as const;
    open.push(...openChildren(task, children, best.histogram));
  }
  for (const leaf of closed) if (leaf.histogram) buffers.histograms.push(leaf.histogram);
  return closed;
}

type Child = Omit<OpenLeaf, 'histogram' | 'split'>;

function openChildren(
  task: TreeTask,
  [left, right]: readonly [Child, Child],
  parent: Float64Array | null,
): readonly [OpenLeaf, OpenLeaf] {
  if (!parent || (!maySplit(task.limits, left) && !maySplit(task.limits, right))) {
    if (parent) task.buffers.histograms.push(parent);
    return [openLeaf(task, left, null), openLeaf(task, right, null)];
  }
  const leftIsSmaller = left.rows.length <= right.rows.length;
  const counted = countHistogram(task, leftIsSmaller ? left : right);
  subtractHistogram(parent, counted);
  return [
    openLeaf(task, left, leftIsSmaller ? counted : parent),
    openLeaf(task, right, leftIsSmaller ? parent : counted),
  ];
}

function takeBest(open: OpenLeaf[]): OpenLeaf {
  let best = 0;
  for (let i = 1; i < open.length; i++) {
    if ((open[i]?.split?.gain ?? -1) > (open[best]?.split?.gain ?? -1)) best = i;
  }
  return open.splice(best, 1)[0] as OpenLeaf;
}

function maySplit(limits: GrowthLimits, leaf: Child): boolean {
  return (
    leaf.depth < limits.maxDepth &&
    leaf.count >= 2 * limits.minSamplesLeaf &&
    leaf.hessian >= 2 * limits.minHessianLeaf
  );
}

function openLeaf(task: TreeTask, leaf: Child, histogram: Float64Array | null): OpenLeaf {
  let best: SplitCandidate | null = null;
  if (histogram && maySplit(task.limits, leaf)) {
    for (const feature of task.features) {
      const bins = task.matrix.bins[feature];
      if (!bins) continue;
      const from = (task.layout.offsets[feature] as number) * histogramStride;
      const sums = histogram.subarray(from, from + (bins.count + 1) * histogramStride);
      const found = findSplit(feature, bins, sums, leaf, task.limits);
      if (found && (!best || found.gain > best.gain)) best = found;
    }
  }
  return { ...leaf, histogram, split: best };
}

function countedHistogram(task: TreeTask, leaf: Child): Float64Array | null {
  return maySplit(task.limits, leaf) ? countHistogram(task, leaf) : null;
}

function countHistogram(task: TreeTask, { rows }: Child): Float64Array {
  const { matrix, layout, features, buffers } = task;
  const histogram = buffers.histograms.pop() ?? new Float64Array(layout.bins * histogramStride);
  // Gathered once, so that every feature reads gradients one after the other.
  const gradients = buffers.gradients.subarray(0, rows.length);
  for (let i = 0; i < rows.length; i++) gradients[i] = task.gradients[rows[i] as number] as number;
  let hessians: Float32Array | null = null;
  if (task.hessians) {
    hessians = buffers.hessians.subarray(0, rows.length);
    for (let i = 0; i < rows.length; i++) hessians[i] = task.hessians[rows[i] as number] as number;
  }
  fillHistogram(matrix, layout, features, rows, gradients, hessians, histogram);
  return histogram;
}

function sumRows(task: TreeTask, rows: Uint32Array): NodeSums {
  let gradient = 0;
  let hessian = 0;
  for (const row of rows) {
    gradient += task.gradients[row] as number;
    hessian += task.hessians ? (task.hessians[row] as number) : 1;
  }
  return { gradient, hessian, count: rows.length };
}
