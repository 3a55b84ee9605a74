import type { Random } from '@titans/core';
import type { Answers, ForestBlock } from './forest-block.js';
import type { ForestFeature } from './forest-codes.js';
import { type ForestCriterion, missingBin, type SplitPoint } from './forest-criteria.js';
import { type CodeOrder, codeOf, mostOrdered } from './order-by-code.js';

/** How a node is split; `random` draws one threshold per feature (extremely randomised trees). */
export type SplitChoice = 'best' | 'random';

/** A split of a node. Its side follows from codes, from categories or from a drawn threshold. */
export type ForestSplit = {
  readonly feature: number;
  readonly score: number;
  readonly missingLeft: boolean;
} & (
  | {
      readonly by: 'code';
      /** First and last code of the last bin on the left. */
      readonly leftFirst: number;
      readonly leftLast: number;
      /** Last code of the first bin on the right; -1 if all values stand against the missing ones. */
      readonly rightLast: number;
    }
  | { readonly by: 'category'; readonly goesLeft: Uint8Array }
  | { readonly by: 'threshold'; readonly threshold: number }
);

/** The rows of a node, within a block. */
export interface ForestNode<A extends Answers> {
  readonly block: ForestBlock<A>;
  readonly rows: Uint32Array;
  readonly from: number;
  readonly to: number;
}

/** What the search for splits needs. */
export interface SplitSearch<A extends Answers> {
  readonly features: readonly ForestFeature[];
  readonly criterion: ForestCriterion<A>;
  readonly order: CodeOrder;
  readonly choice: SplitChoice;
  readonly featuresPerSplit: number;
  readonly minSamplesLeaf: number;
}

/**
 * The best split by some features drawn at random, as scikit-learn draws them: a feature that is constant in the node
 * counts as tried, unless all were. `null` if no feature can split the node.
 *
 * @param candidates Every feature once; reordered.
 */
export function findForestSplit<A extends Answers>(
  search: SplitSearch<A>,
  node: ForestNode<A>,
  candidates: Int32Array,
  random: Random,
): ForestSplit | null {
  const enough = search.criterion.mostWorth() * (1 - 1e-14);
  let best: ForestSplit | null = null;
  let toBeat = Number.NEGATIVE_INFINITY;
  let isAllConstant = true;
  for (let tried = 0; tried < candidates.length; tried++) {
    if (tried >= search.featuresPerSplit && !isAllConstant) break;
    const remaining = candidates.length - tried;
    // Faster than an exact draw, whose bias it exceeds by less than one in ten million.
    const at = Math.floor((random.uint32() / 2 ** 32) * remaining);
    const feature = candidates[at] as number;
    candidates[at] = candidates[remaining - 1] as number;
    candidates[remaining - 1] = feature;
    const found = splitBy(search, node, feature, toBeat, random);
    if (found === 'constant') continue;
    isAllConstant = false;
    if (!found) continue;
    best = found;
    toBeat = found.score;
    // Nothing can be better than two pure sides.
    if (toBeat >= enough) break;
  }
  return best;
}

function splitBy<A extends Answers>(
  search: SplitSearch<A>,
  node: ForestNode<A>,
  index: number,
  toBeat: number,
  random: Random,
): ForestSplit | null | 'constant' {
  const feature = search.features[index] as ForestFeature;
  if (feature.kind === 'categorical') return splitByCategory(search, node, index, toBeat, random);
  if (search.choice === 'random') return splitAtRandom(search, node, index, toBeat, random);
  const count = node.to - node.from;
  return count > mostOrdered
    ? splitByBins(search, node, index, toBeat)
    : splitByEntries(search, node, index, toBeat);
}

/** A small node: every code apart. */
function splitByEntries<A extends Answers>(
  { features, criterion, order, minSamplesLeaf }: SplitSearch<A>,
  { block, rows, from, to }: ForestNode<A>,
  feature: number,
  toBeat: number,
): ForestSplit | null | 'constant' {
  const { entries } = order;
  const missing = (features[feature] as ForestFeature).count;
  const count = to - from;
  order.order(block.codes[feature] as Uint16Array, rows, from, to);
  if (codeOf(entries[0] as number) === codeOf(entries[count - 1] as number)) return 'constant';
  let present = count;
  while (codeOf(entries[present - 1] as number) === missing) present--;
  const point: SplitPoint = { score: toBeat, last: 0, next: 0, missingLeft: false };
  if (!criterion.scanEntries(block, entries, count, present, minSamplesLeaf, point)) return null;
  const { score, last, next, missingLeft } = point;
  return {
    by: 'code',
    feature,
    score,
    missingLeft,
    leftFirst: last,
    leftLast: last,
    rightLast: next,
  };
}

