import type { Random } from '@titans/core';
import { type BinnedMatrix, between, type FeatureBins } from './binning.js';
import type { ForestCriterion, SplitScan } from './forest-criteria.js';
import { partitionRows, partitionRowsByValue } from './partition.js';
import { sortPairs } from './sort-pairs.js';
import type { NodeSplit, TreeEnsembleBuilder } from './tree-ensemble.js';

/** How far a tree of a forest grows. */
export interface ForestGrowth {
  readonly maxDepth: number;
  readonly minSamplesLeaf: number;
  /** Features that are tried at each split. */
  readonly featuresPerSplit: number;
}

/**
 * Rows up to which a node sorts the values themselves: cheaper there than bins, and exact, which deep trees need to
 * differ from one another.
 */
const mostRowsSorted = 512;

/** Memory that the trees of a forest share. */
export interface ForestBuffers {
  readonly scan: SplitScan;
  /** Values and rows of a small node. */
  readonly sortedValues: Float64Array;
  readonly sortedRows: Uint32Array;
  readonly spareRows: Uint32Array;
  /** Statistics of up to 256 bins. */
  readonly bins: Float64Array;
  /** Rows, counted as often as they were drawn, of up to 256 bins. */
  readonly binRows: Uint32Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export function forestBuffers(rows: number, criterion: ForestCriterion): ForestBuffers {
  return {
    scan: criterion.scan(),
    sortedValues: new Float64Array(mostRowsSorted),
    sortedRows: new Uint32Array(mostRowsSorted),
    spareRows: new Uint32Array(rows),
    bins: new Float64Array(256 * criterion.width),
    binRows: new Uint32Array(256),
    left: new Float64Array(criterion.width),
    right: new Float64Array(criterion.width),
  };
}

interface ForestTree {
  readonly columns: readonly Float64Array[];
  readonly matrix: BinnedMatrix;
  readonly criterion: ForestCriterion;
  readonly growth: ForestGrowth;
  /** How often each row of the matrix was drawn. */
  readonly times: Uint8Array | Uint16Array;
  readonly random: Random;
  readonly buffers: ForestBuffers;
  /** Places of leaf values that trees of the forest share. */
  readonly sharedLeaves: Map<number, number>;
  /** Receives the gain of every split by feature. */
  readonly gains: Float64Array;
}

interface OpenNode {
  readonly node: number;
  readonly rows: Uint32Array;
  readonly depth: number;
}

/**
 * Grows one tree of a random forest (Breiman 2001) depth first: at each node the best split of some features drawn
 * at random; of features that cannot split the node, others are drawn in their place.
 *
 * @param rows Distinct rows that were drawn; reordered.
 */
export function growForestTree(tree: ForestTree, rows: Uint32Array, builder: TreeEnsembleBuilder): void {
  const { criterion, growth } = tree;
  const candidates = Int32Array.from(tree.matrix.codes.keys());
  const rootStatistics = statisticsOf(tree, rows);
  const open: OpenNode[] = [{ node: builder.beginTree(criterion.weight(rootStatistics, 0)), rows, depth: 0 }];
  for (let current = open.pop(); current; current = open.pop()) {
    const { node, depth } = current;
    const statistics = statisticsOf(tree, current.rows);
    const mayStop = depth >= growth.maxDepth || current.rows.length < 2 || criterion.isPure(statistics);
    const split = mayStop ? null : bestSplit(tree, current.rows, statistics, candidates);
    if (!split) {
      builder.pointLeaf(node, leafPlace(tree, statistics, builder));
      continue;
    }
    const middle = partition(tree, current.rows, split);
    const [leftRows, rightRows] = [current.rows.subarray(0, middle), current.rows.subarray(middle)];
    tree.gains[split.feature] = (tree.gains[split.feature] as number) + split.gain;
    const leftWeight = criterion.weight(statisticsOf(tree, leftRows), 0);
    const child = builder.split(node, split, leftWeight, criterion.weight(statistics, 0) - leftWeight);
    open.push(
      { node: child + 1, rows: rightRows, depth: depth + 1 },
      { node: child, rows: leftRows, depth: depth + 1 },
    );
  }
}

function leafPlace(
  { criterion, sharedLeaves }: ForestTree,
  statistics: Float64Array,
  builder: TreeEnsembleBuilder,
): number {
  const key = criterion.sharedLeaf(statistics);
  if (key < 0) return builder.addValues(criterion.leaf(statistics));
  const place = sharedLeaves.get(key) ?? builder.addValues(criterion.leaf(statistics));
  sharedLeaves.set(key, place);
  return place;
}

function statisticsOf({ criterion, times }: ForestTree, rows: Uint32Array): Float64Array {
  const statistics = new Float64Array(criterion.width);
  for (const row of rows) criterion.add(statistics, 0, row, times[row] as number);
  return statistics;
}

interface ForestSplit extends NodeSplit {
  readonly gain: number;
  /** For every bin, 1 if it goes left; `null` where the threshold itself decides. */
  readonly goesLeft: Uint8Array | null;
}

function partition(tree: ForestTree, rows: Uint32Array, split: ForestSplit): number {
  const { spareRows } = tree.buffers;
  if (split.goesLeft) {
    return partitionRows(rows, tree.matrix.codes[split.feature] as Uint8Array, split.goesLeft, spareRows);
  }
  const column = tree.columns[split.feature] as Float64Array;
  return partitionRowsByValue(rows, column, split.threshold, split.missingLeft, spareRows);
}

function bestSplit(
  tree: ForestTree,
  rows: Uint32Array,
  statistics: Float64Array,
  candidates: Int32Array,
): ForestSplit | null {
  let best: ForestSplit | null = null;
  let tried = 0;
  for (let remaining = candidates.length; remaining > 0; remaining--) {
    if (tried >= tree.growth.featuresPerSplit && best) break;
    const at = tree.random.integer(remaining);
    const feature = candidates[at] as number;
    candidates[at] = candidates[remaining - 1] as number;
    candidates[remaining - 1] = feature;
    const found = splitBy(tree, feature, rows, statistics);
    if (found === 'constant') continue;
    tried++;
    if (found && (!best || found.gain > best.gain)) best = found;
  }
  return best;
}

function splitBy(
  tree: ForestTree,
  feature: number,
  rows: Uint32Array,
  statistics: Float64Array,
): ForestSplit | null | 'constant' {
  const bins = tree.matrix.bins[feature] as FeatureBins;
  if (bins.kind === 'numeric' && rows.length <= mostRowsSorted)
    return splitSorted(tree, feature, rows, statistics);
  const order = fillBins(tree, feature, bins, rows);
  if (order.length < 2) return 'constant';
  const { criterion, buffers } = tree;
  const { width } = criterion;
  if (bins.kind === 'categorical') {
    const ranks = new Map(order.map((bin) => [bin, criterion.rank(buffers.bins, bin * width, statistics)]));
    order.sort((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number) || a - b);
    return scan(tree, feature, bins, order, statistics);
  }
  const hasMissing = order[order.length - 1] === bins.count;
  const missingRight = scan(tree, feature, bins, order, statistics);
  if (!hasMissing) return missingRight;
  const missingLeft = scan(tree, feature, bins, [bins.count, ...order.slice(0, -1)], statistics);
  if (!missingRight || !missingLeft) return missingRight ?? missingLeft;
  return missingLeft.gain > missingRight.gain ? missingLeft : missingRight;
}

/** The best split of a small node by the values themselves. */
function splitSorted(
  { columns, criterion, buffers, times, growth }: ForestTree,
  feature: number,
  rows: Uint32Array,
  node: Float64Array,
): ForestSplit | null | 'constant' {
  const { sortedValues: values, sortedRows: sorted, scan } = buffers;
  const column = columns[feature] as Float64Array;
  let present = 0;
  let missing = rows.length;
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = column[row] as number;
    total += times[row] as number;
    // Missing rows stand at the end of the buffer, behind those that are sorted.
    if (Number.isNaN(value)) sorted[--missing] = row;
    else {
      values[present] = value;
      sorted[present++] = row;
    }
  }
  sortPairs(values, sorted, present);
  const hasMissing = present < rows.length;
  if (present === 0 || (!hasMissing && values[0] === values[present - 1])) return 'constant';

