/** Shorter stretches are sorted: the native sort is then as fast as another partition. */
const shortest = 96;

/**
 * Puts at each of the given positions the value that would stand there if all were sorted, in time linear in the values
 * for a few positions (quickselect, Hoare 1961). What does not split well is sorted, so that no order of the values
 * takes more than a sort.
 *
 * @param values Numbers without NaN. They are moved in place.
 * @param positions 0 to `values.length` − 1, ascending.
 */
export function sortAtPositions(values: Float64Array, positions: ArrayLike<number>): void {
  const deepest = 2 * Math.ceil(Math.log2(values.length + 1));
  select(values, 0, values.length - 1, positions, 0, positions.length, deepest);
}

/** The same within `low` to `high`, for the positions numbered `from` to below `to`, all of which lie there. */
function select(
  values: Float64Array,
  low: number,
  high: number,
  positions: ArrayLike<number>,
  from: number,
  to: number,
  deepest: number,
): void {
  if (from >= to || low >= high) return;
  if (high - low < shortest || deepest === 0) {
    values.subarray(low, high + 1).sort();
    return;
  }
  const [lower, upper] = partition(values, low, high);
  // Between the two stand values that are all equal.
  const split = firstAbove(positions, lower, from, to);
  const rest = firstAbove(positions, upper - 1, split, to);
  select(values, low, lower, positions, from, split, deepest - 1);
  select(values, upper, high, positions, rest, to, deepest - 1);
}

/** Moves values not above a middle one before those not below it; gives the end of the ones and the start of the others. */
function partition(values: Float64Array, low: number, high: number): readonly [number, number] {
  const pivot = middleValue(values, low, high);
  let [left, right] = [low, high];
  while (left <= right) {
    while ((values[left] as number) < pivot) left++;
    while ((values[right] as number) > pivot) right--;
    if (left > right) break;
    const moved = values[left] as number;
    values[left++] = values[right] as number;
    values[right--] = moved;
  }
  return [right, left];
}

/** The median of three medians of three, spread over the stretch: rows in any usual order split it about evenly. */
function middleValue(values: Float64Array, low: number, high: number): number {
  const eighth = (high - low) >> 3;
  const centre = (low + high) >>> 1;
  const at = (index: number): number => values[index] as number;
  return medianOfThree(
    medianOfThree(at(low), at(low + eighth), at(low + 2 * eighth)),
    medianOfThree(at(centre - eighth), at(centre), at(centre + eighth)),
    medianOfThree(at(high - 2 * eighth), at(high - eighth), at(high)),
  );
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** The first number from `from` to `to` whose position is above `bound`, or `to`. */
function firstAbove(positions: ArrayLike<number>, bound: number, from: number, to: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] as number) > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
