import { median } from 'simple-statistics';
import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, longestHorizon } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';
import { restoreSeason, type SeasonKind } from './season.js';

/** Least share of the level that a phase is taken for where values are divided by it: an almost empty weekday. */
const leastShare = 0.05;

/**
 * A level that outliers do not move, times (or plus) a robust season: the median of the last `levelCycles` periods
 * without their season, which is the median per phase of ratios to (or distances from) the mean of the period around,
 * over `patternCycles` periods. A short level follows shifts, a long one stays through noise.
 *
 * @param kind `multiplicative` is for series without negative values; others are treated as `additive`.
 */
export function robustLevel(
  period = 7,
  levelCycles = 8,
  kind: SeasonKind = 'additive',
  patternCycles = 52,
): Forecaster {
  const name = `median level of ${levelCycles} periods of ${period}, ${kind} season`;
  return forecasterOf(name, 3 * period, (series) => {
    const size = series.length;
    const isRatio = kind === 'multiplicative' && series.every((value) => value >= 0);
    const used: SeasonKind = isRatio ? 'multiplicative' : 'additive';
    const season = robustSeason(series, period, used, Math.max(0, size - patternCycles * period));
    const recent: number[] = [];
    for (let t = Math.max(0, size - levelCycles * period); t < size; t++) {
      const part = season[t % period] as number;
      recent.push(
        isRatio ? (series[t] as number) / Math.max(part, leastShare) : (series[t] as number) - part,
      );
    }
    const level = median(recent);
    const flat = new Float64Array(longestHorizon).fill(level);
    return fittedForecast(name, restoreSeason({ rest: series, season, kind: used }, flat), { level });
  });
}

function robustSeason(series: Float64Array, period: number, kind: SeasonKind, from: number): Float64Array {
  const isRatio = kind === 'multiplicative';
  const before = period >> 1;
  const phases = Array.from({ length: period }, (): number[] => []);
  for (let t = from + before; t + period - before <= series.length; t++) {
    let around = 0;
    for (let k = t - before; k < t - before + period; k++) around += (series[k] as number) / period;
    const value = series[t] as number;
    if (!isRatio) phases[t % period]?.push(value - around);
    else if (around > 0) phases[t % period]?.push(value / around);
  }
  const neutral = isRatio ? 1 : 0;
  const raw = Float64Array.from(phases, (phase) => (phase.length === 0 ? neutral : median(phase)));
  const mean = raw.reduce((sum, value) => sum + value, 0) / period;
  if (!isRatio) return raw.map((value) => value - mean);
  return mean > 0 ? raw.map((value) => value / mean) : raw.fill(1);
}