  const base = criterion.purity(node, 0);
  let bestScore = base * (1 + 1e-12);
  let best: { readonly threshold: number; readonly missingLeft: boolean } | null = null;
  for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
    const missingLeft = side === 1;
    let leftRows = 0;
    scan.start(node);
    for (let i = present; missingLeft && i < rows.length; i++) {
      scan.move(sorted[i] as number, times[sorted[i] as number] as number);
      leftRows += times[sorted[i] as number] as number;
    }
    // All values against the missing ones is a split too, when the missing ones stay on the right.
    const last = hasMissing && !missingLeft ? present : present - 1;
    for (let i = 0; i < last; i++) {
      const row = sorted[i] as number;
      scan.move(row, times[row] as number);
      leftRows += times[row] as number;
      const [value, next] = [
        values[i] as number,
        i + 1 < present ? (values[i + 1] as number) : Number.MAX_VALUE,
      ];
      if (i + 1 < present && value === next) continue;
      if (leftRows < growth.minSamplesLeaf || total - leftRows < growth.minSamplesLeaf) continue;
      const score = scan.score();
      if (!(score > bestScore)) continue;
      bestScore = score;
      const threshold = i + 1 < present ? between(value, next) : Number.MAX_VALUE;
      best = { threshold, missingLeft: hasMissing ? missingLeft : leftRows > total - leftRows };
    }
  }
  return best && { feature, ...best, categories: null, gain: bestScore - base, goesLeft: null };
}

