/** Counts by whole number, in an array over the span of numbers that occur. */
export interface BucketCounts {
  add(index: number, count: number): void;
  /** Visits the numbers that occur, rising. */
  each(visit: (index: number, count: number) => void): void;
}

const spare = 64;

/** Starts without counts. */
export function bucketCounts(): BucketCounts {
  let counts = new Float64Array(0);
  let first = 0;

  function makeRoomFor(index: number): void {
    const from = counts.length === 0 ? index - spare : Math.min(first, index - spare);
    const to = counts.length === 0 ? index + spare : Math.max(first + counts.length, index + spare);
    const wider = new Float64Array(to - from);
    wider.set(counts, counts.length === 0 ? 0 : first - from);
    counts = wider;
    first = from;
  }

  return {
    add(index, count) {
      if (index < first || index >= first + counts.length) makeRoomFor(index);
      counts[index - first] = (counts[index - first] as number) + count;
    },
    each(visit) {
      for (const [at, count] of counts.entries()) if (count > 0) visit(first + at, count);
    },
  };
}
