import { kernelLoader, memoryLayout } from '../../trees/kernel/webassembly.js';
import type { CompleteTrees } from '../complete-trees.js';
import { isolationRowKernelBytes } from './kernel-bytes.js';
import { areThresholdsSingle } from './kernel-walk.js';

/** What isolation-row.wat exports; all addresses are bytes. */
interface IsolationRowExports {
  scoreOfRow(
    ...given: readonly [
      ...[values: number, features: number, codes: number, copy: number],
      ...[root: number, lengths: number, tens: number, depth: number],
      unit: number,
    ]
  ): number;
}

/** Scores single rows in WebAssembly. */
export interface KernelRow {
  /** Room for the values of one row, feature by feature. */
  readonly row: Float64Array;
  /** The score of the row that stands in `row`; NaN if a value is infinite. */
  score(): number;
}

const load = kernelLoader<IsolationRowExports>(isolationRowKernelBytes);
const knotBytes = 32;

/**
 * Makes what scores one row by the kernel; `null` where there is no WebAssembly with SIMD, or where a threshold is not
 * one of single precision. The score is the bits that the plain walk gives.
 *
 * @param unit What path lengths are measured by, as `pathScore` takes it, above 0.
 */
export function kernelRow(complete: CompleteTrees, features: number, unit: number): KernelRow | null {
  const { depth, trees, feature, threshold, missingLeft, lengths } = complete;
  if (!areThresholdsSingle(complete)) return null;
  const tens = Math.ceil(trees / 10);
  // Trees that the last ten lack have no ends but 0.
  const allTrees = 10 * tens;
  // Two steps are taken at once: below trees of an odd number of them one more is laid out, which always goes left.
  const evenDepth = depth + (depth % 2);
  const [ends, allEnds] = [2 ** depth, 2 ** evenDepth];
  // Missing values lie below all others in the first copy of a feature and above them in the second.
  const copyBytes = (features + (features % 2)) * 4;
  const layout = memoryLayout();
  const { reserve } = layout;
  const at = {
    // At 0, where the kernel has them. The last stand at 2^(evenDepth - 2) times the places of the roots and on.
    knots: reserve(2 * allTrees * (allEnds / 4) * knotBytes),
    lengths: reserve(allTrees * allEnds * 8),
    row: reserve((features + 1) * 8),
    codes: reserve(2 * copyBytes),
  };
  const kernel = load(layout.bytes);
  if (!kernel) return null;
  const { buffer } = kernel.memory;
  const { run } = kernel;
  const places = new Int32Array(buffer, at.knots, at.lengths / 4);
  const thresholds = new Float32Array(buffer, at.knots, at.lengths / 4);
  const held = new Float64Array(buffer, at.lengths, allTrees * allEnds);
  for (let tree = 0; tree < trees; tree++) {
    const base = tree * ends;
    for (let first = 1; first < allEnds; first *= 4) {
      for (let node = first; node < 2 * first; node++) {
        const knot = ((allTrees + tree) * first + node - first) * (knotBytes / 4);
        for (let lane = 0; lane < 3; lane++) {
          const asking = lane === 0 ? node : 2 * node + lane - 1;
          const from = base + asking;
          const isThere = asking < ends;
          const copy = isThere && missingLeft[from] === 0 ? copyBytes : 0;
          places[knot + lane] = at.codes + copy + (isThere ? (feature[from] as number) * 4 : 0);
          thresholds[knot + 4 + lane] = isThere ? (threshold[from] as number) : Number.POSITIVE_INFINITY;
        }
      }
    }
    for (let end = 0; end < allEnds; end++) {
      held[tree * allEnds + end] = lengths[base + (end >> (evenDepth - depth))] as number;
    }
  }
  const root = at.knots + allTrees * knotBytes;
  return {
    row: new Float64Array(buffer, at.row, features),
    score: () =>
      run.scoreOfRow(at.row, features, at.codes, copyBytes, root, at.lengths, tens, evenDepth, unit),
  };
}
