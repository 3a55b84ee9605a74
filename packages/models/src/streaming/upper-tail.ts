import { exponential } from '../estimators/trees/kernel/exponential.js';

/** How seldom values of a sample are exceeded, also beyond its largest. */
export interface UpperTail {
  /** The probability that a value of the same distribution is at least as large, above 0 to 1. */
  probability(value: number): number;
  /** The value that is exceeded with a probability, above 0 to 1. */
  quantile(probability: number): number;
}

/** Share of the sample that is the tail, and how many values it is at least. */
const [tailShare, fewest] = [0.1, 10];
/** Tails are at least as heavy as an exponential one, and as if so many values of a slightly heavy one had been seen. */
const [priorShape, priorValues, heaviest] = [0.1, 10, 0.9];

/**
 * The largest tenth of a sample as a generalised Pareto distribution (Pickands 1975; Siffer et al. 2017 for streams), by
 * probability-weighted moments (Hosking and Wallis 1987), as heavy as may well be. Below the tail, what share of the sample is as large.
 *
 * @param sorted Ascending, one value or more. It is read when the functions are called.
 * @param side 1 for the tail of large values, -1 for that of small ones: values and quantiles are then those of the
 * sample with the other sign.
 */
export function upperTail(sorted: Float64Array, side: 1 | -1): UpperTail {
  const count = sorted.length;
  const size = Math.min(count, Math.max(fewest, Math.floor(count * tailShare)));
  /** From the smallest, 0 on. */
  const ranked = (rank: number): number => side * (sorted[side === 1 ? rank : count - 1 - rank] as number);
  const threshold = ranked(Math.max(0, count - size - 1));
  let [mean, weighted] = [0, 0];
  for (let i = 1; i <= size; i++) {
    const excess = ranked(count - size + i - 1) - threshold;
    mean += excess / size;
    weighted += ((1 - (i - 0.35) / size) * excess) / size;
  }
  const estimated = mean > 2 * weighted ? 2 - mean / (mean - 2 * weighted) : heaviest;
  const shrunk = (size * estimated + priorValues * priorShape) / (size + priorValues);
  // A tail that is taken for too light raises more false alarms than one taken for too heavy spares: the shape is that of
  // one standard error more, which is about 1 ÷ √size.
  const shape = Math.min(heaviest, Math.max(0, shrunk + 1 / Math.sqrt(size)));
  // The mean excess is kept whatever became of the shape. Where nothing exceeds, anything that does is far.
  const spread = mean > 0 ? mean * (1 - shape) : 1e-3 * (Math.abs(threshold) || 1);
  const share = size / (count + 1);

  return {
    probability(value) {
      if (value > threshold) {
        const reach = (value - threshold) / spread;
        return share * exponential(shape < 1e-6 ? -reach : -Math.log1p(shape * reach) / shape);
      }
      let [from, to] = [0, count];
      while (from < to) {
        const middle = (from + to) >>> 1;
        if (ranked(middle) < value) from = middle + 1;
        else to = middle;
      }
      return (count - from + 1) / (count + 1);
    },
    quantile(probability) {
      if (probability >= share) return ranked(Math.max(0, Math.ceil((1 - probability) * count) - 1));
      const rarer = Math.log(share / probability);
      return threshold + spread * (shape < 1e-6 ? rarer : (exponential(shape * rarer) - 1) / shape);
    },
  };
}
