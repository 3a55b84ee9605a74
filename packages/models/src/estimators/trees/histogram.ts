import type { BinnedMatrix } from './binning.js';

/**
 * Sums of gradients, hessians and rows per bin, three numbers each, one feature after the other. `offsets[f]` is the
 * first bin of feature `f`; its last bin is that of missing values.
 */
export interface HistogramLayout {
  readonly offsets: Int32Array;
  /** Bins of all features. */
  readonly bins: number;
}

/** Numbers per bin: gradient, hessian, rows. */
export const histogramStride = 3;

export function histogramLayout(matrix: BinnedMatrix): HistogramLayout {
  const offsets = new Int32Array(matrix.bins.length);
  let bins = 0;
  matrix.bins.forEach(({ count }, feature) => {
    offsets[feature] = bins;
    bins += count + 1;
  });
  return { offsets, bins };
}

/**
 * Fills a histogram from the rows of a node.
 *
 * @param rows Row numbers of the node.
 * @param gradients In the order of `rows`.
 * @param hessians In the order of `rows`, or `null` where every row has hessian 1.
 */
export function fillHistogram(
  matrix: BinnedMatrix,
  layout: HistogramLayout,
  features: Int32Array,
  rows: Uint32Array,
  gradients: Float32Array,
  hessians: Float32Array | null,
  histogram: Float64Array,
): void {
  for (const feature of features) {
    const from = (layout.offsets[feature] as number) * histogramStride;
    const slots = ((matrix.bins[feature]?.count ?? 0) + 1) * histogramStride;
    const sums = histogram.subarray(from, from + slots);
    sums.fill(0);
    const codes = matrix.codes[feature] as Uint8Array;
    if (hessians) addColumn(codes, rows, gradients, hessians, sums);
    else addColumnOfUnitHessians(codes, rows, gradients, sums);
  }
}

function addColumn(
  codes: Uint8Array,
  rows: Uint32Array,
  gradients: Float32Array,
  hessians: Float32Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const slot = (codes[rows[i] as number] as number) * histogramStride;
    sums[slot] = (sums[slot] as number) + (gradients[i] as number);
    sums[slot + 1] = (sums[slot + 1] as number) + (hessians[i] as number);
    sums[slot + 2] = (sums[slot + 2] as number) + 1;
  }
}

function addColumnOfUnitHessians(
  codes: Uint8Array,
  rows: Uint32Array,
  gradients: Float32Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const slot = (codes[rows[i] as number] as number) * histogramStride;
    sums[slot] = (sums[slot] as number) + (gradients[i] as number);
    sums[slot + 2] = (sums[slot + 2] as number) + 1;
  }
  for (let slot = 0; slot < sums.length; slot += histogramStride) sums[slot + 1] = sums[slot + 2] as number;
}

/** Takes the histogram of one child from that of its parent, which leaves that of the other. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (child[i] as number);
}
