const epsilon = 2 ** -52;

/**
 * Weighted mean and population standard deviation of what is not missing; a deviation of 0 where the values differ by
 * no more than rounding (the bound of scikit-learn's `StandardScaler`). Without a value both are 0.
 */
export function weightedMoments(
  column: Float64Array,
  weights: Float64Array,
): { readonly mean: number; readonly deviation: number } {
  let total = 0;
  let sum = 0;
  let count = 0;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    const weight = weights[row] as number;
    if (Number.isNaN(value)) continue;
    total += weight;
    sum += value * weight;
    if (weight > 0) count++;
  }
  if (total === 0) return { mean: 0, deviation: 0 };
  const mean = sum / total;
  let [squared, rest] = [0, 0];
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (Number.isNaN(value)) continue;
    const weight = weights[row] as number;
    const difference = value - mean;
    squared += weight * difference * difference;
    rest += weight * difference;
  }
  // What rounding left in the mean is taken out of both (Chan, Golub and LeVeque 1983).
  const variance = Math.max(0, (squared - (rest * rest) / total) / total);
  const rounding = count * mean * epsilon;
  const noise = count * epsilon * variance + rounding * rounding;
  return {
    mean: mean + rest / total,
    deviation: variance <= noise && noise < Number.POSITIVE_INFINITY ? 0 : Math.sqrt(variance),
  };
}
