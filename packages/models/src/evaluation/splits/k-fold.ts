import { createRandom } from '@titans/core';
import { integerWithin, refuseUnknownParameters } from '../../estimators/parameters.js';
import { type FoldOptions, requireAtLeast, type Split, type Splits, splitsOfFolds } from './split.js';

export interface KFoldOptions extends FoldOptions {
  /** Whether rows are shuffled first, `true` unless told; if not, each fold is a run of neighbours. */
  readonly shuffle?: boolean;
}

/**
 * Splits into folds of equal size; the first n mod k have one row more, as in scikit-learn's `KFold`. For rows that
 * are independent; transactions of one payee or account are not: see {@link groupedKFold} and {@link rollingOrigin}.
 *
 * @param n Rows.
 * @throws TitansError `DATA_INSUFFICIENT` for fewer rows than folds, `INVALID_ARGUMENT`.
 * @example
 * ```ts
 * import { kFold } from '@titans/models/evaluation';
 *
 * for (const { train, test } of kFold(100, { folds: 5, seed: 7 })) console.log(train.length, test.length);
 * ```
 */
export function kFold(n: number, options: KFoldOptions = {}): readonly Split[] {
  refuseUnknownParameters('kFold', options, ['folds', 'seed', 'repeats', 'shuffle']);
  const folds = integerWithin('folds', options.folds ?? 5, 2, 100_000);
  const repeats = integerWithin('repeats', options.repeats ?? 1, 1, 10_000);
  requireAtLeast('rows', n, folds);
  const random = createRandom(options.seed ?? 0, 'k-fold');
  return Object.freeze(
    Array.from({ length: repeats }, (_, repeat) => {
      const order = Int32Array.from({ length: n }, (_, row) => row);
      if (options.shuffle ?? true) random.stream(`${repeat}`).shuffle(order);
      const foldOf = new Int32Array(n);
      let next = 0;
      for (let fold = 0; fold < folds; fold++) {
        const size = Math.floor(n / folds) + (fold < n % folds ? 1 : 0);
        for (let i = 0; i < size; i++) foldOf[order[next++] as number] = fold;
      }
      return splitsOfFolds(foldOf, folds);
    }).flat(),
  );
}

/**
 * Splits that test one row each, in order. They are made as they are asked for, so they take no memory of n².
 *
 * @param n Rows.
 * @throws TitansError `DATA_INSUFFICIENT` for fewer than two rows.
 */
export function leaveOneOut(n: number): Splits {
  requireAtLeast('rows', n, 2);
  return Object.freeze({
    length: n,
    *[Symbol.iterator](): Iterator<Split> {
      for (let left = 0; left < n; left++) {
        yield Object.freeze({
          train: Int32Array.from({ length: n - 1 }, (_, row) => (row < left ? row : row + 1)),
          test: Int32Array.of(left),
        });
      }
    },
  });
}
