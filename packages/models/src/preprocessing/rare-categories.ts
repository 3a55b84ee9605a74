import { TitansError } from '@titans/core';
import { integerWithin, numberBetween } from '../estimators/parameters.js';

/** Which categories are too rare for a column of their own. */
export interface RareCategories {
  /** Categories of fewer rows are rare; 0 unless told. scikit-learn's `min_frequency` as a whole number. */
  readonly minCount?: number;
  /** Categories of a smaller share of the rows are rare; scikit-learn's `min_frequency` as a fraction. */
  readonly minShare?: number;
  /** At most so many columns of categories, that of rare ones included: the least frequent become rare. */
  readonly maxCategories?: number;
}

/** @throws TitansError `INVALID_ARGUMENT` for a parameter outside its range, or both a count and a share. */
export function checkRareCategories({ minCount, minShare, maxCategories }: RareCategories): RareCategories {
  if (minCount !== undefined) integerWithin('minCount', minCount, 0, 2 ** 31 - 1);
  if (minShare !== undefined) numberBetween('minShare', minShare, 0, 1);
  if (maxCategories !== undefined) integerWithin('maxCategories', maxCategories, 1, 1_000_000);
  if (minCount !== undefined && minShare !== undefined) {
    throw new TitansError('INVALID_ARGUMENT', 'Give minCount or minShare, not both.', {
      details: { field: 'minShare' },
    });
  }
  return Object.freeze({
    ...(minCount === undefined ? {} : { minCount }),
    ...(minShare === undefined ? {} : { minShare }),
    ...(maxCategories === undefined ? {} : { maxCategories }),
  });
}

/**
 * The codes that are rare among those that were seen.
 *
 * @param byCode Weight of the rows of each code; 0 where it was not seen.
 * @param total Weight of all rows.
 */
export function rareCodes(byCode: Float64Array, total: number, rare: RareCategories): ReadonlySet<number> {
  const seen = [...byCode.keys()].filter((code) => (byCode[code] as number) > 0);
  const least = rare.minShare === undefined ? (rare.minCount ?? 0) : rare.minShare * total;
  const found = new Set(seen.filter((code) => (byCode[code] as number) < least));
  const { maxCategories = Number.POSITIVE_INFINITY } = rare;
  const columns = seen.length - found.size + (found.size > 0 ? 1 : 0);
  if (columns <= maxCategories) return found;
  // Of equally frequent categories the first become rare, as in scikit-learn.
  const ascending = [...seen].sort((a, b) => (byCode[a] as number) - (byCode[b] as number) || a - b);
  for (const code of ascending.slice(0, seen.length - (maxCategories - 1))) found.add(code);
  return found;
}
