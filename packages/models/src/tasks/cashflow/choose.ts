import { rollingOrigins } from '../../forecast/backtest.js';
import { dailyForecasters, naiveForecasters, quickForecasters } from '../../forecast/candidates.js';
import { type Selection, selectForecaster } from '../../forecast/select.js';
import type { TaskOptions } from '../train-options.js';
import type { DailySeries } from './daily-series.js';

/** Days that an account must have been seen for. */
export const leastDays = 28;
/** Series up to which every candidate is tried on each. */
const fewSeries = 25;
const horizonDays = 30;

/** The forecaster chosen for a series by its rolling backtest of 30 days (fewer where the series is short). */
export async function chooseForecaster(
  series: Pick<DailySeries, 'values' | 'firstDay'>,
  seriesCount: number,
  options: TaskOptions,
): Promise<Selection> {
  const thorough = options.budget === 'standard' && seriesCount <= fewSeries;
  const { values, firstDay } = series;
  const origins = rollingOrigins(values.length, {
    leastSeen: Math.min(leastDays, values.length >> 1),
    leastAhead: 7,
    step: 7,
    most: thorough ? 8 : 4,
  });
  const horizon = Math.min(horizonDays, values.length - (origins[0] ?? 0));
  return selectForecaster(
    values,
    firstDay,
    { naive: naiveForecasters(), others: thorough ? dailyForecasters() : quickForecasters() },
    { horizon, origins },
    options,
  );
}
