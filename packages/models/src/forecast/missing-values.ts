/** A series without gaps. */
export interface FilledSeries {
  readonly series: Float64Array;
  /** How many values were missing. */
  readonly filled: number;
}

/** Known values on each side that a local level is the median of, in seasons. */
const reachSeasons = 2;

/**
 * Fills missing values (NaN) with the median of the values around plus the median distance of their phase (weekday,
 * month) from such local medians; without a season, or where less than two seasons are known, by a straight line
 * between the neighbours. At the ends the nearest value goes on. No value leaves the range of those that are known.
 *
 * @param series One value per step; infinite values stay.
 * @param season Steps in a season, 1 for none.
 */
export function fillMissing(series: Float64Array, season: number): FilledSeries {
  const missing = [...series.keys()].filter((t) => Number.isNaN(series[t]));
  if (missing.length === 0 || missing.length === series.length) return { series, filled: 0 };
  const filled = series.slice();
  const isSeasonal = season > 1 && series.length - missing.length >= 2 * season;
  const levelAt = (t: number): number => localMedian(series, t, reachSeasons * season);
  const wanted = new Set(missing.map((t) => t % season));
  const pattern = isSeasonal ? phaseDistances(series, season, wanted, levelAt) : null;
  const [least, most] = rangeOf(series);
  for (const t of missing) {
    const level = pattern === null ? Number.NaN : levelAt(t);
    const distance = pattern?.[t % season] ?? Number.NaN;
    const value = level + distance;
    filled[t] = Number.isNaN(value) ? between(series, t) : Math.min(most, Math.max(least, value));
  }
  return { series: filled, filled: missing.length };
}

function rangeOf(series: Float64Array): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of series) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** Usual distance of the wanted phases from the level around, which is slow to find; NaN for the other phases. */
function phaseDistances(
  series: Float64Array,
  season: number,
  wanted: ReadonlySet<number>,
  levelAt: (t: number) => number,
): readonly number[] {
  const distances = Array.from({ length: season }, (): number[] => []);
  series.forEach((value, t) => {
    if (wanted.has(t % season) && !Number.isNaN(value)) distances[t % season]?.push(value - levelAt(t));
  });
  return distances.map((phase) => medianOf(Float64Array.from(phase)));
}

/** Median of the known values at most `reach` steps away; NaN for none. */
function localMedian(series: Float64Array, t: number, reach: number): number {
  const around = series
    .subarray(Math.max(0, t - reach), t + reach + 1)
    .filter((value) => !Number.isNaN(value));
  return medianOf(around);
}

/** Sorts the values; NaN for none. */
function medianOf(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  const upper = values[half] ?? Number.NaN;
  return values.length % 2 === 1 ? upper : ((values[half - 1] ?? Number.NaN) + upper) / 2;
}

/** On the line between the nearest known values; at an end the nearest. */
function between(series: Float64Array, t: number): number {
  let [before, after] = [t - 1, t + 1];
  while (before >= 0 && Number.isNaN(series[before])) before--;
  while (after < series.length && Number.isNaN(series[after])) after++;
  if (before < 0) return series[after] as number;
  if (after >= series.length) return series[before] as number;
  const [low, high] = [series[before] as number, series[after] as number];
  return low + ((high - low) * (t - before)) / (after - before);
}
