import { integerWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { type ColumnMethod, derived, isNumeric } from './column-method.js';
import { columnwise } from './columnwise.js';
import { extremes } from './extremes.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { quantilesOf } from './row-counts.js';

/** Parameters of {@link kBinsDiscretizer}. */
export interface KBinsDiscretizerParameters {
  /** 2 to 1,000; 5 unless told. */
  readonly bins?: number;
  /** Bins of equal numbers of rows (`quantile`, unless told) or of equal width (`uniform`). */
  readonly strategy?: 'quantile' | 'uniform';
  /** A category per bin, named after its range (unless told), or the number of the bin from 0. */
  readonly output?: 'categorical' | 'numeric';
}

/**
 * Numbers to bins, as scikit-learn's `KBinsDiscretizer(quantile_method="linear")`: a bin holds its lower edge and not
 * its upper one; the first and the last are open. Where quantiles are equal there are fewer bins. A constant column is
 * one bin; missing numbers stay missing; categorical features pass. For columns of 0 and 1 put `oneHotEncoder`
 * behind it.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function kBinsDiscretizer(parameters: KBinsDiscretizerParameters = {}): FeatureTransformer {
  return columnwise(kBinsMethod(parameters));
}

export function kBinsMethod(parameters: KBinsDiscretizerParameters): ColumnMethod {
  refuseUnknownParameters('kBinsDiscretizer', parameters, ['bins', 'strategy', 'output']);
  const bins = integerWithin('bins', parameters.bins ?? 5, 2, 1000);
  const strategy = oneOf('strategy', parameters.strategy ?? 'quantile', ['quantile', 'uniform']);
  const output = oneOf('output', parameters.output ?? 'categorical', ['categorical', 'numeric']);
  const edgesOf = strategy === 'quantile' ? quantileEdges : uniformEdges;
  return Object.freeze({
    name: 'k-bins-discretizer',
    parameters: Object.freeze({ bins, strategy, output }),
    takes: isNumeric,
    /** The edges between bins, without the ends. */
    learn: (column, { weights }) => edgesOf(column, weights, bins),
    isSound: ({ state }) => state.every((edge, i) => i === 0 || edge > (state[i - 1] as number)),
    outputs: ({ feature, state }) => [
      output === 'numeric' ? feature : derived(feature, feature.name, 'categorical', rangeNames(state)),
    ],
    apply: (column, { state }) => [
      column.map((value) => (Number.isNaN(value) ? value : edgesUpTo(state, value))),
    ],
  } satisfies ColumnMethod);
}

function quantileEdges(column: Float64Array, weights: Float64Array, bins: number): Float64Array {
  const shares = Float64Array.from({ length: bins + 1 }, (_, i) => i / bins);
  const edges = quantilesOf(column, weights, shares);
  const distinct = edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] as number));
  return distinct.slice(1, -1);
}

function uniformEdges(column: Float64Array, weights: Float64Array, bins: number): Float64Array {
  const found = extremes(column, weights);
  if (found === null || found.least === found.most) return new Float64Array(0);
  const { least, most } = found;
  const edges = Float64Array.from({ length: bins - 1 }, (_, i) => least + (i + 1) * ((most - least) / bins));
  return edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] as number));
}

/** How many edges are not above the value: its bin. */
function edgesUpTo(edges: Float64Array, value: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rangeNames(edges: Float64Array): readonly string[] {
  if (edges.length === 0) return ['all'];
  return Array.from({ length: edges.length + 1 }, (_, bin) => {
    const [from, to] = [edges[bin - 1], edges[bin]];
    if (from === undefined) return `below ${to}`;
    return to === undefined ? `from ${from}` : `${from} to below ${to}`;
  });
}
