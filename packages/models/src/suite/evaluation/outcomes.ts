import {
  fromEpochDay,
  TitansError,
  type TransactionTable,
  toEpochDay,
  toMajor,
  type WorkOptions,
} from '@titans/core';
import { categoryNameOf } from '../../tasks/category/category-input.js';
import type { AmountModel, AnomalyModel, CashflowModel, CategoryModel } from '../../tasks/models.js';
import { withoutAnswer } from '../../tasks/query-of.js';
import { answersOf } from './answers.js';

/** Rows to measure on, and what is known beside them. */
export interface EvaluationRows {
  readonly table: TransactionTable;
  /** The rows that predictions may look back on: those given as history, and the table's own. */
  readonly history: TransactionTable;
  /** One per row of the table: 1 for an anomaly, 0 for none, −1 for unknown. */
  readonly anomalies: Int8Array;
}

/** What was true and what was said of each row that has a category. */
export interface CategoryOutcome {
  readonly actual: readonly string[];
  readonly predicted: readonly string[];
  readonly confidence: Float64Array;
  readonly accepted: Uint8Array;
}

/** Signed amounts in the model's currency. */
export interface AmountOutcome {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Share that the ranges are built to cover. */
  readonly nominalCoverage: number;
}

export interface AnomalyOutcome {
  readonly scores: Float64Array;
  readonly flagged: Uint8Array;
  /** As in {@link EvaluationRows}. */
  readonly labels: Int8Array;
}

/** Net flow per day of each account that the model forecasts, in its main currency. */
export interface CashflowOutcome {
  /** Account and date of each day. */
  readonly days: readonly string[];
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly intervals: readonly {
    readonly level: 0.8 | 0.95;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
  }[];
}

export async function categoryOutcome(
  model: CategoryModel,
  { table, history }: EvaluationRows,
  options: WorkOptions,
): Promise<CategoryOutcome> {
  // Names as the model learned them.
  const rows = [...table.rows()].filter(({ category }) => categoryNameOf(category ?? '') !== '');
  const answers = await answersOf(model, rows, history, options, (query) => withoutAnswer(query, 'category'));
  return {
    actual: rows.map(({ category }) => categoryNameOf(category as string)),
    predicted: answers.map(({ category }) => category),
    confidence: Float64Array.from(answers, ({ confidence }) => confidence),
    accepted: Uint8Array.from(answers, ({ abstained }) => (abstained ? 0 : 1)),
  };
}

export async function amountOutcome(
  model: AmountModel,
  { table, history }: EvaluationRows,
  options: WorkOptions,
): Promise<AmountOutcome> {
  const rows = [...table.rows()].filter(({ currency }) => currency === model.currency);
  const answers = await answersOf(model, rows, history, options, (query) => withoutAnswer(query, 'amount'));
  return {
    actual: Float64Array.from(rows, ({ amountMinor, currency }) => toMajor(amountMinor, currency)),
    predicted: Float64Array.from(answers, ({ amount }) => amount),
    lower: Float64Array.from(answers, ({ range }) => range.min),
    upper: Float64Array.from(answers, ({ range }) => range.max),
    nominalCoverage: answers[0]?.coverage ?? Number.NaN,
  };
}

export async function anomalyOutcome(
  model: AnomalyModel,
  { table, history, anomalies }: EvaluationRows,
  options: WorkOptions,
): Promise<AnomalyOutcome> {
  const answers = await answersOf(model, [...table.rows()], history, options);
  return {
    scores: Float64Array.from(answers, ({ score }) => score),
    flagged: Uint8Array.from(answers, ({ isAnomaly }) => (isAnomaly ? 1 : 0)),
    labels: anomalies,
  };
}

const longestHorizon = 365;

/** The days from the model's last day to the table's, up to a year; days without a transaction count as 0. */
export function cashflowOutcome(model: CashflowModel, { table }: EvaluationRows): CashflowOutcome {
  const { currency } = model;
  const first = toEpochDay(model.lastDate) + 1;
  const last = table.columns.date.reduce((latest, day) => Math.max(latest, day), first - 1);
  const days = Math.min(last - first + 1, longestHorizon);
  const accounts = days > 0 ? model.accountIds.filter((id) => isForecast(model, id)) : [];
  const size = accounts.length * days;
  const intervals = ([0.8, 0.95] as const).map((level) => ({
    level,
    lower: new Float64Array(size),
    upper: new Float64Array(size),
  }));
  const predicted = new Float64Array(size);
  accounts.forEach((accountId, account) => {
    for (const { level, lower, upper } of intervals) {
      model.forecast({ accountId, currency, days, level }).forEach((day, step) => {
        predicted[account * days + step] = day.amount;
        lower[account * days + step] = day.lower;
        upper[account * days + step] = day.upper;
      });
    }
  });
  const actual = new Float64Array(size);
  for (const row of table.rows()) {
    const step = toEpochDay(row.date) - first;
    const account = accounts.indexOf(row.accountId);
    if (row.currency !== currency || account < 0 || step < 0 || step >= days) continue;
    actual[account * days + step] =
      (actual[account * days + step] as number) + toMajor(row.amountMinor, currency);
  }
  const names = accounts.flatMap((accountId) =>
    Array.from({ length: Math.max(0, days) }, (_, step) => `${accountId} ${fromEpochDay(first + step)}`),
  );
  return { days: names, actual, predicted, intervals };
}

/** Accounts may have flows in other currencies alone. */
function isForecast(model: CashflowModel, accountId: string): boolean {
  try {
    return model.forecast({ accountId, currency: model.currency, days: 1 }).length === 1;
  } catch (error) {
    if (error instanceof TitansError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}
