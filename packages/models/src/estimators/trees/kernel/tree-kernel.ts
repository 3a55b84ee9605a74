import type { BinnedMatrix } from '../binning.js';
import type { StepBounds } from './bounded-split.js';

/** What a leaf needs to be worth splitting. */
export interface SplitLimits {
  readonly minSamplesLeaf: number;
  readonly minHessianLeaf: number;
  readonly l1: number;
  readonly l2: number;
}

/** Sums over the rows of a node. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
}

/** The best split of a node by a numeric feature. */
export interface NumericSplit {
  readonly feature: number;
  /** What both children score together; the gain is this less what the node scores. */
  readonly score: number;
  /** The last bin that goes left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly left: NodeSums;
}

/** A place for the sums of one node by feature and bin, given by `acquire`. */
export type HistogramPlace = number;

/**
 * The memory and the inner loops of boosting. There is one in WebAssembly and one in plain TypeScript; both give the
 * same bits, because all that is summed by bin are whole numbers and all else is summed in the order of the rows.
 *
 * A run of rows is a stretch of `rows`. Arrays are views that `acquire` may replace: read them anew after it.
 */
export interface TreeKernel {
  readonly name: 'webassembly' | 'plain';
  /** Row numbers: first those that the tree learns from, then those that only follow. */
  readonly rows: Uint32Array;
  /** Per row of the matrix. */
  readonly gradients: Float64Array;
  /** Per row of the matrix. */
  readonly hessians: Float64Array;
  /** Per output, one raw score per row of the matrix. */
  readonly scores: readonly Float64Array[];
  /**
   * Keeps, for these rows of the matrix and perhaps one more, the highest score over the outputs and the sum of
   * e^(score − highest). For several outputs; `from` is even.
   */
  normalise(from: number, to: number): void;
  /**
   * Writes e^(score − highest) ÷ sum of one output into `gradients`: cheaper to keep than the probabilities of all
   * outputs, which a round would else hold beside the scores.
   */
  probabilities(output: number): void;
  /**
   * The numeric features that the scans look at, and for each 1 if its splits must not lead to lower steps on the
   * right, -1 if not to higher ones, else 0.
   */
  useFeatures(features: Int32Array, directions: Int8Array): void;
  /** Rounds gradients and hessians of the first `count` rows to whole numbers; returns what these say in sum. */
  quantise(count: number, hasUnitHessian: boolean): NodeSums;
  acquire(): HistogramPlace;
  release(histogram: HistogramPlace): void;
  /** Sums the rows of a run by feature and bin. */
  count(histogram: HistogramPlace, from: number, to: number): void;
  /** Takes the histogram of one child from that of its parent, which leaves that of the other. */
  subtract(parent: HistogramPlace, child: HistogramPlace): void;
  /**
   * The best numeric split that scores more than `toBeat`, if there is one.
   *
   * @param bounds Of the steps of both children; `null` permits all and heeds no direction.
   */
  bestSplit(
    histogram: HistogramPlace,
    node: NodeSums,
    limits: SplitLimits,
    toBeat: number,
    bounds: StepBounds | null,
  ): NumericSplit | null;
  /** The sums of every bin of a feature, that of missing values last. */
  binSums(histogram: HistogramPlace, feature: number): readonly NodeSums[];
  /** Reorders a run so that rows whose bin has a 1 stand first, both sides in their order; returns where the others begin. */
  partition(from: number, to: number, feature: number, goesLeft: Uint8Array): number;
  /** Exact sums of a run, from the gradients before rounding. */
  sums(from: number, to: number, hasUnitHessian: boolean): NodeSums;
  /** Adds a value to the scores of a run. */
  addToScores(output: number, from: number, to: number, value: number): void;
}

/** Makes the kernel for a fit. */
export type TreeKernelFactory = (matrix: BinnedMatrix, outputs: number) => TreeKernel;

/** Places per feature in a histogram: 255 bins and that of missing values. */
export const binsPerFeature = 256;
