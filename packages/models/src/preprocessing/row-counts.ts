/** Values with how often each counts, ascending, none missing, none of weight 0. */
export interface CountedValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  /** Sum of the counts. */
  readonly total: number;
}

/**
 * The values that are not missing, with their weights as counts. Weights that sum to less than the values are raised to
 * that sum: weights of 1 ÷ n are then no weights, while whole weights stay what they are.
 */
export function countedValues(column: Float64Array, weights: Float64Array): CountedValues {
  const rows = Uint32Array.from(column.keys()).filter(
    (row) => !Number.isNaN(column[row]) && (weights[row] as number) > 0,
  );
  const first = weights[rows[0] ?? 0] as number;
  if (first <= 1 && rows.every((row) => weights[row] === first)) {
    // Weights that are all alike are none. Numbers alone sort in a fraction of the time that rows take.
    const values = Float64Array.from(rows, (row) => column[row] as number).sort();
    return { values, counts: new Float64Array(values.length).fill(1), total: values.length };
  }
  const order = rows.sort((a, b) => (column[a] as number) - (column[b] as number) || a - b);
  const values = Float64Array.from(order, (row) => column[row] as number);
  const counts = Float64Array.from(order, (row) => weights[row] as number);
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum >= counts.length) return { values, counts, total: sum };
  const raised = counts.map((count) => (count / sum) * counts.length);
  return { values, counts: raised, total: counts.length };
}

/**
 * Quantiles by linear interpolation (type 7 of Hyndman and Fan 1996, numpy's default) of the values repeated as often
 * as they count.
 *
 * @param counted At least one value.
 * @param probabilities 0 to 1, ascending.
 */
export function countedQuantiles(
  { values, counts, total }: CountedValues,
  probabilities: Float64Array,
): Float64Array {
  const last = values.length - 1;
  let at = 0;
  let upTo = counts[0] as number;
  return probabilities.map((probability) => {
    const position = Math.max(total - 1, 0) * probability;
    while (at < last && position >= upTo) upTo += counts[++at] as number;
    const value = values[at] as number;
    // The copies of a value stand at the positions below `upTo`, the last of them at `upTo - 1`.
    const beyond = position - (upTo - 1);
    if (beyond <= 0 || at === last) return value;
    return value + ((values[at + 1] as number) - value) * beyond;
  });
}
