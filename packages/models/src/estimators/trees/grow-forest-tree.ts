import type { Random } from '@titans/core';
import { between } from './binning.js';
import { type Answers, type ForestBlock, moveInto } from './forest-block.js';
import type { ForestFeature } from './forest-codes.js';
import { type ForestNode, type ForestSplit, findForestSplit, type SplitSearch } from './forest-splits.js';
import type { SmallTrees } from './kernel/forest-kernel.js';
import { mostOrdered } from './order-by-code.js';
import type { NodeSplit, TreeEnsembleBuilder } from './tree-ensemble.js';

/** What a tree of a forest is grown with. */
export interface ForestGrowth<A extends Answers> extends SplitSearch<A> {
  readonly maxDepth: number;
  /** All rows of the matrix. */
  readonly whole: ForestBlock<A>;
  /** The codes of all rows, row after row. */
  readonly byRow: Uint16Array;
  /** Room for the rows of a part of a tree. */
  readonly small: ForestBlock<A>;
  /** Grows from that room, where there is such a kernel. */
  readonly smallTrees: SmallTrees<A> | null;
  readonly spareRows: Uint32Array;
  /** Places of leaf values by the only class of their rows. */
  readonly sharedLeaves: Map<number, number>;
  /** Receives the gain of every split by feature. */
  readonly gains: Float64Array;
}

interface OpenNode {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  /** Whether its rows are places in the small block. */
  readonly isSmall: boolean;
}

/**
 * Grows one tree of a forest (Breiman 2001; Geurts, Ernst and Wehenkel 2006) depth first, each node by the best split
 * of some features drawn at random.
 *
 * @param rows The rows that have a weight; reordered.
 */
export function growForestTree<A extends Answers>(
  growth: ForestGrowth<A>,
  rows: Uint32Array,
  random: Random,
  builder: TreeEnsembleBuilder,
): void {
  const { criterion, gains, smallTrees } = growth;
  // In their own order for each tree, so that no tree depends on which were grown before it.
  const candidates = smallTrees?.candidates ?? new Int32Array(growth.features.length);
  candidates.set([...growth.features.keys()]);
  // Best splits of numeric features, which alone are grown there, ask for nothing else.
  const draws = smallTrees ? { ...random, ...smallTrees.begin(random) } : random;
  const pointToClass = (node: number, only: number): void =>
    builder.pointLeaf(node, classPlace(growth, builder, only));
  criterion.begin(growth.whole, rows, 0, rows.length);
  const root = builder.beginTree(criterion.weight());
  const open: OpenNode[] = [{ node: root, from: 0, to: rows.length, depth: 0, isSmall: false }];
  for (let current = open.pop(); current; current = open.pop()) {
    const { node, from, to, depth } = current;
    const isSmall = current.isSmall || to - from <= mostOrdered;
    if (isSmall && !current.isSmall)
      moveInto(growth.small, growth.whole, growth.byRow, rows.subarray(from, to));
    if (isSmall && smallTrees) {
      smallTrees.grow(to - from, { node, depth, builder, pointToClass });
      continue;
    }
    const block = isSmall ? growth.small : growth.whole;
    criterion.begin(block, rows, from, to);
    const at: ForestNode<A> = { block, rows, from, to };
    const mayStop = depth >= growth.maxDepth || to - from < 2 || criterion.isPure();
    const split = mayStop ? null : findForestSplit(growth, at, candidates, draws);
    if (!split) {
      const only = criterion.onlyClass();
      if (only >= 0) pointToClass(node, only);
      else builder.setLeaf(node, criterion.leaf());
      continue;
    }
    gains[split.feature] = (gains[split.feature] as number) + split.score - criterion.worth();
    const feature = growth.features[split.feature] as ForestFeature;
    const parted = part(at, split, feature, growth.spareRows);
    const child = builder.split(
      node,
      nodeSplit(split, feature, parted),
      parted.weight,
      criterion.weight() - parted.weight,
    );
    open.push(
      { node: child + 1, from: parted.middle, to, depth: depth + 1, isSmall },
      { node: child, from, to: parted.middle, depth: depth + 1, isSmall },
    );
  }
}

