import { throwIfAborted } from '@titans/core';
import type { CategoryModel } from '../tasks/models.js';
import type { TrainingCorrection } from './training-correction.js';

/** Corrections between two looks at the signal. */
const betweenLooks = 1_000;

/**
 * The model with corrections in its memory, as if they had been made to it one after the other: a corrected payee has its
 * category from now on, also where older rows of it say otherwise or none was learned from.
 */
export async function rememberCorrections(
  model: CategoryModel,
  corrections: readonly TrainingCorrection[],
  signal?: AbortSignal,
): Promise<CategoryModel> {
  if (corrections.length === 0) return model;
  const live = model.online();
  for (const [index, { transaction, category }] of corrections.entries()) {
    if (index % betweenLooks === 0) throwIfAborted(signal, 'remembering corrections');
    live.correct(transaction, category);
  }
  return live.toModel();
}
