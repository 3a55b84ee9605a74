import { addLeafValues, type TreeEnsemble } from '../tree-ensemble.js';
import { bitvectorWalk } from './bitvector-walk.js';
import { loadPredictionKernel, thresholdBytes, writeThresholds } from './search-kernel.js';
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
const highestCode = 255;
/** What no code is higher than, so that the walk stays in the leaf. */
const leafCode = 0xffff;

/** From so many rows on, it pays to lay the trees out as bits. */
const fewestForBits = 256;

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

function binnedWalk(ensemble: TreeEnsemble, features: number, outputs: number): LeafAdder | null {
  const { roots, feature, categorySet } = ensemble;
  if (categorySet.some((set) => set >= 0) || 2 * features > 0xffff) return null;
  const thresholds = thresholdsByFeature(ensemble, features);
  if (thresholds.some((list) => list.length > mostThresholds)) return null;
  const asked = [...thresholds.keys()].filter((of) => (thresholds[of] as Float64Array).length > 0);
  const groups = Math.ceil(roots.length / treesAtOnce);
  const rowBytes = 2 * features;
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
  writeNodes(ensemble, features, thresholds, new DataView(buffer), at.nodes);
  writeGroups(ensemble, outputs, new Int32Array(buffer, at.groups, groups * (groupBytes / 4)), at.nodes);
  for (const of of asked) {
    const into = new Float64Array(buffer, at.thresholds + of * thresholdBytes, thresholdBytes / 8);
    writeThresholds(thresholds[of] as Float64Array, into);
  }
  const values = new Float64Array(buffer, at.values, rowsAtOnce);
  const block = new Float64Array(buffer, at.sums, rowsAtOnce * outputs);

  return (columns, rows, sums) => {
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - first);
      for (const of of asked) {
        const column = columns[of] as Float64Array;
        if (count === 1) values[0] = column[first] as number;
        else values.set(column.subarray(first, first + count));
        kernel.run.search(
          ...([at.values, count, at.thresholds + of * thresholdBytes] as const),
          ...([at.codes + of, rowBytes, 1, 0, features, highestCode] as const),
        );
      }
      const part = sums.subarray(first * outputs, (first + count) * outputs);
      block.set(part);
      kernel.run.walk(at.codes, rowBytes, count, at.groups, groups, at.sums, outputs * 8);
      part.set(block.subarray(0, part.length));
    }
  };
}

/** Codes with missing values below all others come first in a row, then those with them above. */
function writeNodes(
  { feature, threshold, left, missingLeft, leafValues }: TreeEnsemble,
  features: number,
  thresholds: readonly Float64Array[],
  memory: DataView,
  nodesAt: number,
): void {
  const places = placesOf(thresholds);
  feature.forEach((asked, node) => {
    const at = nodesAt + node * nodeBytes;
    if (asked < 0) {
      memory.setUint16(at + 2, leafCode, true);
      memory.setUint32(at + 4, at, true);
      memory.setFloat64(at + 8, leafValues[left[node] as number] as number, true);
      return;
    }
    const place = places[asked]?.get(threshold[node] as number) as number;
    memory.setUint16(at, missingLeft[node] === 1 ? asked : features + asked, true);
    memory.setUint16(at + 2, place + 1, true);
    memory.setUint32(at + 4, nodesAt + (left[node] as number) * nodeBytes, true);
  });
  const nothing = nodesAt + feature.length * nodeBytes;
  memory.setUint16(nothing + 2, leafCode, true);
  memory.setUint32(nothing + 4, nothing, true);
}

function writeGroups(
  { roots, feature }: TreeEnsemble,
  outputs: number,
  groups: Int32Array,
  nodesAt: number,
): void {
  const words = groupBytes / 4;
  for (let from = 0; from < groups.length; from += words) {
    for (let i = 0; i < treesAtOnce; i++) {
      const tree = (from / words) * treesAtOnce + i;
      const root = roots[tree] ?? feature.length;
      groups[from + i] = nodesAt + root * nodeBytes;
      groups[from + treesAtOnce + i] = (tree % outputs) * 8;
    }
  }
}
