/** What is like a row, and for how long it counts. */
export interface Nearness {
  /** Amounts whose logarithms are so far apart count e⁻¹. */
  readonly width: number;
  /** Later rows of the same payee after which a row counts half. */
  readonly halfLifeRows: number;
}

/**
 * Wide enough for prices that rise, and long: how a payee was paid lately the memory tells already, while one who is paid for
 * much on one day is not what that day was.
 */
export const usualNearness: Nearness = Object.freeze({ width: 0.2, halfLifeRows: 400 });
/** An amount of another size still says what payees are for. */
export const anySize = 0.02;
const halfLifeDays = 365;
/** What the memory says of the payee counts as so many rows of the very amount. */
export const priorStrength = 0.3;

/** What is left of a row by later rows of its payee. */
export function fadedByRows(rows: number, { halfLifeRows }: Nearness): number {
  return 2 ** (-rows / halfLifeRows);
}

/** What is left of a row by the days since. */
export const fadedByDay: Float64Array = Float64Array.from(
  { length: 8192 },
  (_, days) => 2 ** (-days / halfLifeDays),
);

/** What is left of a row of a day. */
export function fadedUntil(today: number, day: number): number {
  return fadedByDay[Math.min(Math.max(today - day, 0), fadedByDay.length - 1)] as number;
}

/** How near an amount is: e to the minus its square where that is below 30, which else is as good as 0. */
export function gapSquare(a: number, b: number, { width }: Nearness): number {
  const gap = (a - b) / width;
  return gap * gap;
}
export const farSquare = 30;
/** Sizes that are farther apart are far. */
export function farSizes({ width }: Nearness): number {
  return width * Math.sqrt(farSquare) * 1.000001;
}
