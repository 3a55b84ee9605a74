import { addLeafValues, type TreeEnsemble } from '../tree-ensemble.js';
import { bitvectorWalk } from './bitvector-walk.js';
import { firstNotBelow, loadPredictionKernel, thresholdBytes, writeThresholds } from './search-kernel.js';
import { placesOf, thresholdsByFeature } from './threshold-lists.js';
import { memoryLayout } from './webassembly.js';

/** Adds the leaf values of every tree to `sums`, row-major rows × outputs; see {@link addLeafValues}. */
export type LeafAdder = (columns: readonly Float64Array[], rows: number, sums: Float64Array) => void;

const treesAtOnce = 4;
const rowsAtOnce = 512;
const nodeBytes = 16;
const groupBytes = 32;
/** Thresholds of a feature that leave a code below and one above them for missing values. */
const mostThresholds = 254;
/** Codes of values begin with the lowest; those that are missing are below all or above all. */
const lowestCode = 1;
const missingBelow = 0;
const missingAbove = 255;
/** What no code is higher than, so that the walk stays in the leaf. */
const leafCode = 0xffff;

/** The code of a row that goes left where a category is asked for; the next is that of one that goes right. */
const leftCode = 0;
/** Codes that a row may have. */
const mostCodes = 4_096;

/** From so many rows on, it pays to lay the trees out as bits. */
export const fewestForBits = 256;

/**
 * Makes what predicts from an ensemble of one value per leaf. Many rows go through the trees as bits, few walk down
 * them with their values binned; where neither can be had, values are compared node by node. The sums are the same
 * bits in all three. What is needed is laid out at the first call that needs it.
 */
export function leafAdder(ensemble: TreeEnsemble, features: number, outputs: number): LeafAdder {
  const byValue: LeafAdder = (columns, rows, sums) => addLeafValues(ensemble, columns, rows, outputs, sums);
  let walk: LeafAdder | undefined;
  const walked: LeafAdder = (columns, rows, sums) => {
    walk ??= binnedWalk(ensemble, features, outputs) ?? byValue;
    walk(columns, rows, sums);
  };
  let bits: LeafAdder | undefined;
  return (columns, rows, sums) => {
    if (rows < fewestForBits) return walked(columns, rows, sums);
    bits ??= bitvectorWalk(ensemble, features, outputs) ?? walked;
    bits(columns, rows, sums);
  };
}

/**
 * What predicts few rows by walking down the trees in WebAssembly; `null` where it cannot be had.
 *
 * @param outputOf For which output each tree counts; `t mod outputs` unless told.
 */
export function binnedWalk(
  ensemble: TreeEnsemble,
  features: number,
  outputs: number,
  outputOf?: Int32Array,
): LeafAdder | null {
  const { roots, feature } = ensemble;
  const splits = categoricalSplits(ensemble);
  const rowBytes = 2 * features + splits.length;
  if (rowBytes > mostCodes) return null;
  const thresholds = thresholdsByFeature(ensemble, features);
  if (thresholds.some((list) => list.length > mostThresholds)) return null;
  const asked = [...thresholds.keys()].filter((of) => (thresholds[of] as Float64Array).length > 0);
  const groups = Math.ceil(roots.length / treesAtOnce);
  const layout = memoryLayout();
  const { reserve } = layout;
  const at = {
    // One more node than there are: a leaf of 0 for the trees that the last group lacks.
    nodes: reserve((feature.length + 1) * nodeBytes),
    groups: reserve(groups * groupBytes),
    thresholds: reserve(features * thresholdBytes),
    values: reserve(rowsAtOnce * 8),
    codes: reserve(rowsAtOnce * rowBytes),
    sums: reserve(rowsAtOnce * outputs * 8),
  };
  const kernel = loadPredictionKernel(layout.bytes);
  if (!kernel) return null;
  const { buffer } = kernel.memory;
  writeNodes(ensemble, features, { thresholds, splits }, new DataView(buffer), at.nodes);
  const treeOutputs = outputOf ?? roots.map((_, tree) => tree % outputs);
  writeGroups(ensemble, treeOutputs, new Int32Array(buffer, at.groups, groups * (groupBytes / 4)), at.nodes);
  // Apart from the ensemble, which what predicts does not hold.
  const questions = questionsOf(ensemble, splits);
  for (const of of asked) {
    const into = new Float64Array(buffer, at.thresholds + of * thresholdBytes, thresholdBytes / 8);
    writeThresholds(thresholds[of] as Float64Array, into);
  }
  const values = new Float64Array(buffer, at.values, rowsAtOnce);
  const codes = new Uint8Array(buffer, at.codes, rowsAtOnce * rowBytes);
  const block = new Float64Array(buffer, at.sums, rowsAtOnce * outputs);

  function binBlock(columns: readonly Float64Array[], first: number, count: number): void {
    for (const of of asked) {
      values.set((columns[of] as Float64Array).subarray(first, first + count));
      const thresholdsAt = at.thresholds + of * thresholdBytes;
      kernel?.run.search(
        ...([at.values, count, thresholdsAt, at.codes + of, rowBytes] as const),
        ...([lowestCode, missingBelow, features, missingAbove] as const),
      );
    }
  }

  /** The same for one row, which takes less than calling the kernel for each of its values. */
  function binRow(columns: readonly Float64Array[], row: number): void {
    for (const of of asked) {
      const value = (columns[of] as Float64Array)[row] as number;
      if (Number.isNaN(value)) {
        codes[of] = missingBelow;
        codes[features + of] = missingAbove;
        continue;
      }
      const code = lowestCode + firstNotBelow(thresholds[of] as Float64Array, value);
      codes[of] = code;
      codes[features + of] = code;
    }
  }

  function codeSplits(columns: readonly Float64Array[], first: number, count: number): void {
    for (let split = 0; split < questions.length; split++) {
      const question = questions[split] as CategoryQuestion;
      const column = columns[question.feature] as Float64Array;
      for (let row = 0; row < count; row++) {
        const isLeft = goesLeft(question, column[first + row] as number);
        codes[row * rowBytes + 2 * features + split] = isLeft ? leftCode : leftCode + 1;
      }
    }
  }

  return (columns, rows, sums) => {
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - first);
      if (count === 1) binRow(columns, first);
      else binBlock(columns, first, count);
      codeSplits(columns, first, count);
      const part = sums.subarray(first * outputs, (first + count) * outputs);
      block.set(part);
      kernel.run.walk(at.codes, rowBytes, count, at.groups, groups, at.sums, outputs * 8);
      part.set(block.subarray(0, part.length));
    }
  };
}

