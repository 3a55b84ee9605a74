import { createRandom } from '@titans/core';
import { requireValues } from '../../calibration/checked-values.js';
import { integerWithin, refuseUnknownParameters } from '../../estimators/parameters.js';
import { type FoldOptions, requireAtLeast, type Split, splitsOfFolds } from './split.js';

/**
 * Splits into folds of about equal size so that no group is in two: what is measured is how a model does on groups,
 * such as payees or accounts, that it has never seen. The largest group goes first, each to the fold with the fewest
 * rows, as in scikit-learn's `GroupKFold`; groups of one size are taken in a random order.
 *
 * @param groups The group of each row.
 * @throws TitansError `DATA_INSUFFICIENT` for fewer groups than folds, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { groupedKFold } from '@titans/models/evaluation';
 *
 * const payees = ['shell', 'rent', 'shell', 'aldi', 'rent'];
 * const splits = groupedKFold(payees, { folds: 3 });
 * ```
 */
export function groupedKFold(
  groups: ArrayLike<number | string>,
  options: FoldOptions = {},
): readonly Split[] {
  requireValues('groups', groups, 0);
  refuseUnknownParameters('groupedKFold', options, ['folds', 'seed', 'repeats']);
  const folds = integerWithin('folds', options.folds ?? 5, 2, 100_000);
  const repeats = integerWithin('repeats', options.repeats ?? 1, 1, 10_000);
  const sizes = new Map<number | string, number>();
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row] as number | string;
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  requireAtLeast('groups', sizes.size, folds);
  const random = createRandom(options.seed ?? 0, 'grouped-k-fold');
  return Object.freeze(
    Array.from({ length: repeats }, (_, repeat) => {
      const bySize = random
        .stream(`${repeat}`)
        .shuffle([...sizes])
        .sort(([, a], [, b]) => b - a);
      const rowsIn = new Float64Array(folds);
      const foldOfGroup = new Map<number | string, number>();
      for (const [group, size] of bySize) {
        const lightest = rowsIn.indexOf(rowsIn.reduce((least, rows) => Math.min(least, rows)));
        foldOfGroup.set(group, lightest);
        rowsIn[lightest] = (rowsIn[lightest] as number) + size;
      }
      const foldOf = Int32Array.from(groups, (group) => foldOfGroup.get(group) as number);
      return splitsOfFolds(foldOf, folds);
    }).flat(),
  );
}
