import { integerWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import { requireFinite, requireLength, requireObject } from './checked-values.js';
import { checkConformalRows, type PredictionIntervals } from './conformal-interval.js';
import { conformalQuantile, leastConformalScores } from './conformal-quantile.js';

/** What is taken from and added to a prediction, by the group of the row (Mondrian conformal prediction). */
export interface MondrianInterval {
  /** Share of the rows of each group that the interval is built to cover. */
  readonly coverage: number;
  /** Groups with a radius of their own, in order of first appearance. */
  readonly groups: readonly string[];
  /** One per group. */
  readonly radii: readonly number[];
  /** For rows of other groups, from all rows together. */
  readonly pooledRadius: number;
  /** Rows that it was learned from. */
  readonly n: number;
}

/**
 * Learns a radius per group (Vovk, Lindsay, Nouretdinov and Gammerman 2003), so that every group is covered with at
 * least the stated probability and not only all rows on average. Groups with fewer than `leastRows` rows, and those
 * not seen, take the radius of all rows together, whose promise holds on average over groups alone.
 *
 * @param groups Group of each row, such as its category.
 * @param options `leastRows`: rows that a group needs for a radius of its own; {@link leastConformalScores} of the
 * coverage unless told, and never fewer.
 * @throws TitansError `DATA_INSUFFICIENT` below {@link leastConformalScores} rows in all, `SHAPE_MISMATCH`,
 * `DATA_NOT_FINITE`, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { applyMondrianInterval, fitMondrianInterval } from '@titans/models/evaluation';
 *
 * const groups = ['rent', 'rent', 'rent', 'rent', 'food', 'food', 'food', 'food'];
 * const actual = [800, 801, 800, 802, 20, 35, 12, 50];
 * const predicted = [800, 800, 800, 800, 25, 25, 25, 25];
 * const interval = fitMondrianInterval(actual, predicted, groups, 0.8);
 * applyMondrianInterval(interval, [800, 30], ['rent', 'food']); // 798 to 802, 5 to 55
 * ```
 */
export function fitMondrianInterval(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  groups: ArrayLike<string>,
  coverage: number,
  options: { readonly leastRows?: number } = {},
): MondrianInterval {
  refuseUnknownParameters('fitMondrianInterval', options, ['leastRows']);
  checkConformalRows(actual, coverage, { predicted });
  requireLength('groups', groups, actual.length);
  const leastScores = leastConformalScores(coverage);
  const leastRows = Math.max(
    leastScores,
    integerWithin('leastRows', options.leastRows ?? leastScores, 1, 2 ** 31),
  );
  const scores = Array.from(actual, (value, row) => Math.abs(value - (predicted[row] as number)));
  const byGroup = new Map<string, number[]>();
  scores.forEach((score, row) => {
    const group = groups[row] as string;
    const known = byGroup.get(group);
    if (known) known.push(score);
    else byGroup.set(group, [score]);
  });
  const large = [...byGroup].filter(([, own]) => own.length >= leastRows);
  return Object.freeze({
    coverage,
    groups: Object.freeze(large.map(([group]) => group)),
    radii: Object.freeze(large.map(([, own]) => conformalQuantile(own, coverage))),
    pooledRadius: conformalQuantile(scores, coverage),
    n: actual.length,
  });
}

/** The interval of each prediction. @throws TitansError `SHAPE_MISMATCH` or `DATA_NOT_FINITE`. */
export function applyMondrianInterval(
  interval: MondrianInterval,
  predicted: ArrayLike<number>,
  groups: ArrayLike<string>,
): PredictionIntervals {
  requireObject('interval', interval);
  const { groups: known, radii, pooledRadius } = interval;
  requireFinite('pooledRadius', [pooledRadius]);
  requireFinite('radii', radii);
  requireLength('interval.groups', known, radii.length);
  requireFinite('predicted', predicted);
  requireLength('groups', groups, predicted.length);
  const radiusOf = new Map(known.map((group, i) => [group, radii[i] as number]));
  const radius = Float64Array.from({ length: predicted.length }, (_, row) => {
    return radiusOf.get(groups[row] as string) ?? pooledRadius;
  });
  return {
    lower: radius.map((value, row) => (predicted[row] as number) - value),
    upper: radius.map((value, row) => (predicted[row] as number) + value),
  };
}
