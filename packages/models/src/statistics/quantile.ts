import { TitansError } from '@titans/core';
import { orderedAround } from './ordered-around.js';
import { weightedOrder } from './weighted-order.js';

/**
 * Quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan 1996, numpy's default).
 *
 * @param probability 0 to 1.
 * @throws TitansError `DATA_INSUFFICIENT` for no values, `INVALID_ARGUMENT` for a probability outside 0 to 1.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  checkProbability(probability);
  if (sorted.length === 0)
    throw new TitansError('DATA_INSUFFICIENT', 'There is no value to take a quantile of.');
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return between(low, high, position - below);
}

/** Quantile of values in any order, which are left as they are. See {@link quantileOfSorted}. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  const place = Math.floor((values.length - 1) * probability);
  return quantileOfSorted(orderedAround(Float64Array.from(values), place), probability);
}

/**
 * Quantile of weighted values: with whole weights, the quantile of the values repeated so often.
 *
 * @param probability 0 to 1.
 * @throws TitansError `DATA_INSUFFICIENT` without a value of positive weight, `INVALID_ARGUMENT` for a probability
 * outside 0 to 1.
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, probability: number): number {
  checkProbability(probability);
  const order = weightedOrder(values, weights);
  if (order.length === 0) {
    throw new TitansError('DATA_INSUFFICIENT', 'There is no value of positive weight to take a quantile of.');
  }
  let total = 0;
  for (let i = 0; i < order.length; i++) total += weights[order[i] as number] as number;
  const position = Math.max(total - 1, 0) * probability;
  let upTo = 0;
  for (let i = 0; i < order.length; i++) {
    const index = order[i] as number;
    const value = values[index] as number;
    upTo += weights[index] as number;
    // The copies of this value stand at the positions below `upTo`, the last of them at `upTo - 1`.
    if (position <= upTo - 1 || i === order.length - 1) return value;
    if (position < upTo) {
      const next = values[order[i + 1] as number] as number;
      return between(value, next, position - (upTo - 1));
    }
  }
  return values[order[order.length - 1] as number] as number;
}

/** So far on the way from `low` to `high`, also where their difference leaves the range of numbers. */
function between(low: number, high: number, share: number): number {
  if (share === 0 || low === high) return low;
  const way = high - low;
  return Number.isFinite(way) ? low + way * share : low * (1 - share) + high * share;
}

function checkProbability(probability: number): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      `The probability must be a number from 0 to 1, not ${probability}.`,
      {
        details: { field: 'probability' },
      },
    );
  }
}
