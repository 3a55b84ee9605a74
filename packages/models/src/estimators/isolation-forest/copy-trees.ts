import type { TreeEnsemble } from '../trees/tree-ensemble.js';
import { beginTree, type TreeStore } from './tree-store.js';

/** Adds trees of an ensemble to a store, whose nodes then stand in the order in which a walk comes by them. */
export function copyTrees(ensemble: TreeEnsemble, roots: Int32Array, store: TreeStore): void {
  for (const root of roots) {
    const nodes = countNodes(ensemble, root);
    const waiting = [{ from: root, to: beginTree(store, nodes) }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { from, to } = next;
      const feature = ensemble.feature[from] as number;
      const child = ensemble.left[from] as number;
      store.feature[to] = feature;
      store.threshold[to] = ensemble.threshold[from] as number;
      store.missingLeft[to] = ensemble.missingLeft[from] as number;
      store.cover[to] = ensemble.cover[from] as number;
      if (feature < 0) {
        store.left[to] = store.leaves;
        store.leafValues[store.leaves++] = ensemble.leafValues[child] as number;
        continue;
      }
      store.left[to] = store.nodes;
      waiting.push({ from: child + 1, to: store.nodes + 1 }, { from: child, to: store.nodes });
      store.nodes += 2;
    }
  }
}

function countNodes({ feature, left }: TreeEnsemble, root: number): number {
  const waiting = [root];
  let nodes = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes++;
    if ((feature[node] as number) >= 0) waiting.push(left[node] as number, (left[node] as number) + 1);
  }
  return nodes;
}
