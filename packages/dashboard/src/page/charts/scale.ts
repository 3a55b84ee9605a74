/** Maps values to places along an axis. */
export interface Scale {
  (value: number): number;
  /** Round values within it, lowest first. */
  readonly ticks: readonly number[];
  readonly low: number;
  readonly high: number;
}

/**
 * A linear scale whose ends are round values that take in all of `values`.
 *
 * @param range Places of the lowest and the highest value.
 * @param tickCount About so many ticks.
 */
export function niceScale(
  values: readonly number[],
  range: readonly [number, number],
  tickCount: number,
): Scale {
  const finite = values.filter(Number.isFinite);
  let [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length === 0) [low, high] = [0, 1];
  // What differs by less cannot be told apart in a picture.
  if (high - low < 1e-9 * Math.max(1e-3, Math.abs(low), Math.abs(high)))
    [low, high] = Math.abs(low) < 1e-9 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const step = niceStep((high - low) / Math.max(1, tickCount));
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  const [from, to] = range;
  const [bottom, top] = [first * step, last * step];
  const scale = (value: number): number => from + ((value - bottom) / (top - bottom)) * (to - from);
  return Object.assign(scale, { ticks, low: bottom, high: top });
}

/** The round step, 1, 2 or 5 times a power of ten, that is at least as long. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** Every so many of `count` things are named, so that names of `labelWidth` do not touch. */
export function labelEvery(count: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((count * labelWidth) / Math.max(1, width)));
}
