/** Mean and variance of a stream of numbers. */
export interface Moments {
  readonly count: number;
  /** NaN without values. */
  readonly mean: number;
  /** Of a sample: the sum of squares divided by `count - 1`; NaN with fewer than two values. */
  readonly variance: number;
  add(value: number): void;
  /** Takes in what another saw (Chan, Golub and LeVeque 1983). */
  merge(other: Moments): void;
}

/** Starts without values. One value at a time, without cancellation (Welford 1962). */
export function moments(): Moments {
  let count = 0;
  let mean = 0;
  let squares = 0;
  return {
    get count() {
      return count;
    },
    get mean() {
      return count === 0 ? Number.NaN : mean;
    },
    get variance() {
      return count < 2 ? Number.NaN : squares / (count - 1);
    },
    add(value) {
      count++;
      const from = value - mean;
      mean += from / count;
      squares += from * (value - mean);
    },
    merge(other) {
      if (other.count === 0) return;
      const total = count + other.count;
      const from = other.mean - mean;
      const otherSquares = other.count < 2 ? 0 : other.variance * (other.count - 1);
      squares += otherSquares + (from * from * count * other.count) / total;
      mean += (from * other.count) / total;
      count = total;
    },
  };
}
