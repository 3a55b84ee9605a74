import { type CurrencyCode, currencyDecimals, isTitansError, type PlainDate } from '@titans/core';
import type {
  ForecastChange,
  ForecastQuery,
  ForecastRequest,
  ForecastResponse,
  ForecastSummary,
} from '@titans/core/contract';
import {
  type CashflowChange,
  type CashflowDay,
  type CashflowModel,
  type ForecastOptions,
  train,
} from '@titans/models';
import { requestError } from '../http/problem.js';
import { isObjection, objectionTo } from './model-errors.js';
import { type GivenTransactions, tableOf } from './sent-transactions.js';

/** A forecast without what only the service knows of it. */
export type ForecastAnswer = Omit<ForecastResponse, 'prediction_id' | 'processing_time'>;

/** What is asked of a forecast beside its history. */
export interface ForecastQuestion {
  readonly query: ForecastQuery;
  readonly request: Omit<ForecastRequest, 'history'>;
}

/** The same of a history that is sent. */
export interface HistoryQuestion extends ForecastQuestion {
  readonly history: GivenTransactions;
}

/**
 * Forecasts from a model that is trained.
 *
 * @throws TitansError `NOT_FOUND` for an account that it does not know, `REQUEST_INVALID` with the place of what is wrong.
 */
export function forecastAnswer(model: CashflowModel, { query, request }: ForecastQuestion): ForecastAnswer {
  const { days_ahead: days = 30, account_id: accountId, level = 0.8, currency } = query;
  const { balance, below, scenario: changes } = request;
  if (below !== undefined && balance === undefined) {
    throw wrong('/below', 'A level is of use only together with a balance.');
  }
  const plain: ForecastOptions = {
    days,
    level,
    ...(accountId === undefined ? {} : { accountId }),
    ...(currency === undefined ? {} : { currency: currency as CurrencyCode }),
  };
  const scenario = changes?.map(changeOf);
  const asked = scenario === undefined ? plain : { ...plain, scenario };
  return inWordsOfRequest(() => {
    const forecast = model.forecast(asked);
    const { amount, lower, upper, currency: used } = model.total(asked);
    return {
      forecast_data: forecast.map((day) => ({
        date: day.date,
        predicted_amount: day.amount,
        confidence_interval_lower: day.lower,
        confidence_interval_upper: day.upper,
      })),
      forecast_period_days: forecast.length,
      model_accuracy: model.skill,
      summary_stats: summarise(forecast, currencyDecimals(used)),
      currency: used,
      level,
      total: { amount, lower, upper },
      balances:
        balance === undefined
          ? null
          : model
              .project({ ...asked, balance, ...(below === undefined ? {} : { below }) })
              .days.map((day) => ({
                date: day.date,
                balance: day.balance,
                lower: day.lower,
                upper: day.upper,
                below_probability: day.belowProbability,
                below_by_probability: day.belowByProbability,
              })),
      scenario: scenario === undefined ? null : effectOf(model, { ...plain, scenario }),
      model_version: model.version,
      model_sha256: model.sha256,
    };
  });
}

/**
 * Trains a model on the transactions sent alone, and forecasts from it.
 *
 * @throws TitansError `REQUEST_INVALID` if they are of several accounts or currencies or of less than four weeks, and as
 * {@link forecastAnswer}; `ABORTED`.
 */
export async function forecastFromHistory(
  { history, ...question }: HistoryQuestion,
  signal?: AbortSignal,
): Promise<ForecastAnswer> {
  const table = tableOf(history);
  const { accountId, currency } = table.columns;
  if (accountId.values.length > 1) throw wrong('/history', 'A forecast is made from one account alone.');
  if (currency.values.length > 1) throw wrong('/history', 'A forecast is made from one currency alone.');
  const account = question.query.account_id;
  if (account !== undefined && account !== accountId.values[0]) {
    throw wrong('?account_id', 'The transactions sent are of another account.');
  }
  const options = { tasks: ['cashflow'], budget: 'quick', seed: 0 } as const;
  try {
    const { cashflow } = await train(table, signal === undefined ? options : { ...options, signal });
    return forecastAnswer(cashflow, question);
  } catch (error) {
    if (!isTitansError(error, 'DATA_INSUFFICIENT')) throw error;
    throw wrong('/history', 'At least four weeks of transactions are needed.');
  }
}

function effectOf(
  model: CashflowModel,
  asked: ForecastOptions & { readonly scenario: readonly CashflowChange[] },
): ForecastResponse['scenario'] {
  const { before, after, explanation } = model.compare(asked);
  const totalOf = ({ amount, lower, upper }: typeof before): ForecastResponse['total'] => ({
    amount,
    lower,
    upper,
  });
  return {
    total_before: totalOf(before),
    total_after: totalOf(after),
    changes: explanation.map(({ change, amount }) => ({ change, amount })),
  };
}

function changeOf(change: ForecastChange): CashflowChange {
  if (change.kind === 'add-payment') return { ...change, date: change.date as PlainDate };
  const { stream } = change;
  const from = change.from === undefined ? {} : { from: change.from as PlainDate };
  if (change.kind === 'shift-stream') return { kind: change.kind, stream, days: change.days, ...from };
  if (change.kind !== 'change-amount') return { kind: change.kind, stream, ...from };
  const { kind, amount, factor } = change;
  return {
    ...{ kind, stream, ...from },
    ...(amount === undefined ? {} : { amount }),
    ...(factor === undefined ? {} : { factor }),
  };
}

/** Where the request says what the model calls by these names. */
const queryNames: Readonly<Record<string, string>> = {
  days: '?days_ahead',
  level: '?level',
  currency: '?currency',
};

function inWordsOfRequest<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!isTitansError(error)) throw error;
    const { code, message, details } = error;
    const { field = '' } = details;
    const place = queryNames[field];
    const isWrong = isObjection(error) || (code === 'NOT_FOUND' && field !== 'accountId');
    if (!isWrong) throw error;
    throw place === undefined ? objectionTo(error) : wrong(place, message);
  }
}

function wrong(pointer: string, message: string): Error {
  return requestError('REQUEST_INVALID', message, { issues: [{ pointer, message }] });
}

/** Totals of a forecast, rounded to the decimals of its currency. */
export function summarise(days: readonly CashflowDay[], decimals: number): ForecastSummary {
  const amounts = days.map((day) => day.amount);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const mean = total / amounts.length;
  const variance = amounts.reduce((sum, amount) => sum + (amount - mean) ** 2, 0) / amounts.length;
  const round = (value: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
  return {
    total_forecasted: round(total),
    average_daily: round(mean),
    max_daily: round(Math.max(...amounts)),
    min_daily: round(Math.min(...amounts)),
    std_deviation: round(Math.sqrt(variance)),
  };
}
