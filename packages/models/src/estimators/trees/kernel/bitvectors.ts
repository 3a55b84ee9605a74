import type { TreeEnsemble } from '../tree-ensemble.js';
import { placesOf } from './threshold-lists.js';

/** Trees whose bits are looked up together: four registers of four trees. */
export const treesPerBlock = 16;
/** Bits of a tree, one for every leaf. */
const mostLeaves = 32;
/** The code of a missing value. */
export const missingCode = 255;

/** The answers of 16 trees to the questions they ask of one feature. */
export interface FeatureAnswers {
  readonly feature: number;
  /** Which row of `rows` the code of a value leads to. */
  readonly rowOfCode: Uint8Array;
  /** Per row, a word for each of the 16 trees: the leaves that can still be reached. */
  readonly rows: Uint32Array;
}

/** Sixteen trees. */
export interface TreeBlock {
  readonly answers: readonly FeatureAnswers[];
  /** Values of the leaves from left to right, 32 places for each tree. */
  readonly leafValues: Float64Array;
}

/** A node that a tree of a block has on a feature, and the leaves that are lost by going right. */
interface Question {
  readonly tree: number;
  readonly node: number;
  readonly kept: number;
}

/**
 * The trees of an ensemble as bits (QuickScorer, Lucchese and others 2015): each answer crosses out the leaves that it
 * makes unreachable, and the first leaf from the left that no answer crossed out is where the walk would have ended.
 * Here the answers to all questions about a feature are crossed out at once, by the code of its value.
 *
 * @param thresholds Of every feature; a numeric code is the number of those below the value.
 * @returns `null` if a tree has more than 32 leaves, or a feature both numeric and categorical splits.
 */
export function treeBlocks(
  ensemble: TreeEnsemble,
  thresholds: readonly Float64Array[],
): readonly TreeBlock[] | null {
  const places = placesOf(thresholds);
  const blocks: TreeBlock[] = [];
  for (let first = 0; first < ensemble.roots.length; first += treesPerBlock) {
    const leafValues = new Float64Array(treesPerBlock * mostLeaves);
    const questions = new Map<number, Question[]>();
    for (let tree = 0; tree < treesPerBlock && first + tree < ensemble.roots.length; tree++) {
      const into = leafValues.subarray(tree * mostLeaves, (tree + 1) * mostLeaves);
      const leaves = questionsOf(ensemble, ensemble.roots[first + tree] as number, tree, 0, into, questions);
      if (leaves > mostLeaves) return null;
    }
    const answers: FeatureAnswers[] = [];
    for (const [feature, asked] of [...questions].sort(([a], [b]) => a - b)) {
      const sets = asked.filter(({ node }) => (ensemble.categorySet[node] as number) >= 0).length;
      if (sets > 0 && sets < asked.length) return null;
      const made =
        sets > 0
          ? categoricalAnswers(ensemble, feature, asked)
          : numericAnswers(ensemble, feature, asked, places[feature] as ReadonlyMap<number, number>);
      if (!made) return null;
      answers.push(made);
    }
    blocks.push({ answers, leafValues });
  }
  return blocks;
}

/** Collects the questions below a node, whose leaves begin at `from`; returns where they end, or more than 32. */
function questionsOf(
  ensemble: TreeEnsemble,
  node: number,
  tree: number,
  from: number,
  leafValues: Float64Array,
  into: Map<number, Question[]>,
): number {
  if (from >= mostLeaves) return mostLeaves + 1;
  const feature = ensemble.feature[node] as number;
  const left = ensemble.left[node] as number;
  if (feature < 0) {
    leafValues[from] = ensemble.leafValues[left] as number;
    return from + 1;
  }
  const middle = questionsOf(ensemble, left, tree, from, leafValues, into);
  if (middle > mostLeaves) return middle;
  const lost = ((1 << (middle - from)) - 1) << from;
  const questions = into.get(feature) ?? [];
  questions.push({ tree, node, kept: ~lost >>> 0 });
  into.set(feature, questions);
  return questionsOf(ensemble, left + 1, tree, middle, leafValues, into);
}

/** Crosses out, in a row, what is lost by going right at a node. */
function crossOut(rows: Uint32Array, row: number, { tree, kept }: Question): void {
  const at = row * treesPerBlock + tree;
  rows[at] = ((rows[at] as number) & kept) >>> 0;
}

function numericAnswers(
  { threshold, missingLeft }: TreeEnsemble,
  feature: number,
  asked: readonly Question[],
  places: ReadonlyMap<number, number>,
): FeatureAnswers {
  const placeOf = ({ node }: Question): number => places.get(threshold[node] as number) as number;
  const steps = [...new Set(asked.map(placeOf))].sort((a, b) => a - b);
  const missingRow = steps.length + 1;
  const rows = new Uint32Array((missingRow + 1) * treesPerBlock).fill(0xffffffff);
  const byPlace = [...asked].sort((a, b) => placeOf(a) - placeOf(b));
  let next = 0;
  steps.forEach((place, step) => {
    // A value above this threshold is above the lower ones too.
    rows.copyWithin((step + 1) * treesPerBlock, step * treesPerBlock, (step + 1) * treesPerBlock);
    for (; next < byPlace.length && placeOf(byPlace[next] as Question) === place; next++) {
      crossOut(rows, step + 1, byPlace[next] as Question);
    }
  });
  for (const question of asked) if (missingLeft[question.node] !== 1) crossOut(rows, missingRow, question);
  const rowOfCode = new Uint8Array(256);
  steps.forEach((place, step) => {
    rowOfCode.fill(step + 1, place + 1);
  });
  rowOfCode[missingCode] = missingRow;
  return { feature, rowOfCode, rows };
}

function categoricalAnswers(
  { threshold, missingLeft, categorySet, categories }: TreeEnsemble,
  feature: number,
  asked: readonly Question[],
): FeatureAnswers | null {
  const count = asked.reduce((most, { node }) => Math.max(most, threshold[node] as number), 0);
  if (count > missingCode) return null;
  const rows = new Uint32Array((count + 1) * treesPerBlock).fill(0xffffffff);
  for (const question of asked) {
    const { node } = question;
    const set = categorySet[node] as number;
    for (let code = 0; code <= count; code++) {
      const goesLeft =
        code < (threshold[node] as number)
          ? ((categories[set + (code >>> 5)] as number) >>> (code & 31)) & 1
          : missingLeft[node];
      if (goesLeft !== 1) crossOut(rows, code, question);
    }
  }
  const rowOfCode = Uint8Array.from({ length: 256 }, (_, code) => Math.min(code, count));
  return { feature, rowOfCode, rows };
}
