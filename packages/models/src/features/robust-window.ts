/** The last numbers of a stream, for a median and a spread that outliers do not move. */
export interface RobustWindow {
  readonly capacity: number;
  values: number[];
}

/** Where a number lies within a {@link RobustWindow}. */
export interface RobustPosition {
  readonly count: number;
  readonly median: number;
  /** 1.4826 × the median absolute deviation: the standard deviation if the numbers were normal. */
  readonly deviation: number;
}

/** A window that keeps the last `capacity` numbers. */
export function robustWindow(capacity: number): RobustWindow {
  return { capacity, values: [] };
}

/** Adds a number, dropping the oldest beyond the capacity. */
export function addToRobust(window: RobustWindow, value: number): void {
  window.values.push(value);
  if (window.values.length > window.capacity) window.values.shift();
}

/** Median and spread of the numbers kept; NaN where there are none. O(n log n) in the capacity. */
export function positionOf(window: RobustWindow): RobustPosition {
  const median = medianOf(window.values);
  const deviation = 1.4826 * medianOf(window.values.map((value) => Math.abs(value - median)));
  return { count: window.values.length, median, deviation };
}

function medianOf(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
