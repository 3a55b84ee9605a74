const eulerGamma = 0.5772156649015329;

/**
 * Mean path length of an unsuccessful search in a binary search tree of `n` keys: what is still to come below a leaf
 * of `n` rows, and the unit of all path lengths (Liu, Ting and Zhou 2008, equation 1): 2 H(n − 1) − 2 (n − 1) ÷ n,
 * with H(i) ≈ ln i + γ. 0 for one row, 1 for two.
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + eulerGamma) - (2 * (n - 1)) / n;
}
