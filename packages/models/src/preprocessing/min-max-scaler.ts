import { TitansError } from '@titans/core';
import { numberWithin, refuseUnknownParameters } from '../estimators/parameters.js';
import { type ColumnMethod, isNumeric } from './column-method.js';
import { columnwise } from './columnwise.js';
import { extremes } from './extremes.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { flag } from './parameters.js';

/** Parameters of {@link minMaxScaler}. */
export interface MinMaxScalerParameters {
  /** What the smallest number becomes; 0 unless told. */
  readonly from?: number;
  /** What the largest number becomes; 1 unless told, above `from`. */
  readonly to?: number;
  /** Whether new numbers beyond those learned from stay within `from` and `to`; `false` unless told. */
  readonly clip?: boolean;
}

/**
 * Numbers to the range from 0 to 1, as scikit-learn's `MinMaxScaler`. A constant column becomes `from`; missing numbers
 * stay missing; categorical features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function minMaxScaler(parameters: MinMaxScalerParameters = {}): FeatureTransformer {
  return columnwise(minMaxMethod(parameters));
}

const farthest = 1e100;

export function minMaxMethod(parameters: MinMaxScalerParameters): ColumnMethod {
  refuseUnknownParameters('minMaxScaler', parameters, ['from', 'to', 'clip']);
  const from = numberWithin('from', parameters.from ?? 0, -farthest, farthest);
  const to = numberWithin('to', parameters.to ?? 1, -farthest, farthest);
  const clip = flag('clip', parameters.clip ?? false);
  if (from >= to) {
    throw new TitansError('INVALID_ARGUMENT', `to must be above from (${from}), not ${to}.`, {
      details: { field: 'to', value: String(to) },
    });
  }
  return Object.freeze({
    name: 'min-max-scaler',
    parameters: Object.freeze({ from, to, clip }),
    takes: isNumeric,
    learn(column, { weights }) {
      const { least, most } = extremes(column, weights) ?? { least: from, most: to };
      // Without a value numbers stay what they are; of one value only its place is known.
      const scale = (to - from) / (most === least ? 1 : most - least);
      // A range or a share of it beyond what a number holds is refused as any other that is not finite.
      return Float64Array.of(scale > 0 ? scale : Number.POSITIVE_INFINITY, from - least * scale);
    },
    isSound: ({ state }) => state.length === 2 && (state[0] as number) > 0,
    outputs: ({ feature }) => [feature],
    apply(column, { state }) {
      const [scale, offset] = [state[0] as number, state[1] as number];
      const scaled = column.map((value) => value * scale + offset);
      return [clip ? scaled.map((value) => Math.min(to, Math.max(from, value))) : scaled];
    },
  } satisfies ColumnMethod);
}
