import { weightedMoments } from '../../preprocessing/moments.js';
import { quantileOfSorted } from '../../statistics/quantile.js';
import { unitOfMagnitude } from '../trees/magnitude.js';
import { sortedNumbers } from '../trees/sort-numbers.js';

/** By what features are made comparable: standard deviation, distance of the quartiles, or range. */
export const scalings = ['standard', 'robust', 'range'] as const;
export type Scaling = (typeof scalings)[number];

/** Where the middle of a feature lies and how far it spreads. */
export interface FeatureScale {
  /** Divided by before anything else, so that differences of huge values stay numbers. */
  readonly unit: number;
  /** NaN for a feature without any value, which then tells nothing: all its values count as missing. */
  readonly centre: number;
  /** Above 0. */
  readonly spread: number;
}

/** Distance of the quartiles of a normal distribution in standard deviations: 2 × scipy.stats.norm.ppf(0.75). */
const quartilesOfNormal = 1.3489795003921634;
/** No scaled value is further away, so that squares of it can be added up. */
const furthest = 1e100;

/** Learns the scale of a feature from its values that are no NaN. */
export function featureScale(column: Float64Array, scaling: Scaling): FeatureScale {
  const unit = unitOfMagnitude(column.filter((value) => !Number.isNaN(value)));
  const sorted = sortedNumbers(column).map((value) => value / unit);
  if (sorted.length === 0) return { unit: 1, centre: Number.NaN, spread: 1 };
  const { centre, spread } = spreadOf(sorted, scaling);
  // A constant has no spread of its own: it is measured by its size.
  return { unit, centre, spread: spread > 0 ? spread : Math.abs(centre) || 1 };
}

function spreadOf(sorted: Float64Array, scaling: Scaling): Pick<FeatureScale, 'centre' | 'spread'> {
  if (scaling === 'range') {
    const least = sorted[0] as number;
    return { centre: least, spread: (sorted[sorted.length - 1] as number) - least };
  }
  const { mean, deviation } = weightedMoments(sorted, new Float64Array(sorted.length).fill(1));
  if (scaling === 'standard') return { centre: mean, spread: deviation };
  const quartiles = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25);
  // Where half of the values are one, the quartiles tell nothing of the others.
  return {
    centre: quantileOfSorted(sorted, 0.5),
    spread: quartiles > 0 ? quartiles / quartilesOfNormal : deviation,
  };
}

/** A value in spreads from the centre; NaN stays NaN. */
export function scaled({ unit, centre, spread }: FeatureScale, value: number): number {
  return Math.max(-furthest, Math.min(furthest, (value / unit - centre) / spread));
}
