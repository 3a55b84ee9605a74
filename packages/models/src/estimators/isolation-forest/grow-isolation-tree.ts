import type { Random } from '@titans/core';
import { rowDrawer } from './draw-rows.js';
import { kernelGrowth } from './kernel/kernel-growth.js';
import { averagePathLength } from './path-length.js';
import { beginTree, type TreeStore } from './tree-store.js';

/**
 * Draws the rows of a tree and grows it until every row stands alone, no feature varies or the depth log₂(rows) is
 * reached.
 */
export type IsolationTreeGrower = (random: Random) => void;

/** Makes what grows a tree from `size` of `all` rows and adds it to the store. */
export function isolationTreeGrower(
  columns: readonly Float64Array[],
  all: number,
  size: number,
  store: TreeStore,
): IsolationTreeGrower {
  const deepest = Math.ceil(Math.log2(Math.max(size, 2)));
  const lengths = Float64Array.from({ length: size + 1 }, (_, count) => averagePathLength(count));
  return (
    kernelGrowth(columns, all, store, lengths, deepest) ?? plainGrowth(columns, all, store, lengths, deepest)
  );
}

/** What the kernel in WebAssembly must agree with, and what runs where that is not permitted. */
function plainGrowth(
  columns: readonly Float64Array[],
  all: number,
  store: TreeStore,
  lengths: Float64Array,
  deepest: number,
): IsolationTreeGrower {
  const size = lengths.length - 1;
  const rows = new Uint32Array(size);
  const drawRows = rowDrawer(all, rows);
  const candidates = new Int32Array(columns.length);
  const spare = new Uint32Array(size);
  // Nodes still to be looked at: node, first row, row after the last, depth.
  const open = new Int32Array(4 * (deepest + 2));
  const ends = new Float64Array(2);

  /** Finds the ends of the values of a feature; says whether they differ. */
  function varies(column: Float64Array, from: number, to: number): boolean {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      const value = column[rows[i] as number] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    ends[0] = low;
    ends[1] = high;
    return low < high;
  }

  /** Puts rows whose value is up to the threshold first; returns where the others begin. */
  function partition(
    column: Float64Array,
    from: number,
    to: number,
    threshold: number,
    missingLeft: boolean,
  ): number {
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i] as number;
      const value = column[row] as number;
      if (value <= threshold || (missingLeft && Number.isNaN(value))) rows[left++] = row;
      else spare[right++] = row;
    }
    for (let i = 0; i < right; i++) rows[left + i] = spare[i] as number;
    return left;
  }

  /** Draws a feature among those that vary, and finds its ends; -1 if none does. */
  function drawFeature(from: number, to: number, random: Random): number {
    for (let remaining = candidates.length; remaining > 0; remaining--) {
      const at = Math.floor(random.uint32() * 2 ** -32 * remaining);
      const feature = candidates[at] as number;
      candidates[at] = candidates[remaining - 1] as number;
      candidates[remaining - 1] = feature;
      if (varies(columns[feature] as Float64Array, from, to)) return feature;
    }
    return -1;
  }

  return (random) => {
    drawRows(random);
    for (let feature = 0; feature < candidates.length; feature++) candidates[feature] = feature;
    const root = beginTree(store, 2 * size);
    const { feature, threshold, left, missingLeft, cover, leafValues } = store;
    cover[root] = size;
    open[0] = root;
    open[1] = 0;
    open[2] = size;
    open[3] = 0;
    for (let top = 0; top >= 0; top -= 4) {
      const node = open[top] as number;
      const from = open[top + 1] as number;
      const to = open[top + 2] as number;
      const depth = open[top + 3] as number;
      const asked = to - from > 1 && depth < deepest ? drawFeature(from, to, random) : -1;
      feature[node] = asked;
      if (asked < 0) {
        left[node] = store.leaves;
        leafValues[store.leaves++] = depth + (lengths[to - from] as number);
        continue;
      }
      const drawn = random.uint32();
      const at = drawThreshold(ends[0] as number, ends[1] as number, drawn * 2 ** -32);
      // The lowest bit of 32 hardly moves the threshold.
      const goesLeft = (drawn & 1) === 1;
      const middle = partition(columns[asked] as Float64Array, from, to, at, goesLeft);
      const child = store.nodes;
      store.nodes += 2;
      threshold[node] = at;
      left[node] = child;
      missingLeft[node] = goesLeft ? 1 : 0;
      cover[child] = middle - from;
      cover[child + 1] = to - middle;
      // The left child is looked at next.
      open[top] = child + 1;
      open[top + 1] = middle;
      open[top + 3] = depth + 1;
      open[top + 4] = child;
      open[top + 5] = from;
      open[top + 6] = middle;
      open[top + 7] = depth + 1;
      top += 8;
    }
  };
}

/**
 * A number from `low` to below `high`, in single precision where one of these lies there: such thresholds are compared
 * faster.
 */
function drawThreshold(low: number, high: number, share: number): number {
  // Weighted ends rather than low + (high − low) · u, whose difference may overflow.
  const drawn = Math.max(low, low * (1 - share) + high * share);
  const threshold = drawn < high ? drawn : low;
  const rounded = Math.fround(threshold);
  return rounded >= low && rounded < high ? rounded : threshold;
}