/** Most leaves of a full-grown tree hold one class: one vector per class serves them all. */
function classPlace<A extends Answers>(
  { criterion, sharedLeaves }: ForestGrowth<A>,
  builder: TreeEnsembleBuilder,
  only: number,
): number {
  const known = sharedLeaves.get(only);
  if (known !== undefined) return known;
  const shares = new Float64Array(criterion.classes);
  shares[only] = 1;
  const place = builder.addValues(shares);
  sharedLeaves.set(only, place);
  return place;
}

interface Parted {
  /** Where the rows of the right child begin. */
  readonly middle: number;
  /** Weight on the left. */
  readonly weight: number;
  /** Largest value on the left and smallest on the right, of numeric splits by code. */
  readonly low: number;
  readonly high: number;
}

/** Reorders the rows of a node so that those going left stand first; both sides keep their order. */
function part<A extends Answers>(
  node: ForestNode<A>,
  split: ForestSplit,
  feature: ForestFeature,
  spare: Uint32Array,
): Parted {
  const { block, rows, from, to } = node;
  if (split.by === 'code') {
    return partByCode(node, split, block.codes[split.feature] as Uint16Array, feature, spare);
  }
  const { matrixRows, weights } = block;
  let [left, right, weight] = [from, 0, 0];
  for (let i = from; i < to; i++) {
    const row = rows[i] as number;
    const matrixRow = matrixRows[row] as number;
    const value = feature.values[matrixRow] as number;
    const goesLeft =
      split.by === 'category'
        ? split.goesLeft[feature.codes[matrixRow] as number] === 1
        : value <= split.threshold || (split.missingLeft && Number.isNaN(value));
    if (goesLeft) {
      weight += weights[row] as number;
      rows[left++] = row;
    } else spare[right++] = row;
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i] as number;
  return { middle: left, weight, low: 0, high: 0 };
}

function partByCode<A extends Answers>(
  { block, rows, from, to }: ForestNode<A>,
  { leftFirst, leftLast, rightLast, missingLeft }: ForestSplit & { readonly by: 'code' },
  codes: Uint16Array,
  { values, count }: ForestFeature,
  spare: Uint32Array,
): Parted {
  const { matrixRows, weights } = block;
  const lastOnLeft = missingLeft ? count : -1;
  let [left, right, weight] = [from, 0, 0];
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const row = rows[i] as number;
    const code = codes[row] as number;
    const onLeft = Number(code <= leftLast || code === lastOnLeft);
    // Written to both sides and counted on one: cheaper than a branch that nobody can foresee.
    rows[left] = row;
    spare[right] = row;
    left += onLeft;
    right += 1 - onLeft;
    weight += onLeft * (weights[row] as number);
    if (code < leftFirst || code > rightLast) continue;
    const value = values[matrixRows[row] as number] as number;
    if (onLeft === 1) low = Math.max(low, value);
    else high = Math.min(high, value);
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i] as number;
  return { middle: left, weight, low, high };
}

/** What the tree keeps of a split: thresholds lie halfway between the values themselves, not between bins. */
function nodeSplit(split: ForestSplit, { count }: ForestFeature, { low, high }: Parted): NodeSplit {
  const { feature, missingLeft } = split;
  if (split.by === 'threshold') return { feature, threshold: split.threshold, missingLeft, categories: null };
  if (split.by === 'code') {
    return {
      feature,
      threshold: split.rightLast >= 0 ? between(low, high) : Number.MAX_VALUE,
      missingLeft,
      categories: null,
    };
  }
  const categories = new Uint32Array(8);
  for (let bin = 0; bin < count; bin++) {
    if (split.goesLeft[bin] === 1) {
      categories[bin >>> 5] = (categories[bin >>> 5] as number) | (1 << (bin & 31));
    }
  }
  return { feature, threshold: count, missingLeft, categories };
}
