import { createRandom, type Random } from '@titans/core';
import { integerWithin, refuseUnknownParameters } from '../../estimators/parameters.js';
import type { SamplePair } from './sample-pair.js';

/** How p-values are drawn. */
export interface PermutationOptions {
  /** 0 unless told; the same seed and data give the same p-value. */
  readonly seed?: number;
  /** Draws at most, 9,999 unless told: no p-value is below one over one more. */
  readonly permutations?: number;
  /** Draws end once so many statistics were as extreme, 30 unless told: a large p-value needs few of them. */
  readonly enough?: number;
}

/** Counts of two samples over common cells, in any order. */
export type CellCounts = Omit<SamplePair, 'values'>;

/** Above so many rows in the smaller sample the counts that are dealt are drawn from their normal limit. */
export const mostDealt = 5_000;
/** Rows that are kept one by one to be dealt; of more, places are drawn. */
const mostKept = 4_000_000;

/** Relative difference below which two statistics are the same one, computed in another order. */
const rounding = 1e-11;

/**
 * Probability, over all ways to say which of the pooled rows are current, of a statistic at least so large, ties counting
 * one half (the mid-p of Lancaster 1961, which keeps the level where few values are possible). Draws end early as in
 * Besag and Clifford (1991). Given the pooled rows every such choice is alike where both samples come from one
 * distribution, so this holds at any size and for any statistic. With more than 5,000 rows in the smaller sample the
 * normal limit of the counts is drawn instead of rows: counts of rare cells can then be below 0.
 *
 * @param mostRows Rows in the smaller sample from which the limit is drawn, 5,000 unless told.
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function permutationPValue(
  counts: CellCounts,
  statistic: (counts: CellCounts) => number,
  options: PermutationOptions = {},
  mostRows: number = mostDealt,
): number {
  const random = permutationRandom(options);
  const isLarge = Math.min(counts.referenceRows, counts.currentRows) > mostRows;
  const shuffled = isLarge ? limitDeals(counts, random) : permuted(counts, random);
  return drawnPValue(statistic(counts), () => statistic(shuffled.draw()), options);
}

/** The stream that a drawn p-value is drawn from. */
export function permutationRandom({ seed = 0 }: PermutationOptions): Random {
  return createRandom(seed, 'drift permutation');
}

/**
 * Share of drawn statistics that are at least as large as the observed one, as {@link permutationPValue} counts them.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function drawnPValue(observed: number, draw: () => number, options: PermutationOptions): number {
  refuseUnknownParameters('permutations', options, ['seed', 'permutations', 'enough']);
  const most = integerWithin('permutations', options.permutations ?? 9_999, 1, 1e7);
  const enough = integerWithin('enough', options.enough ?? 30, 1, 1e7);
  const slack = rounding * Math.abs(observed);
  let [larger, equal, drawn] = [0, 0, 0];
  while (drawn < most && larger + equal / 2 < enough) {
    const value = draw();
    drawn++;
    if (value > observed + slack) larger++;
    else if (value >= observed - slack) equal++;
  }
  if (drawn < most) return Math.min(1, (larger + equal / 2) / drawn);
  return Math.min(1, (larger + equal / 2 + 0.5) / (most + 1));
}

/** The observed rows dealt anew: the smaller sample is drawn without replacement from all rows. */
function permuted(counts: CellCounts, random: Random): { draw(): CellCounts } {
  const { reference, current, referenceRows, currentRows } = counts;
  const isCurrentSmaller = currentRows <= referenceRows;
  const size = Math.min(currentRows, referenceRows);
  const pooled = reference.map((count, cell) => count + (current[cell] as number));
  const deal = referenceRows + currentRows > mostKept ? placesOf(pooled, random) : rowsOf(pooled, random);
  const drawn = new Float64Array(reference.length);
  const rest = new Float64Array(reference.length);
  const dealt = isCurrentSmaller
    ? { reference: rest, current: drawn, referenceRows, currentRows }
    : { reference: drawn, current: rest, referenceRows, currentRows };
  return {
    draw() {
      drawn.fill(0);
      deal(size, drawn);
      for (let cell = 0; cell < rest.length; cell++) {
        rest[cell] = (pooled[cell] as number) - (drawn[cell] as number);
      }
      return dealt;
    },
  };
}

/** Adds to the counts of cells those of so many rows, drawn without replacement. */
type Deal = (size: number, drawn: Float64Array) => void;

function rowsOf(pooled: Float64Array, random: Random): Deal {
  const cells = new Int32Array(pooled.reduce((sum, count) => sum + count, 0));
  let filled = 0;
  for (const [cell, count] of pooled.entries()) {
    cells.fill(cell, filled, filled + count);
    filled += count;
  }
  return (size, drawn) => {
    // The order left by the last draw is as good as any other.
    for (let i = 0; i < size; i++) {
      const other = i + random.integer(cells.length - i);
      const cell = cells[other] as number;
      cells[other] = cells[i] as number;
      cells[i] = cell;
      drawn[cell] = (drawn[cell] as number) + 1;
    }
  };
}

/** A few of very many rows: places are drawn until they differ, so that memory does not grow with the rows. */
function placesOf(pooled: Float64Array, random: Random): Deal {
  const ends = new Float64Array(pooled.length);
  let total = 0;
  for (const [cell, count] of pooled.entries()) {
    total += count;
    ends[cell] = total;
  }
  const taken = new Set<number>();
  return (size, drawn) => {
    taken.clear();
    while (taken.size < size) {
      const place = Math.floor(random.float() * total);
      if (taken.has(place)) continue;
      taken.add(place);
      let [low, high] = [0, ends.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] as number) > place) high = middle;
        else low = middle + 1;
      }
      drawn[low] = (drawn[low] as number) + 1;
    }
  };
}

/**
 * The normal limit of {@link permuted}: counts with the means and covariances of those dealt, n m ÷ (N − 1) times
 * p δ − p p′. Of a statistic of sums over many cells this is exact to a few parts in a thousand at these sizes.
 */
function limitDeals(counts: CellCounts, random: Random): { draw(): CellCounts } {
  const { reference, current, referenceRows, currentRows } = counts;
  const total = referenceRows + currentRows;
  const shares = reference.map((count, cell) => (count + (current[cell] as number)) / total);
  const roots = shares.map(Math.sqrt);
  const scale = Math.sqrt((referenceRows / (total - 1)) * currentRows);
  const ofReference = new Float64Array(reference.length);
  const ofCurrent = new Float64Array(reference.length);
  return {
    draw() {
      let sum = 0;
      for (let cell = 0; cell < roots.length; cell++) {
        ofCurrent[cell] = (roots[cell] as number) * random.normal();
        sum += ofCurrent[cell] as number;
      }
      for (let cell = 0; cell < roots.length; cell++) {
        const share = shares[cell] as number;
        const gap = scale * ((ofCurrent[cell] as number) - share * sum);
        ofCurrent[cell] = currentRows * share + gap;
        ofReference[cell] = referenceRows * share - gap;
      }
      return { reference: ofReference, current: ofCurrent, referenceRows, currentRows };
    },
  };
}
