import { civilFromEpochDay } from '@titans/core';
import { median } from 'simple-statistics';
import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, longestHorizon, repeated } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';

/** Every day the median of the last `days` days; of all unless told. */
export function medianForecaster(days: number = Number.POSITIVE_INFINITY): Forecaster {
  const name = Number.isFinite(days) ? `median of ${days} days` : 'median';
  return forecasterOf(name, 1, (series) => {
    const level = median([...(Number.isFinite(days) ? series.subarray(-days) : series)]);
    return fittedForecast(name, repeated([level]), { level });
  });
}

/** Every day the median of the days 1, 2, …, `cycles` periods before it. With 7 days: the same weekday. */
export function periodicMedian(period = 7, cycles = 8): Forecaster {
  const name = period === 7 ? `same-weekday median, ${cycles} weeks` : `median every ${period} days`;
  return forecasterOf(name, period, (series) => {
    const pattern = Array.from({ length: period }, (_, step) => {
      const phase: number[] = [];
      for (let day = series.length - period + step; day >= 0 && phase.length < cycles; day -= period) {
        phase.push(series[day] as number);
      }
      return median(phase);
    });
    return fittedForecast(name, repeated(pattern), { period, cycles });
  });
}

/**
 * Every day the median of the same day of the last `months` months, for rent and salaries. A day that some months
 * lack (29 to 31) also stands for the last day of those.
 */
export function sameDayOfMonthMedian(months = 6): Forecaster {
  const name = `same-day-of-month median, ${months} months`;
  return forecasterOf(name, 28, (series, firstDay) => {
    const start = Math.max(0, series.length - months * 31);
    const byDay = Array.from({ length: 32 }, (): number[] => []);
    for (let index = start; index < series.length; index++) {
      const { day } = civilFromEpochDay(firstDay + index);
      byDay[day]?.push(series[index] as number);
    }
    for (let day = 29; day <= 31; day++)
      if (byDay[day]?.length === 0) byDay[day] = [...(byDay[day - 1] ?? [])];
    const overall = median([...series.subarray(start)]);
    const points = Float64Array.from({ length: longestHorizon }, (_, step) => {
      const { day } = civilFromEpochDay(firstDay + series.length + step);
      const values = byDay[day] ?? [];
      return values.length === 0 ? overall : median(values);
    });
    return fittedForecast(name, points, { months });
  });
}
