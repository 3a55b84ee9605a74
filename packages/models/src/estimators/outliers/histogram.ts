/** A histogram of equal bins over one feature, as numpy makes it. */
export interface Histogram {
  /** Ascending, one more than there are bins. */
  readonly edges: Float64Array;
  /** Share of the values in each bin divided by its width. */
  readonly density: Float64Array;
}

/**
 * `numpy.histogram(values, bins, density=True)` of the values that are no NaN: the last bin includes its upper edge, and
 * a constant gets bins from half below it to half above. Without a value the density is 0 everywhere.
 */
export function histogramOf(column: Float64Array, bins: number): Histogram {
  let [least, most, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    count++;
  }
  if (count === 0) [least, most] = [0, 1];
  const [first, last] = least === most ? [least - 0.5, most + 0.5] : [least, most];
  const edges = new Float64Array(bins + 1);
  const range = last - first;
  const step = Number.isFinite(range) ? range / bins : last / bins - first / bins;
  for (let i = 0; i < bins; i++) edges[i] = first + i * step;
  edges[bins] = last;
  const counts = new Float64Array(bins);
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    let bin = step > 0 ? Math.min(bins - 1, Math.floor((value - first) / step)) : 0;
    // Rounding may put a value beside its bin, never further.
    if (value < (edges[bin] as number)) bin--;
    else if (bin < bins - 1 && value >= (edges[bin + 1] as number)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  const density = counts.map((inBin, bin) => {
    const width = (edges[bin + 1] as number) - (edges[bin] as number);
    return inBin === 0 ? 0 : Math.min(Number.MAX_VALUE, inBin / count / width);
  });
  return { edges, density };
}

/** How many edges are below a value: `numpy.digitize(value, edges, right=True)`. */
export function edgesBelow(edges: Float64Array, value: number): number {
  let [from, to] = [0, edges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((edges[middle] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
