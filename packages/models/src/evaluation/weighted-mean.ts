import { mean, median } from 'simple-statistics';

/** The mean, each value counted by its weight if there are any. */
export function meanOf(values: readonly number[], weights: ArrayLike<number> | undefined): number {
  if (!weights) return mean([...values]);
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += (weights[i] as number) * (values[i] as number);
    total += weights[i] as number;
  }
  return sum / total;
}

/**
 * The median: below and above it lies half of the weight; where that leaves a gap, its middle. With whole weights, the
 * median of the values repeated so often.
 */
export function medianOf(values: readonly number[], weights: ArrayLike<number> | undefined): number {
  if (!weights) return median([...values]);
  const order = [...values.keys()]
    .filter((i) => (weights[i] as number) > 0)
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const half = order.reduce((sum, i) => sum + (weights[i] as number), 0) / 2;
  let upTo = 0;
  const middle = order.findIndex((i) => {
    upTo += weights[i] as number;
    return upTo >= half;
  });
  const at = (rank: number): number => values[order[Math.min(rank, order.length - 1)] as number] as number;
  return upTo === half ? (at(middle) + at(middle + 1)) / 2 : at(middle);
}
