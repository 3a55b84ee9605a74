import { integerWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { normalQuantile } from '../statistics/normal.js';
import { type ColumnMethod, isNumeric } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { presentCount, quantilesOf } from './row-counts.js';

/** Parameters of {@link quantileTransformer}. */
export interface QuantileTransformerParameters {
  /** Quantiles that are kept, 2 to 100,000; 1,000 unless told, and never more than rows. */
  readonly quantiles?: number;
  /** What the numbers are distributed like: evenly from 0 to 1 (unless told), or normally. */
  readonly output?: 'uniform' | 'normal';
}

/** Nearer to an end than this counts as the end, so that no normal quantile is infinite. */
const nearest = 1e-7;
const lowest = normalQuantile(nearest - 2 ** -52);
const highest = normalQuantile(1 - (nearest - 2 ** -52));

/**
 * Numbers to their ranks among those learned from: the distribution becomes uniform, or normal, whatever it was. The
 * same as scikit-learn's `QuantileTransformer(subsample=None)`, which takes no weights: all rows are looked at. Missing
 * numbers stay missing; categorical features pass.
 *
 * The artifact holds the quantiles: of few rows, that is each column's values in ascending order.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function quantileTransformer(parameters: QuantileTransformerParameters = {}): FeatureTransformer {
  return columnwise(quantileMethod(parameters));
}

export function quantileMethod(parameters: QuantileTransformerParameters): ColumnMethod {
  refuseUnknownParameters('quantileTransformer', parameters, ['quantiles', 'output']);
  const quantiles = integerWithin('quantiles', parameters.quantiles ?? 1000, 2, 100_000);
  const output = oneOf('output', parameters.output ?? 'uniform', ['uniform', 'normal']);
  return Object.freeze({
    name: 'quantile-transformer',
    parameters: Object.freeze({ quantiles, output }),
    takes: isNumeric,
    learn(column, { weights }) {
      const values = presentCount(column, weights);
      if (values === 0) return Float64Array.of(0);
      let counted = 0;
      for (const weight of weights) counted += weight;
      const kept = Math.min(quantiles, Math.max(Math.round(counted), values));
      const found = quantilesOf(column, weights, evenly(kept));
      // Interpolating between equal values may round below them.
      for (let i = 1; i < kept; i++) found[i] = Math.max(found[i] as number, found[i - 1] as number);
      return found;
    },
    isSound: ({ state }) =>
      state.length > 0 && state.every((value, i) => i === 0 || value >= (state[i - 1] as number)),
    outputs: ({ feature }) => [feature],
    apply(column, { state }) {
      const rank = output === 'uniform' ? uniformRank : normalRank;
      return [column.map((value) => (Number.isNaN(value) ? value : rank(value, state)))];
    },
  } satisfies ColumnMethod);
}

function evenly(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (count === 1 ? 0 : i / (count - 1)));
}

function uniformRank(value: number, quantiles: Float64Array): number {
  if (value === quantiles[0]) return 0;
  if (value === quantiles[quantiles.length - 1]) return 1;
  return share(value, quantiles);
}

function normalRank(value: number, quantiles: Float64Array): number {
  if (value - nearest < (quantiles[0] as number)) return lowest;
  if (value + nearest > (quantiles[quantiles.length - 1] as number)) return highest;
  const z = normalQuantile(share(value, quantiles));
  return Math.min(highest, Math.max(lowest, z));
}

/** The share of the distribution below a value; of a value that is several quantiles, the middle of theirs. */
function share(value: number, quantiles: Float64Array): number {
  return 0.5 * (interpolated(value, quantiles, false) + interpolated(value, quantiles, true));
}

/** Linear interpolation, at equal quantiles with the first reference or the last. */
function interpolated(value: number, quantiles: Float64Array, isFirst: boolean): number {
  const last = quantiles.length - 1;
  // Quantiles before `low` are below the value (or equal to it, where the last is wanted).
  let [low, high] = [0, quantiles.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = quantiles[middle] as number;
    if (isFirst ? at < value : at <= value) low = middle + 1;
    else high = middle;
  }
  if (isFirst && low <= last && quantiles[low] === value) return last === 0 ? 0 : low / last;
  if (low === 0) return 0;
  if (low > last) return last === 0 ? 0 : 1;
  const [x0, x1] = [quantiles[low - 1] as number, quantiles[low] as number];
  const [y0, y1] = [(low - 1) / last, low / last];
  return y0 + ((value - x0) / (x1 - x0)) * (y1 - y0);
}
