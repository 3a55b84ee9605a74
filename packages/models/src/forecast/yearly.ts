/** Days after which the same weekday of the same week of the year comes again. */
const yearDays = 364;
/** Days on each side that a level of a year before is the mean of, and days before the origin that it is compared with. */
const reachDays = 7;
const referenceDays = 56;
/** A year before may double the level or halve it, not more. */
const mostFactor = 2;

/**
 * How the level of each day ahead stood to that of the eight weeks before the origin, one year (or the mean of the
 * logarithms over several) before: the course of the year, as ratios. Meant for daily series without negative values.
 *
 * @returns One ratio per step in ½ to 2; null if the series does not reach back a year and four weeks.
 */
export function yearlyRatios(series: Float64Array, steps: number): Float64Array | null {
  const size = series.length;
  if (size < yearDays + referenceDays / 2) return null;
  const sums = new Float64Array(size + 1);
  series.forEach((value, t) => {
    sums[t + 1] = (sums[t] as number) + value;
  });
  const meanOf = (from: number, to: number): number => {
    const [first, last] = [Math.max(0, from), Math.min(size, to)];
    return ((sums[last] as number) - (sums[first] as number)) / (last - first);
  };
  const logs = new Float64Array(steps);
  const counts = new Float64Array(steps);
  for (let years = 1; size - yearDays * years >= referenceDays / 2; years++) {
    const origin = size - yearDays * years;
    const reference = meanOf(origin - referenceDays, origin);
    if (!(reference > 0)) continue;
    for (let step = 0; step < steps; step++) {
      const day = origin + (step % yearDays);
      const level = meanOf(day - reachDays, day + reachDays + 1);
      const ratio = Math.min(mostFactor, Math.max(1 / mostFactor, level / reference));
      logs[step] = (logs[step] as number) + Math.log(ratio);
      counts[step] = (counts[step] as number) + 1;
    }
  }
  return logs.map((sum, step) => (counts[step] === 0 ? 1 : Math.exp(sum / (counts[step] as number))));
}
