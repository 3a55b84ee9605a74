import {
  breathe,
  isTitansError,
  TitansError,
  type Transaction,
  type TransactionTable,
  tableFromRows,
  type WorkOptions,
} from '@titans/core';
import type { WorkerPool } from './estimators/parallel/worker-pool.js';
import { dataFingerprint } from './suite/fingerprint.js';
import type { TaskModels } from './suite/task-models.js';
import { trainedSuite } from './suite/trained-suite.js';
import type { AmountOptions } from './tasks/amount/candidates.js';
import { trainAmount } from './tasks/amount/train-amount.js';
import type { AnomalyOptions } from './tasks/anomaly/detectors.js';
import { ownLabels } from './tasks/anomaly/labels.js';
import { trainAnomaly } from './tasks/anomaly/train-anomaly.js';
import type { CashflowOptions } from './tasks/cashflow/cashflow-options.js';
import { trainCashflow } from './tasks/cashflow/train-cashflow.js';
import type { CategoryOptions } from './tasks/category/category-options.js';
import { trainCategory } from './tasks/category/train-category.js';
import { type TaskName, type TrainedSuite, taskNames } from './tasks/models.js';
import type { Budget, TaskOptions } from './tasks/train-options.js';
import { untrainedCategoryModel } from './taxonomy/cold-start/untrained-category-model.js';

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
}

/**
 * Trains the four tasks on transactions and measures each on rows that the measured model had not seen.
 *
 * A task that the data do not permit (too few rows, one category) is left out and listed with the reason in
 * `report.skipped`, unless it was asked for by name. The category is then answered from the built-in lexicon over the
 * default taxonomy, with the few labelled rows taken as corrections.
 *
 * @throws TitansError `DATA_INSUFFICIENT` if a task asked for, or every task, cannot be trained; `INVALID_ARGUMENT`
 * for an unknown task or a seed that is no safe integer; `ABORTED`.
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
  const { tasks, seed = 0, budget = 'standard', workers, signal, onProgress } = options;
  checkOptions(options);
  const table = 'columns' in transactions ? transactions : tableFromRows(transactions);
  if (table.length === 0)
    throw new TitansError('DATA_INSUFFICIENT', 'There are no transactions to learn from.');

  const anomaly = ownLabels(options.anomaly);
  const models: { -readonly [Task in TaskName]?: TaskModels[Task] } = {};
  const skipped: { task: TaskName; reason: string }[] = [];
  const wanted = tasks === undefined ? taskNames : taskNames.filter((task) => tasks.includes(task));
  const training = {
    category: (rows: TransactionTable, taskOptions: TaskOptions) =>
      trainCategory(rows, taskOptions, options.category),
    amount: (rows: TransactionTable, taskOptions: TaskOptions) =>
      trainAmount(rows, taskOptions, options.amount),
    anomaly: (rows: TransactionTable, taskOptions: TaskOptions) => trainAnomaly(rows, taskOptions, anomaly),
    cashflow: (rows: TransactionTable, taskOptions: TaskOptions) =>
      trainCashflow(rows, taskOptions, options.cashflow),
  } as const;
  for (const [done, task] of wanted.entries()) {
    await breathe(signal, task);
    onProgress?.({ stage: task, done, total: wanted.length, unit: 'steps' });
    const taskOptions: TaskOptions = {
      seed,
      budget,
      ...(workers === undefined ? {} : { workers }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    };
    try {
      Object.assign(models, { [task]: await training[task](table, taskOptions) });
    } catch (error) {
      if (tasks !== undefined || !isUnlearnable(error)) throw error;
      skipped.push({ task, reason: error.message });
    }
  }
  const unlearned = skipped.find(({ task }) => task === 'category');
  if (skipped.length === wanted.length) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      skipped.map(({ task, reason }) => `${task}: ${reason}`).join(' '),
      {
        details: { rows: table.length },
      },
    );
  }
  if (unlearned !== undefined) {
    models.category = await untrainedCategoryModel(table, options.category?.rules);
    unlearned.reason += ' Categories come from the built-in lexicon until then.';
  }
  onProgress?.({ stage: 'done', done: wanted.length, total: wanted.length, unit: 'steps' });
  return trainedSuite({ models, dataFingerprint: dataFingerprint(table), skipped: Object.freeze(skipped) });
}

/** Whether the data do not permit a task, which is no fault of the others. */
function isUnlearnable(error: unknown): error is TitansError {
  return isTitansError(error, 'DATA_INSUFFICIENT') || isTitansError(error, 'LIMIT_EXCEEDED');
}

function checkOptions({ tasks, seed = 0, budget = 'standard' }: TrainOptions): void {
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
