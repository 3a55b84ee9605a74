import { numberWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import { codeCount, missingCategory, unknownCategory, weightsByCode } from './category-codes.js';
import { type ColumnMethod, derived, isCategorical } from './column-method.js';
import { columnwise } from './columnwise.js';
import type { FeatureTransformer } from './feature-transformer.js';

/** Parameters of {@link ordinalEncoder}. */
export interface OrdinalEncoderParameters {
  /** A category not learned from becomes missing (unless told), a number of your choice, or is refused. */
  readonly unknown?: 'missing' | 'refuse' | number;
  /** A missing category stays missing (unless told), becomes a number of your choice, or is refused. */
  readonly missing?: 'keep' | 'refuse' | number;
}

const unseen = -1;
const farthest = 1e9;

/**
 * Categories to numbers 0, 1, 2 in the order in which the feature names them, without those not seen in training, as
 * scikit-learn's `OrdinalEncoder` (which orders them by name). For categories that have an order. Numeric features pass.
 *
 * @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range.
 */
export function ordinalEncoder(parameters: OrdinalEncoderParameters = {}): FeatureTransformer {
  return columnwise(ordinalMethod(parameters));
}

export function ordinalMethod(parameters: OrdinalEncoderParameters): ColumnMethod {
  refuseUnknownParameters('ordinalEncoder', parameters, ['unknown', 'missing']);
  const { unknown = 'missing', missing = 'keep' } = parameters;
  if (typeof unknown === 'number') numberWithin('unknown', unknown, -farthest, farthest);
  else oneOf('unknown', unknown, ['missing', 'refuse']);
  if (typeof missing === 'number') numberWithin('missing', missing, -farthest, farthest);
  else oneOf('missing', missing, ['keep', 'refuse']);
  const unknownValue = typeof unknown === 'number' ? unknown : Number.NaN;
  const missingValue = typeof missing === 'number' ? missing : Number.NaN;
  return Object.freeze({
    name: 'ordinal-encoder',
    parameters: Object.freeze({ unknown, missing }),
    takes: isCategorical,
    /** The rank of each code. */
    learn(column, { feature, weights }) {
      const { byCode } = weightsByCode(column, weights, codeCount(column, feature));
      let next = 0;
      return byCode.map((weight) => (weight > 0 ? next++ : unseen));
    },
    isSound: ({ state }) => state.every((rank) => Number.isInteger(rank) && rank >= unseen),
    outputs: ({ feature }) => [derived(feature, feature.name)],
    apply: (column, { state }, given) => [
      column.map((code, row) => {
        if (Number.isNaN(code)) {
          if (missing === 'refuse') throw missingCategory(given, row);
          return missingValue;
        }
        const rank = state[code] ?? unseen;
        if (rank !== unseen) return rank;
        if (unknown === 'refuse') throw unknownCategory(given, row);
        return unknownValue;
      }),
    ],
  } satisfies ColumnMethod);
}
