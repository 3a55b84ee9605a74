import type { CheckedWindow } from './policy.js';
import type { WindowAlgorithm } from './window-algorithm.js';

/** How far a bucket is from full. */
export interface Bucket {
  /** What is missing, in units times the milliseconds of the window: whole, so that nothing is rounded. */
  missing: number;
  /** The moment of `missing`, in milliseconds. */
  at: number;
}

/**
 * A bucket of `capacity` units that is refilled with `limit` units per window, evenly. Two numbers per caller; a decision
 * takes constant time. What is missing shrinks by `limit` per millisecond when counted in units × `windowMs`.
 */
export function tokenBucketAlgorithm({
  limit,
  windowMs,
  capacity,
}: Pick<CheckedWindow, 'limit' | 'windowMs' | 'capacity'>): WindowAlgorithm<Bucket> {
  const missingAt = ({ missing, at }: Bucket, moment: number): number =>
    Math.max(0, missing - (moment - at) * limit);
  const remainingOf = (missing: number): number => Math.floor((capacity * windowMs - missing) / windowMs);

  return {
    start: () => ({ missing: 0, at: Number.NEGATIVE_INFINITY }),
    setBack(bucket, now) {
      bucket.at = Math.min(bucket.at, now);
    },
    waitMs(bucket, moment, units) {
      const excess = missingAt(bucket, moment) - (capacity - units) * windowMs;
      return excess <= 0 ? 0 : Math.ceil(excess / limit);
    },
    use(bucket, moment, units) {
      bucket.missing = missingAt(bucket, moment) + units * windowMs;
      bucket.at = moment;
    },
    remaining: (bucket, moment) => remainingOf(missingAt(bucket, moment)),
    resetMs(bucket, moment) {
      const missing = missingAt(bucket, moment);
      if (missing === 0) return 0;
      return Math.ceil((missing - (capacity - remainingOf(missing) - 1) * windowMs) / limit);
    },
  };
}
