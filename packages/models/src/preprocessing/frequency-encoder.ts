import { oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { codeCount, weightsByCode } from './category-codes.js';
import { type ColumnMethod, derived, isCategorical } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';

/** Parameters of {@link frequencyEncoder}. */
export interface FrequencyEncoderParameters {
  /** The share of the rows learned from (unless told), or their number. */
  readonly output?: 'share' | 'count';
  /** Whether a missing category is a category like others (unless told) or stays missing and is not counted. */
  readonly missing?: 'category' | 'keep';
}

/**
 * Categories to how frequent they were in training: pandas' `value_counts`. A category not learned from gets 0.
 * Categories of equal frequency are no longer told apart. Numeric features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter that is none.
 */
export function frequencyEncoder(parameters: FrequencyEncoderParameters = {}): FeatureTransformer {
  return columnwise(frequencyMethod(parameters));
}

export function frequencyMethod(parameters: FrequencyEncoderParameters): ColumnMethod {
  refuseUnknownParameters('frequencyEncoder', parameters, ['output', 'missing']);
  const output = oneOf('output', parameters.output ?? 'share', ['share', 'count']);
  const missing = oneOf('missing', parameters.missing ?? 'category', ['category', 'keep']);
  return Object.freeze({
    name: 'frequency-encoder',
    parameters: Object.freeze({ output, missing }),
    takes: isCategorical,
    /** That of missing categories, then that of each code. */
    learn(column, { feature, weights }) {
      const counted = weightsByCode(column, weights, codeCount(column, feature));
      const missingWeight = missing === 'category' ? counted.missing : 0;
      const state = new Float64Array(1 + counted.byCode.length);
      state[0] = missingWeight;
      state.set(counted.byCode, 1);
      const total = state.reduce((sum, weight) => sum + weight, 0);
      return output === 'count' || total === 0 ? state : state.map((weight) => weight / total);
    },
    isSound: ({ state }) => state.length > 0 && state.every((frequency) => frequency >= 0),
    outputs: ({ feature }) => [derived(feature, feature.name)],
    apply: (column, { state }) => [
      column.map((code) => {
        if (!Number.isNaN(code)) return state[1 + code] ?? 0;
        return missing === 'keep' ? Number.NaN : (state[0] as number);
      }),
    ],
  } satisfies ColumnMethod);
}
