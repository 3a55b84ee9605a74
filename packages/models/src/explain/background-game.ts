import { visitLeaves, wordsOf } from './failed-elements.js';
import type { LeafGame } from './leaf-game.js';
import type { TreePaths } from './tree-paths.js';

/** Rows that stand for what is usual. */
export interface Background {
  /** One feature after the other, in the order of training. */
  readonly values: Float64Array;
  /** One per row; they sum to 1. */
  readonly weights: Float64Array;
}

/** Background rows that fail the same elements of a path. */
interface Patterns {
  readonly count: number;
  /** `words` per pattern. */
  readonly failed: Int32Array;
  readonly elements: Int32Array;
  readonly weight: Float64Array;
}

/**
 * Interventional TreeSHAP (Lundberg et al. 2020): an unknown feature has the value of a background row. Per background
 * row a leaf counts only for sets that hold all elements which the background row fails, a, and none that the row
 * itself fails, b: each of the former gets (a − 1)! b! ÷ (a + b)!, each of the latter −a! (b − 1)! ÷ (a + b)!.
 * Background rows that fail the same elements are reckoned once.
 */
export function backgroundGame(tree: TreePaths, categories: Uint32Array, background: Background): LeafGame {
  const { elementsFrom, longest } = tree;
  const words = wordsOf(tree);
  const patterns = patternsOf(tree, categories, background, words);
  const shapley = shapleyWeights(longest);
  const expected = Float64Array.from(patterns, ({ count, elements, weight }) => {
    let sum = 0;
    for (let i = 0; i < count; i++) if (elements[i] === 0) sum += weight[i] as number;
    return sum;
  });

  function attribute(leaf: number, failed: Int32Array, into: Float64Array, intoAt: number): void {
    const elements = (elementsFrom[leaf + 1] as number) - (elementsFrom[leaf] as number);
    into.fill(0, intoAt, intoAt + elements);
    const found = patterns[leaf] as Patterns;
    let missed = 0;
    for (let word = 0; word < words; word++) missed += bitsIn(failed[word] as number);
    let ofFailed = 0;
    for (let i = 0; i < found.count; i++) {
      let isBlocked = false;
      for (let word = 0; word < words; word++) {
        if ((found.failed[i * words + word] as number) & (failed[word] as number)) isBlocked = true;
      }
      const own = found.elements[i] as number;
      if (isBlocked || own + missed === 0) continue;
      const weight = found.weight[i] as number;
      if (missed > 0) ofFailed -= weight * (shapley[missed * (longest + 1) + own] as number);
      if (own === 0) continue;
      const value = weight * (shapley[own * (longest + 1) + missed] as number);
      for (let word = 0; word < words; word++) {
        for (let bits = found.failed[i * words + word] as number; bits !== 0; bits &= bits - 1) {
          const place = intoAt + 32 * word + 31 - Math.clz32(bits & -bits);
          into[place] = (into[place] as number) + value;
        }
      }
    }
    if (missed === 0) return;
    for (let e = 0; e < elements; e++) {
      if (((failed[e >>> 5] as number) >>> (e & 31)) & 1) into[intoAt + e] = ofFailed;
    }
  }

  return { expected, attribute };
}

/** (a − 1)! b! ÷ (a + b)! at `a × (most + 1) + b`, for a of 1 or more. */
function shapleyWeights(most: number): Float64Array {
  const weights = new Float64Array((most + 1) ** 2);
  for (let b = 0; b <= most; b++) {
    let weight = 1 / (b + 1);
    for (let a = 1; a <= most; a++) {
      weights[a * (most + 1) + b] = weight;
      weight *= a / (a + 1 + b);
    }
  }
  return weights;
}

function patternsOf(
  tree: TreePaths,
  categories: Uint32Array,
  { values, weights }: Background,
  words: number,
): readonly Patterns[] {
  const rows = weights.length;
  const all: Patterns[] = [];
  visitLeaves(tree, categories, values, rows, (_, { masks, from }) => {
    const known = new Map<number | string, number>();
    const failed: number[] = [];
    const elements: number[] = [];
    const weight: number[] = [];
    for (let row = 0; row < rows; row++) {
      if (weights[row] === 0) continue;
      const of = Array.from({ length: words }, (_, word) => masks[(from + word) * rows + row] as number);
      const key = words === 1 ? (of[0] as number) : of.join();
      const at = known.get(key);
      if (at !== undefined) {
        weight[at] = (weight[at] as number) + (weights[row] as number);
        continue;
      }
      known.set(key, weight.push(weights[row] as number) - 1);
      failed.push(...of);
      elements.push(of.reduce((sum, word) => sum + bitsIn(word), 0));
    }
    all.push({
      count: weight.length,
      failed: Int32Array.from(failed),
      elements: Int32Array.from(elements),
      weight: Float64Array.from(weight),
    });
  });
  return all;
}

function bitsIn(word: number): number {
  let count = 0;
  for (let bits = word; bits !== 0; bits &= bits - 1) count++;
  return count;
}
