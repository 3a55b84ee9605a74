import { type ErrorCode, TitansError } from '@titans/core';
import { poissonDeviance } from '../../statistics/deviance.js';
import { chiSquared } from '../../statistics/distributions.js';
import { type CellCounts, type PermutationOptions, permutationPValue } from './permutation.js';
import type { TwoSampleTest } from './two-sample-test.js';

/** Two rows of counts over common categories, as counts. */
export function cellCounts(reference: ArrayLike<number>, current: ArrayLike<number>): CellCounts {
  if (reference.length !== current.length) {
    throw refused(
      'SHAPE_MISMATCH',
      `The reference has ${reference.length} categories, the current sample ${current.length}; give both a count of each.`,
    );
  }
  const counts = { reference: checkedCounts(reference), current: checkedCounts(current) };
  const referenceRows = counts.reference.reduce((sum, count) => sum + count, 0);
  const currentRows = counts.current.reduce((sum, count) => sum + count, 0);
  if (referenceRows === 0 || currentRows === 0) {
    throw refused('DATA_INSUFFICIENT', 'A sample has no rows: there is nothing to compare.');
  }
  return { ...counts, referenceRows, currentRows };
}

/**
 * Pearson's χ² test that two samples have one distribution over categories, as scipy's `chi2_contingency` without
 * correction. The p-value is that of the limit: with expected counts below about 5 use pooled rare categories or
 * a permutation.
 *
 * @param reference Counts of each category; `current` as well. Categories that occur in neither are left out.
 * @throws TitansError `SHAPE_MISMATCH`, `DATA_INSUFFICIENT`, `INVALID_ARGUMENT`.
 */
export function chiSquaredTest(reference: ArrayLike<number>, current: ArrayLike<number>): TwoSampleTest {
  return limitTest(cellCounts(reference, current), chiSquaredStatistic);
}

/** The likelihood-ratio form of {@link chiSquaredTest}: scipy's `chi2_contingency` with `lambda_='log-likelihood'`. */
export function gTest(reference: ArrayLike<number>, current: ArrayLike<number>): TwoSampleTest {
  return limitTest(cellCounts(reference, current), gStatistic);
}

export function limitTest(counts: CellCounts, statistic: (counts: CellCounts) => number): TwoSampleTest {
  const degreesOfFreedom = occurringCategories(counts) - 1;
  const value = statistic(counts);
  return {
    statistic: value,
    pValue: degreesOfFreedom === 0 ? 1 : chiSquared(value, degreesOfFreedom).upper,
    method: 'asymptotic',
    referenceRows: counts.referenceRows,
    currentRows: counts.currentRows,
  };
}

/** Pearson's χ² of two rows of counts. */
export function chiSquaredStatistic({ reference, current, referenceRows, currentRows }: CellCounts): number {
  const total = referenceRows + currentRows;
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const pooled = (reference[cell] as number) + (current[cell] as number);
    if (pooled === 0) continue;
    // Both rows miss their expectation by the same count.
    const gap = (current[cell] as number) - (pooled * currentRows) / total;
    sum += (gap * gap) / pooled;
  }
  return (sum * total * total) / (referenceRows * currentRows);
}

/** Twice the logarithm of the likelihood ratio of two distributions against one. */
export function gStatistic({ reference, current, referenceRows, currentRows }: CellCounts): number {
  const total = referenceRows + currentRows;
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const r = reference[cell] as number;
    const c = current[cell] as number;
    // Deviances of Poisson counts: their linear parts add up to nothing over the table, and nothing cancels.
    sum += deviance(r, ((r + c) * referenceRows) / total) + deviance(c, ((r + c) * currentRows) / total);
  }
  return 2 * sum;
}

function deviance(count: number, mean: number): number {
  return count === 0 ? mean : poissonDeviance(count, mean);
}

/** The smallest count that the smaller sample is expected to have in a category that occurs. */
export function smallestExpected({ reference, current, referenceRows, currentRows }: CellCounts): number {
  const share = Math.min(referenceRows, currentRows) / (referenceRows + currentRows);
  let smallest = Number.POSITIVE_INFINITY;
  for (let cell = 0; cell < reference.length; cell++) {
    const pooled = (reference[cell] as number) + (current[cell] as number);
    if (pooled > 0) smallest = Math.min(smallest, pooled * share);
  }
  return smallest;
}

/**
 * Counts with every category of fewer than `leastExpected` expected rows in the smaller sample put into one, so that the
 * limit distribution holds. Which these are is told by the pooled counts alone, which does not favour either sample;
 * unseen categories are pooled where they are rare and stand alone where they are not.
 *
 * @param leastExpected 5 unless told (Cochran 1954).
 */
export function pooledRareCategories(counts: CellCounts, leastExpected = 5): CellCounts {
  const { reference, current, referenceRows, currentRows } = counts;
  const share = Math.min(referenceRows, currentRows) / (referenceRows + currentRows);
  const kept: { reference: number; current: number }[] = [];
  const rare = { reference: 0, current: 0 };
  for (let cell = 0; cell < reference.length; cell++) {
    const own = { reference: reference[cell] as number, current: current[cell] as number };
    if ((own.reference + own.current) * share >= leastExpected) {
      kept.push(own);
    } else {
      rare.reference += own.reference;
      rare.current += own.current;
    }
  }
  if ((rare.reference + rare.current) * share < leastExpected && kept.length > 1) {
    // Too rare even together: they go to the rarest of the others.
    kept.sort((a, b) => a.reference + a.current - b.reference - b.current);
    const rarest = kept[0] as { reference: number; current: number };
    rarest.reference += rare.reference;
    rarest.current += rare.current;
  } else if (rare.reference + rare.current > 0) {
    kept.push(rare);
  }
  return {
    reference: Float64Array.from(kept, (own) => own.reference),
    current: Float64Array.from(kept, (own) => own.current),
    referenceRows,
    currentRows,
  };
}

/** Expected rows from which a category's count is never dealt below nothing by the normal limit. */
const leastOfLimit = 50;
/** Rows in the smaller sample up to which they are dealt one by one where categories are too rare for the limit. */
export const mostDealtOfRare = 50_000;

/**
 * {@link permutationPValue} of categories, in which the normal limit is dealt only where it holds in every category: else
 * rows are, and of very many rows the rare categories are pooled.
 */
export function permutationOfCategories(
  counts: CellCounts,
  statistic: (counts: CellCounts) => number,
  options: PermutationOptions,
): number {
  if (smallestExpected(counts) >= leastOfLimit) return permutationPValue(counts, statistic, options);
  const isVeryLarge = Math.min(counts.referenceRows, counts.currentRows) > mostDealtOfRare;
  const dealt = isVeryLarge ? pooledRareCategories(counts, leastOfLimit) : counts;
  return permutationPValue(dealt, statistic, options, mostDealtOfRare);
}

export function occurringCategories({ reference, current }: CellCounts): number {
  let occurring = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    if ((reference[cell] as number) + (current[cell] as number) > 0) occurring++;
  }
  return occurring;
}

function checkedCounts(counts: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(counts);
  const wrong = copy.findIndex((count) => !(Number.isSafeInteger(count) && count >= 0));
  if (wrong !== -1) {
    throw refused(
      'INVALID_ARGUMENT',
      `Counts are whole numbers from 0; that of category ${wrong} is ${copy[wrong]}.`,
    );
  }
  return copy;
}

function refused(code: ErrorCode, message: string): TitansError {
  return new TitansError(code, message, { details: { field: 'counts' } });
}
