import type { CurrencyCode } from '@titans/core';
import type { Structure } from './choose.js';
import type { DayValues } from './day-values.js';
import type { FlowStream } from './flow-stream.js';

/** Where the days ahead fall apart whose intervals are scaled by themselves, given enough forecasts of the past. */
export const scaleBorder = 10;

/** What was learned of one account in one currency. Amounts are in minor units. */
export interface LearnedFlow {
  readonly accountId: string;
  readonly currency: CurrencyCode;
  /** Name of the forecaster that was chosen. */
  readonly forecaster: string;
  readonly structure: Structure;
  /** Whether or not the structure uses them. */
  readonly streams: readonly FlowStream[];
  /** What calendar and residual add on each of the 365 days after the last, whole numbers. */
  readonly calendarPoints: Float64Array;
  readonly residualPoints: Float64Array;
  /** By how much those points were too low per day, on average of the past. */
  readonly bias: number;
  readonly values: DayValues;
  /** Per level of `intervalLevels`, what distances of drawn ends from the point are multiplied with: near, and far. */
  readonly scales: readonly (readonly [number, number])[];
  /** The same for sums over days. */
  readonly totalScale: number;
}

/** The factor of an interval so many days ahead, counted from 0. */
export function scaleOf(scales: LearnedFlow['scales'], level: number, step: number): number {
  const [near, far] = scales[level] ?? [1, 1];
  return step < scaleBorder ? near : far;
}
