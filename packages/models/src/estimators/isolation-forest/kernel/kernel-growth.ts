import type { Random } from '@titans/core';
import { kernelLoader, memoryLayout } from '../../trees/kernel/webassembly.js';
import { beginTree, type TreeStore } from '../tree-store.js';
import { growthKernelBytes } from './kernel-bytes.js';

/** What growth.wat exports; all addresses are bytes. */
interface GrowthExports {
  drawRows(random: number, all: number, rows: number, count: number, isDrawn: number): void;
  grow(
    ...given: readonly [
      ...[size: number, state: number, open: number, random: number, candidates: number],
      ...[width: number, rows: number, spare: number, values: number, lengths: number, deepest: number],
      ...[feature: number, threshold: number, left: number, missingLeft: number, cover: number],
      ...[leaves: number, nodesBefore: number, leavesBefore: number],
    ]
  ): number;
}

const load = kernelLoader<GrowthExports>(growthKernelBytes);

/**
 * Makes what draws the rows of a tree and grows it in WebAssembly, to the same bits as in TypeScript; `null` where
 * there is none. Values stay in their columns: a tree asks for a few of many. Most of a fit is so short that code
 * would end before it is compiled well; this is, from the first tree on.
 *
 * @param lengths What is added to the depth of a leaf, by its rows; one more than a tree has rows.
 */
export function kernelGrowth(
  columns: readonly Float64Array[],
  all: number,
  store: TreeStore,
  lengths: Float64Array,
  deepest: number,
): ((random: Random) => void) | null {
  const [size, width] = [lengths.length - 1, columns.length];
  const mostNodes = 2 * size;
  const layout = memoryLayout();
  const { reserve } = layout;
  const at = {
    state: reserve(16),
    random: reserve(16),
    open: reserve(16 * (deepest + 2)),
    candidates: reserve(4 * width),
    rows: reserve(4 * size),
    spare: reserve(4 * size),
    values: reserve(8 * size),
    lengths: reserve(8 * (size + 1)),
    feature: reserve(4 * mostNodes),
    threshold: reserve(8 * mostNodes),
    left: reserve(4 * mostNodes),
    missingLeft: reserve(mostNodes),
    cover: reserve(8 * mostNodes),
    leaves: reserve(8 * mostNodes),
    isDrawn: reserve(all),
  };
  const instantiated = load(layout.bytes, { fetch });
  if (!instantiated) return null;
  const { run } = instantiated;
  const { buffer } = instantiated.memory;
  const state = new Uint32Array(buffer, at.random, 4);
  const candidates = new Int32Array(buffer, at.candidates, width);
  const rows = new Uint32Array(buffer, at.rows, size);
  const values = new Float64Array(buffer, at.values, size);
  new Float64Array(buffer, at.lengths, size + 1).set(lengths);
  const grown = {
    feature: new Int32Array(buffer, at.feature, mostNodes),
    threshold: new Float64Array(buffer, at.threshold, mostNodes),
    left: new Int32Array(buffer, at.left, mostNodes),
    missingLeft: new Uint8Array(buffer, at.missingLeft, mostNodes),
    cover: new Float64Array(buffer, at.cover, mostNodes),
    leafValues: new Float64Array(buffer, at.leaves, mostNodes),
  };
  const inOrder = Int32Array.from(columns.keys());

  function fetch(feature: number, from: number, to: number): void {
    const column = columns[feature] as Float64Array;
    for (let i = from; i < to; i++) values[i - from] = column[rows[i] as number] as number;
  }

  return (random) => {
    candidates.set(inOrder);
    state.set(random.state());
    run.drawRows(at.random, all, at.rows, size, at.isDrawn);
    const root = beginTree(store, mostNodes);
    const nodes = run.grow(
      ...([size, at.state, at.open, at.random, at.candidates] as const),
      ...([width, at.rows, at.spare, at.values, at.lengths, deepest] as const),
      ...([at.feature, at.threshold, at.left, at.missingLeft, at.cover] as const),
      ...([at.leaves, root, store.leaves] as const),
    );
    store.feature.set(grown.feature.subarray(0, nodes), root);
    store.threshold.set(grown.threshold.subarray(0, nodes), root);
    store.left.set(grown.left.subarray(0, nodes), root);
    store.missingLeft.set(grown.missingLeft.subarray(0, nodes), root);
    store.cover.set(grown.cover.subarray(0, nodes), root);
    store.nodes = root + nodes;
    // Every split adds a node and a leaf.
    const leaves = (nodes + 1) / 2;
    store.leafValues.set(grown.leafValues.subarray(0, leaves), store.leaves);
    store.leaves += leaves;
  };
}
