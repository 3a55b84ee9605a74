/** Means of a target per category, smoothed towards the mean of all. */
export interface TargetMeans {
  /** The mean of all rows: what an unknown category gets. */
  readonly prior: number;
  /** One per category; the prior for a category without a row. */
  readonly means: Float64Array;
}

/**
 * Smooths the mean of each category towards that of all rows (Micci-Barreca 2001).
 *
 * @param groups Category of each row, below `count`.
 * @param target The number of each row.
 * @param smooth Rows of the overall mean that are added to each category; `auto` weights the two means by the variance
 * between and within categories (empirical Bayes).
 */
export function smoothedMeans(
  groups: Int32Array,
  count: number,
  target: Float64Array,
  weights: Float64Array,
  smooth: 'auto' | number,
): TargetMeans {
  const rowsOf = new Float64Array(count);
  const sums = new Float64Array(count);
  let [total, sum] = [0, 0];
  for (let row = 0; row < groups.length; row++) {
    const weight = weights[row] as number;
    if (weight === 0) continue;
    const group = groups[row] as number;
    const weighted = weight * (target[row] as number);
    rowsOf[group] = (rowsOf[group] as number) + weight;
    sums[group] = (sums[group] as number) + weighted;
    total += weight;
    sum += weighted;
  }
  const prior = sum / total;
  if (smooth !== 'auto') {
    const means = sums.map((own, group) => {
      const rows = (rowsOf[group] as number) + smooth;
      return rows === 0 ? prior : (own + smooth * prior) / rows;
    });
    return { prior, means };
  }
  const within = new Float64Array(count);
  let squared = 0;
  const own = sums.map((value, group) => value / (rowsOf[group] as number));
  for (let row = 0; row < groups.length; row++) {
    const weight = weights[row] as number;
    if (weight === 0) continue;
    const group = groups[row] as number;
    const value = target[row] as number;
    const fromOwn = value - (own[group] as number);
    squared += weight * (value - prior) * (value - prior);
    within[group] = (within[group] as number) + weight * fromOwn * fromOwn;
  }
  const variance = squared / total;
  const means = own.map((mean, group) => {
    const rows = rowsOf[group] as number;
    const between = variance * rows;
    const share = between / (between + (within[group] as number) / rows);
    // Without a row, or where the target does not vary at all.
    return Number.isNaN(share) ? prior : share * mean + (1 - share) * prior;
  });
  return { prior, means };
}
