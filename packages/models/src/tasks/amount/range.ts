import type { FittedRegressor } from '../../estimators/estimator.js';
import { upperQuantile } from '../../forecast/intervals.js';
import type { AmountRows } from './amount-rows.js';
import { lacksHistory } from './blanks.js';

/**
 * How far the range reaches below and above, on the scale of ln(1 + absolute amount): from the point for few rows,
 * from the two quantile models for many (conformalised quantile regression, Romano, Patterson and Candès 2019).
 */
export interface AmountRange {
  /** Share of amounts that the range is built to cover. */
  readonly level: number;
  /** Quantile models at (1 ∓ level) ÷ 2; `null` if the range is measured from the point. */
  readonly quantiles: { readonly lower: FittedRegressor; readonly upper: FittedRegressor } | null;
  /** What is taken from the lower end and added to the upper one, for rows with a history and for rows without. */
  readonly reach: { readonly known: readonly Reach[]; readonly blank: readonly Reach[] };
}

/** What is taken from the lower end and added to the upper one. */
export interface Reach {
  readonly below: number;
  readonly above: number;
}

/** Predictions of rows by a model that had not seen them: as they are, and of their blank copies. */
export interface Ends {
  readonly known: Float64Array;
  readonly blank: Float64Array;
}

export const rangeLevel = 0.8;
/** Rows of a type that are wanted before it gets a reach of its own. */
const leastRowsOfType = 30;

/**
 * Learns the reach from rows that the models had not seen, each tail by itself: the ⌈(n + 1)(1 + level) ÷ 2⌉-th
 * smallest excess.
 *
 * @param lower,upper Ends (or twice the point) predicted for those rows.
 * @param types 0 for Income, 1 for Expense.
 * @returns The reach of all rows, of Income and of Expense.
 */
export function rangeReach(
  target: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  types: Float64Array,
  level: number,
): readonly Reach[] {
  const tail = (1 + level) / 2;
  const reachOf = (isUsed: (row: number) => boolean): Reach => {
    const rows = [...target.keys()].filter(isUsed);
    return {
      below: upperQuantile(
        rows.map((row) => (lower[row] as number) - (target[row] as number)),
        tail,
      ),
      above: upperQuantile(
        rows.map((row) => (target[row] as number) - (upper[row] as number)),
        tail,
      ),
    };
  };
  const all = reachOf(() => true);
  return [
    all,
    ...[0, 1].map((type) => {
      const count = types.filter((value) => value === type).length;
      return count < leastRowsOfType ? all : reachOf((row) => types[row] === type);
    }),
  ];
}

/** The reach of rows as they are, and of the copies that lack a history. */
export function reachOf(
  { target, types }: Pick<AmountRows, 'target' | 'types'>,
  lower: Ends,
  upper: Ends,
): AmountRange['reach'] {
  const blankRows = [...target.keys()].filter(lacksHistory);
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(blankRows, (row) => values[row] as number);
  const blank: readonly Reach[] = rangeReach(
    pick(target),
    pick(lower.blank),
    pick(upper.blank),
    pick(types),
    rangeLevel,
  );
  return { known: rangeReach(target, lower.known, upper.known, types, rangeLevel), blank };
}

/** The ends of the range of one row on the logarithmic scale, never past the point. */
export function rangeEnds(
  reach: readonly Reach[],
  point: number,
  ends: { readonly lower: number; readonly upper: number },
  type: number,
): { readonly low: number; readonly high: number } {
  const { below, above } = reach[type + 1] ?? reach[0] ?? { below: 0, above: 0 };
  return { low: Math.max(0, Math.min(point, ends.lower - below)), high: Math.max(point, ends.upper + above) };
}
