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

interface Element {
  readonly feature: number;
  readonly share: number;
  /** Node below the last split by the feature; −1 until it is known. */
  readonly node: number;
}

interface Visit {
  readonly node: number;
  readonly path: readonly Element[];
  /** Place in the path of what the split above asks for. */
  readonly element: number;
  readonly parent: number;
  readonly previous: number;
  readonly isRight: boolean;
  readonly depth: number;
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
  const open: Visit[] = [
    { node: root, path: [], element: -1, parent: -1, previous: -1, isRight: false, depth: 0 },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, isRight } = next;
    const at = nodes.push(node) - 1;
    const path = next.path.map((old, i) => (i === next.element ? { ...old, node: at } : old));
    depth.push(next.depth);
    parent.push(next.parent);
    previous.push(next.previous);
    nodeShare.push(path[next.element]?.share ?? 1);
    if (isRight) right[next.parent] = at;
    const asked = ensemble.feature[node] as number;
    if (asked < 0) {
      right.push(valuesFrom.push((left[node] as number) * leafWidth) - 1);
      element.push(0);
      for (const { feature, share: part } of path) {
        elementFeature.push(feature);
        share.push(part);
      }
      elementsFrom.push(elementFeature.length);
      longest = Math.max(longest, path.length);
      continue;
    }
    right.push(0);
    const known = path.findIndex(({ feature }) => feature === asked);
    const own = known < 0 ? path.length : known;
    element.push(own);
    const before = path[own] ?? { feature: asked, share: 1, node: -1 };
    const child = left[node] as number;
    const total = (cover[child] as number) + (cover[child + 1] as number);
    for (const to of [child + 1, child]) {
      // Where no training row came by, either way is as likely.
      const part = total > 0 ? (cover[to] as number) / total : 0.5;
      const below = path.slice();
      below[own] = { ...before, share: before.share * part };
      open.push({
        node: to,
        path: below,
        element: own,
        parent: at,
        previous: before.node,
        isRight: to !== child,
        depth: next.depth + 1,
      });
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
