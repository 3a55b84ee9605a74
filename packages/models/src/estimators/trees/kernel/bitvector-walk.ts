import type { TreeEnsemble } from '../tree-ensemble.js';
import { missingCode, treeBlocks, treesPerBlock } from './bitvectors.js';
import { loadPredictionKernel, thresholdBytes, writeThresholds } from './search-kernel.js';
import { thresholdsByFeature } from './threshold-lists.js';
import { memoryLayout } from './webassembly.js';

const rowsAtOnce = 512;
/** A numeric feature may have so many thresholds that no code is that of missing values. */
const mostThresholds = missingCode - 1;
/** Address and number of the answers, address of the leaf values, a word to spare; then where each tree's sum is. */
const blockBytes = 16 + treesPerBlock * 4;
/** Place of the code in a row, address of the row of each code, address of the rows, a word to spare. */
const answerBytes = 16;

/**
 * What adds the leaf values of every tree to `sums`, as `addLeafValues` does and with the same bits, but for many rows
 * at a time: trees as bits in WebAssembly, without a branch that depends on a value. `null` where it cannot be had:
 * without WebAssembly, for trees of more than 32 leaves, or more than 254 thresholds of a feature.
 */
export function bitvectorWalk(
  ensemble: TreeEnsemble,
  features: number,
  outputs: number,
): ((columns: readonly Float64Array[], rows: number, sums: Float64Array) => void) | null {
  const thresholds = thresholdsByFeature(ensemble, features);
  if (thresholds.some((list) => list.length > mostThresholds)) return null;
  const blocks = treeBlocks(ensemble, thresholds);
  if (!blocks) return null;
  const layout = memoryLayout();
  const { reserve } = layout;
  const placed = blocks.map(({ answers, leafValues }) => ({
    answersAt: reserve(answers.length * answerBytes),
    leafValuesAt: reserve(leafValues.byteLength),
    rowOfCodeAt: answers.map(({ rowOfCode }) => reserve(rowOfCode.byteLength)),
    rowsAt: answers.map(({ rows }) => reserve(rows.byteLength)),
  }));
  const at = {
    blocks: reserve(blocks.length * blockBytes),
    thresholds: reserve(features * thresholdBytes),
    values: reserve(rowsAtOnce * 8),
    codes: reserve(rowsAtOnce * features),
    sums: reserve(rowsAtOnce * outputs * 8),
  };
  const kernel = loadPredictionKernel(layout.bytes);
  if (!kernel) return null;
  const { buffer } = kernel.memory;
  const categorical = new Set<number>();
  blocks.forEach(({ answers, leafValues }, index) => {
    const { answersAt, leafValuesAt, rowOfCodeAt, rowsAt } = placed[index] as (typeof placed)[number];
    new Float64Array(buffer, leafValuesAt).set(leafValues);
    const words = new Int32Array(buffer, at.blocks + index * blockBytes, blockBytes / 4);
    words.set([answersAt, answers.length, leafValuesAt]);
    for (let tree = 0; tree < treesPerBlock; tree++) {
      words[4 + tree] = ((index * treesPerBlock + tree) % outputs) * 8;
    }
    answers.forEach(({ feature, rowOfCode, rows }, i) => {
      const [rowOfCodeFrom, rowsFrom] = [rowOfCodeAt[i] as number, rowsAt[i] as number];
      new Int32Array(buffer, answersAt + i * answerBytes, 3).set([feature, rowOfCodeFrom, rowsFrom]);
      new Uint8Array(buffer, rowOfCodeFrom).set(rowOfCode);
      new Uint32Array(buffer, rowsFrom).set(rows);
      if ((thresholds[feature] as Float64Array).length === 0) categorical.add(feature);
    });
  });
  const numeric = [...thresholds.keys()].filter((of) => (thresholds[of] as Float64Array).length > 0);
  for (const of of numeric) {
    const into = new Float64Array(buffer, at.thresholds + of * thresholdBytes, thresholdBytes / 8);
    writeThresholds(thresholds[of] as Float64Array, into);
  }
  const values = new Float64Array(buffer, at.values, rowsAtOnce);
  const codes = new Uint8Array(buffer, at.codes, rowsAtOnce * features);
  const block = new Float64Array(buffer, at.sums, rowsAtOnce * outputs);

  return (columns, rows, sums) => {
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - first);
      for (const of of numeric) {
        values.set((columns[of] as Float64Array).subarray(first, first + count));
        kernel.run.search(
          ...([at.values, count, at.thresholds + of * thresholdBytes] as const),
          ...([at.codes + of, features, 0, missingCode, 0, missingCode] as const),
        );
      }
      for (const of of categorical) {
        const column = columns[of] as Float64Array;
        for (let i = 0; i < count; i++) codes[i * features + of] = categoryCode(column[first + i] as number);
      }
      const part = sums.subarray(first * outputs, (first + count) * outputs);
      block.set(part);
      kernel.run.answer(at.codes, features, count, at.blocks, blocks.length, at.sums, outputs * 8);
      part.set(block.subarray(0, part.length));
    }
  };
}

function categoryCode(value: number): number {
  return Number.isInteger(value) && value >= 0 && value < missingCode ? value : missingCode;
}
