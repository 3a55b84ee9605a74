/** A series without its season, and the season: one value per phase, the first day of the series being phase 0. */
export interface Deseasonalised {
  readonly rest: Float64Array;
  readonly season: Float64Array;
}

/**
 * Takes an additive season out of a series: the means of the distances from a centred moving average, if the
 * autocorrelation at the period is significant at 90 % (the test of the M competitions), else nothing.
 */
export function removeSeason(series: Float64Array, period: number): Deseasonalised {
  const none = { rest: series, season: new Float64Array(period) };
  if (series.length < 3 * period || !isSeasonal(series, period)) return none;
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let t = 0; t < series.length; t++) {
    const trend = centredAverage(series, t, period);
    if (Number.isNaN(trend)) continue;
    sums[t % period] = (sums[t % period] as number) + (series[t] as number) - trend;
    counts[t % period] = (counts[t % period] as number) + 1;
  }
  const raw = sums.map((sum, phase) => sum / (counts[phase] as number));
  const mean = raw.reduce((sum, value) => sum + value, 0) / period;
  const season = raw.map((value) => value - mean);
  return { rest: series.map((value, t) => value - (season[t % period] as number)), season };
}

/** Whether the autocorrelation at a lag exceeds 1.645 of its standard errors (Bartlett's formula). */
function isSeasonal(series: Float64Array, period: number): boolean {
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += autocorrelation(series, lag) ** 2;
  return autocorrelation(series, period) > 1.645 * Math.sqrt((1 + 2 * squares) / series.length);
}

/** Autocorrelation at a lag, 0 for a constant series. */
export function autocorrelation(series: Float64Array, lag: number): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  let products = 0;
  let squares = 0;
  for (let t = 0; t < series.length; t++) {
    const distance = (series[t] as number) - mean;
    squares += distance * distance;
    if (t >= lag) products += distance * ((series[t - lag] as number) - mean);
  }
  return squares === 0 ? 0 : products / squares;
}

/** Mean of one period around a day, with half weights at the ends of an even period; NaN near the borders. */
function centredAverage(series: Float64Array, t: number, period: number): number {
  const half = Math.floor(period / 2);
  if (t < half || t + half >= series.length) return Number.NaN;
  let sum = 0;
  for (let offset = -half; offset <= half; offset++) {
    const isEnd = period % 2 === 0 && Math.abs(offset) === half;
    sum += (series[t + offset] as number) * (isEnd ? 0.5 : 1);
  }
  return sum / period;
}
