/** Skewness nearer to 0 than this is rounding. */
const rounding = 1e-9;

/** -1, 0 or 1: the side to which the values that are no NaN are skewed, by their third moment; 0 for a constant. */
export function signOfSkewness(column: Float64Array): number {
  let [count, greatest] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    count++;
    greatest = Math.max(greatest, Math.abs(value));
  }
  if (count === 0 || greatest === 0) return 0;
  // Values between -1 and 1 have powers that a number holds, whatever their unit was.
  let mean = 0;
  for (const value of column) if (!Number.isNaN(value)) mean += value / greatest / count;
  let [squared, cubed] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    const difference = value / greatest - mean;
    squared += (difference * difference) / count;
    cubed += (difference * difference * difference) / count;
  }
  // A spread of the size of rounding is that of a constant.
  if (squared <= 1e-30) return 0;
  const skewness = cubed / (squared * Math.sqrt(squared));
  return Math.abs(skewness) <= rounding ? 0 : Math.sign(skewness);
}
