import { TitansError } from '@titans/core';
import { integerWithin, numberWithin, oneOf, refuseUnknownParameters } from '../estimators/parameters.js';
import type { FeatureMatrix } from '../features/feature-matrix.js';
import { quantileOfSorted } from '../statistics/quantile.js';

/**
 * At which values features are looked at. A categorical feature, or one with no more different values than `size`, has
 * those that it has. Of others, `even` takes values at even distances between two quantiles, `quantiles` those that even
 * shares of the rows lie between. Missing values are left out.
 */
export interface Grid {
  /** 100 unless told, 20 for two features. */
  readonly size?: number;
  /** `even` unless told. */
  readonly spacing?: 'even' | 'quantiles';
  /** Quantiles of the first and the last value; 0.05 and 0.95 unless told. */
  readonly from?: number;
  readonly to?: number;
  /** The values themselves, one list per feature; nothing else may then be told. */
  readonly values?: readonly ArrayLike<number>[];
}

/** A grid with what was not told. */
export interface CheckedGrid {
  readonly size: number;
  readonly spacing: 'even' | 'quantiles';
  readonly from: number;
  readonly to: number;
  readonly values: readonly Float64Array[] | null;
}

/** @throws TitansError `INVALID_ARGUMENT` for what is outside its range. */
export function checkGrid(grid: Grid, features: number): CheckedGrid {
  refuseUnknownParameters('grid', grid, grid.values ? ['values'] : ['size', 'spacing', 'from', 'to']);
  const values = grid.values?.map((of) => Float64Array.from(of)) ?? null;
  if (values && (values.length !== features || values.some((of) => of.length === 0))) {
    throw new TitansError(
      'INVALID_ARGUMENT',
      'Give the values of the grid as one list per feature, none of them empty.',
      {
        details: { field: 'grid.values' },
      },
    );
  }
  const from = numberWithin('grid.from', grid.from ?? 0.05, 0, 1);
  return {
    size: integerWithin('grid.size', grid.size ?? (features === 2 ? 20 : 100), 2, 10_000),
    spacing: oneOf('grid.spacing', grid.spacing ?? 'even', ['even', 'quantiles']),
    from,
    to: numberWithin('grid.to', grid.to ?? Math.max(from, 0.95), from, 1),
    values,
  };
}

/** Values of the feature at `place`, ascending; those given stay as they are. */
export function gridOf(x: FeatureMatrix, place: number, grid: CheckedGrid, index: number): Float64Array {
  if (grid.values) return grid.values[index] as Float64Array;
  const { name = '', kind } = x.features[place] ?? {};
  const sorted = (x.columns[place] as Float64Array).filter((value) => !Number.isNaN(value)).sort();
  const different = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  if (different.length === 0) {
    throw new TitansError('INVALID_ARGUMENT', `The feature "${name}" has no value that is not missing.`, {
      details: { column: name },
    });
  }
  if (kind === 'categorical' || different.length <= grid.size) return different;
  const { size, from, to } = grid;
  const share = (i: number): number => i / (size - 1);
  if (grid.spacing === 'quantiles') {
    const values = Float64Array.from({ length: size }, (_, i) =>
      quantileOfSorted(sorted, from + share(i) * (to - from)),
    );
    return values.filter((value, i) => i === 0 || value !== values[i - 1]);
  }
  const [low, high] = [quantileOfSorted(sorted, from), quantileOfSorted(sorted, to)];
  if (low < high)
    return Float64Array.from({ length: size }, (_, i) => low * (1 - share(i)) + high * share(i));
  throw new TitansError(
    'INVALID_ARGUMENT',
    `The feature "${name}" has one value, ${low}, from quantile ${from} to ${to}. Widen them, or give grid.values.`,
    { details: { column: name, field: 'grid' } },
  );
}
