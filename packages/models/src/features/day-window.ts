/** Count, mean, spread and range of some numbers, in a form that merges (Chan, Golub and LeVeque 1983). */
export interface Moments {
  count: number;
  mean: number;
  /** Sum of squared distances from the mean. */
  squares: number;
  min: number;
  max: number;
}

/** The moments of no numbers. */
function noMoments(): Moments {
  return { count: 0, mean: 0, squares: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
}

/** Adds one number (Welford 1962). */
function addTo(moments: Moments, value: number): void {
  moments.count++;
  const distance = value - moments.mean;
  moments.mean += distance / moments.count;
  moments.squares += distance * (value - moments.mean);
  if (value < moments.min) moments.min = value;
  if (value > moments.max) moments.max = value;
}

/** Adds the numbers of another. */
function mergeInto(moments: Moments, other: Moments): void {
  if (other.count === 0) return;
  const count = moments.count + other.count;
  const distance = other.mean - moments.mean;
  moments.squares += other.squares + (distance * distance * moments.count * other.count) / count;
  moments.mean += (distance * other.count) / count;
  moments.count = count;
  if (other.min < moments.min) moments.min = other.min;
  if (other.max > moments.max) moments.max = other.max;
}

/** Sample standard deviation, n − 1 in the denominator; NaN below two numbers. */
export function standardDeviation(moments: Moments): number {
  return moments.count < 2 ? Number.NaN : Math.sqrt(moments.squares / (moments.count - 1));
}

/** The last days of a stream of numbers, one entry per day that has any. Memory is bounded by the window. */
export interface DayWindow {
  readonly days: number;
  entries: { readonly day: number; readonly moments: Moments }[];
}

/** A window of whole days that no number has entered. */
export function dayWindow(days: number): DayWindow {
  return { days, entries: [] };
}

/** Adds a number of a day; days do not go back. */
export function addToDay(window: DayWindow, day: number, value: number): void {
  let last = window.entries.at(-1);
  if (last?.day !== day) {
    last = { day, moments: noMoments() };
    window.entries.push(last);
    const first = window.entries.findIndex((entry) => entry.day >= day - window.days);
    if (first > 0) window.entries.splice(0, first);
  }
  addTo(last.moments, value);
}

/** The moments of the numbers from `day − days` on. `days` is at most the window's. O(days). */
export function momentsSince(window: DayWindow, day: number, days: number): Moments {
  const moments = noMoments();
  for (const entry of window.entries) if (entry.day >= day - days) mergeInto(moments, entry.moments);
  return moments;
}
