/** Smallest and largest of the values that are not missing and of positive weight; `null` without one. */
export function extremes(
  column: Float64Array,
  weights: Float64Array,
): { readonly least: number; readonly most: number } | null {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (Number.isNaN(value) || (weights[row] as number) === 0) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? { least, most } : null;
}
