/**
 * Shapley values of the elements of the path to one leaf, for a leaf of value 1. The game: what the leaf adds to the
 * expected prediction where only some features are known.
 */
export interface LeafGame {
  /** What the leaf adds where no feature is known. */
  readonly expected: Float64Array;
  /**
   * Writes one value per element of the path.
   *
   * @param failed Words of bits that tell which elements the row does not fulfil.
   */
  attribute(leaf: number, failed: Int32Array, into: Float64Array, intoAt: number): void;
}
