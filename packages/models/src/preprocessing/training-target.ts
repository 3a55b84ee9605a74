import { TitansError } from '@titans/core';
import { checkLabels, checkTarget } from '../estimators/training-data.js';
import type { ClassTarget, TrainingTarget } from './feature-transformer.js';

export function isClassTarget(target: TrainingTarget): target is ClassTarget {
  return !(target instanceof Float64Array);
}

/** @throws TitansError `INVALID_ARGUMENT` for neither numbers nor classes, as plain JavaScript may give them. */
export function requireTargetKind(target: TrainingTarget): void {
  const isNumbers = target instanceof Float64Array;
  if (
    isNumbers ||
    (typeof target === 'object' && target !== null && 'labels' in target && 'classes' in target)
  ) {
    return;
  }
  throw new TitansError(
    'INVALID_ARGUMENT',
    'target must be a Float64Array, or an object of labels and their classes.',
    { details: { field: 'target' } },
  );
}

/** @throws TitansError `SHAPE_MISMATCH`, `DATA_NOT_FINITE` or `INVALID_ARGUMENT` for a target that does not fit the rows. */
export function checkTrainingTarget(target: TrainingTarget | undefined, rows: number): void {
  if (target === undefined) return;
  requireTargetKind(target);
  if (isClassTarget(target)) checkLabels(target.labels, target.classes, rows);
  else checkTarget(target, rows);
}
