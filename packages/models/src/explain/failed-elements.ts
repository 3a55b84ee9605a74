import type { TreePaths } from './tree-paths.js';

/** Words of 32 bits that tell which elements of a path of a tree a row does not fulfil. */
export function wordsOf({ longest }: TreePaths): number {
  return Math.max(1, (longest + 31) >>> 5);
}

/** Which elements of the path to a leaf the rows of a block do not fulfil. */
export interface FailedElements {
  /** Bit `e` of word `e >>> 5` at `(from + word) × rows + row` is set where the row fails element `e`. */
  readonly masks: Int32Array;
  readonly from: number;
}

/**
 * Walks down a tree with a block of rows and visits its leaves from left to right. What is visited holds until the next.
 *
 * @param values One feature after the other, `rows` numbers each.
 */
export function visitLeaves(
  tree: TreePaths,
  categories: Uint32Array,
  values: Float64Array,
  rows: number,
  visit: (leaf: number, failed: FailedElements) => void,
): void {
  const { feature, right, element, depth } = tree;
  const words = wordsOf(tree);
  // Both children of a node of depth d keep their masks in places of depth d + 1, until both have been walked down.
  const masks = new Int32Array((2 * tree.deepest + 1) * words * rows);
  const placeOf = new Int32Array(feature.length);
  for (let node = 0; node < feature.length; node++) {
    const from = placeOf[node] as number;
    if ((feature[node] as number) < 0) {
      visit(right[node] as number, { masks, from });
      continue;
    }
    const toLeft = (2 * (depth[node] as number) + 1) * words;
    const toRight = toLeft + words;
    placeOf[node + 1] = toLeft;
    placeOf[right[node] as number] = toRight;
    const at = element[node] as number;
    for (let word = 0; word < words; word++) {
      const [before, left, other] = [(from + word) * rows, (toLeft + word) * rows, (toRight + word) * rows];
      if (word !== at >>> 5) {
        masks.copyWithin(left, before, before + rows);
        masks.copyWithin(other, before, before + rows);
      } else if ((tree.categorySet[node] as number) >= 0) {
        splitByCategory(tree, categories, node, values, masks, rows, before, left, other);
      } else splitByNumber(tree, node, values, masks, rows, before, left, other);
    }
  }
}

function splitByNumber(
  { feature, threshold, missingLeft, element }: TreePaths,
  node: number,
  values: Float64Array,
  masks: Int32Array,
  rows: number,
  before: number,
  left: number,
  right: number,
): void {
  const from = (feature[node] as number) * rows;
  const limit = threshold[node] as number;
  const bit = 1 << ((element[node] as number) & 31);
  const ifMissing = missingLeft[node] === 1 ? 0 : bit;
  for (let row = 0; row < rows; row++) {
    const value = values[from + row] as number;
    let failsLeft = 0;
    if (value > limit) failsLeft = bit;
    else if (!(value <= limit)) failsLeft = ifMissing;
    const mask = masks[before + row] as number;
    masks[left + row] = mask | failsLeft;
    masks[right + row] = mask | (bit ^ failsLeft);
  }
}

function splitByCategory(
  { feature, threshold, missingLeft, element, categorySet }: TreePaths,
  categories: Uint32Array,
  node: number,
  values: Float64Array,
  masks: Int32Array,
  rows: number,
  before: number,
  left: number,
  right: number,
): void {
  const from = (feature[node] as number) * rows;
  const known = threshold[node] as number;
  const set = categorySet[node] as number;
  const bit = 1 << ((element[node] as number) & 31);
  for (let row = 0; row < rows; row++) {
    const code = values[from + row] as number;
    // A code that training did not see counts as missing.
    const goesLeft =
      Number.isInteger(code) && code >= 0 && code < known
        ? ((categories[set + (code >>> 5)] as number) >>> (code & 31)) & 1
        : (missingLeft[node] as number);
    const mask = masks[before + row] as number;
    masks[left + row] = goesLeft === 1 ? mask : mask | bit;
    masks[right + row] = goesLeft === 1 ? mask | bit : mask;
  }
}
