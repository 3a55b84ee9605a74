/** Position and probability of the most probable class of a row; the first of several. */
export function mostProbable(
  probabilities: Float64Array,
  classes: number,
  row: number,
): { readonly label: number; readonly probability: number } {
  let label = 0;
  for (let k = 1; k < classes; k++) {
    if ((probabilities[row * classes + k] as number) > (probabilities[row * classes + label] as number)) {
      label = k;
    }
  }
  return { label, probability: probabilities[row * classes + label] as number };
}
