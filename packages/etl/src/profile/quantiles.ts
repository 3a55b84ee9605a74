/**
 * The quantile of sorted numbers by linear interpolation between them (Hyndman and Fan 1996, type 7; the default of
 * NumPy).
 *
 * @param sorted At least one number, rising.
 * @param probability 0 to 1.
 */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}
