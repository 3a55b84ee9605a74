/** The latest numbers of a stream, in order of arrival and in order of size. */
export interface RecentValues {
  /** How many there are, at most the capacity. */
  readonly count: number;
  /** Ascending. Valid until the next `push`. */
  sorted(): Float64Array;
  /** Adds one; the oldest leaves where there is no room. */
  push(value: number): void;
  /** From the oldest to the latest, as a copy. */
  inOrder(): Float64Array;
}

/**
 * @param capacity 1 or more.
 * @param given Numbers to begin with, the oldest first; no more than the capacity.
 */
export function recentValues(capacity: number, given: ArrayLike<number> = []): RecentValues {
  const ring = new Float64Array(capacity);
  const ascending = new Float64Array(capacity);
  let count = 0;
  let oldest = 0;

  /** How many of the sorted are below a value. */
  function below(value: number): number {
    let [from, to] = [0, count];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((ascending[middle] as number) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  function push(value: number): void {
    if (count === capacity) {
      const at = below(ring[oldest] as number);
      ascending.copyWithin(at, at + 1, count);
      count--;
    }
    ring[oldest] = value;
    oldest = (oldest + 1) % capacity;
    const at = below(value);
    ascending.copyWithin(at + 1, at, count);
    ascending[at] = value;
    count++;
  }

  for (let i = 0; i < given.length; i++) push(given[i] as number);
  return {
    get count() {
      return count;
    },
    sorted: () => ascending.subarray(0, count),
    push,
    inOrder: () =>
      Float64Array.from(
        { length: count },
        (_, i) => ring[(oldest - count + i + 2 * capacity) % capacity] as number,
      ),
  };
}
