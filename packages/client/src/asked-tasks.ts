import type { BatchTask } from '@titans/core/contract';
import { refuse } from './client-options.js';

/** What is asked about each transaction of a batch, a stream or a job. */
export interface AskedTasks<Tasks extends readonly BatchTask[]> {
  /** Tasks wanted, each once; all three unless told. The answers have the members of these alone. */
  readonly tasks?: Tasks | undefined;
}

const allTasks: readonly BatchTask[] = ['category', 'amount', 'anomaly'];

/**
 * The tasks of a call, and how its query names them.
 *
 * @throws TitansError `CONFIG_INVALID` unless they are a list.
 */
export function askedTasks<Tasks extends readonly BatchTask[]>({
  tasks,
}: AskedTasks<Tasks> = {}): { readonly asked: Tasks; readonly query: { readonly tasks?: string } } {
  // Nothing told is every task, which is what the type is then.
  if (tasks === undefined) return { asked: allTasks as Tasks, query: {} };
  if (!Array.isArray(tasks)) refuse('tasks', 'they must be a list');
  return { asked: tasks, query: { tasks: tasks.join() } };
}
