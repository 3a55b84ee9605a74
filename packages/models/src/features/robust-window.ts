/** The last numbers of a stream, for a median and a spread that outliers do not move. */
export interface RobustWindow {
  readonly capacity: number;
  values: number[];
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

/** Median, and 1.4826 × the median absolute deviation; NaN for no numbers. */
export function medianAndSpread(values: readonly number[]): {
  readonly median: number;
  readonly deviation: number;
} {
  const median = medianOf(values);
  return { median, deviation: 1.4826 * medianOf(values.map((value) => Math.abs(value - median))) };
}

function medianOf(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