/** The nodes that ask for a category. */
function categoricalSplits({ feature, categorySet }: TreeEnsemble): Int32Array {
  return Int32Array.from(feature.keys()).filter(
    (node) => (feature[node] as number) >= 0 && (categorySet[node] as number) >= 0,
  );
}

/** What a node asks of a category. */
interface CategoryQuestion {
  readonly feature: number;
  /** How many categories it knows. */
  readonly known: number;
  readonly missingLeft: boolean;
  /** Bits of those that go left. */
  readonly words: Uint32Array;
}

function questionsOf(ensemble: TreeEnsemble, splits: Int32Array): readonly CategoryQuestion[] {
  return Array.from(splits, (node) => {
    const set = ensemble.categorySet[node] as number;
    return {
      feature: ensemble.feature[node] as number,
      known: ensemble.threshold[node] as number,
      missingLeft: ensemble.missingLeft[node] === 1,
      words: ensemble.categories.slice(set, set + 8),
    };
  });
}

function goesLeft({ known, missingLeft, words }: CategoryQuestion, value: number): boolean {
  if (!(Number.isInteger(value) && value >= 0 && value < known)) return missingLeft;
  return (((words[value >>> 5] as number) >>> (value & 31)) & 1) === 1;
}

/**
 * Codes with missing values below all others come first in a row, then those with them above, then one for each split
 * by category.
 */
function writeNodes(
  { feature, threshold, left, missingLeft, leafValues }: TreeEnsemble,
  features: number,
  { thresholds, splits }: { readonly thresholds: readonly Float64Array[]; readonly splits: Int32Array },
  memory: DataView,
  nodesAt: number,
): void {
  const places = placesOf(thresholds);
  const splitOf = new Map(Array.from(splits, (node, split) => [node, split]));
  feature.forEach((asked, node) => {
    const at = nodesAt + node * nodeBytes;
    if (asked < 0) {
      memory.setUint16(at + 2, leafCode, true);
      memory.setUint32(at + 4, at, true);
      memory.setFloat64(at + 8, leafValues[left[node] as number] as number, true);
      return;
    }
    const split = splitOf.get(node);
    if (split === undefined) {
      const place = places[asked]?.get(threshold[node] as number) as number;
      memory.setUint16(at, missingLeft[node] === 1 ? asked : features + asked, true);
      memory.setUint16(at + 2, place + 1, true);
    } else {
      memory.setUint16(at, 2 * features + split, true);
      memory.setUint16(at + 2, leftCode, true);
    }
    memory.setUint32(at + 4, nodesAt + (left[node] as number) * nodeBytes, true);
  });
  const nothing = nodesAt + feature.length * nodeBytes;
  memory.setUint16(nothing + 2, leafCode, true);
  memory.setUint32(nothing + 4, nothing, true);
}

function writeGroups(
  { roots, feature }: TreeEnsemble,
  outputOf: Int32Array,
  groups: Int32Array,
  nodesAt: number,
): void {
  const words = groupBytes / 4;
  for (let from = 0; from < groups.length; from += words) {
    for (let i = 0; i < treesAtOnce; i++) {
      const tree = (from / words) * treesAtOnce + i;
      const root = roots[tree] ?? feature.length;
      groups[from + i] = nodesAt + root * nodeBytes;
      groups[from + treesAtOnce + i] = (outputOf[tree] ?? 0) * 8;
    }
  }
}
