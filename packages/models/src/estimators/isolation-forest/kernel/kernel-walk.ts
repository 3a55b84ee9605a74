import { kernelLoader, memoryLayout } from '../../trees/kernel/webassembly.js';
import type { CompleteTrees } from '../complete-trees.js';
import { isolationKernelBytes } from './kernel-bytes.js';

/** What isolation.wat exports; all addresses are bytes. */
interface IsolationExports {
  placeColumn(values: number, blocks: number, into: number, blockBytes: number, copy: number): number;
  placeRow(values: number, features: number, into: number, copy: number): number;
  walkBlocks(
    ...given: readonly [
      ...[codes: number, blockBytes: number, blocks: number],
      ...[tree: number, lengths: number, trees: number, depth: number],
      ...[sums: number, scratch: number],
    ]
  ): void;
  walkRow(codes: number, tree: number, lengths: number, eights: number, depth: number): number;
}

/** Walks rows down all trees in WebAssembly. */
export interface KernelWalk {
  /** Room for the values of one row, feature by feature. */
  readonly row: Float64Array;
  /** Sum of the path lengths of the row that stands in `row`; NaN if a value is infinite. */
  walkRow(): number;
  /** Writes the sum for each row of the columns to `sums`; `false` if a value is infinite, with `sums` then undefined. */
  walk(columns: readonly Float64Array[], rows: number, sums: Float64Array): boolean;
}

const load = kernelLoader<IsolationExports>(isolationKernelBytes);
const rowsPerBlock = 8;
/** Bytes of the values that a block has of one feature. */
const featureBytes = rowsPerBlock * 4;
const nodeBytes = 8;
/** Blocks that are walked down all trees while they are in the nearest cache. */
const nearBytes = 24_576;
/** Rows that are placed at once. */
const rowsAtOnce = 1_024;

/**
 * Makes what walks by the kernel; `null` where there is no WebAssembly with SIMD, or where a threshold is not one of
 * single precision. The sums are the bits that the plain walk gives.
 */
export function kernelWalk(complete: CompleteTrees, features: number): KernelWalk | null {
  const { depth, trees, feature, threshold, missingLeft, lengths } = complete;
  if (threshold.some((value) => Math.fround(value) !== value)) return null;
  const eights = Math.ceil(trees / 8);
  const treeBytes = nodeBytes * 2 ** depth;
  // Missing values lie below all others in the first copy of a feature and above them in the second.
  const copyBytes = features * featureBytes;
  const blockBytes = 2 * copyBytes;
  const blocksAtOnce = Math.max(1, Math.min(rowsAtOnce / rowsPerBlock, Math.floor(2 ** 20 / blockBytes)));
  const nearBlocks = Math.max(1, Math.floor(nearBytes / blockBytes));
  const mostRows = blocksAtOnce * rowsPerBlock;
  const layout = memoryLayout();
  const { reserve } = layout;
  const at = {
    scratch: reserve(featureBytes),
    // Trees that the last eight lack have no ends but 0.
    nodes: reserve(8 * eights * treeBytes),
    lengths: reserve(8 * eights * treeBytes),
    row: reserve(features * 8),
    values: reserve(mostRows * 8),
    sums: reserve(mostRows * 8),
    codes: reserve(blocksAtOnce * blockBytes),
  };
  const kernel = load(layout.bytes);
  if (!kernel) return null;
  const { buffer } = kernel.memory;
  const { run } = kernel;
  const places = new Int32Array(buffer, at.nodes, 2 * feature.length);
  const thresholds = new Float32Array(buffer, at.nodes, 2 * feature.length);
  for (let node = 0; node < feature.length; node++) {
    const asked = (feature[node] as number) * featureBytes;
    places[2 * node] = missingLeft[node] === 1 ? asked : asked + copyBytes;
    thresholds[2 * node + 1] = threshold[node] as number;
  }
  new Float64Array(buffer, at.lengths, lengths.length).set(lengths);
  const row = new Float64Array(buffer, at.row, features);
  const values = new Float64Array(buffer, at.values, mostRows);
  const sumsHeld = new Float64Array(buffer, at.sums, mostRows);

  function placeRows(
    columns: readonly Float64Array[],
    first: number,
    count: number,
    blocks: number,
  ): boolean {
    for (let index = 0; index < features; index++) {
      const column = columns[index] as Float64Array;
      values.set(first === 0 && count === column.length ? column : column.subarray(first, first + count));
      if (count < blocks * rowsPerBlock) values.fill(0, count, blocks * rowsPerBlock);
      const into = at.codes + index * featureBytes;
      if (run.placeColumn(at.values, blocks, into, blockBytes, copyBytes) !== 0) return false;
    }
    return true;
  }

  return {
    row,
    walkRow() {
      if (run.placeRow(at.row, features, at.codes, copyBytes) !== 0) return Number.NaN;
      return run.walkRow(at.codes, at.nodes, at.lengths, eights, depth);
    },
    walk(columns, rows, sums) {
      for (let first = 0; first < rows; first += mostRows) {
        const count = Math.min(mostRows, rows - first);
        const blocks = Math.ceil(count / rowsPerBlock);
        if (!placeRows(columns, first, count, blocks)) return false;
        sumsHeld.fill(0, 0, blocks * rowsPerBlock);
        for (let block = 0; block < blocks; block += nearBlocks) {
          run.walkBlocks(
            ...([at.codes + block * blockBytes, blockBytes, Math.min(nearBlocks, blocks - block)] as const),
            ...([at.nodes, at.lengths, trees, depth] as const),
            ...([at.sums + block * rowsPerBlock * 8, at.scratch] as const),
          );
        }
        sums.set(sumsHeld.subarray(0, count), first);
      }
      return true;
    },
  };
}
