import { checkLabels, checkTarget } from '../estimators/training-data.js';
import type { ClassTarget, TrainingTarget } from './feature-transformer.js';

export function isClassTarget(target: TrainingTarget): target is ClassTarget {
  return !(target instanceof Float64Array);
}

/** @throws TitansError `SHAPE_MISMATCH`, `DATA_NOT_FINITE` or `INVALID_ARGUMENT` for a target that does not fit the rows. */
export function checkTrainingTarget(target: TrainingTarget | undefined, rows: number): void {
  if (target === undefined) return;
  if (isClassTarget(target)) checkLabels(target.labels, target.classes, rows);
  else checkTarget(target, rows);
}
