import { type BacktestPlan, rollingOrigins } from './backtest.js';

/**
 * Days that forecasts of daily values must have seen, days between origins, and most origins: eight of them span
 * most of a year, so that its busy weeks have the part in the errors that they have in the year.
 */
const daily = { leastSeen: 56, step: 42, leastAhead: 28, most: 8 } as const;
const mostOrigins = 6;
/** Values below which forecasts are not tried on the past. */
const leastSeen = 6;

/** Steps ahead that a backtest looks at unless told. */
export function defaultHorizon(season: number): number {
  if (season === 7) return 30;
  if (season === 12) return 18;
  return season === 1 ? 6 : Math.min(2 * season, 56);
}

/**
 * Origins of the backtest of a series: for days up to six weeks apart, else a quarter of the horizon apart, each with two
 * seasons and more before it. No origin for a series that is too short.
 */
export function seriesPlan(
  length: number,
  season: number,
  horizon: number,
  effort: 'quick' | 'standard',
): BacktestPlan {
  const isQuick = effort === 'quick';
  if (season === 7) {
    const ahead = Math.min(daily.leastAhead, Math.max(7, length >> 2));
    const origins = rollingOrigins(length, {
      leastSeen: Math.max(leastSeen, Math.min(daily.leastSeen, length >> 1)),
      leastAhead: Math.min(ahead, horizon),
      step: Math.min(daily.step, Math.max(7, length >> 3)),
      most: isQuick ? 4 : daily.most,
    });
    return { horizon, origins };
  }
  // A horizon that the series is too short for must not leave it without any backtest.
  const quarter = Math.max(1, Math.min(horizon, length >> 1) >> 2);
  const seasons = season > 1 ? 2 * season + Math.min(8, season) : leastSeen;
  const origins = rollingOrigins(length, {
    leastSeen: Math.max(leastSeen, Math.min(seasons, (3 * length) >> 2), Math.min(length >> 1, 3 * season)),
    leastAhead: Math.min(horizon, Math.max(1, quarter)),
    step: quarter,
    most: isQuick ? 3 : mostOrigins,
  });
  return { horizon, origins };
}
