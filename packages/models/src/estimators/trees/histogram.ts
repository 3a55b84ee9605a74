import type { BinnedMatrix } from './binning.js';

/**
 * Where the bins of each feature stand in a histogram: `offsets[f]` is the first of feature `f`, its last is that of
 * missing values. Sums of packed gradients fill the first `bins` places; where hessians differ, theirs follow.
 */
export interface HistogramLayout {
  readonly offsets: Int32Array;
  /** Bins of all features. */
  readonly bins: number;
}

export function histogramLayout(matrix: BinnedMatrix): HistogramLayout {
  const offsets = new Int32Array(matrix.bins.length);
  let bins = 0;
  matrix.bins.forEach(({ count }, feature) => {
    offsets[feature] = bins;
    bins += count + 1;
  });
  return { offsets, bins };
}

/** Features summed side by side, so that rows and values are read once for all four. */
const featuresAtOnce = 4;

/**
 * Sums a value per row by bin, for the given features.
 *
 * @param rows Row numbers, or `null` for all rows of the matrix in their order.
 * @param values In the order of the rows.
 * @param sums Receives the sums at the places of the layout, from `from` on.
 */
export function sumByBin(
  matrix: BinnedMatrix,
  layout: HistogramLayout,
  features: Int32Array,
  rows: Uint32Array | null,
  values: Float64Array,
  sums: Float64Array,
  from: number,
): void {
  const into = Array.from(features, (feature) => {
    const first = from + (layout.offsets[feature] as number);
    return sums.subarray(first, first + (matrix.bins[feature]?.count ?? 0) + 1).fill(0);
  });
  const codes = Array.from(features, (feature) => matrix.codes[feature] as Uint8Array);
  let at = 0;
  for (; at + featuresAtOnce <= features.length; at += featuresAtOnce) {
    const [fourCodes, fourSums] = [fourFrom(codes, at), fourFrom(into, at)];
    if (rows) addFourOfSome(fourCodes, rows, values, fourSums);
    else addFourOfAll(fourCodes, values, fourSums);
  }
  for (; at < features.length; at++) {
    if (rows) addOneOfSome(codes[at] as Uint8Array, rows, values, into[at] as Float64Array);
    else addOneOfAll(codes[at] as Uint8Array, values, into[at] as Float64Array);
  }
}

type Four<T> = readonly [T, T, T, T];

function fourFrom<T>(items: readonly T[], at: number): Four<T> {
  return [items[at] as T, items[at + 1] as T, items[at + 2] as T, items[at + 3] as T];
}

function addFourOfSome(
  [c0, c1, c2, c3]: Four<Uint8Array>,
  rows: Uint32Array,
  values: Float64Array,
  [s0, s1, s2, s3]: Four<Float64Array>,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const value = values[i] as number;
    const [b0, b1] = [c0[row] as number, c1[row] as number];
    const [b2, b3] = [c2[row] as number, c3[row] as number];
    s0[b0] = (s0[b0] as number) + value;
    s1[b1] = (s1[b1] as number) + value;
    s2[b2] = (s2[b2] as number) + value;
    s3[b3] = (s3[b3] as number) + value;
  }
}

function addFourOfAll(
  [c0, c1, c2, c3]: Four<Uint8Array>,
  values: Float64Array,
  [s0, s1, s2, s3]: Four<Float64Array>,
): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    const [b0, b1] = [c0[row] as number, c1[row] as number];
    const [b2, b3] = [c2[row] as number, c3[row] as number];
    s0[b0] = (s0[b0] as number) + value;
    s1[b1] = (s1[b1] as number) + value;
    s2[b2] = (s2[b2] as number) + value;
    s3[b3] = (s3[b3] as number) + value;
  }
}

function addOneOfSome(codes: Uint8Array, rows: Uint32Array, values: Float64Array, sums: Float64Array): void {
  for (let i = 0; i < rows.length; i++) {
    const bin = codes[rows[i] as number] as number;
    sums[bin] = (sums[bin] as number) + (values[i] as number);
  }
}

function addOneOfAll(codes: Uint8Array, values: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < values.length; row++) {
    const bin = codes[row] as number;
    sums[bin] = (sums[bin] as number) + (values[row] as number);
  }
}

/** Takes the histogram of one child from that of its parent, which leaves that of the other. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (child[i] as number);
}