/** A large node: rows are counted by bin. */
function splitByBins<A extends Answers>(
  { features, criterion, minSamplesLeaf }: SplitSearch<A>,
  { block, rows, from, to }: ForestNode<A>,
  feature: number,
  toBeat: number,
): ForestSplit | null | 'constant' {
  const { count, shift } = features[feature] as ForestFeature;
  criterion.fillBins(block, block.codes[feature] as Uint16Array, rows, from, to, shift, count);
  const lastBin = missingBin(shift, count);
  const filled: number[] = [];
  for (let bin = 0; bin <= lastBin; bin++) if ((criterion.binRows[bin] as number) > 0) filled.push(bin);
  if (filled.length < 2) return 'constant';
  const hasMissing = filled.at(-1) === lastBin;
  const point: SplitPoint = { score: toBeat, last: 0, next: 0, missingLeft: false };
  const leading = [lastBin, ...filled.slice(0, -1)];
  const onRight = criterion.scanBins(filled, to - from, minSamplesLeaf, point);
  const onLeft =
    hasMissing && leading.length > 2 && criterion.scanBins(leading, to - from, minSamplesLeaf, point);
  if (!onRight && !onLeft) return null;
  const order = onLeft ? leading : filled;
  const [last, next] = [order[point.last] as number, order[point.next] as number];
  const lastCode = (bin: number): number => Math.min(((bin + 1) << shift) - 1, count - 1);
  let leftRows = 0;
  for (let i = 0; i <= point.last; i++) leftRows += criterion.binRows[order[i] as number] as number;
  return {
    by: 'code',
    feature,
    score: point.score,
    missingLeft: hasMissing ? onLeft : 2 * leftRows > to - from,
    leftFirst: last << shift,
    leftLast: lastCode(last),
    rightLast: next === lastBin ? -1 : lastCode(next),
  };
}

/** Categories in the order of what they tell, cut in two where it is best or, for random splits, anywhere. */
function splitByCategory<A extends Answers>(
  { features, criterion, choice, minSamplesLeaf }: SplitSearch<A>,
  { block, rows, from, to }: ForestNode<A>,
  feature: number,
  toBeat: number,
  random: Random,
): ForestSplit | null | 'constant' {
  const { count } = features[feature] as ForestFeature;
  const codes = block.codes[feature] as Uint16Array;
  criterion.fillBins(block, codes, rows, from, to, 0, count);
  const order: number[] = [];
  for (let bin = 0; bin <= count; bin++) if ((criterion.binRows[bin] as number) > 0) order.push(bin);
  if (order.length < 2) return 'constant';
  const ranks = new Map(order.map((bin) => [bin, criterion.rank(bin)]));
  order.sort((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number) || a - b);
  const point: SplitPoint = { score: toBeat, last: 0, next: 0, missingLeft: false };
  let lefts: readonly number[];
  if (choice === 'random') {
    // A random half: each category draws its side, until both sides have one.
    let drawn: number[] = [];
    while (drawn.length === 0 || drawn.length === order.length) {
      drawn = order.filter(() => random.uint32() >= 2 ** 31);
    }
    lefts = drawn;
    const rights = order.filter((bin) => !drawn.includes(bin));
    const at = drawn.length - 1;
    point.score = Number.NEGATIVE_INFINITY;
    if (!criterion.scanBins([...drawn, ...rights], to - from, minSamplesLeaf, point, at, at)) return null;
    if (!(point.score > toBeat)) return null;
  } else {
    if (!criterion.scanBins(order, to - from, minSamplesLeaf, point)) return null;
    lefts = order.slice(0, point.last + 1);
  }
  const goesLeft = new Uint8Array(256);
  let leftRows = 0;
  for (const bin of lefts) {
    goesLeft[bin] = 1;
    leftRows += criterion.binRows[bin] as number;
  }
  const seen = new Set(order);
  // What the node has not seen goes where missing values go, and these, unseen, where most rows go.
  const missingLeft = seen.has(count) ? goesLeft[count] === 1 : 2 * leftRows > to - from;
  for (let bin = 0; bin <= count; bin++) if (!seen.has(bin)) goesLeft[bin] = missingLeft ? 1 : 0;
  return { by: 'category', feature, score: point.score, missingLeft, goesLeft };
}

/** One threshold drawn evenly between the ends of a feature in the node. */
function splitAtRandom<A extends Answers>(
  { features, criterion, minSamplesLeaf }: SplitSearch<A>,
  { block, rows, from, to }: ForestNode<A>,
  feature: number,
  toBeat: number,
  random: Random,
): ForestSplit | null | 'constant' {
  const { values } = features[feature] as ForestFeature;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let i = from; i < to; i++) {
    const value = values[block.matrixRows[rows[i] as number] as number] as number;
    if (value < low) low = value;
    if (value > high) high = value;
    if (Number.isNaN(value)) missing++;
  }
  if (missing === to - from || (low === high && missing === 0)) return 'constant';
  // All values against the missing ones, where these are all that differs.
  const share = random.float();
  const drawn = Math.max(low, low * (1 - share) + high * share);
  const threshold = low === high ? Number.MAX_VALUE : drawn < high ? drawn : low;
  const missingLeft = low < high && random.uint32() >= 2 ** 31;
  const score = criterion.scanThreshold(
    block,
    values,
    rows,
    from,
    to,
    threshold,
    missingLeft,
    minSamplesLeaf,
  );
  return score > toBeat ? { by: 'threshold', feature, score, missingLeft, threshold } : null;
}
