import { TitansError } from '@titans/core';
import { type BucketCounts, bucketCounts } from './bucket-counts.js';

/** Quantiles of a stream of numbers in bounded memory, the same for every order and every cut of the stream. */
export interface QuantileSketch {
  /** The relative error α that quantiles have at most. */
  readonly accuracy: number;
  readonly count: number;
  /** Exact; NaN without values. */
  readonly min: number;
  readonly max: number;
  /** Takes a finite number. */
  add(value: number): void;
  /** Takes in what another of the same accuracy saw; the same as if this one had seen it. */
  merge(other: QuantileSketch): void;
  /**
   * The quantile by linear interpolation (type 7, the default of NumPy), off by at most α times the larger of the two
   * values that it lies between; NaN without values.
   */
  quantile(probability: number): number;
  /** How many values are below a number; of values within α of the number, some are taken for the other side. */
  countBelow(value: number): number;
  /** The buckets in rising order of their values: a value of each, and how many there are. */
  buckets(): readonly { readonly value: number; readonly count: number }[];
}

const least = 1e-9;

/**
 * DDSketch (Masson, Rim and Lee, VLDB 2019): logarithmic buckets, so that every quantile has a *relative* error of at
 * most α, for any distribution and any order. No bucket is ever collapsed: for amounts from 1 to 10¹⁵ minor units there
 * are at most 17,300 of them (140 KB) on each side of zero at the default α of 0.001. Magnitudes below 10⁻⁹ are zero.
 *
 * @param accuracy α, above 0 and below 0.5.
 * @throws TitansError `INVALID_ARGUMENT` for another accuracy, `DATA_NOT_FINITE` for a value that is no finite number,
 * `SHAPE_MISMATCH` on merging different accuracies.
 */
export function quantileSketch(accuracy = 0.001): QuantileSketch {
  if (!(accuracy > 0 && accuracy < 0.5)) {
    throw new TitansError('INVALID_ARGUMENT', `The accuracy lies between 0 and 0.5, not at ${accuracy}.`);
  }
  const gamma = (1 + accuracy) / (1 - accuracy);
  const perLogarithm = 1 / Math.log(gamma);
  const above = bucketCounts();
  const below = bucketCounts();
  let zeros = 0;
  let count = 0;
  let min = Number.NaN;
  let max = Number.NaN;
  const indexOf = (magnitude: number): number => Math.ceil(Math.log(magnitude) * perLogarithm);
  /** The value whose relative distance to both ends of its bucket is α, but never beyond what was seen. */
  const representative = (index: number): number => (2 * gamma ** index) / (gamma + 1);
  const within = (value: number): number => Math.min(max, Math.max(min, value));

  const sketch: QuantileSketch & Parts = {
    accuracy,
    get count() {
      return count;
    },
    get min() {
      return min;
    },
    get max() {
      return max;
    },
    get zeros() {
      return zeros;
    },
    above,
    below,
    add(value) {
      if (!Number.isFinite(value))
        throw new TitansError('DATA_NOT_FINITE', `${value} has no place among quantiles.`);
      if (value > least) above.add(indexOf(value), 1);
      else if (value < -least) below.add(indexOf(-value), 1);
      else zeros++;
      count++;
      if (!(value >= min)) min = value;
      if (!(value <= max)) max = value;
    },
    merge(other) {
      if (!isOurs(other) || other.accuracy !== accuracy) {
        throw new TitansError('SHAPE_MISMATCH', `Accuracies ${accuracy} and ${other.accuracy} do not merge.`);
      }
      other.above.each((index, each) => above.add(index, each));
      other.below.each((index, each) => below.add(index, each));
      zeros += other.zeros;
      if (other.count > 0) {
        if (!(other.min >= min)) min = other.min;
        if (!(other.max <= max)) max = other.max;
      }
      count += other.count;
    },
    buckets,
    quantile(probability) {
      if (count === 0) return Number.NaN;
      const position = (count - 1) * probability;
      const lower = Math.floor(position);
      const all = buckets();
      let seen = 0;
      let at = 0;
      const valueAtRank = (rank: number): number => {
        while (at < all.length - 1 && seen + (all[at]?.count ?? 0) <= rank) seen += all[at++]?.count ?? 0;
        return all[at]?.value ?? Number.NaN;
      };
      const low = valueAtRank(lower);
      return position === lower ? low : low + (valueAtRank(lower + 1) - low) * (position - lower);
    },
    countBelow(value) {
      if (value <= min) return 0;
      if (value > max) return count;
      let total = 0;
      for (const bucket of buckets()) if (bucket.value < value) total += bucket.count;
      return total;
    },
  };

  function buckets(): { value: number; count: number }[] {
    const all: { value: number; count: number }[] = [];
    below.each((index, each) => all.push({ value: within(-representative(index)), count: each }));
    all.reverse();
    if (zeros > 0) all.push({ value: 0, count: zeros });
    above.each((index, each) => all.push({ value: within(representative(index)), count: each }));
    return all;
  }

  return sketch;
}

interface Parts {
  readonly above: BucketCounts;
  readonly below: BucketCounts;
  readonly zeros: number;
}

function isOurs(sketch: QuantileSketch): sketch is QuantileSketch & Parts {
  return 'above' in sketch && 'below' in sketch && 'zeros' in sketch;
}
