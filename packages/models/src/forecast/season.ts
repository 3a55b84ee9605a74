/** How a season goes together with the level: added to it, or a share of it. */
export type SeasonKind = 'additive' | 'multiplicative';

/** A series without its season, and the season: one value per phase, the first step of the series being phase 0. */
export interface Deseasonalised {
  readonly rest: Float64Array;
  readonly season: Float64Array;
  readonly kind: SeasonKind;
}

/**
 * Takes a season out of a series, if the autocorrelation at the period is significant at 90 % (the test of the M
 * competitions), else nothing: the means of the distances from a centred moving average, or of the ratios to it.
 *
 * @param kind `multiplicative` is for positive series; others are treated as `additive`.
 */
export function removeSeason(
  series: Float64Array,
  period: number,
  kind: SeasonKind = 'additive',
): Deseasonalised {
  const isRatio = kind === 'multiplicative' && series.every((value) => value > 0);
  const neutral = isRatio ? 1 : 0;
  const used: SeasonKind = isRatio ? 'multiplicative' : 'additive';
  const none = { rest: series, season: new Float64Array(Math.max(1, period)).fill(neutral), kind: used };
  if (period < 2 || series.length < 3 * period || !isSeasonal(series, period)) return none;
  const season = averageSeason(series, period, used);
  const rest = series.map((value, t) => {
    const part = season[t % period] as number;
    return isRatio ? value / part : value - part;
  });
  return { rest, season, kind: used };
}

/** Mean distance from (or ratio to) a centred moving average per phase, adding up to 0 (or averaging 1). */
export function averageSeason(series: Float64Array, period: number, kind: SeasonKind): Float64Array {
  const isRatio = kind === 'multiplicative';
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const overall = series.reduce((sum, value) => sum + value, 0) / series.length;
  const isShort = series.length < 2 * period + (period % 2 === 0 ? 0 : -1);
  for (let t = 0; t < series.length; t++) {
    const trend = isShort ? overall : centredAverage(series, t, period);
    if (Number.isNaN(trend)) continue;
    const value = series[t] as number;
    sums[t % period] = (sums[t % period] as number) + (isRatio ? value / trend : value - trend);
    counts[t % period] = (counts[t % period] as number) + 1;
  }
  const raw = sums.map((sum, phase) => sum / (counts[phase] as number));
  const mean = raw.reduce((sum, value) => sum + value, 0) / period;
  return raw.map((value) => (isRatio ? value / mean : value - mean));
}

/** Puts the season back onto forecasts of the steps after the series. */
export function restoreSeason({ rest, season, kind }: Deseasonalised, points: Float64Array): Float64Array {
  return points.map((point, step) => {
    const part = season[(rest.length + step) % season.length] as number;
    return kind === 'multiplicative' ? point * part : point + part;
  });
}

/** Whether the autocorrelation at a lag exceeds 1.645 of its standard errors (Bartlett's formula). O(values · period). */
function isSeasonal(series: Float64Array, period: number): boolean {
  const at = autocorrelations(series);
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += at(lag) ** 2;
  return at(period) > 1.645 * Math.sqrt((1 + 2 * squares) / series.length);
}

/** Autocorrelation by lag, 0 for a constant series. */
export function autocorrelations(series: Float64Array): (lag: number) => number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const distances = series.map((value) => value - mean);
  const squares = distances.reduce((sum, distance) => sum + distance * distance, 0);
  return (lag) => {
    let products = 0;
    for (let t = lag; t < distances.length; t++) {
      products += (distances[t] as number) * (distances[t - lag] as number);
    }
    return squares === 0 ? 0 : products / squares;
  };
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
