import { TitansError } from '@titans/core';
import { refuseUnknownParameters } from '../estimators/parameters.js';
import { taskNames } from '../tasks/models.js';
import type { TrainOptions } from '../train.js';

/** @throws TitansError `INVALID_ARGUMENT` for an option or a task that there is not, a seed or a budget that is none. */
export function checkTrainOptions(options: TrainOptions): void {
  refuseUnknownParameters('train', options, [
    'tasks',
    'seed',
    'budget',
    'corrections',
    'workers',
    'signal',
    'onProgress',
    ...taskNames,
  ]);
  const { tasks, seed = 0, budget = 'standard' } = options;
  const areNames =
    Array.isArray(tasks) && tasks.length > 0 && tasks.every((task) => taskNames.includes(task));
  if (tasks !== undefined && !areNames) {
    throw new TitansError('INVALID_ARGUMENT', `tasks must name some of ${taskNames.join(', ')}.`, {
      details: { field: 'tasks' },
    });
  }
  if (!Number.isSafeInteger(seed)) {
    throw new TitansError('INVALID_ARGUMENT', `The seed must be a safe integer, not ${seed}.`, {
      details: { field: 'seed' },
    });
  }
  if (budget !== 'standard' && budget !== 'quick') {
    throw new TitansError('INVALID_ARGUMENT', 'budget must be "standard" or "quick".', {
      details: { field: 'budget' },
    });
  }
}
