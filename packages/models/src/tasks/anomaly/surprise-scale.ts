/**
 * How surprising a number is among those of training: −ln of the share of them that were at least as large, in nats.
 * Between the knots it is interpolated; beyond the last it rises by one nat per `tail`, as exponential tails do.
 */
export interface SurpriseScale {
  /** Ascending. */
  readonly at: Float64Array;
  /** Ascending, one per knot, from 0. */
  readonly nats: Float64Array;
  readonly tail: number;
  /** Nats beyond which surprise grows as their logarithm only: so few rows cannot support more. */
  readonly most: number;
}

/** How {@link surpriseScale} reads its numbers. */
export interface SurpriseOptions {
  /** Least rise of the number that is worth one nat, where the numbers of training say nothing or hardly differ. */
  readonly unit: number;
  /** Holds the surprise of a number to its distance from the median in units, so that trifles are none. */
  readonly isAbsolute?: boolean;
  /** Lets surprise rise without limit. */
  readonly isUnlimited?: boolean;
}

/** Nats between knots. */
const step = 0.125;
/** Numbers beyond the last knot, from which its tail is estimated. */
const tailRows = 20;

/**
 * Learns the scale.
 *
 * @param values Numbers of training; NaN is left out. Without any, everything up to 0 is unsurprising.
 */
export function surpriseScale(
  values: Float64Array,
  { unit, isAbsolute = false, isUnlimited = false }: SurpriseOptions,
): SurpriseScale {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  if (n === 0) return { at: Float64Array.of(0), nats: Float64Array.of(0), tail: unit, most: 1 };
  const at: number[] = [];
  const nats: number[] = [];
  const middle = sorted[n >> 1] as number;
  const highest = sorted[lastKnot(n)] as number;
  for (let row = 0; row < n && (sorted[row] as number) <= highest; row++) {
    const value = sorted[row] as number;
    if (row > 0 && value === sorted[row - 1]) continue;
    const surprise = Math.log(n / (n - row));
    const allowed = isAbsolute ? Math.min(surprise, Math.max(0, value - middle) / unit) : surprise;
    const isEnd = at.length === 0 || value === highest || (isAbsolute && value === middle);
    const isNeeded = isEnd || allowed >= (nats.at(-1) as number) + step;
    if (!isNeeded) continue;
    at.push(value);
    nats.push(allowed);
  }
  let [excess, beyond] = [0, 0];
  for (let row = n - 1; row >= 0 && (sorted[row] as number) > highest; row--) {
    excess += (sorted[row] as number) - highest;
    beyond++;
  }
  return {
    at: Float64Array.from(at),
    nats: Float64Array.from(nats),
    tail: Math.max(unit, beyond === 0 ? 0 : excess / beyond),
    most: isUnlimited ? Number.POSITIVE_INFINITY : Math.log(n + 1) + 1,
  };
}

/** The row of the last knot: twenty rows from the end, or a twentieth of them where there are fewer than 400. */
function lastKnot(rows: number): number {
  return Math.max(0, rows - 1 - Math.min(tailRows, Math.ceil(rows / 20)));
}

/** Surprise of a number in nats, at least 0; 0 for NaN. */
export function surpriseOf({ at, nats, tail, most }: SurpriseScale, value: number): number {
  const last = at.length - 1;
  if (!(value > (at[0] as number))) return 0;
  if (value >= (at[last] as number)) {
    const found = (nats[last] as number) + (value - (at[last] as number)) / tail;
    return found <= most ? found : most + Math.log1p(found - most);
  }
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= value) low = middle;
    else high = middle;
  }
  const from = at[low] as number;
  const to = at[high] as number;
  const least = nats[low] as number;
  const highest = nats[high] as number;
  return least + ((value - from) / (to - from)) * (highest - least);
}
