/** How values were spread in data to compare with. */
export type DistributionReference =
  /** Amounts, balances (main unit) or dates (epoch days) between edges, and below the first and above the last. */
  | {
      readonly kind: 'bins';
      /** Rising; a value that is an edge belongs to the bin below it. */
      readonly edges: readonly number[];
      /** Share of each bin, one more than there are edges. */
      readonly shares: readonly number[];
      /** Rows with a value that the shares were taken from. */
      readonly rows: number;
    }
  /** Texts; those not listed are one more class. */
  | {
      readonly kind: 'values';
      readonly values: readonly string[];
      /** Share of each value. */
      readonly shares: readonly number[];
      readonly rows: number;
    };
