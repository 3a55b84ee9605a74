import { predictionKernelBytes } from './kernel-bytes.js';
import { kernelLoader } from './webassembly.js';

/** What search.wat, walk.wat and bitvectors.wat export; all addresses are bytes. */
export interface PredictionExports {
  search(
    ...given: readonly [
      ...[values: number, count: number, thresholds: number],
      ...[codes: number, stride: number, first: number, missing: number],
      ...[copy: number, copyMissing: number],
    ]
  ): void;
  answer(
    ...given: readonly [
      ...[codes: number, rowBytes: number, count: number],
      ...[blocks: number, blockCount: number, sums: number, sumBytes: number],
    ]
  ): void;
  walk(
    ...given: readonly [
      ...[codes: number, rowBytes: number, count: number],
      ...[groups: number, groupCount: number, sums: number, sumBytes: number],
    ]
  ): void;
}

export const loadPredictionKernel: ReturnType<typeof kernelLoader<PredictionExports>> =
  kernelLoader<PredictionExports>(predictionKernelBytes);

/** Thresholds that a search takes; shorter lists are filled up with infinity. */
const searched = 256;

/** Bytes of a list of thresholds. */
export const thresholdBytes: number = searched * 8;

/** Writes up to 255 ascending thresholds as a search takes them. */
export function writeThresholds(thresholds: Float64Array, into: Float64Array): void {
  into.fill(Number.POSITIVE_INFINITY);
  into.set(thresholds);
}

/** Number of thresholds below the value: the first bin whose upper end is not below it. */
export function firstNotBelow(thresholds: Float64Array, value: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((thresholds[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Finds the bin of every value of a column: the number of thresholds below it, or `missing` for NaN. */
export type ColumnSearch = (column: Float64Array, thresholds: Float64Array, missing: number) => Uint8Array;

/** A search for columns of so many rows, in WebAssembly where that is permitted. */
export function columnSearch(rows: number): ColumnSearch {
  const [codesAt, valuesAt] = [thresholdBytes, thresholdBytes + Math.ceil(rows / 8) * 8];
  const kernel = loadPredictionKernel(valuesAt + rows * 8);
  if (!kernel) {
    return (column, thresholds, missing) =>
      Uint8Array.from(column, (value) => (Number.isNaN(value) ? missing : firstNotBelow(thresholds, value)));
  }
  const { buffer } = kernel.memory;
  const held = {
    thresholds: new Float64Array(buffer, 0, searched),
    codes: new Uint8Array(buffer, codesAt, rows),
    values: new Float64Array(buffer, valuesAt, rows),
  };
  return (column, thresholds, missing) => {
    writeThresholds(thresholds, held.thresholds);
    held.values.set(column);
    kernel.run.search(valuesAt, rows, 0, codesAt, 1, 0, missing, 0, missing);
    return held.codes.slice();
  };
}
