import { median } from 'simple-statistics';
import type { Forecaster } from '../estimators/estimator.js';
import { fittedForecast, repeated } from './fitted-forecast.js';
import { forecasterOf } from './forecaster.js';

/** How many times the median flow of a day a flow must exceed to be forecast by its own dates. */
const largeFactor = 5;
const leastEvents = 4;
/** Median absolute deviation of the gaps, as a share of their median, up to which they are regular. */
const mostIrregular = 0.25;
/** Newest events whose median is the amount of the next ones. */
const recentEvents = 8;

/** Large flows of one direction that come at about the same distance. */
interface Rhythm {
  readonly gapDays: number;
  readonly amount: number;
  /** Index of the newest event. */
  readonly last: number;
}

/**
 * Large flows that come at regular distances (wages, rent, invoices paid every few days) on the days they are next
 * due, each with the median of the last eight; every other day the median of the rest. A flow is large above five
 * times the median flow of days that have one; income and expense have a rhythm each, or none: then all days get the
 * median.
 */
export function regularIntervals(): Forecaster {
  const name = 'regular intervals of large flows';
  return forecasterOf(name, 28, (series) => {
    const flows = series.filter((value) => value !== 0).map(Math.abs);
    const large = flows.length === 0 ? 0 : largeFactor * median([...flows]);
    const rhythms = [rhythmOf(series, (value) => value > large), rhythmOf(series, (value) => value < -large)];
    const found = rhythms.filter((rhythm) => rhythm !== null);
    const rest = found.length === 0 ? [...series] : [...series].filter((value) => Math.abs(value) <= large);
    const points = repeated([median(rest)]);
    for (const rhythm of found) addEvents(points, rhythm, series.length);
    return fittedForecast(name, points, { large, rhythms: found.length });
  });
}

function rhythmOf(series: Float64Array, isEvent: (value: number) => boolean): Rhythm | null {
  const events = [...series.keys()].filter((day) => isEvent(series[day] as number));
  if (events.length < leastEvents) return null;
  const gaps = events.slice(1).map((day, index) => day - (events[index] as number));
  const gapDays = median(gaps);
  const deviation = median(gaps.map((gap) => Math.abs(gap - gapDays)));
  const last = events.at(-1) as number;
  const hasEnded = series.length - 1 - last > 2 * gapDays;
  if (gapDays < 2 || deviation > mostIrregular * gapDays || hasEnded) return null;
  return { gapDays, amount: median(events.slice(-recentEvents).map((day) => series[day] as number)), last };
}

/** Puts the due events onto their days, in place of what an ordinary day has. */
function addEvents(points: Float64Array, { gapDays, amount, last }: Rhythm, days: number): void {
  const firstCycle = Math.floor((days - 1 - last) / gapDays) + 1;
  for (let cycle = firstCycle; ; cycle++) {
    const step = Math.round(last + cycle * gapDays) - days;
    if (step >= points.length) return;
    if (step >= 0) points[step] = amount;
  }
}
