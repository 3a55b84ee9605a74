import type { TreeEnsemble } from './tree-ensemble.js';

/** One tree that was grown by itself. */
export interface GrownTree {
  readonly ensemble: TreeEnsemble;
  /** The gains of its splits by feature. */
  readonly gains: Float64Array;
  /** Per place of leaf values: a key that equal values of other trees have too, -1 for values of its own. */
  readonly leafKeys: Int32Array;
}

/** All trees in one ensemble, in their order. Leaf values of one key are kept once. */
export function joinTrees(
  trees: readonly Pick<GrownTree, 'ensemble' | 'leafKeys'>[],
  leafWidth: number,
): TreeEnsemble {
  const total = (of: (ensemble: TreeEnsemble) => number): number =>
    trees.reduce((sum, { ensemble }) => sum + of(ensemble), 0);
  const nodes = total(({ feature }) => feature.length);
  const [valuePlaces, values] = placesOfValues(trees);
  const joined = {
    roots: new Int32Array(total(({ roots }) => roots.length)),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    left: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    categorySet: new Int32Array(nodes),
    categories: new Uint32Array(total(({ categories }) => categories.length)),
    cover: new Float64Array(nodes),
    leafValues: new Float64Array(values * leafWidth),
    leafWidth,
  };
  let [roots, first, firstCategory] = [0, 0, 0];
  trees.forEach(({ ensemble }, tree) => {
    const places = valuePlaces[tree] as Int32Array;
    joined.roots.set(
      ensemble.roots.map((root) => root + first),
      roots,
    );
    for (const name of ['feature', 'threshold', 'missingLeft', 'cover'] as const) {
      joined[name].set(ensemble[name], first);
    }
    joined.categories.set(ensemble.categories, firstCategory);
    for (let node = 0; node < ensemble.feature.length; node++) {
      const left = ensemble.left[node] as number;
      const isLeaf = (ensemble.feature[node] as number) < 0;
      joined.left[first + node] = isLeaf ? (places[left] as number) : left + first;
      const set = ensemble.categorySet[node] as number;
      joined.categorySet[first + node] = set < 0 ? set : set + firstCategory;
    }
    places.forEach((place, own) => {
      const from = own * leafWidth;
      joined.leafValues.set(ensemble.leafValues.subarray(from, from + leafWidth), place * leafWidth);
    });
    roots += ensemble.roots.length;
    first += ensemble.feature.length;
    firstCategory += ensemble.categories.length;
  });
  return Object.freeze(joined);
}

/** Where the leaf values of each tree stand among those of all, and how many there are. */
function placesOfValues(
  trees: readonly Pick<GrownTree, 'leafKeys'>[],
): readonly [readonly Int32Array[], number] {
  const byKey = new Map<number, number>();
  let count = 0;
  const places = trees.map(({ leafKeys }) =>
    leafKeys.map((key) => {
      const known = key < 0 ? undefined : byKey.get(key);
      if (known !== undefined) return known;
      if (key >= 0) byKey.set(key, count);
      return count++;
    }),
  );
  return [places, count];
}
