/** The last numbers of a stream, for a median and a spread that outliers do not move. */
export interface RobustWindow {
  readonly capacity: number;
  /** In the order in which they came, the oldest at `oldest`. */
  readonly values: number[];
  oldest: number;
  /** The same numbers in ascending order, unless more came in than are put in one by one. */
  ordered: number[];
  isOrdered: boolean;
  addedSinceRead: number;
}

/** From so many numbers between two looks at a window on, sorting it anew is less work than putting each in its place. */
const manyUnread = 8;

/** A window that keeps the last `capacity` numbers. */
export function robustWindow(capacity: number): RobustWindow {
  return { capacity, values: [], oldest: 0, ordered: [], isOrdered: true, addedSinceRead: 0 };
}

/** Adds a number, dropping the oldest beyond the capacity. O(capacity), O(1) where nobody looks. */
export function addToRobust(window: RobustWindow, value: number): void {
  const { values, capacity, ordered } = window;
  window.addedSinceRead++;
  if (window.addedSinceRead > manyUnread) window.isOrdered = false;
  const isFull = values.length >= capacity;
  if (window.isOrdered) {
    if (isFull) ordered.splice(firstNotBelow(ordered, values[window.oldest] as number), 1);
    ordered.splice(firstNotBelow(ordered, value), 0, value);
  }
  if (isFull) {
    values[window.oldest] = value;
    window.oldest = (window.oldest + 1) % capacity;
  } else values.push(value);
}

/** The numbers in ascending order. */
export function sortedOf(window: RobustWindow): readonly number[] {
  window.addedSinceRead = 0;
  if (!window.isOrdered) {
    window.ordered = Array.from(Float64Array.from(window.values).sort());
    window.isOrdered = true;
  }
  return window.ordered;
}

/** Share of ascending numbers that are below a value, those equal to it counted half; NaN for no numbers. O(log n). */
export function rankOf(sorted: readonly number[], value: number): number {
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
