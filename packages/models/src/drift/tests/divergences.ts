import { cellCounts } from './contingency.js';
import type { CellCounts } from './permutation.js';

/**
 * Jensen–Shannon distance of two samples over categories: the root of their divergence in natural units, 0 to √ln 2.
 * As scipy's `jensenshannon`.
 *
 * @param reference Counts of each category; `current` as well.
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `INVALID_ARGUMENT`.
 */
export function jensenShannonDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  return Math.sqrt(jensenShannon(cellCounts(reference, current)));
}

/** Hellinger distance of two samples over categories, √(1 − Σ √(p q)): 0 to 1. See {@link jensenShannonDistance}. */
export function hellingerDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  return Math.sqrt(squaredHellinger(cellCounts(reference, current)));
}

/** Total variation distance of two samples over categories, ½ Σ |p − q|: 0 to 1. See {@link jensenShannonDistance}. */
export function totalVariationDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  return totalVariation(cellCounts(reference, current));
}

/** Jensen–Shannon divergence in natural units. */
export function jensenShannon(counts: CellCounts): number {
  return sumOverShares(counts, (p, q) => {
    const middle = (p + q) / 2;
    return ((p > 0 ? p * Math.log(p / middle) : 0) + (q > 0 ? q * Math.log(q / middle) : 0)) / 2;
  });
}

/** ½ Σ (√p − √q)², in which nothing cancels. */
export function squaredHellinger(counts: CellCounts): number {
  return sumOverShares(counts, (p, q) => (Math.sqrt(p) - Math.sqrt(q)) ** 2 / 2);
}

export function totalVariation(counts: CellCounts): number {
  return sumOverShares(counts, (p, q) => Math.abs(p - q) / 2);
}

function sumOverShares(
  { reference, current, referenceRows, currentRows }: CellCounts,
  term: (p: number, q: number) => number,
): number {
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    sum += term((reference[cell] as number) / referenceRows, (current[cell] as number) / currentRows);
  }
  return Math.max(0, sum);
}
