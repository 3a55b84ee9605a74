import { TitansError } from '@titans/core';
import { requireLength } from '../../calibration/checked-values.js';
import { type LearningData, rowCount } from '../../evaluation/predict-folds.js';
import type { RowLabels } from '../../evaluation/resampling.js';
import { groupedKFold } from '../../evaluation/splits/grouped-k-fold.js';
import { kFold } from '../../evaluation/splits/k-fold.js';
import { randomSplit } from '../../evaluation/splits/random-split.js';
import type { Split } from '../../evaluation/splits/split.js';
import { stratifiedKFold } from '../../evaluation/splits/stratified-k-fold.js';

/** About a fifth of the rows held out: of each class alike, or whole groups. */
export function defaultHoldOut<X>(data: LearningData<X>, groups: RowLabels | undefined, seed: number): Split {
  const rows = rowCount(data);
  if (groups === undefined) {
    return randomSplit(rows, { seed, ...('labels' in data ? { labels: data.labels } : {}) });
  }
  requireLength('groups', groups, rows);
  const [first] = groupedKFold(groups, { folds: 5, seed });
  if (first) return first;
  throw new TitansError('DATA_INSUFFICIENT', 'There are no groups to hold out.');
}

/** Five folds of the rows to learn from: of each class alike, or of whole groups. */
export function defaultFolds<X>(
  train: LearningData<X>,
  groups: RowLabels | undefined,
  seed: number,
): readonly Split[] {
  if (groups !== undefined) return groupedKFold(groups, { folds: 5, seed });
  return 'labels' in train ? stratifiedKFold(train.labels, { seed }) : kFold(rowCount(train), { seed });
}

/** The labels of some rows. */
export function labelsOf(groups: RowLabels | undefined, rows: Int32Array): RowLabels | undefined {
  return groups && Array.from(rows, (row) => groups[row] as number | string);
}
