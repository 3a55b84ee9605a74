import type { FeatureDescription } from './feature-matrix.js';

/** Whether a feature depends on earlier rows of the account. */
export function looksBackOn({ history = [] }: FeatureDescription): boolean {
  return history.length > 0;
}

/**
 * Days of history before a row that some features can use: the longest of their windows, `Infinity` if one of them
 * takes in all earlier rows, 0 if none looks back.
 */
export function lookBackDaysOf(features: readonly FeatureDescription[]): number {
  return features
    .filter(looksBackOn)
    .reduce((most, { windowDays = Number.POSITIVE_INFINITY }) => Math.max(most, windowDays), 0);
}
