import { TitansError } from '@titans/core';
import { columnsAsTrained } from '../estimators/training-data.js';
import type { FeatureDescription, FeatureMatrix } from '../features/feature-matrix.js';
import { checkCodes } from './category-codes.js';

/**
 * The columns of `x` in the order of the features learned from, each with its description in `x`.
 *
 * @throws TitansError `SHAPE_MISMATCH` for another number of columns or rows, `FEATURE_UNKNOWN`, `DATA_NOT_FINITE` for
 * an infinite value, `INVALID_ARGUMENT` for a feature of another kind or what is no code of a category.
 */
export function asTrained(
  x: FeatureMatrix,
  trained: readonly FeatureDescription[],
): readonly { readonly column: Float64Array; readonly given: FeatureDescription }[] {
  const columns = columnsAsTrained(
    x,
    trained.map(({ name }) => name),
    'permit-nan',
  );
  const givenOf = new Map(x.features.map((feature) => [feature.name, feature] as const));
  return columns.map((column, index) => {
    const { name, kind } = trained[index] as FeatureDescription;
    const given = givenOf.get(name) as FeatureDescription;
    if (given.kind !== kind) {
      throw new TitansError(
        'INVALID_ARGUMENT',
        `The feature "${name}" was ${kind} when it was learned from, and is ${given.kind} now.`,
        { details: { column: name, field: 'kind' } },
      );
    }
    if (kind === 'categorical') checkCodes(column, given);
    return { column, given };
  });
}
