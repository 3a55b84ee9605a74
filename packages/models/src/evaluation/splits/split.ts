import { TitansError } from '@titans/core';
import { requireCount } from '../../calibration/checked-values.js';
import { integerWithin } from '../../estimators/parameters.js';

/** Rows to learn from and rows to measure on, as row numbers from 0, ascending; no row is in both. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Splits, each made when it is asked for. An array of splits is one. */
export interface Splits extends Iterable<Split> {
  readonly length: number;
}

export interface FoldOptions {
  /** 5 unless told, at least 2. */
  readonly folds?: number;
  /** 0 unless told. */
  readonly seed?: number;
  /** How often the folds are drawn anew, one set after the other; once unless told. */
  readonly repeats?: number;
}

/** @throws TitansError `INVALID_ARGUMENT` for what are no splits, `DATA_INSUFFICIENT` without one. */
export function requireSplits(splits: Splits): void {
  const isList = typeof splits === 'object' && splits !== null && Symbol.iterator in splits;
  if (!isList || !Number.isInteger(splits.length)) {
    throw new TitansError('INVALID_ARGUMENT', 'splits must be a list of splits, such as kFold(rows) gives.', {
      details: { field: 'splits' },
    });
  }
  requireCount('splits', splits.length);
}

/** More rows than memory can number. */
const most = 1_000_000_000;

/**
 * @throws TitansError `DATA_INSUFFICIENT` if there are fewer rows or groups than needed, `INVALID_ARGUMENT` for what is
 * no number of rows.
 */
export function requireAtLeast(what: string, count: number, least: number): void {
  integerWithin(what, count, -most, most);
  if (count >= least) return;
  throw new TitansError(
    'DATA_INSUFFICIENT',
    `There are ${count} ${what}; the split needs at least ${least}.`,
  );
}

/**
 * One split per fold: its rows are tested, all others are learned from.
 *
 * @param foldOf The fold of each row; −1 for a row that is in no test.
 */
export function splitsOfFolds(foldOf: Int32Array, folds: number): readonly Split[] {
  const rows = Int32Array.from(foldOf.keys());
  return Array.from({ length: folds }, (_, fold) =>
    Object.freeze({
      train: rows.filter((row) => foldOf[row] !== fold),
      test: rows.filter((row) => foldOf[row] === fold),
    }),
  );
}
