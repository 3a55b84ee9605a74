/** The ends of an interval. */
export interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The shortest interval that holds a share of draws, widened to hold the point. Unlike one that leaves out the same
 * share on both sides, it covers no more than it says where many draws are equal, as days without a flow.
 *
 * @param sorted Draws in ascending order, at least one.
 */
export function shortestInterval(sorted: Float64Array, level: number, point: number): Ends {
  const count = Math.min(sorted.length, Math.ceil(level * sorted.length));
  let first = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start + count <= sorted.length; start++) {
    const width = (sorted[start + count - 1] as number) - (sorted[start] as number);
    if (width < least) {
      least = width;
      first = start;
    }
  }
  return {
    lower: Math.min(point, sorted[first] as number),
    upper: Math.max(point, sorted[first + count - 1] as number),
  };
}

/** The interval that leaves out the same share of draws on both sides, widened to hold the point. */
export function centralInterval(sorted: Float64Array, level: number, point: number): Ends {
  return {
    lower: Math.min(point, quantileOf(sorted, (1 - level) / 2)),
    upper: Math.max(point, quantileOf(sorted, (1 + level) / 2)),
  };
}

/** The quantile of draws in ascending order, linear between them. */
export function quantileOf(sorted: Float64Array, level: number): number {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (place - below) * (high - low);
}

/** The draws of one day ahead, in ascending order. */
export function drawsOfDay(paths: Float64Array, days: number, step: number): Float64Array {
  const count = paths.length / days;
  const draws = new Float64Array(count);
  for (let path = 0; path < count; path++) draws[path] = paths[path * days + step] as number;
  return draws.sort();
}

/** Sums of each path up to each day, laid out as the paths. */
export function cumulated(paths: Float64Array, days: number): Float64Array {
  const sums = paths.slice();
  for (let place = 0; place < sums.length; place++) {
    if (place % days !== 0) sums[place] = (sums[place] as number) + (sums[place - 1] as number);
  }
  return sums;
}
