import type { BinnedMatrix, FeatureBins } from './binning.js';
import { findSplit, type NodeSums, type SplitCandidate, type SplitLimits } from './find-split.js';
import { type HistogramLayout, subtractHistogram, sumByBin } from './histogram.js';
import { leftBins, partitionRows } from './partition.js';
import { type QuantisedBuffers, type QuantisedGradients, quantise } from './quantised-gradients.js';
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
  readonly gradients: Float64Array;
  /** Per row of the matrix; `null` where every row has hessian 1. */
  readonly hessians: Float64Array | null;
  readonly limits: GrowthLimits;
  readonly buffers: GrowthBuffers;
  /** Receives the gain of every split by feature. */
  readonly gains: Float64Array;
}

/** Memory that trees of one model share. */
export interface GrowthBuffers {
  readonly spareRows: Uint32Array;
  readonly quantised: QuantisedBuffers;
  /** Values of a node's rows, gathered so that every feature reads them one after the other. */
  readonly gathered: Float64Array;
  readonly histograms: Float64Array[];
}

export function growthBuffers(rows: number): GrowthBuffers {
  return {
    spareRows: new Uint32Array(rows),
    quantised: { packed: new Float64Array(rows), hessians: new Float64Array(rows) },
    gathered: new Float64Array(rows),
    histograms: [],
  };
}

/** A leaf of a grown tree: its node in the ensemble, its rows and those that followed them. */
export interface GrownLeaf extends NodeSums {
  readonly node: number;
  readonly rows: Uint32Array;
  readonly followers: Uint32Array;
}

interface QuantisedTask extends TreeTask {
  readonly quantised: QuantisedGradients;
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
export function growTree(asked: TreeTask, builder: TreeEnsembleBuilder): readonly GrownLeaf[] {
  const task: QuantisedTask = {
    ...asked,
    quantised: quantise(asked.gradients, asked.hessians, asked.rows, asked.buffers.quantised),
  };
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
    const bins = matrix.bins[split.feature] as FeatureBins;
    const codes = matrix.codes[split.feature] as Uint8Array;
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
  // Splits were chosen by quantised sums; what a leaf says comes from the exact ones.
  return closed.map((leaf) => ({ ...leaf, ...sumRows(task, leaf.rows) }));
}

type Child = Omit<OpenLeaf, 'histogram' | 'split'>;

function openChildren(
  task: QuantisedTask,
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

function openLeaf(task: QuantisedTask, leaf: Child, histogram: Float64Array | null): OpenLeaf {
  let best: SplitCandidate | null = null;
  if (histogram && maySplit(task.limits, leaf)) {
    const { countBase, gradientUnit, hessianUnit } = task.quantised;
    const hessiansFrom = task.hessians ? task.layout.bins : -1;
    const sums = { sums: histogram, hessiansFrom, countBase, gradientUnit, hessianUnit };
    for (const feature of task.features) {
      const bins = task.matrix.bins[feature] as FeatureBins;
      const found = findSplit(feature, bins, sums, task.layout.offsets[feature] as number, leaf, task.limits);
      if (found && (!best || found.gain > best.gain)) best = found;
    }
  }
  return { ...leaf, histogram, split: best };
}

function countedHistogram(task: QuantisedTask, leaf: Child): Float64Array | null {
  return maySplit(task.limits, leaf) ? countHistogram(task, leaf) : null;
}

function countHistogram(task: QuantisedTask, { rows }: Child): Float64Array {
  const { matrix, layout, features, buffers, quantised } = task;
  const parts = quantised.hessians ? 2 : 1;
  const histogram = buffers.histograms.pop() ?? new Float64Array(layout.bins * parts);
  const isWhole = rows.length === matrix.rows;
  const sum = (values: Float64Array, from: number): void => {
    // All rows are in their own order only before the first split, and only the root has all of them.
    if (isWhole) sumByBin(matrix, layout, features, null, values, histogram, from);
    else sumByBin(matrix, layout, features, rows, gather(values, rows, buffers.gathered), histogram, from);
  };
  sum(quantised.packed, 0);
  if (quantised.hessians) sum(quantised.hessians, layout.bins);
  return histogram;
}

function gather(values: Float64Array, rows: Uint32Array, into: Float64Array): Float64Array {
  for (let i = 0; i < rows.length; i++) into[i] = values[rows[i] as number] as number;
  return into.subarray(0, rows.length);
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
