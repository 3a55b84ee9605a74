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
}

/** The paths of the tree that begins at `root`. */
export function treePaths(ensemble: TreeEnsemble, root: number): TreePaths {
  const { left, cover, leafWidth } = ensemble;
  const nodes: number[] = [];
  const right: number[] = [];
  const element: number[] = [];
  const depth: number[] = [];
  const valuesFrom: number[] = [];
  const elementsFrom: number[] = [0];
  const elementFeature: number[] = [];
  const share: number[] = [];
  let longest = 0;
  const open: {
    readonly node: number;
    readonly path: readonly Element[];
    readonly parent: number;
    readonly below: number;
  }[] = [{ node: root, path: [], parent: -1, below: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, path, parent, below } = next;
    depth.push(below);
    const at = nodes.push(node) - 1;
    if (parent >= 0) right[parent] = at;
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
    element.push(known < 0 ? path.length : known);
    const child = left[node] as number;
    const total = (cover[child] as number) + (cover[child + 1] as number);
    const along = (to: number): readonly Element[] => {
      // Where no training row came by, either way is as likely.
      const part = total > 0 ? (cover[to] as number) / total : 0.5;
      if (known < 0) return [...path, { feature: asked, share: part }];
      return path.map((old, i) => (i === known ? { feature: asked, share: old.share * part } : old));
    };
    open.push({ node: child + 1, path: along(child + 1), parent: at, below: below + 1 });
    open.push({ node: child, path: along(child), parent: -1, below: below + 1 });
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
    valuesFrom: Int32Array.from(valuesFrom),
    elementsFrom: Int32Array.from(elementsFrom),
    elementFeature: Int32Array.from(elementFeature),
    share: Float64Array.from(share),
    longest,
  };
}
