/** The penalty and the end of a dual solver. */
export interface DualLimits {
  /** Strength of the penalty l2 ÷ 2 · |coefficients|². */
  readonly l2: number;
  /** Stop when no row is further from optimal than this. */
  readonly tolerance: number;
  readonly maxEpochs: number;
}
