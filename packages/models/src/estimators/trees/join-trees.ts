import type { TreeEnsemble } from './tree-ensemble.js';

/** One tree that was grown by itself. */
export interface GrownTree {
  readonly ensemble: TreeEnsemble;
  /** The gains of its splits by feature. */
  readonly gains: Float64Array;
  /** Per place of leaf values: a key that equal values of other trees have too, -1 for values of its own. */
  readonly leafKeys: Int32Array;
}

type JoinedTree = Pick<GrownTree, 'ensemble' | 'leafKeys'>;
type Arrays = { -readonly [name in keyof Omit<TreeEnsemble, 'leafWidth'>]: TreeEnsemble[name] };

/** A tree whose arrays are given up one by one, and where its own stand among all. */
interface Part {
  readonly arrays: Partial<Arrays>;
  readonly places: Int32Array;
  readonly firstNode: number;
  readonly firstCategory: number;
}

/**
 * All trees in one ensemble, in their order. Leaf values of one key are kept once.
 *
 * @param trees Is emptied: each array of the trees is let go once it is copied, so that a large forest is never held
 * twice.
 */
export function joinTrees(trees: JoinedTree[], leafWidth: number): TreeEnsemble {
  const [parts, nodes, words, values] = partsOf(trees.splice(0));
  const take = <K extends keyof Arrays>(part: Part, name: K): Arrays[K] => {
    const array = part.arrays[name] as Arrays[K];
    delete part.arrays[name];
    return array;
  };
  const left = new Int32Array(nodes);
  for (const part of parts) {
    const { feature } = part.arrays as Arrays;
    take(part, 'left').forEach((next, node) => {
      const isLeaf = (feature[node] as number) < 0;
      left[part.firstNode + node] = isLeaf ? (part.places[next] as number) : next + part.firstNode;
    });
  }
  const categorySet = new Int32Array(nodes);
  for (const part of parts) {
    take(part, 'categorySet').forEach((set, node) => {
      categorySet[part.firstNode + node] = set < 0 ? set : set + part.firstCategory;
    });
  }
  const leafValues = new Float64Array(values * leafWidth);
  for (const part of parts) {
    const own = take(part, 'leafValues');
    part.places.forEach((place, at) => {
      leafValues.set(own.subarray(at * leafWidth, (at + 1) * leafWidth), place * leafWidth);
    });
  }
  const joined = <K extends 'feature' | 'threshold' | 'missingLeft' | 'cover' | 'categories'>(
    name: K,
    into: Arrays[K],
  ): Arrays[K] => {
    for (const part of parts) {
      into.set(take(part, name), name === 'categories' ? part.firstCategory : part.firstNode);
    }
    return into;
  };
  return Object.freeze({
    roots: Int32Array.from(
      parts.flatMap((part) => Array.from(take(part, 'roots'), (root) => root + part.firstNode)),
    ),
    cover: joined('cover', new Float64Array(nodes)),
    threshold: joined('threshold', new Float64Array(nodes)),
    feature: joined('feature', new Int32Array(nodes)),
    missingLeft: joined('missingLeft', new Uint8Array(nodes)),
    categories: joined('categories', new Uint32Array(words)),
    ...{ left, categorySet, leafValues, leafWidth },
  });
}

/** The trees as parts, and how many nodes, words of categories and leaf values they have together. */
function partsOf(trees: readonly JoinedTree[]): readonly [readonly Part[], number, number, number] {
  const [valuePlaces, values] = placesOfValues(trees);
  let [nodes, words] = [0, 0];
  const parts = trees.map(({ ensemble: { leafWidth: _, ...arrays } }, tree): Part => {
    const part = { arrays, places: valuePlaces[tree] as Int32Array, firstNode: nodes, firstCategory: words };
    nodes += arrays.feature.length;
    words += arrays.categories.length;
    return part;
  });
  return [parts, nodes, words, values];
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
