/** The last numbers of a stream, for a median and a spread that outliers do not move. */
export interface RobustWindow {
  readonly capacity: number;
  /** In the order in which they came, the oldest at `oldest`. */
  readonly values: number[];
  oldest: number;
  /** The same numbers in ascending order. */
  readonly sorted: number[];
}

/** A window that keeps the last `capacity` numbers. */
export function robustWindow(capacity: number): RobustWindow {
  return { capacity, values: [], oldest: 0, sorted: [] };
}

/** Adds a number, dropping the oldest beyond the capacity. O(capacity). */
export function addToRobust(window: RobustWindow, value: number): void {
  const { values, sorted, capacity } = window;
  if (values.length < capacity) values.push(value);
  else {
    sorted.splice(firstNotBelow(sorted, values[window.oldest] as number), 1);
    values[window.oldest] = value;
    window.oldest = (window.oldest + 1) % capacity;
  }
  sorted.splice(firstNotBelow(sorted, value), 0, value);
}

/** Share of the numbers that are below a value, those equal to it counted half; NaN for no numbers. O(log n). */
export function rankOf({ sorted }: RobustWindow, value: number): number {
  const below = firstNotBelow(sorted, value);
  let equal = below;
  while (equal < sorted.length && sorted[equal] === value) equal++;
  return (below + equal) / 2 / sorted.length;
}

/** Median, and 1.4826 × the median absolute deviation; NaN for no numbers. */
export function medianAndSpread(values: readonly number[]): {
  readonly median: number;
  readonly deviation: number;
} {
  return medianAndSpreadOfSorted(Float64Array.from(values).sort());
}

/** {@link medianAndSpread} of numbers in ascending order. O(n), without sorting the deviations. */
export function medianAndSpreadOfSorted(sorted: ArrayLike<number>): {
  readonly median: number;
  readonly deviation: number;
} {
  const { length } = sorted;
  if (length === 0) return { median: Number.NaN, deviation: Number.NaN };
  const middle = length >> 1;
  const upper = sorted[middle] as number;
  const median = length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  // Deviations grow away from the median on both sides: merged from there they come in ascending order.
  let low = middle - 1;
  let high = middle;
  let before = 0;
  let last = 0;
  for (let taken = 0; taken <= middle; taken++) {
    before = last;
    const below = low >= 0 ? Math.abs((sorted[low] as number) - median) : Number.POSITIVE_INFINITY;
    const above = high < length ? Math.abs((sorted[high] as number) - median) : Number.POSITIVE_INFINITY;
    if (below <= above) {
      last = below;
      low--;
    } else {
      last = above;
      high++;
    }
  }
  return { median, deviation: 1.4826 * (length % 2 === 1 ? last : (before + last) / 2) };
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