/** Sums the rows of a node by bin; returns the bins that have a row, ascending. */
function fillBins(tree: ForestTree, feature: number, { count }: FeatureBins, rows: Uint32Array): number[] {
  const { criterion, buffers, times } = tree;
  const codes = tree.matrix.codes[feature] as Uint8Array;
  const order: number[] = [];
  buffers.binRows.fill(0, 0, count + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const bin = codes[row] as number;
    const drawn = times[row] as number;
    if (buffers.binRows[bin] === 0) {
      order.push(bin);
      buffers.bins.fill(0, bin * criterion.width, (bin + 1) * criterion.width);
    }
    buffers.binRows[bin] = (buffers.binRows[bin] as number) + drawn;
    criterion.add(buffers.bins, bin * criterion.width, row, drawn);
  }
  return order.length > 1 ? order.sort((a, b) => a - b) : order;
}

/** The best place to part an order of bins. */
function scan(
  { criterion, buffers, growth }: ForestTree,
  feature: number,
  bins: FeatureBins,
  order: readonly number[],
  node: Float64Array,
): ForestSplit | null {
  const { width } = criterion;
  const { left, right, binRows } = buffers;
  const base = criterion.purity(node, 0);
  const total = order.reduce((sum, bin) => sum + (binRows[bin] as number), 0);
  left.fill(0);
  right.set(node);
  let leftRows = 0;
  let bestGain = 0;
  let bestLength = 0;
  for (let i = 0; i + 1 < order.length; i++) {
    const bin = order[i] as number;
    for (let k = 0; k < width; k++) {
      const value = buffers.bins[bin * width + k] as number;
      left[k] = (left[k] as number) + value;
      right[k] = (right[k] as number) - value;
    }
    leftRows += binRows[bin] as number;
    if (leftRows < growth.minSamplesLeaf || total - leftRows < growth.minSamplesLeaf) continue;
    const gain = criterion.purity(left, 0) + criterion.purity(right, 0) - base;
    // Rounding alone must not split what no split can better.
    if (gain > bestGain && gain > 1e-12 * base) {
      bestGain = gain;
      bestLength = i + 1;
    }
  }
  if (bestLength === 0) return null;
  return describeSplit(feature, bins, order, bestLength, bestGain, binRows);
}

function describeSplit(
  feature: number,
  bins: FeatureBins,
  order: readonly number[],
  length: number,
  gain: number,
  binRows: Uint32Array,
): ForestSplit {
  const goesLeft = new Uint8Array(256);
  const leftBins = order.slice(0, length);
  const rowsIn = (some: readonly number[]): number =>
    some.reduce((sum, bin) => sum + (binRows[bin] as number), 0);
  const missingLeft = order.includes(bins.count)
    ? leftBins.includes(bins.count)
    : rowsIn(leftBins) > rowsIn(order.slice(length));
  goesLeft[bins.count] = missingLeft ? 1 : 0;
  if (bins.kind === 'numeric') {
    const last = leftBins.findLast((bin) => bin < bins.count) ?? -1;
    goesLeft.fill(1, 0, last + 1);
    // All values against the missing ones: every value goes to its side, none goes to theirs.
    const threshold = last < 0 ? -Number.MAX_VALUE : (bins.thresholds[last] ?? Number.MAX_VALUE);
    return { feature, threshold, missingLeft, categories: null, gain, goesLeft };
  }
  const categories = new Uint32Array(8);
  const seen = new Set(order);
  for (const bin of leftBins) goesLeft[bin] = 1;
  for (let bin = 0; bin < bins.count; bin++) {
    if (!seen.has(bin)) goesLeft[bin] = missingLeft ? 1 : 0;
    if (goesLeft[bin] === 1) categories[bin >>> 5] = (categories[bin >>> 5] as number) | (1 << (bin & 31));
  }
  return { feature, threshold: bins.count, missingLeft, categories, gain, goesLeft };
}
