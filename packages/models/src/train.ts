import type { Transaction, TransactionTable, WorkOptions } from '@titans/core';
import type { TrainingCorrection } from './corrections/training-correction.js';
import type { WorkerPool } from './estimators/parallel/worker-pool.js';
import { trainSuite } from './suite/train-suite.js';
import type { AmountOptions } from './tasks/amount/candidates.js';
import type { AnomalyOptions } from './tasks/anomaly/detectors.js';
import type { CashflowOptions } from './tasks/cashflow/cashflow-options.js';
import type { CategoryOptions } from './tasks/category/category-options.js';
import type { TaskName, TrainedSuite } from './tasks/models.js';
import type { Budget } from './tasks/train-options.js';

/** How a suite is trained. */
export interface TrainOptions extends WorkOptions {
  /** What to train; whatever the data permit unless told. */
  readonly tasks?: readonly TaskName[];
  /** A safe integer, 0 unless told. The same data and seed give the same artifacts, byte for byte. */
  readonly seed?: number;
  /** How much is tried, `standard` unless told. */
  readonly budget?: Budget;
  /** How categories are learned, and the rules of the user that go before. */
  readonly category?: CategoryOptions;
  /** How amounts are learned. */
  readonly amount?: AmountOptions;
  /** Threads to share long fits with; what is learned does not depend on them. */
  readonly workers?: WorkerPool;
  /** How anomalies are found. */
  readonly anomaly?: AnomalyOptions;
  /** How cash flows are learned. */
  readonly cashflow?: CashflowOptions;
  /**
   * Categories that users know to be right, oldest first, as `appliedCorrections` of `@titans/models/lifecycle` takes them from
   * a log. They replace the categories of their transactions in the table before anything is learned or measured, and the
   * category model remembers them of their payees, as if they had been made to it.
   */
  readonly corrections?: readonly TrainingCorrection[];
}

/**
 * Trains the four tasks on transactions and measures each on rows that the measured model had not seen.
 *
 * A task that the data do not permit (too few rows, one category) is left out and listed with the reason in
 * `report.skipped`, unless it was asked for by name. The category is then answered from the built-in lexicon over the
 * default taxonomy, with the few labelled rows taken as corrections.
 *
 * @throws TitansError `DATA_INSUFFICIENT` if a task asked for, or every task, cannot be trained; `INVALID_ARGUMENT`
 * for an unknown task, a seed that is no safe integer or a correction that is none; `ABORTED`.
 * @example
 * ```ts
 * import type { TransactionTable } from '@titans/core';
 * import { train } from '@titans/models';
 *
 * export async function learn(statement: TransactionTable): Promise<void> {
 *   const models = await train(statement, { seed: 42 });
 *   models.category.predict({ description: 'WHOLEFDS MKT 10234', amount: -85.5 });
 *   console.table(models.report.rows());
 *   await models.save('./models');
 * }
 * ```
 */
export async function train(
  transactions: TransactionTable | Iterable<Transaction>,
  options: TrainOptions = {},
): Promise<TrainedSuite> {
  return (await trainSuite(transactions, options)).suite;
}
