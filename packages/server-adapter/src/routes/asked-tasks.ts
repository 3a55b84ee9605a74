import { type BatchQuery, type BatchTask, batchTasks } from '@titans/core/contract';
import type { TrainedSuite } from '@titans/models';
import { requestError } from '../http/problem.js';

/**
 * What a query asks about each transaction, in one order however it was asked.
 *
 * @throws TitansError `TASK_NOT_TRAINED` with `?tasks` if a model is missing: then no transaction can be answered.
 */
export function askedTasks(suite: TrainedSuite, { tasks = batchTasks }: BatchQuery): readonly BatchTask[] {
  const missing = tasks.filter((task) => !suite.tasks.includes(task));
  if (missing.length > 0) {
    const served = batchTasks.filter((task) => suite.tasks.includes(task));
    const advice = served.length === 0 ? '' : ` Ask for the others alone: ?tasks=${served.join(',')}.`;
    throw requestError('TASK_NOT_TRAINED', `No model is served of ${missing.join(', ')}.${advice}`, {
      issues: missing.map((task) => ({ pointer: '?tasks', message: `no model of ${task} is served` })),
    });
  }
  return tasks.length === batchTasks.length ? batchTasks : batchTasks.filter((task) => tasks.includes(task));
}
