/** How far what is proposed may lie from what was found: 0.5 is half as far again. */
export interface Margins {
  readonly margin: number;
  /** Rows that the data had. */
  readonly rows: number;
}

/** A bound further down, by a share of the magnitude, rounded down to two digits. */
export function below(value: number, margin: number): number {
  return rounded(value - margin * Math.abs(value), Math.floor);
}

/** A bound further up, by a share of the magnitude, rounded up to two digits. */
export function above(value: number, margin: number): number {
  return rounded(value + margin * Math.abs(value), Math.ceil);
}

/**
 * A share that is no surprise where one was found: by the margin, or four standard errors of a share in so many rows,
 * whichever is more.
 */
export function shareBounds(
  share: number,
  { margin, rows }: Margins,
): { readonly min: number; readonly max: number } {
  const error = 4 * Math.sqrt(Math.max(share * (1 - share), 1 / Math.max(rows, 1)) / Math.max(rows, 1));
  const reach = Math.max(margin * Math.min(share, 1 - share), error);
  return {
    min: cut(Math.max(0, share - reach), Math.floor),
    max: cut(Math.min(1, share + reach), Math.ceil),
  };
}

/**
 * The share of values not seen before that is no surprise: the share of values seen once estimates it (Good 1953), with
 * the margin, four standard errors and three rows on top.
 */
export function newValueShare(counts: readonly number[], { margin, rows }: Margins): number {
  const unseen = counts.filter((count) => count === 1).length / rows;
  return Math.min(1, cut(unseen * (1 + margin) + 4 * Math.sqrt(unseen / rows) + 3 / rows, Math.ceil));
}

function rounded(value: number, round: (value: number) => number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((round(value / unit) * unit).toPrecision(6));
}

function cut(share: number, round: (value: number) => number): number {
  return round(share * 1000) / 1000;
}
