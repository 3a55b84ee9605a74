import type { Answers, ForestBlock } from './forest-block.js';

/** The best split of a node that was found so far. */
export interface SplitPoint {
  /** What both sides are worth together; the gain is this less what the node is worth. */
  score: number;
  /** What stands last on the left and first on the right: codes, or places in the order of bins; `next` may be -1. */
  last: number;
  next: number;
  missingLeft: boolean;
}

/**
 * The impurity by which a forest compares splits, with its memory: sums over the rows of one node, and over the
 * part of it that stands left of where a split is tried. Sums are taken in the order of the rows, so that the same
 * rows give the same bits.
 */
export interface ForestCriterion<A extends Answers> {
  /** One per row of the matrix. */
  readonly answers: A;
  /** Number of classes; 0 for numbers. */
  readonly classes: number;
  /** What numbers are relative to. */
  readonly centre: number;
  /** Brings the answers up to date before a tree is grown from rows of these weights. */
  weigh(weights: Float64Array): void;
  /** Sums the rows of a node. All other methods speak of that node. */
  begin(block: ForestBlock<A>, rows: Uint32Array, from: number, to: number): void;
  /** Weight of the rows. */
  weight(): number;
  /** What the node is worth unsplit. */
  worth(): number;
  /** What it is worth if nothing is left to learn on either side. */
  mostWorth(): number;
  isPure(): boolean;
  /** The class of all rows; -1 if they have several, or for numbers. */
  onlyClass(): number;
  /** Values of a leaf. */
  leaf(): Float64Array;
  /**
   * Tries all splits between ordered entries, of which those from `present` on are missing values; keeps what is
   * better than `best`.
   */
  scanEntries(
    block: ForestBlock<A>,
    entries: Int32Array,
    count: number,
    present: number,
    minSamplesLeaf: number,
    best: SplitPoint,
  ): boolean;
  /** Sums the rows by bin, the code less `shift` bits; missing values have the code `missing` and the last bin. */
  fillBins(
    block: ForestBlock<A>,
    codes: Uint16Array,
    rows: Uint32Array,
    from: number,
    to: number,
    shift: number,
    missing: number,
  ): void;
  /** Rows by bin, as they were filled. */
  readonly binRows: Uint32Array;
  /** What orders the categories of a categorical feature. */
  rank(bin: number): number;
  /** As `scanEntries`, between bins in a given order: behind the place `first` to `last` of all but the end. Leaves `missingLeft` as it is. */
  scanBins(
    order: ArrayLike<number>,
    rows: number,
    minSamplesLeaf: number,
    best: SplitPoint,
    first?: number,
    last?: number,
  ): boolean;
  /** Tries the one split that sends rows up to the threshold, and missing ones where told, to the left. */
  scanThreshold(
    block: ForestBlock<A>,
    values: Float64Array,
    rows: Uint32Array,
    from: number,
    to: number,
    threshold: number,
    missingLeft: boolean,
    minSamplesLeaf: number,
  ): number;
}

/** The bin of missing values. */
export function missingBin(shift: number, missing: number): number {
  return ((missing - 1) >> shift) + 1;
}
