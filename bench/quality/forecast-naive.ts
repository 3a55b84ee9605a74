/** The last value, the last season repeated, and Naive2 of the M competitions; missing values are stepped over. */
export function naiveForecasts(train: Float64Array, season: number, steps: number): readonly Float64Array[] {
  const lastBefore = (from: number, step: number): number => {
    for (let t = from; t >= 0; t -= step) if (!Number.isNaN(train[t])) return train[t] as number;
    return 0;
  };
  const repeated = [1, season].map((period) =>
    Float64Array.from({ length: steps }, (_, step) =>
      lastBefore(train.length - period + (step % period), period),
    ),
  );
  const whole = train.map((value, t) => (Number.isNaN(value) ? lastBefore(t, season) : value));
  return [...repeated, naive2(whole, season, steps)];
}

/**
 * The last value without its season, with the season put back: shares of a centred moving average (distances from it where
 * a value is not positive), if the autocorrelation at the season exceeds 1.645 of its standard errors.
 */
function naive2(series: Float64Array, season: number, steps: number): Float64Array {
  const size = series.length;
  const isRatio = series.every((value) => value > 0);
  const pattern =
    season > 1 && size >= 3 * season && isSeasonal(series, season)
      ? seasonOf(series, season, isRatio)
      : new Float64Array(season).fill(isRatio ? 1 : 0);
  const last = series[size - 1] as number;
  const now = pattern[(size - 1) % season] as number;
  return Float64Array.from({ length: steps }, (_, step) => {
    const then = pattern[(size + step) % season] as number;
    return isRatio ? (last / now) * then : last - now + then;
  });
}

function seasonOf(series: Float64Array, season: number, isRatio: boolean): Float64Array {
  const half = season >> 1;
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let t = half; t + half < series.length; t++) {
    let around = 0;
    for (let k = -half; k <= half; k++) {
      const share = season % 2 === 0 && Math.abs(k) === half ? 0.5 : 1;
      around += (share * (series[t + k] as number)) / season;
    }
    const value = series[t] as number;
    sums[t % season] = (sums[t % season] as number) + (isRatio ? value / around : value - around);
    counts[t % season] = (counts[t % season] as number) + 1;
  }
  const means = sums.map((sum, phase) => sum / (counts[phase] as number));
  const overall = means.reduce((sum, value) => sum + value, 0) / season;
  return means.map((value) => (isRatio ? value / overall : value - overall));
}

function isSeasonal(series: Float64Array, season: number): boolean {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const at = (lag: number): number => {
    let sum = 0;
    for (let t = lag; t < series.length; t++) {
      sum += ((series[t] as number) - mean) * ((series[t - lag] as number) - mean);
    }
    return sum;
  };
  const variance = at(0);
  let squares = 0;
  for (let lag = 1; lag < season; lag++) squares += (at(lag) / variance) ** 2;
  return at(season) / variance > 1.645 * Math.sqrt((1 + 2 * squares) / series.length);
}
