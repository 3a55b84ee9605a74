import { kernelLoader, memoryLayout } from '../../trees/kernel/webassembly.js';
import type { CompleteTrees } from '../complete-trees.js';
import { isolationKernelBytes } from './kernel-bytes.js';

/** What isolation.wat exports; all addresses are bytes. */
interface IsolationExports {
  placeColumn(values: number, blocks: number, into: number, blockBytes: number, copy: number): number;
  walkBlocks(
    ...given: readonly [
      ...[codes: number, blockBytes: number, blocks: number],
      ...[root: number, lengths: number, trees: number, depth: number],
      ...[sums: number, scratch: number],
    ]
  ): void;
  scoresOfSums(sums: number, bytes: number, unit: number): void;
}

/** Walks rows down all trees in WebAssembly. */
export interface KernelWalk {
  /** Writes the score of each row of the columns; `false` if a value is infinite, with `scores` then undefined. */
  walk(columns: readonly Float64Array[], rows: number, scores: Float64Array): boolean;
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
 * single precision. The scores are the bits that the plain walk gives.
 *
 * @param unit What path lengths are measured by, as `pathScore` takes it, above 0.
 */
export function kernelWalk(complete: CompleteTrees, features: number, unit: number): KernelWalk | null {
  const { depth, trees, feature, threshold, missingLeft, lengths } = complete;
  if (!areThresholdsSingle(complete)) return null;
  const ends = 2 ** depth;
  // Missing values lie below all others in the first copy of a feature and above them in the second.
  const copyBytes = features * featureBytes;
  const blockBytes = 2 * copyBytes;
  const blocksAtOnce = Math.max(1, Math.min(rowsAtOnce / rowsPerBlock, Math.floor(2 ** 20 / blockBytes)));
  const nearBlocks = Math.max(1, Math.floor(nearBytes / blockBytes));
  const mostRows = blocksAtOnce * rowsPerBlock;
  const layout = memoryLayout();
  const { reserve } = layout;
  const at = {
    // At 0, where the kernel has it.
    nodes: reserve(trees * ends * nodeBytes),
    scratch: reserve(featureBytes),
    lengths: reserve(trees * ends * 8),
    values: reserve(mostRows * 8),
    sums: reserve(mostRows * 8),
    codes: reserve(blocksAtOnce * blockBytes),
  };
  const kernel = load(layout.bytes);
  if (!kernel) return null;
  const { buffer } = kernel.memory;
  const { run } = kernel;
  const places = new Int32Array(buffer, at.nodes, 2 * trees * ends);
  const thresholds = new Float32Array(buffer, at.nodes, 2 * trees * ends);
  for (let tree = 0; tree < trees; tree++) {
    for (let first = 1; first < ends; first *= 2) {
      for (let node = first; node < 2 * first; node++) {
        const from = tree * ends + node;
        const to = 2 * ((trees + tree) * first + node - first);
        const asked = (feature[from] as number) * featureBytes;
        places[to] = missingLeft[from] === 1 ? asked : asked + copyBytes;
        thresholds[to + 1] = threshold[from] as number;
      }
    }
  }
  const root = at.nodes + trees * nodeBytes;
  new Float64Array(buffer, at.lengths, lengths.length).set(lengths);
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
    walk(columns, rows, scores) {
      for (let first = 0; first < rows; first += mostRows) {
        const count = Math.min(mostRows, rows - first);
        const blocks = Math.ceil(count / rowsPerBlock);
        if (!placeRows(columns, first, count, blocks)) return false;
        sumsHeld.fill(0, 0, blocks * rowsPerBlock);
        for (let block = 0; block < blocks; block += nearBlocks) {
          run.walkBlocks(
            ...([at.codes + block * blockBytes, blockBytes, Math.min(nearBlocks, blocks - block)] as const),
            ...([root, at.lengths, trees, depth] as const),
            ...([at.sums + block * rowsPerBlock * 8, at.scratch] as const),
          );
        }
        run.scoresOfSums(at.sums, blocks * rowsPerBlock * 8, unit);
        scores.set(sumsHeld.subarray(0, count), first);
      }
      return true;
    },
  };
}

/** Whether single precision has all thresholds, so that it tells the same values apart. */
export function areThresholdsSingle({ threshold }: CompleteTrees): boolean {
  return threshold.every((value) => Math.fround(value) === value);
}
