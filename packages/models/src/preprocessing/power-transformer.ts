import { TitansError } from '@titans/core';
import { oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { type ColumnMethod, isNumeric } from './column-method.js';
import { columnwise } from './columnwise.js';
import { extremes } from './extremes.js';
import type { FeatureTransformer } from './feature-transformer.js';
import { weightedMoments } from './moments.js';
import { flag } from './parameters.js';
import { mostLikelyLambda, powerOf } from './power-lambda.js';

/** Parameters of {@link powerTransformer}. */
export interface PowerTransformerParameters {
  /** `yeo-johnson` (unless told) takes any number, `box-cox` those above 0. */
  readonly method?: 'yeo-johnson' | 'box-cox';
  /** Whether the powers are then scaled to mean 0 and standard deviation 1; `true` unless told. */
  readonly standardize?: boolean;
}

/**
 * Numbers to a power under which they are most nearly normal: Yeo and Johnson (2000), or Box and Cox (1964), with the
 * exponent of maximum likelihood, as scikit-learn's `PowerTransformer` (which takes no weights), but never one under
 * which the powers would overflow or lose half of their digits. A constant column is left as it is but for the scaling;
 * missing numbers stay missing; categorical features pass.
 *
 * Of numbers far larger than those learned from, the power may be too large a number: `transform` then refuses them.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter that is none; `fit` and `transform` also for a number that
 * Box and Cox cannot take, `transform` with `DATA_NOT_FINITE` for a power that is no finite number.
 */
export function powerTransformer(parameters: PowerTransformerParameters = {}): FeatureTransformer {
  return columnwise(powerMethod(parameters));
}

export function powerMethod(parameters: PowerTransformerParameters): ColumnMethod {
  refuseUnknownParameters('powerTransformer', parameters, ['method', 'standardize']);
  const method = oneOf('method', parameters.method ?? 'yeo-johnson', ['yeo-johnson', 'box-cox']);
  const standardize = flag('standardize', parameters.standardize ?? true);
  const power = method === 'box-cox' ? boxCox : yeoJohnson;
  return Object.freeze({
    name: 'power-transformer',
    parameters: Object.freeze({ method, standardize }),
    takes: isNumeric,
    learn(column, { feature, weights }) {
      if (method === 'box-cox') requirePositive(column, feature.name);
      const lambda = lambdaOf(column, weights, method);
      if (!standardize) return Float64Array.of(lambda, 0, 1);
      const { mean, deviation } = weightedMoments(
        column.map((value) => power(value, lambda)),
        weights,
      );
      return Float64Array.of(lambda, mean, deviation === 0 ? 1 : deviation);
    },
    isSound: ({ state }) => state.length === 3 && (state[2] as number) > 0,
    outputs: ({ feature }) => [feature],
    apply(column, { feature, state }) {
      if (method === 'box-cox') requirePositive(column, feature.name);
      const [lambda, centre, scale] = [state[0] as number, state[1] as number, state[2] as number];
      return [column.map((value) => (power(value, lambda) - centre) / scale)];
    },
  } satisfies ColumnMethod);
}

function boxCox(value: number, lambda: number): number {
  return powerOf(Math.log(value), lambda);
}

function yeoJohnson(value: number, lambda: number): number {
  return value >= 0 ? powerOf(Math.log1p(value), lambda) : -powerOf(Math.log1p(-value), 2 - lambda);
}

function lambdaOf(column: Float64Array, weights: Float64Array, method: 'yeo-johnson' | 'box-cox'): number {
  const found = extremes(column, weights);
  // Every power of one value is one value: the first power leaves it as it is.
  if (found === null || weightedMoments(column, weights).deviation === 0) return 1;
  const isCounted = (_: number, row: number): boolean =>
    !Number.isNaN(column[row]) && (weights[row] as number) > 0;
  const values = column.filter(isCounted);
  return mostLikelyLambda({
    u: method === 'box-cox' ? values.map(Math.log) : values.map((value) => Math.log1p(Math.abs(value))),
    isMirrored: Uint8Array.from(values, (value) => (method === 'yeo-johnson' && value < 0 ? 1 : 0)),
    weights: weights.filter(isCounted),
  });
}

function requirePositive(column: Float64Array, name: string): void {
  const bad = column.findIndex((value) => value <= 0);
  if (bad < 0) return;
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The column "${name}" holds a number of 0 or less in row ${bad + 1}; Box and Cox take numbers above 0. Take yeo-johnson.`,
    { details: { column: name, row: bad + 1 } },
  );
}
