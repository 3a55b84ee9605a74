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
import { compareSuites } from './evaluation/compare-suites.js';
import { evaluateSuite } from './evaluation/evaluate-suite.js';
import { askAll, explainTransaction, type TransactionAnswers } from './explain-transaction.js';
import { modelCard } from './model-card.js';
import { suiteReportHtml } from './report-html.js';
import { reportText } from './report-text.js';
import { saveSuite } from './save.js';
import type { SuiteReference } from './suite-reference.js';
import type { TaskModels } from './task-models.js';
import type { TrainingRecord } from './training-record.js';

/** What a suite consists of. */
export interface SuiteParts {
  readonly models: TaskModels;
  readonly dataFingerprint: string;
  readonly skipped: readonly { readonly task: TaskName; readonly reason: string }[];
  /** `null` where an earlier release saved the suite, as is the next. */
  readonly reference: SuiteReference | null;
  readonly training: TrainingRecord | null;
}

/** Makes the suite of its parts. */
export function trainedSuite(parts: SuiteParts): TrainedSuite {
  const { models, dataFingerprint, skipped, reference, training } = parts;
  const tasks = Object.freeze(taskNames.filter((task) => models[task] !== undefined));

  function trained<M>(task: TaskName, model: M | undefined): M {
    if (model !== undefined) return model;
    const reason = skipped.find((one) => one.task === task)?.reason ?? 'It was not asked for.';
    throw new TitansError('TASK_NOT_TRAINED', `The suite holds no ${task} model. ${reason}`, {
      details: { task },
    });
  }

  const rows = (): readonly ReportRow[] =>
    tasks.flatMap((task) =>
      (models[task]?.measurements ?? []).map((measurement) => ({ task, ...measurement })),
    );

  const suite: TrainedSuite = {
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
      training,
      skipped,
      rows,
      text: () => reportText(rows(), skipped),
      toHtml: () => suiteReportHtml({ dataFingerprint, skipped, cards: tasks.map(suite.card) }),
    }),
    reference,
    card: (task) => modelCard(trained(task, models[task]), { dataFingerprint, training }),
    predict: (query, options = {}) => askAll(models, [query], options)[0] as TransactionAnswers,
    predictBatch: (queries, options = {}) => askAll(models, queries, options),
    explain: (query, options = {}) => explainTransaction(models, query, options),
    evaluate: (transactions, options = {}) => evaluateSuite(models, transactions, options),
    compare: (other, transactions, options = {}) =>
      compareSuites(models, modelsOf(other), transactions, options),
    save: (destination, options) => saveSuite(parts, destination, options),
  };
  return Object.freeze(suite);
}

/** The suite with other models of some tasks. */
export function withModels(suite: TrainedSuite, models: TaskModels): TrainedSuite {
  const { reference, report } = suite;
  const { dataFingerprint, skipped, training } = report;
  return trainedSuite({
    models: { ...modelsOf(suite), ...models },
    dataFingerprint,
    skipped,
    reference,
    training,
  });
}

function modelsOf(suite: TrainedSuite): TaskModels {
  return Object.fromEntries(suite.tasks.map((task) => [task, suite[task]]));
}
