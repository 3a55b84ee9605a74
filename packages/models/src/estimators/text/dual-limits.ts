/** The penalties and the end of a dual solver. */
export interface DualLimits {
  /** Strength of the penalty l2 ÷ 2 · |coefficients|². */
  readonly l2: number;
  /**
   * Strength of the penalty l1 · |coefficient| by feature (text, then dense), 0 for the intercept; `null` for none. The
   * coefficients then are what {@link shrunken} makes of the sums that the solvers keep (proximal dual coordinate ascent,
   * Shalev-Shwartz and Zhang 2014), and the curvature that l2 alone gives bounds theirs, so that the same steps improve.
   */
  readonly l1: Float64Array | null;
  /** Stop when no row is further from optimal than this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
}

/** The coefficient under a penalty of `threshold` ÷ l2 on its absolute value, of the one without. */
export function shrunken(coefficient: number, threshold: number): number {
  if (coefficient > threshold) return coefficient - threshold;
  return coefficient < -threshold ? coefficient + threshold : 0;
}
