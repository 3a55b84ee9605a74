import type {
  ForecastResponse,
  ForecastTotal,
  ImportResponse,
  RecurringResponse,
  TransactionsResponse,
} from '@titans/core/contract';
import {
  type Check,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  oneOf,
  probability,
  seconds,
  text,
} from './check.js';
import { envelope } from './predictions.js';

const total = object<ForecastTotal>({ amount: number, lower: number, upper: number });

export const forecastAnswer: Check<ForecastResponse> = object({
  forecast_data: list(
    object({
      date: text,
      predicted_amount: number,
      confidence_interval_lower: number,
      confidence_interval_upper: number,
    }),
  ),
  forecast_period_days: integer,
  model_accuracy: probability,
  summary_stats: object({
    total_forecasted: number,
    average_daily: number,
    max_daily: number,
    min_daily: number,
    std_deviation: number,
  }),
  currency: text,
  level: probability,
  total,
  balances: nullable(
    list(
      object({
        date: text,
        balance: number,
        lower: number,
        upper: number,
        below_probability: nullable(probability),
        below_by_probability: nullable(probability),
      }),
    ),
  ),
  scenario: nullable(
    object({
      total_before: total,
      total_after: total,
      changes: list(object({ change: integer, amount: number })),
    }),
  ),
  ...envelope,
});

export const recurringAnswer: Check<RecurringResponse> = object({
  as_of: nullable(text),
  streams: list(
    object({
      stream_id: nullable(text),
      account_id: text,
      payee: nullable(text),
      direction: oneOf('income', 'expense'),
      currency: text,
      frequency: text,
      status: oneOf('active', 'early', 'ended'),
      confidence: probability,
      first_date: text,
      last_date: text,
      occurrences: integer,
      average_amount: number,
      expected_amount: number,
      last_amount: number,
      next: nullable(
        object({
          date: text,
          earliest: text,
          latest: text,
          amount: number,
          amount_lower: number,
          amount_upper: number,
          level: probability,
          overdue: flag,
        }),
      ),
      missed: list(text),
      alerts: list(object({ kind: text, date: text, message: text })),
    }),
  ),
  processing_time: seconds,
});

export const transactionsAnswer: Check<TransactionsResponse> = object({
  transactions: list(
    object({
      transaction_id: nullable(text),
      account_id: text,
      date: text,
      time: nullable(text),
      type: oneOf('Income', 'Expense'),
      description: text,
      amount: number,
      currency: text,
      category: nullable(text),
      payment_method: oneOf('cash', 'credit_card', 'debit_card', 'bank_transfer', 'loan', 'unknown'),
      status: nullable(text),
      merchant_name: nullable(text),
      location: nullable(text),
      recurring: nullable(flag),
      tags: list(text),
    }),
  ),
  next_cursor: nullable(text),
});

export const importAnswer: Check<ImportResponse> = object({
  rows: object({
    in: integer,
    loaded: integer,
    updated: integer,
    unchanged: integer,
    quarantined: integer,
  }),
  rejections: list(
    object({ row: integer, code: text, message: text, field: nullable(text), value: nullable(text) }),
  ),
  processing_time: seconds,
});
