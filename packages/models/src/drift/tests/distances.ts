import { type Sample, type SamplePair, samplePair } from './sample-pair.js';

/**
 * Wasserstein distance of order 1 between two samples: the mean way that values of one have to be moved to become the
 * other, in their unit. As scipy's `wasserstein_distance`.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a value, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no sample.
 */
export function wassersteinDistance(reference: Sample, current: Sample): number {
  return wasserstein(samplePair(reference, current));
}

/**
 * Energy distance between two samples (Székely 2003): the root of twice the integral of the squared difference of
 * their distribution functions. As scipy's `energy_distance`.
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a value, `DATA_NOT_FINITE`, `INVALID_ARGUMENT` for what is no sample.
 */
export function energyDistance(reference: Sample, current: Sample): number {
  return energy(samplePair(reference, current));
}

export function wasserstein(pair: SamplePair): number {
  return integrated(pair, Math.abs);
}

export function energy(pair: SamplePair): number {
  return Math.sqrt(2 * integrated(pair, (gap) => gap * gap));
}

/** Integral of a function of the difference of the two distribution functions. */
function integrated(
  { values, reference, current, referenceRows, currentRows }: SamplePair,
  of: (gap: number) => number,
): number {
  let [a, b, sum] = [0, 0, 0];
  for (let cell = 0; cell < values.length - 1; cell++) {
    a += reference[cell] as number;
    b += current[cell] as number;
    const width = (values[cell + 1] as number) - (values[cell] as number);
    sum += of(a / referenceRows - b / currentRows) * width;
  }
  return sum;
}
