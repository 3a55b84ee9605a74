import { breathe, type Transaction, type TransactionTable } from '@titans/core';
import { dieboldMarianoTest } from '../../evaluation/comparison/diebold-mariano.js';
import { mcNemarTest } from '../../evaluation/comparison/mcnemar.js';
import { pairedBootstrap } from '../../evaluation/comparison/paired-bootstrap.js';
import { pairedShareInterval } from '../../evaluation/comparison/paired-share-interval.js';
import { averagePrecision } from '../../evaluation/ranking.js';
import type { TaskName } from '../../tasks/models.js';
import type { TaskModels } from '../task-models.js';
import { type EvaluateOptions, evaluationRows } from './evaluation-rows.js';
import { mean } from './figures.js';
import {
  amountOutcome,
  anomalyOutcome,
  cashflowOutcome,
  categoryOutcome,
  type EvaluationRows,
} from './outcomes.js';

/** How two models of a task did on the same rows. */
export interface TaskComparison {
  readonly task: TaskName;
  /** `accuracy` and `average_precision` are better when higher, `mae` when lower. */
  readonly metric: 'accuracy' | 'mae' | 'average_precision';
  /** The figure of the suite that was asked. */
  readonly value: number;
  /** The figure of the suite it was compared with. */
  readonly otherValue: number;
  /** Of no difference, two-sided. */
  readonly pValue: number;
  readonly test: 'McNemar' | 'paired bootstrap' | 'Diebold-Mariano';
  /** Which is better, `neither` where the p-value is above 0.05. */
  readonly better: 'this' | 'other' | 'neither';
  /** 95% confidence interval of `value` − `otherValue`. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /** Rows, or days, that both were measured on. */
  readonly n: number;
}

const significance = 0.05;
/** Days ahead whose errors may depend on one another: those of one week. */
const dependentDays = 7;

/** Compares the models that both suites have, on transactions that neither learned from. */
export async function compareSuites(
  models: TaskModels,
  others: TaskModels,
  transactions: TransactionTable | Iterable<Transaction>,
  options: EvaluateOptions,
): Promise<readonly TaskComparison[]> {
  const rows = evaluationRows(transactions, options);
  const compared: (TaskComparison | undefined)[] = [];
  for (const compare of [compareCategories, compareAmounts, compareAnomalies, compareCashflows]) {
    await breathe(options.signal, 'comparison');
    compared.push(await compare(models, others, rows, options));
  }
  return Object.freeze(compared.filter((one) => one !== undefined));
}

type Compare = (
  models: TaskModels,
  others: TaskModels,
  rows: EvaluationRows,
  options: EvaluateOptions,
) => Promise<TaskComparison | undefined>;

const compareCategories: Compare = async (models, others, rows, options) => {
  if (models.category === undefined || others.category === undefined) return undefined;
  const { actual, predicted } = await categoryOutcome(models.category, rows, options);
  if (actual.length === 0) return undefined;
  const other = await categoryOutcome(others.category, rows, options);
  const share = (names: readonly string[]): number =>
    names.filter((name, row) => name === actual[row]).length / actual.length;
  const { pValue, onlyFirst, onlySecond } = mcNemarTest(actual, predicted, other.predicted);
  return comparison('category', 'accuracy', share(predicted), share(other.predicted), {
    pValue,
    test: 'McNemar',
    n: actual.length,
    interval: pairedShareInterval(onlyFirst, onlySecond, actual.length),
  });
};

const compareAmounts: Compare = async ({ amount }, others, rows, options) => {
  if (amount === undefined || amount.currency !== others.amount?.currency) return undefined;
  const mine = await amountOutcome(amount, rows, options);
  const theirs = await amountOutcome(others.amount, rows, options);
  const n = mine.actual.length;
  if (n === 0) return undefined;
  const [first, second] = [mine, theirs].map(({ actual, predicted }) =>
    actual.map((value, row) => Math.abs(value - (predicted[row] as number))),
  ) as [Float64Array, Float64Array];
  const { pValue, difference } = await pairedBootstrap(meanOver(first), meanOver(second), n, workOf(options));
  return comparison('amount', 'mae', mean(first), mean(second), {
    pValue,
    test: 'paired bootstrap',
    n,
    interval: difference,
  });
};

const compareAnomalies: Compare = async (models, others, rows, options) => {
  if (models.anomaly === undefined || others.anomaly === undefined) return undefined;
  const known = [...rows.anomalies.keys()].filter((row) => rows.anomalies[row] !== -1);
  const labels = known.map((row) => rows.anomalies[row] as number);
  if (!labels.includes(1) || !labels.includes(0)) return undefined;
  const mine = await anomalyOutcome(models.anomaly, rows, options);
  const theirs = await anomalyOutcome(others.anomaly, rows, options);
  const precisionOver =
    (scores: Float64Array) =>
    (resampled: ArrayLike<number>): number => {
      const chosen = Array.from(resampled);
      return averagePrecision(
        chosen.map((index) => labels[index] as number),
        chosen.map((index) => scores[known[index] as number] as number),
      );
    };
  const [first, second] = [precisionOver(mine.scores), precisionOver(theirs.scores)];
  const { pValue, difference } = await pairedBootstrap(first, second, known.length, workOf(options));
  const all = [...known.keys()];
  return comparison('anomaly', 'average_precision', first(all), second(all), {
    pValue,
    test: 'paired bootstrap',
    n: known.length,
    interval: difference,
  });
};

const compareCashflows: Compare = async ({ cashflow }, others, rows) => {
  if (cashflow === undefined || cashflow.currency !== others.cashflow?.currency) return undefined;
  const mine = cashflowOutcome(cashflow, rows);
  const theirs = cashflowOutcome(others.cashflow, rows);
  const positions = new Map(theirs.days.map((day, index) => [day, index]));
  const first: number[] = [];
  const second: number[] = [];
  mine.days.forEach((day, index) => {
    const position = positions.get(day);
    if (position === undefined) return;
    const actual = mine.actual[index] as number;
    first.push(Math.abs(actual - (mine.predicted[index] as number)));
    second.push(Math.abs(actual - (theirs.predicted[position] as number)));
  });
  if (first.length <= dependentDays) return undefined;
  const outcome = dieboldMarianoTest(first, second, { horizon: dependentDays, kernel: 'bartlett' });
  return comparison('cashflow', 'mae', mean(first), mean(second), {
    pValue: outcome.pValue,
    test: 'Diebold-Mariano',
    n: first.length,
    interval: outcome,
  });
};

function comparison(
  task: TaskName,
  metric: TaskComparison['metric'],
  value: number,
  otherValue: number,
  { pValue, test, n, interval }: Pick<TaskComparison, 'pValue' | 'test' | 'n' | 'interval'>,
): TaskComparison {
  const isThisBetter = metric === 'mae' ? value < otherValue : value > otherValue;
  const better = pValue > significance ? 'neither' : isThisBetter ? 'this' : 'other';
  const { lower, upper } = interval;
  return Object.freeze({
    task,
    metric,
    value,
    otherValue,
    pValue,
    test,
    better,
    n,
    interval: { lower, upper },
  });
}

function workOf({ signal }: EvaluateOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function meanOver(values: Float64Array): (rows: Int32Array) => number {
  return (rows) => rows.reduce((sum, row) => sum + (values[row] as number), 0) / rows.length;
}
