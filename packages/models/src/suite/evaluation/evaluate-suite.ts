import { breathe, type Transaction, type TransactionTable } from '@titans/core';
import type { Measurement, ReportRow, TaskName } from '../../tasks/models.js';
import type { TaskModels } from '../task-models.js';
import { type EvaluateOptions, evaluationRows } from './evaluation-rows.js';
import { amountFigures, anomalyFigures, cashflowFigures, categoryFigures } from './figures.js';
import {
  amountOutcome,
  anomalyOutcome,
  cashflowOutcome,
  categoryOutcome,
  type EvaluationRows,
} from './outcomes.js';

/** Measures every model on transactions that it must not have learned from. */
export async function evaluateSuite(
  models: TaskModels,
  transactions: TransactionTable | Iterable<Transaction>,
  options: EvaluateOptions,
): Promise<readonly ReportRow[]> {
  const rows = evaluationRows(transactions, options);
  const report: ReportRow[] = [];
  for (const [task, measure] of Object.entries(measures) as [TaskName, Measure][]) {
    await breathe(options.signal, `${task}: evaluation`);
    report.push(...(await measure(models, rows, options)).map((figure) => ({ task, ...figure })));
  }
  return Object.freeze(report);
}

type Measure = (
  models: TaskModels,
  rows: EvaluationRows,
  options: EvaluateOptions,
) => Promise<readonly Measurement[]>;

const measures: Readonly<Record<TaskName, Measure>> = {
  category: async ({ category }, rows, options) =>
    category === undefined ? [] : categoryFigures(await categoryOutcome(category, rows, options)),
  amount: async ({ amount }, rows, options) =>
    amount === undefined ? [] : amountFigures(await amountOutcome(amount, rows, options)),
  anomaly: async ({ anomaly }, rows, options) =>
    anomaly === undefined ? [] : anomalyFigures(await anomalyOutcome(anomaly, rows, options)),
  cashflow: async ({ cashflow }, rows) =>
    cashflow === undefined ? [] : cashflowFigures(cashflowOutcome(cashflow, rows)),
};
