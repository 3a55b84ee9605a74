import { TitansError } from '@titans/core';
import {
  type AmountModel,
  type AnomalyModel,
  type CashflowModel,
  type CategoryModel,
  type ReportRow,
  type TaskName,
  type TrainedSuite,
  taskNames,
} from '../tasks/models.js';
import { saveSuite } from './save.js';

/** The trained tasks, by name. */
export interface TaskModels {
  readonly category?: CategoryModel;
  readonly amount?: AmountModel;
  readonly anomaly?: AnomalyModel;
  readonly cashflow?: CashflowModel;
}

/** What a suite consists of. */
export interface SuiteParts {
  readonly models: TaskModels;
  readonly dataFingerprint: string;
  readonly skipped: readonly { readonly task: TaskName; readonly reason: string }[];
}

/** Makes the suite of its parts. */
export function trainedSuite(parts: SuiteParts): TrainedSuite {
  const { models, dataFingerprint, skipped } = parts;
  const tasks = Object.freeze(taskNames.filter((task) => models[task] !== undefined));

  function trained<M>(task: TaskName, model: M | undefined): M {
    if (model !== undefined) return model;
    const reason = skipped.find((one) => one.task === task)?.reason ?? 'It was not asked for.';
    throw new TitansError('TASK_NOT_TRAINED', `The suite holds no ${task} model. ${reason}`, {
      details: { task },
    });
  }

  return Object.freeze({
    tasks,
    get category(): CategoryModel {
      return trained('category', models.category);
    },
    get amount(): AmountModel {
      return trained('amount', models.amount);
    },
    get anomaly(): AnomalyModel {
      return trained('anomaly', models.anomaly);
    },
    get cashflow(): CashflowModel {
      return trained('cashflow', models.cashflow);
    },
    report: Object.freeze({
      dataFingerprint,
      skipped,
      rows: (): readonly ReportRow[] =>
        tasks.flatMap((task) =>
          (models[task]?.measurements ?? []).map((measurement) => ({ task, ...measurement })),
        ),
    }),
    save: (destination: Parameters<TrainedSuite['save']>[0], options?: Parameters<TrainedSuite['save']>[1]) =>
      saveSuite(parts, destination, options),
  });
}
