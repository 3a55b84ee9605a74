import type { TreeEnsemble } from '../trees/tree-ensemble.js';

/**
 * Nodes of isolation trees while they grow, in arrays that have room for a whole tree before it is begun, so that
 * adding a node is a few stores.
 */
export interface TreeStore {
  feature: Int32Array;
  threshold: Float64Array;
  left: Int32Array;
  missingLeft: Uint8Array;
  cover: Float64Array;
  leafValues: Float64Array;
  nodes: number;
  leaves: number;
  readonly roots: number[];
}

/** A store with room for `nodes` nodes. */
export function treeStore(nodes: number): TreeStore {
  return {
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    cover: new Float64Array(nodes),
    leafValues: new Float64Array(nodes),
    nodes: 0,
    leaves: 0,
    roots: [],
  };
}

/** Makes room for so many more nodes, and the first of them the root of a tree. */
export function beginTree(store: TreeStore, atMost: number): number {
  const wanted = store.nodes + atMost;
  if (wanted > store.feature.length) {
    const room = Math.max(wanted, 2 * store.feature.length);
    const { feature, threshold, left, missingLeft, cover, leafValues } = store;
    store.feature = new Int32Array(room);
    store.feature.set(feature);
    store.threshold = new Float64Array(room);
    store.threshold.set(threshold);
    store.left = new Int32Array(room);
    store.left.set(left);
    store.missingLeft = new Uint8Array(room);
    store.missingLeft.set(missingLeft);
    store.cover = new Float64Array(room);
    store.cover.set(cover);
    store.leafValues = new Float64Array(room);
    store.leafValues.set(leafValues);
  }
  store.roots.push(store.nodes);
  return store.nodes++;
}

/** The trees as all estimators read them. */
export function storedEnsemble(store: TreeStore): TreeEnsemble {
  const { nodes } = store;
  return Object.freeze({
    roots: Int32Array.from(store.roots),
    feature: store.feature.slice(0, nodes),
    threshold: store.threshold.slice(0, nodes),
    left: store.left.slice(0, nodes),
    missingLeft: store.missingLeft.slice(0, nodes),
    categorySet: new Int32Array(nodes).fill(-1),
    categories: new Uint32Array(0),
    cover: store.cover.slice(0, nodes),
    leafValues: store.leafValues.slice(0, store.leaves),
    leafWidth: 1,
  });
}
