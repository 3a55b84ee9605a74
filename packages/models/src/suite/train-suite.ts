import { breathe, isTitansError, TitansError, type Transaction, type TransactionTable } from '@titans/core';
import { reliabilityCurve } from '../calibration/reliability-curve.js';
import { correctedTable } from '../corrections/corrected-table.js';
import { rememberCorrections } from '../corrections/remember-corrections.js';
import { readCorrections } from '../corrections/training-correction.js';
import { trainAmount } from '../tasks/amount/train-amount.js';
import { ownLabels } from '../tasks/anomaly/labels.js';
import { trainAnomaly } from '../tasks/anomaly/train-anomaly.js';
import { trainCashflow } from '../tasks/cashflow/train-cashflow.js';
import { trainCategory } from '../tasks/category/train-category.js';
import type { HeldOutRows } from '../tasks/held-out-rows.js';
import { type TaskName, type TrainedSuite, taskNames } from '../tasks/models.js';
import type { TaskOptions } from '../tasks/train-options.js';
import { untrainedCategoryModel } from '../taxonomy/cold-start/untrained-category-model.js';
import type { TrainOptions } from '../train.js';
import { checkTrainOptions } from './check-train-options.js';
import { dataFingerprint } from './fingerprint.js';
import { givenTable } from './given-table.js';
import { measurementIntervals } from './measurement-intervals.js';
import { suiteReference } from './suite-reference.js';
import type { TaskModels } from './task-models.js';
import { trainedSuite } from './trained-suite.js';
import { type MeasurementInterval, type TrainingRecord, trainingData } from './training-record.js';

/** A suite with the rows that its measurements rest on. */
export interface MeasuredTraining {
  readonly suite: TrainedSuite;
  readonly heldOut: readonly HeldOutRows[];
}

type Models = { -readonly [Task in TaskName]?: TaskModels[Task] };

/** Trains as `train` does, and tells what the measurements rest on. */
export async function trainSuite(
  transactions: TransactionTable | Iterable<Transaction>,
  options: TrainOptions,
): Promise<MeasuredTraining> {
  checkTrainOptions(options);
  const { tasks, corrections = [], signal, onProgress } = options;
  const given = givenTable(transactions);
  if (given.length === 0)
    throw new TitansError('DATA_INSUFFICIENT', 'There are no transactions to learn from.');
  const table = correctedTable(given, readCorrections(corrections));
  const heldOut: HeldOutRows[] = [];
  const models: Models = {};
  const skipped: { task: TaskName; reason: string }[] = [];
  const wanted = tasks === undefined ? taskNames : taskNames.filter((task) => tasks.includes(task));
  const training = trainingOf(options);
  for (const [done, task] of wanted.entries()) {
    await breathe(signal, task);
    onProgress?.({ stage: task, done, total: wanted.length, unit: 'steps' });
    try {
      const onHeldOut = (rows: HeldOutRows): void => {
        heldOut.push(rows);
      };
      Object.assign(models, { [task]: await training[task](table, onHeldOut) });
    } catch (error) {
      if (tasks !== undefined || !isUnlearnable(error)) throw error;
      skipped.push({ task, reason: error.message });
    }
  }
  if (skipped.length === wanted.length) {
    throw new TitansError(
      'DATA_INSUFFICIENT',
      skipped.map(({ task, reason }) => `${task}: ${reason}`).join(' '),
      { details: { rows: table.length } },
    );
  }
  const unlearned = skipped.find(({ task }) => task === 'category');
  if (unlearned !== undefined) {
    models.category = await untrainedCategoryModel(table, options.category?.rules);
    unlearned.reason += ' Categories come from the built-in lexicon until then.';
  }
  if (models.category !== undefined)
    models.category = await rememberCorrections(models.category, corrections, signal);
  const suite = trainedSuite({
    models,
    dataFingerprint: dataFingerprint(table),
    skipped: Object.freeze(skipped),
    reference: suiteReference(table, heldOut),
    training: await trainingRecord(table, models, heldOut, options),
  });
  onProgress?.({ stage: 'done', done: wanted.length, total: wanted.length, unit: 'steps' });
  return { suite, heldOut };
}

type TrainTask = (
  table: TransactionTable,
  onHeldOut: (rows: HeldOutRows) => void,
) => Promise<TaskModels[TaskName]>;

/** What trains each task with its own options. Labels are taken as they are now. */
function trainingOf(options: TrainOptions): Readonly<Record<TaskName, TrainTask>> {
  const { seed = 0, budget = 'standard', workers, signal, onProgress } = options;
  const anomaly = ownLabels(options.anomaly);
  const shared = (onHeldOut: (rows: HeldOutRows) => void): TaskOptions => ({
    seed,
    budget,
    onHeldOut,
    ...(workers && { workers }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  return {
    category: (table, onHeldOut) => trainCategory(table, shared(onHeldOut), options.category),
    amount: (table, onHeldOut) => trainAmount(table, shared(onHeldOut), options.amount),
    anomaly: (table, onHeldOut) => trainAnomaly(table, shared(onHeldOut), anomaly),
    cashflow: (table, onHeldOut) => trainCashflow(table, shared(onHeldOut), options.cashflow),
  };
}

async function trainingRecord(
  table: TransactionTable,
  models: TaskModels,
  heldOut: readonly HeldOutRows[],
  { signal }: TrainOptions,
): Promise<TrainingRecord> {
  const intervals: MeasurementInterval[] = [];
  for (const task of taskNames) {
    await breathe(signal, 'intervals');
    const measurements = models[task]?.measurements ?? [];
    const rows = heldOut.find((one) => one.task === task);
    intervals.push(...(await measurementIntervals(task, measurements, rows, { ...(signal && { signal }) })));
  }
  const curves = heldOut.flatMap(({ task, stated }) =>
    stated === null ? [] : [[task, reliabilityCurve(stated.probabilities, stated.outcomes)] as const],
  );
  return Object.freeze({
    data: trainingData(table),
    intervals: Object.freeze(intervals),
    calibration: Object.freeze(Object.fromEntries(curves)),
  });
}

/** Whether the data do not permit a task, which is no fault of the others. */
function isUnlearnable(error: unknown): error is TitansError {
  return isTitansError(error, 'DATA_INSUFFICIENT') || isTitansError(error, 'LIMIT_EXCEEDED');
}
