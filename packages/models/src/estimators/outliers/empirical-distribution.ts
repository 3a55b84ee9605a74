import type { ArtifactArray } from '@titans/core';
import type { ArtifactReader } from '../restoring.js';
import { sortedNumbers } from '../trees/sort-numbers.js';

/**
 * How many values of a column are at most, and how many are below, a given one. `values` ascend; `below[i]` of the
 * `count` values learned from are less than `values[i]`, and `upTo[i]` are not more.
 */
export interface EmpiricalDistribution {
  readonly count: number;
  readonly values: Float64Array;
  readonly below: Float64Array;
  readonly upTo: Float64Array;
}

/** The share by which ranks may differ that are not told apart, where values are many. */
const tolerance = 0.01;
/** Up to so many different values are all kept. */
const mostKept = 2_048;

/**
 * Learns the distribution of the values that are not NaN. Up to 2,048 different values are kept. Of more, those stay
 * whose distance from the nearer end has grown by 1 %: counts up to there are exact, those between differ by at most so
 * much, so that the logarithm of either tail is right to 0.01. Their number grows with the logarithm of the rows.
 */
export function empiricalDistribution(column: Float64Array): EmpiricalDistribution {
  const sorted = sortedNumbers(column);
  const count = sorted.length;
  const starts: number[] = [];
  for (let i = 0; i < count; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) starts.push(i);
  }
  const kept = starts.length <= mostKept ? starts : thinned(starts, count);
  const endOf = new Map(starts.map((start, index) => [start, starts[index + 1] ?? count] as const));
  return {
    count,
    values: Float64Array.from(kept, (start) => sorted[start] as number),
    below: Float64Array.from(kept),
    upTo: Float64Array.from(kept, (start) => endOf.get(start) ?? count),
  };
}

function thinned(starts: readonly number[], count: number): readonly number[] {
  const kept: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < starts.length; index++) {
    const start = starts[index] as number;
    const next = starts[index + 1] ?? count;
    // The step permitted is a share of the ranks to the nearer end; the ends themselves are always kept.
    const permitted = tolerance * Math.min(last + 1, count - next);
    if (next - last > permitted || index === 0 || index === starts.length - 1) {
      kept.push(start);
      last = start;
    }
  }
  return kept;
}

/** Index of the last value that is at most `value`; -1 if all are above. */
export function lastAtMost({ values }: EmpiricalDistribution, value: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((values[middle] as number) <= value) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/**
 * How many values are less than one that lies between two that were kept: all are exact where every value was kept, and
 * by linear interpolation where some were left out.
 *
 * @param at Index of the last kept value below it.
 */
export function countBetween(distribution: EmpiricalDistribution, at: number, value: number): number {
  const { values, below, upTo, count } = distribution;
  if (at < 0) return 0;
  if (at === values.length - 1) return count;
  const [low, high] = [upTo[at] as number, below[at + 1] as number];
  if (low === high) return low;
  const [from, to] = [values[at] as number, values[at + 1] as number];
  // Halves first: the difference of two numbers may leave the range of numbers.
  return low + ((high - low) * (value / 2 - from / 2)) / (to / 2 - from / 2);
}

/** The arrays of an artifact that hold several distributions. */
export function distributionArrays(
  all: readonly EmpiricalDistribution[],
): Readonly<Record<string, ArtifactArray>> {
  const joined = (part: (distribution: EmpiricalDistribution) => Float64Array): Float64Array =>
    Float64Array.from(all.flatMap((distribution) => [...part(distribution)]));
  return {
    sizes: Uint32Array.from(all, ({ values }) => values.length),
    counts: Float64Array.from(all, ({ count }) => count),
    values: joined(({ values }) => values),
    below: joined(({ below }) => below),
    upTo: joined(({ upTo }) => upTo),
  };
}

/** Reads what {@link distributionArrays} wrote. @throws TitansError `ARTIFACT_CORRUPT`. */
export function readDistributions(
  artifact: ArtifactReader,
  expected: number,
): readonly EmpiricalDistribution[] {
  const [sizes, counts] = [artifact.uint32('sizes'), artifact.float64('counts')];
  const parts = [artifact.float64('values'), artifact.float64('below'), artifact.float64('upTo')] as const;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length !== expected || counts.length !== expected || parts.some(({ length }) => length !== total))
    throw artifact.corrupt('its distributions do not belong together');
  let from = 0;
  return Array.from(sizes, (size, index) => {
    const [values, below, upTo] = parts.map((part) => part.slice(from, from + size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    from += size;
    const distribution = { count: counts[index] as number, values, below, upTo };
    if (!isSound(distribution)) throw artifact.corrupt(`distribution ${index + 1} contradicts itself`);
    return distribution;
  });
}

function isSound({ count, values, below, upTo }: EmpiricalDistribution): boolean {
  let counted = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value) || (i > 0 && !((values[i - 1] as number) < value))) return false;
    if (!((below[i] as number) >= counted && (upTo[i] as number) > (below[i] as number))) return false;
    counted = upTo[i] as number;
  }
  return counted === count;
}
