import { refuseUnknownParameters, trueOrFalse } from '../estimators/parameters.js';
import {
  requireFinite,
  requireLength,
  requireObject,
  requireValues,
  requireWeights,
} from './checked-values.js';

/** A monotone function: straight lines between the points, constant before the first and after the last. */
export interface IsotonicRegression {
  readonly increasing: boolean;
  /** Strictly ascending. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface IsotonicOptions {
  /** One non-negative weight per value; 1 unless told. */
  readonly weights?: ArrayLike<number>;
  /** Whether the function ascends; `true` unless told. */
  readonly increasing?: boolean;
}

/** Values at equal x, and later at neighbouring x, that share one value. */
interface Block {
  x: number;
  weight: number;
  value: number;
}

/**
 * Learns the monotone function of least squares (pool adjacent violators; Barlow et al. 1972): with outcomes 0 and 1
 * as `y`, a calibration of scores to probabilities (Zadrozny and Elkan 2002). Values at equal x are averaged first. The
 * same function as scikit-learn's `IsotonicRegression(out_of_bounds="clip")`. O(n log n).
 *
 * @throws TitansError `DATA_INSUFFICIENT` without a row of positive weight, `SHAPE_MISMATCH`, `DATA_NOT_FINITE`,
 * `INVALID_ARGUMENT` for a negative weight or an unknown option.
 * @example
 * ```ts
 * import { applyIsotonic, fitIsotonic } from '@titans/models/evaluation';
 *
 * const isotonic = fitIsotonic([0.1, 0.4, 0.5, 0.9], [0, 1, 0, 1]);
 * applyIsotonic(isotonic, [0.45]); // Float64Array [0.5]
 * ```
 */
export function fitIsotonic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: IsotonicOptions = {},
): IsotonicRegression {
  refuseUnknownParameters('fitIsotonic', options, ['weights', 'increasing']);
  const { weights, increasing = true } = options;
  trueOrFalse('increasing', increasing);
  requireFinite('x', x);
  requireLength('y', y, x.length);
  requireFinite('y', y);
  if (weights) requireWeights(weights, x.length);
  const sign = increasing ? 1 : -1;
  const points = distinctPoints(x, y, weights, sign);
  requireValues('x', points);
  const fitted = pooled(points).map((value) => sign * value);
  // Of a run of equal values only the ends shape the function.
  const kept = [...points.keys()].filter(
    (i) => i === 0 || i === points.length - 1 || fitted[i] !== fitted[i - 1] || fitted[i] !== fitted[i + 1],
  );
  return Object.freeze({
    increasing,
    x: Object.freeze(kept.map((i) => (points[i] as Block).x)),
    y: Object.freeze(kept.map((i) => fitted[i] as number)),
  });
}

/**
 * Values of the function; outside the x that were learned from, those of the nearest.
 *
 * @throws TitansError `DATA_NOT_FINITE` for NaN or an infinite x.
 */
export function applyIsotonic(isotonic: IsotonicRegression, x: ArrayLike<number>): Float64Array {
  requireObject('isotonic', isotonic);
  const { x: knots, y: values } = isotonic;
  requireValues('isotonic.x', knots);
  requireLength('isotonic.y', values, knots.length);
  requireFinite('x', x);
  const last = knots.length - 1;
  return Float64Array.from(x, (value) => {
    if (value <= (knots[0] as number)) return values[0] as number;
    if (value >= (knots[last] as number)) return values[last] as number;
    let [low, high] = [0, last];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((knots[middle] as number) <= value) low = middle;
      else high = middle;
    }
    const [left, right] = [knots[low] as number, knots[high] as number];
    const [from, to] = [values[low] as number, values[high] as number];
    const width = right - left;
    // The difference of very large numbers may leave their range; that of their halves does not.
    const share = Number.isFinite(width)
      ? (value - left) / width
      : (value / 2 - left / 2) / (right / 2 - left / 2);
    return from === to ? from : from * (1 - share) + to * share;
  });
}

function distinctPoints(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  sign: number,
): readonly Block[] {
  // In units of a power of two near the largest, which rounds nothing, so that no sum leaves the range of numbers.
  const heaviest = weights ? Array.from(weights).reduce((most, weight) => Math.max(most, weight), 0) : 1;
  const unit = 2 ** Math.floor(Math.log2(heaviest));
  const weightAt = (row: number): number => (weights ? (weights[row] as number) / unit : 1);
  const order = Uint32Array.from({ length: x.length }, (_, row) => row)
    .filter((row) => weightAt(row) > 0)
    .sort((a, b) => (x[a] as number) - (x[b] as number) || a - b);
  const points: Block[] = [];
  for (const row of order) {
    const [at, weight, value] = [x[row] as number, weightAt(row), sign * (y[row] as number)];
    const last = points[points.length - 1];
    if (last?.x === at) {
      // Summed here, divided below.
      last.weight += weight;
      last.value += weight * value;
    } else points.push({ x: at, weight, value: weight * value });
  }
  for (const point of points) point.value /= point.weight;
  return points;
}

/** Ascending values of least weighted squares, one per point. */
function pooled(points: readonly Block[]): number[] {
  const blocks: { total: number; weight: number; value: number; count: number }[] = [];
  for (const { weight, value } of points) {
    let block = { total: weight * value, weight, value, count: 1 };
    for (let before = blocks.at(-1); before && before.value >= block.value; before = blocks.at(-1)) {
      blocks.pop();
      const [total, sum] = [before.total + block.total, before.weight + block.weight];
      block = { total, weight: sum, value: total / sum, count: before.count + block.count };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, count }) => Array.from({ length: count }, () => value));
}
