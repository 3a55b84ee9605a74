import { createRandom, TitansError } from '@titans/core';
import { requireValues } from '../../calibration/checked-values.js';
import { integerWithin, oneOf, refuseUnknownParameters } from '../../estimators/parameters.js';
import { type FoldOptions, requireAtLeast, type Split, splitsOfFolds } from './split.js';

export interface StratifiedKFoldOptions extends FoldOptions {
  /** Whether the rows of a class are shuffled first, `true` unless told. */
  readonly shuffle?: boolean;
  /**
   * What is done with a class of fewer rows than folds. `spread` (unless told): each of its rows is in another fold, so
   * some folds test none, and a class of one row is tested by a model that has not seen it. `train-only`: its rows are
   * learned from in every fold and never tested. `refuse`: `DATA_INSUFFICIENT`.
   */
  readonly smallClasses?: 'spread' | 'train-only' | 'refuse';
}

/**
 * Splits into folds with about the same number of rows of each class and about the same size, spread as by
 * scikit-learn's `StratifiedKFold`.
 *
 * @param labels Code of the class of each row.
 * @throws TitansError `DATA_INSUFFICIENT` for fewer rows than folds, or as `smallClasses` says; `INVALID_ARGUMENT`.
 */
export function stratifiedKFold(
  labels: ArrayLike<number>,
  options: StratifiedKFoldOptions = {},
): readonly Split[] {
  requireValues('labels', labels, 0);
  refuseUnknownParameters('stratifiedKFold', options, [
    'folds',
    'seed',
    'repeats',
    'shuffle',
    'smallClasses',
  ]);
  const folds = integerWithin('folds', options.folds ?? 5, 2, 100_000);
  const repeats = integerWithin('repeats', options.repeats ?? 1, 1, 10_000);
  const policy = oneOf('smallClasses', options.smallClasses ?? 'spread', ['spread', 'train-only', 'refuse']);
  const classes = rowsByClass(labels);
  for (const [label, rows] of classes) {
    if (rows.length >= folds || policy === 'spread') continue;
    if (policy === 'train-only') classes.delete(label);
    else {
      throw new TitansError(
        'DATA_INSUFFICIENT',
        `Class ${label} has ${rows.length} rows for ${folds} folds. Take fewer folds or another policy for small classes.`,
        { details: { field: 'labels', value: `${label}` } },
      );
    }
  }
  const tested = [...classes.values()];
  const count = tested.reduce((sum, rows) => sum + rows.length, 0);
  requireAtLeast('rows that may be tested', count, folds);
  const random = createRandom(options.seed ?? 0, 'stratified-k-fold');
  return Object.freeze(
    Array.from({ length: repeats }, (_, repeat) => {
      const stream = random.stream(`${repeat}`);
      const foldOf = new Int32Array(labels.length).fill(-1);
      let start = 0;
      for (const rows of tested) {
        // Rows sorted by class are dealt to the folds in turn: equal sizes, and every class as even as can be.
        const dealt = rows.map((_, i) => (start + i) % folds).sort();
        if (options.shuffle ?? true) stream.shuffle(dealt);
        rows.forEach((row, i) => {
          foldOf[row] = dealt[i] as number;
        });
        start += rows.length;
      }
      return splitsOfFolds(foldOf, folds);
    }).flat(),
  );
}

/** Rows of each class, ascending by code. @throws TitansError `INVALID_ARGUMENT` for a code that is no whole number from 0. */
export function rowsByClass(labels: ArrayLike<number>): Map<number, Int32Array> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = integerWithin(`labels[${row}]`, labels[row] as number, 0, 2 ** 31 - 1);
    const rows = found.get(label);
    if (rows) rows.push(row);
    else found.set(label, [row]);
  }
  return new Map([...found].sort(([a], [b]) => a - b).map(([label, rows]) => [label, Int32Array.from(rows)]));
}
