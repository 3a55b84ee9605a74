/** So few are sorted whole. */
const fewest = 64;

/**
 * Puts the values that ascending order has at a place and at the next one there, by partitions (Hoare 1961, quickselect):
 * time in proportion to the length, where a sort takes its logarithm more. Where partitions halve badly it sorts.
 *
 * @returns The values that were given, in another order.
 */
export function orderedAround(values: Float64Array, place: number): Float64Array {
  if (values.length <= fewest || !isTotallyOrdered(values)) return values.sort();
  let [first, last] = [0, values.length - 1];
  for (let left = 4 * Math.log2(values.length); last - first >= fewest; left--) {
    if (left < 0) return values.sort();
    const pivot = middleOf(
      values[first] as number,
      values[(first + last) >> 1] as number,
      values[last] as number,
    );
    let [low, high] = [first, last];
    while (low <= high) {
      while ((values[low] as number) < pivot) low++;
      while ((values[high] as number) > pivot) high--;
      if (low > high) break;
      const swapped = values[low] as number;
      values[low++] = values[high] as number;
      values[high--] = swapped;
    }
    if (place <= high) last = high;
    else if (place >= low) first = low;
    // What stands between both sides is the pivot itself.
    else [first, last] = [place, place];
  }
  values.subarray(first, last + 1).sort();
  if (place === last && last + 1 < values.length) bringLeast(values, last + 1);
  return values;
}

/** Whether comparisons tell all: they know neither 0 from -0, as a sort does, nor a place for NaN. */
function isTotallyOrdered(values: Float64Array): boolean {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (Number.isNaN(value) || Object.is(value, -0)) return false;
  }
  return true;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Swaps the least of the values from a place on to that place. */
function bringLeast(values: Float64Array, from: number): void {
  let least = from;
  for (let at = from + 1; at < values.length; at++) {
    if ((values[at] as number) < (values[least] as number)) least = at;
  }
  const swapped = values[from] as number;
  values[from] = values[least] as number;
  values[least] = swapped;
}
