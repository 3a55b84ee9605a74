import type { JsonValue } from '@titans/core';
import { type ColumnMethod, isNumeric } from './column-method.js';

/** `(x − centre) ÷ scale`. */
export interface LinearScale {
  readonly centre: number;
  readonly scale: number;
}

/** Smaller ranges are taken for rounding, as in scikit-learn: dividing by them would blow new numbers up. */
const leastRange = 10 * 2 ** -52;

/** The range to divide by; 1 where there is none. */
export function dividingRange(range: number): number {
  return range < leastRange ? 1 : range;
}

/** A method that moves and divides numbers; missing ones stay missing. A scale of 0 becomes 1. */
export function linearScaling(
  name: string,
  parameters: Readonly<Record<string, JsonValue>>,
  learn: (column: Float64Array, weights: Float64Array) => LinearScale,
): ColumnMethod {
  return Object.freeze({
    name,
    parameters: Object.freeze(parameters),
    takes: isNumeric,
    learn(column: Float64Array, { weights }: { readonly weights: Float64Array }) {
      const { centre, scale } = learn(column, weights);
      return Float64Array.of(centre, scale === 0 ? 1 : scale);
    },
    isSound: ({ state }: { readonly state: Float64Array }) => state.length === 2 && (state[1] as number) > 0,
    outputs: ({ feature }) => [feature],
    apply(column, { state }) {
      const [centre, scale] = [state[0] as number, state[1] as number];
      const scaled = new Float64Array(column.length);
      for (let row = 0; row < scaled.length; row++) scaled[row] = ((column[row] as number) - centre) / scale;
      return [scaled];
    },
  } satisfies ColumnMethod);
}
