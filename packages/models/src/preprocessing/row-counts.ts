import { quantileOfSorted } from '../statistics/quantile.js';
import { sortAtPositions } from './ordered-values.js';

/** Values with how often each counts, ascending, none missing, none of weight 0. */
export interface CountedValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/**
 * The values that are not missing, with their weights as counts. Weights that sum to less than the values are raised to
 * that sum: weights of 1 ÷ n are then no weights, while whole weights stay what they are.
 */
export function countedValues(column: Float64Array, weights: Float64Array): CountedValues {
  const { values, areAlike } = presentValues(column, weights);
  // Weights that are all alike are none. Numbers alone sort in a fraction of the time that rows take.
  return areAlike
    ? { values: values.sort(), counts: new Float64Array(values.length).fill(1) }
    : countedRows(column, weights);
}

/**
 * Quantiles by linear interpolation (type 7 of Hyndman and Fan 1996, numpy's default) of the values that are not
 * missing, repeated as often as {@link countedValues} counts them.
 *
 * @param probabilities 0 to 1, ascending.
 * @returns One per probability; none where no value is there.
 */
export function quantilesOf(
  column: Float64Array,
  weights: Float64Array,
  probabilities: Float64Array,
): Float64Array {
  const { values, areAlike } = presentValues(column, weights);
  if (values.length === 0) return new Float64Array(0);
  return areAlike
    ? quantilesOfAlike(values, probabilities)
    : quantilesOfCounted(countedRows(column, weights), probabilities);
}

/** How many values of weight are there. */
export function presentCount(column: Float64Array, weights: Float64Array): number {
  let count = 0;
  for (let row = 0; row < column.length; row++) {
    if (!Number.isNaN(column[row]) && (weights[row] as number) > 0) count++;
  }
  return count;
}

/** Values in the order of their rows, and whether all have one weight of at most 1. */
function presentValues(
  column: Float64Array,
  weights: Float64Array,
): { readonly values: Float64Array; readonly areAlike: boolean } {
  const values = new Float64Array(column.length);
  let [count, first, areAlike] = [0, 0, true];
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    const weight = weights[row] as number;
    if (Number.isNaN(value) || weight === 0) continue;
    if (count === 0) first = weight;
    if (weight !== first) areAlike = false;
    // The sum makes −0 the 0 that it equals: which of them stands where would depend on how values are sorted.
    values[count++] = value + 0;
  }
  return { values: values.subarray(0, count), areAlike: areAlike && first <= 1 };
}

function countedRows(column: Float64Array, weights: Float64Array): CountedValues {
  const order = Uint32Array.from(column.keys())
    .filter((row) => !Number.isNaN(column[row]) && (weights[row] as number) > 0)
    .sort((a, b) => (column[a] as number) - (column[b] as number) || a - b);
  const values = Float64Array.from(order, (row) => column[row] as number);
  const counts = Float64Array.from(order, (row) => weights[row] as number);
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum >= counts.length) return { values, counts };
  return { values, counts: counts.map((count) => (count / sum) * counts.length) };
}

function quantilesOfAlike(values: Float64Array, probabilities: Float64Array): Float64Array {
  const last = values.length - 1;
  const positions = new Int32Array(probabilities.length * 2);
  probabilities.forEach((probability, i) => {
    positions[2 * i] = Math.floor(last * probability);
    positions[2 * i + 1] = Math.min(last, Math.floor(last * probability) + 1);
  });
  sortAtPositions(values, positions.sort());
  return probabilities.map((probability) => quantileOfSorted(values, probability));
}

function quantilesOfCounted({ values, counts }: CountedValues, probabilities: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
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
