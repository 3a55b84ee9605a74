import { binsPerFeature } from './tree-kernel.js';
import { memoryLayout, type WebAssemblyMemory } from './webassembly.js';

/** Features whose codes stand side by side for every row, so that one load reads all four. */
export const groupSize = 4;
/** Of the sums of one feature in a histogram. */
export const featureBytes: number = binsPerFeature * 8;

/** What is learned from in a memory, and how many kernels learn there. */
export interface TrainingRoom {
  readonly rows: number;
  readonly features: number;
  readonly outputs: number;
  /** More than one are those of threads: codes and scores are the same for all, all else is each one's own. */
  readonly members: number;
}

/** Where one kernel has what in its memory, in bytes. */
export interface TrainingLayout {
  /** How many histograms were taken by all kernels, as a whole number of 32 bits. */
  readonly taken: number;
  readonly codes: number;
  readonly scores: number;
  /** Of every row, over the outputs. */
  readonly highest: number;
  /** Of every row, the sum of e^(score − highest) over the outputs. */
  readonly totals: number;
  readonly result: number;
  readonly table: number;
  readonly features: number;
  readonly rows: number;
  readonly spare: number;
  readonly values: number;
  readonly ordered: number;
  readonly gradients: number;
  readonly hessians: number;
  readonly histograms: number;
  /** From the scores of one output to those of the next. */
  readonly scoreBytes: number;
  readonly histogramBytes: number;
  /** Of all but histograms. */
  readonly bytes: number;
}

/** The layout of one of the kernels, from 0. */
export function trainingLayout(
  { rows, features, outputs, members }: TrainingRoom,
  member: number,
): TrainingLayout {
  const groups = Math.ceil(features / groupSize);
  // Two rows at a time are made probabilities, hence an even number.
  const scoreBytes = Math.ceil(rows / 2) * 16;
  const layout = memoryLayout();
  const { reserve } = layout;
  const ofAll = {
    taken: reserve(64),
    codes: reserve(groups * groupSize * rows),
    scores: reserve(outputs * scoreBytes),
    highest: reserve(outputs > 1 ? scoreBytes : 0),
    totals: reserve(outputs > 1 ? scoreBytes : 0),
  };
  const own = () => ({
    result: reserve(64),
    table: reserve(binsPerFeature),
    features: reserve(features * 12),
    rows: reserve(rows * 4),
    spare: reserve(rows * 4),
    values: reserve(rows * 8),
    ordered: reserve(rows * 8),
    gradients: reserve(rows * 8),
    hessians: reserve(rows * 8),
  });
  const ofEach = Array.from({ length: members }, own);
  return {
    ...ofAll,
    ...(ofEach[member] as (typeof ofEach)[number]),
    histograms: reserve(0),
    scoreBytes,
    histogramBytes: groups * groupSize * featureBytes,
    bytes: layout.bytes,
  };
}

/** Writes the codes of one feature. */
export function writeCodes(
  { buffer }: WebAssemblyMemory,
  { codes: from }: TrainingLayout,
  feature: number,
  codes: Uint8Array,
): void {
  const rows = codes.length;
  const first = from + Math.floor(feature / groupSize) * groupSize * rows + (feature % groupSize);
  const into = new Uint8Array(buffer);
  for (let row = 0; row < rows; row++) into[first + row * groupSize] = codes[row] as number;
}
