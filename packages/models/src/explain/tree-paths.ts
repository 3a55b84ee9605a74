import type { TreeEnsemble } from '../estimators/trees/tree-ensemble.js';

/**
 * One tree as the paths to its leaves. Nodes stand in the order of a walk that goes left first, so the left child of a
 * node is the next one. A path asks each of its features once: several splits by one feature are one element, which a
 * row fulfils if it goes the way of the path at all of them.
 */
export interface TreePaths {
  /** Feature that a node asks for; −1 for a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  /** As in the ensemble. */
  readonly categorySet: Int32Array;
  /** Splits above each node. */
  readonly depth: Int32Array;
  readonly deepest: number;
  /** Right child; for a leaf, its number. */
  readonly right: Int32Array;
  /** Which element of the paths below the split of a node belongs to. */
  readonly element: Int32Array;
  /** Parent of each node; −1 for the root. */
  readonly parent: Int32Array;
  /** The last node above whose parent asks for the same feature as the parent of a node does; −1 if there is none. */
  readonly previous: Int32Array;
  /** Share of the training weight that fulfils the element of the split above, as far as the splits down to a node tell it. */
  readonly nodeShare: Float64Array;
  /** Where the values of each leaf begin in the values of the ensemble. */
  readonly valuesFrom: Int32Array;
  /** Where the elements of each leaf begin; one more entry than leaves. */
  readonly elementsFrom: Int32Array;
  /** Feature of each element. */
  readonly elementFeature: Int32Array;
  /** Share of the training weight that fulfils each element, as the splits of the path tell it. */
  readonly share: Float64Array;
  /** Elements of the longest path. */
  readonly longest: number;
}

/** A node that is still to be visited, and what its path then says of the feature that its parent asks for. */
interface Arrival {
  readonly node: number;
  /** Place of the parent; −1 for the root. */
  readonly parent: number;
  readonly isRight: boolean;
  /** Place in the path; −1 for the root. */
  readonly element: number;
  readonly share: number;
}

/** The way back up: what the path said of an element before. */
interface Return {
  readonly element: number;
  readonly share: number;
  readonly node: number;
}

/** The paths of the tree that begins at `root`. */
export function treePaths(ensemble: TreeEnsemble, root: number): TreePaths {
  const { left, cover, leafWidth } = ensemble;
  const nodes: number[] = [];
  const right: number[] = [];
  const element: number[] = [];
  const depth: number[] = [];
  const parent: number[] = [];
  const previous: number[] = [];
  const nodeShare: number[] = [];
  const valuesFrom: number[] = [];
  const elementsFrom: number[] = [0];
  const elementFeature: number[] = [];
  const share: number[] = [];
  let longest = 0;
  // The path to the node that is visited: each feature, its share, and the node below its last split.
  const features: number[] = [];
  const shares: number[] = [];
  const lastNodes: number[] = [];
  const open: (Arrival | Return)[] = [{ node: root, parent: -1, isRight: false, element: -1, share: 1 }];

  function leave({ element: own, share: before, node }: Return): void {
    shares[own] = before;
    lastNodes[own] = node;
    // An element is new at the end of the path only.
    if (node < 0) features.length = shares.length = lastNodes.length = own;
  }

  for (let next = open.pop(); next; next = open.pop()) {
    if (!('parent' in next)) {
      leave(next);
      continue;
    }
    const { node, element: own } = next;
    const at = nodes.push(node) - 1;
    parent.push(next.parent);
    depth.push(next.parent < 0 ? 0 : (depth[next.parent] as number) + 1);
    nodeShare.push(next.share);
    if (next.isRight) right[next.parent] = at;
    if (own >= 0) {
      const lastNode = lastNodes[own] ?? -1;
      previous.push(lastNode);
      open.push({ element: own, share: shares[own] ?? 1, node: lastNode });
      features[own] = ensemble.feature[nodes[next.parent] as number] as number;
      shares[own] = next.share;
      lastNodes[own] = at;
    } else previous.push(-1);
    const asked = ensemble.feature[node] as number;
    if (asked < 0) {
      right.push(valuesFrom.push((left[node] as number) * leafWidth) - 1);
      element.push(0);
      for (let e = 0; e < features.length; e++) {
        elementFeature.push(features[e] as number);
        share.push(shares[e] as number);
      }
      elementsFrom.push(elementFeature.length);
      longest = Math.max(longest, features.length);
      continue;
    }
    right.push(0);
    const known = features.indexOf(asked);
    const below = known < 0 ? features.length : known;
    element.push(below);
    const child = left[node] as number;
    const total = (cover[child] as number) + (cover[child + 1] as number);
    for (const to of [child + 1, child]) {
      // Where no training row came by, either way is as likely.
      const part = total > 0 ? (cover[to] as number) / total : 0.5;
      const isRight = to !== child;
      open.push({ node: to, parent: at, isRight, element: below, share: (shares[below] ?? 1) * part });
    }
  }
  return {
    feature: Int32Array.from(nodes, (node) => ensemble.feature[node] as number),
    threshold: Float64Array.from(nodes, (node) => ensemble.threshold[node] as number),
    missingLeft: Uint8Array.from(nodes, (node) => ensemble.missingLeft[node] as number),
    categorySet: Int32Array.from(nodes, (node) => ensemble.categorySet[node] as number),
    depth: Int32Array.from(depth),
    deepest: depth.reduce((most, value) => Math.max(most, value), 0),
    right: Int32Array.from(right),
    element: Int32Array.from(element),
    parent: Int32Array.from(parent),
    previous: Int32Array.from(previous),
    nodeShare: Float64Array.from(nodeShare),
    valuesFrom: Int32Array.from(valuesFrom),
    elementsFrom: Int32Array.from(elementsFrom),
    elementFeature: Int32Array.from(elementFeature),
    share: Float64Array.from(share),
    longest,
  };
}
