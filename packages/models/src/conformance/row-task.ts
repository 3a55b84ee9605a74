import type { CheckSettings } from './check-options.js';
import type { Learned, LearningTask } from './learner.js';

/** Rows to learn from: inputs, what is known of each (`null` for a detector), and weights. */
export interface Observations<X, Answers> {
  readonly x: X;
  readonly answers: Answers;
  readonly weights?: Float64Array;
}

/** What the cases that hold for every estimator of rows need. */
export interface RowTask<X extends object, Answers extends Float64Array | Int32Array | null>
  extends LearningTask<Observations<X, Answers>, X> {
  readonly settings: CheckSettings<X>;
  /** The answers of the given rows, in the given order. */
  pick(answers: Answers, rows: readonly number[]): Answers;
  /** Fails unless there is one sound answer per row. */
  requireSound(answers: Float64Array, rows: number, what: string): void;
  /** Fails unless new rows are answered far better than without having learned. */
  requireLearned(learned: Learned<X>, what: string): void | Promise<void>;
}

/** Rows of observations, in the given order; a row may come again. */
export function selectObservations<X extends object, Answers extends Float64Array | Int32Array | null>(
  { settings, pick }: RowTask<X, Answers>,
  { x, answers }: Observations<X, Answers>,
  rows: readonly number[],
): Observations<X, Answers> {
  return { x: settings.inputs.select(x, rows), answers: pick(answers, rows) };
}

/** 0, 1, … below `count`. */
export function rowNumbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, row) => row);
}
