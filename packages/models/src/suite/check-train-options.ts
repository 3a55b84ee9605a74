import { TitansError } from '@titans/core';
import { taskNames } from '../tasks/models.js';
import type { TrainOptions } from '../train.js';

/** @throws TitansError `INVALID_ARGUMENT` for an unknown task, a seed or a budget that is none. */
export function checkTrainOptions({ tasks, seed = 0, budget = 'standard' }: TrainOptions): void {
  const unknown = tasks?.find((task) => !taskNames.includes(task));
  if (unknown !== undefined || tasks?.length === 0) {
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
