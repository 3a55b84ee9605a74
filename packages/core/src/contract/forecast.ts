import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import { envelope, type PredictionEnvelope, probability } from './envelope.js';
import { integer } from './integer.js';
import { currencyText, identifierText, intervalLevel, plainDateText, wholeNumber } from './query-values.js';
import { type TransactionRequest, transactionRequestSchema } from './transaction-request.js';
import { wellFormed } from './well-formed.js';

/** One day of a forecast; lower ≤ predicted ≤ upper. */
export interface ForecastDay {
  readonly date: string;
  readonly predicted_amount: number;
  readonly confidence_interval_lower: number;
  readonly confidence_interval_upper: number;
}

/** Totals of a forecast. */
export interface ForecastSummary {
  readonly total_forecasted: number;
  readonly average_daily: number;
  readonly max_daily: number;
  readonly min_daily: number;
  /** Population standard deviation of the daily amounts. */
  readonly std_deviation: number;
}

/** The sum over all days with an interval of its own, which is narrower than the sum of the days'. */
export interface ForecastTotal {
  readonly amount: number;
  readonly lower: number;
  readonly upper: number;
}

/** The balance at the end of a day; lower ≤ balance ≤ upper. */
export interface ProjectedBalance {
  readonly date: string;
  readonly balance: number;
  readonly lower: number;
  readonly upper: number;
  /** Probability of a balance below the level asked for at the end of this day; `null` without a level. */
  readonly below_probability: number | null;
  /** The same at the end of this day or of any before it. */
  readonly below_by_probability: number | null;
}

/** What a scenario changes. */
export interface ScenarioEffect {
  readonly total_before: ForecastTotal;
  readonly total_after: ForecastTotal;
  /** What each change adds to the total, in their order, each after those before it. */
  readonly changes: readonly { readonly change: number; readonly amount: number }[];
}

/** Answer of `POST /forecast/cashflow`. */
export interface ForecastResponse extends PredictionEnvelope {
  readonly forecast_data: readonly ForecastDay[];
  readonly forecast_period_days: number;
  /** Backtest skill: 1 − MAE of the model ÷ MAE of the best naive forecast, at least 0. */
  readonly model_accuracy: number;
  readonly summary_stats: ForecastSummary;
  /** ISO 4217 code of all amounts. */
  readonly currency: string;
  /** Nominal coverage of the intervals. */
  readonly level: number;
  readonly total: ForecastTotal;
  /** `null` unless a balance was given. */
  readonly balances: readonly ProjectedBalance[] | null;
  /** `null` unless a scenario was given. */
  readonly scenario: ScenarioEffect | null;
}

const total: z.ZodMiniType<ForecastTotal> = z.object({
  amount: z.number(),
  lower: z.number(),
  upper: z.number(),
});

export const forecastResponseSchema: z.ZodMiniType<ForecastResponse> = z.object({
  forecast_data: z.array(
    z.object({
      date: z.string(),
      predicted_amount: z.number(),
      confidence_interval_lower: z.number(),
      confidence_interval_upper: z.number(),
    }),
  ),
  forecast_period_days: integer,
  model_accuracy: probability,
  summary_stats: z.object({
    total_forecasted: z.number(),
    average_daily: z.number(),
    max_daily: z.number(),
    min_daily: z.number(),
    std_deviation: z.number(),
  }),
  currency: z.string(),
  level: probability,
  total,
  balances: z.nullable(
    z.array(
      z.object({
        date: z.string(),
        balance: z.number(),
        lower: z.number(),
        upper: z.number(),
        below_probability: z.nullable(probability),
        below_by_probability: z.nullable(probability),
      }),
    ),
  ),
  scenario: z.nullable(
    z.object({
      total_before: total,
      total_after: total,
      changes: z.array(z.object({ change: integer, amount: z.number() })),
    }),
  ),
  ...envelope,
});

/** Query of `POST /forecast/cashflow`. */
export interface ForecastQuery {
  /** 1 to 365, 30 unless told. */
  readonly days_ahead?: number | undefined;
  /** `"default"` unless told. */
  readonly account_id?: string | undefined;
  /** Nominal coverage of the intervals: 0.8 unless told, or 0.95. */
  readonly level?: 0.8 | 0.95 | undefined;
  /** ISO 4217 code; the account's main currency unless told. */
  readonly currency?: string | undefined;
}

export const forecastQuerySchema: z.ZodMiniType<
  ForecastQuery,
  { days_ahead?: unknown; account_id?: unknown; level?: unknown; currency?: unknown }
> = /* @__PURE__ */ (() =>
  z.strictObject({
    days_ahead: z.optional(wholeNumber(1, limits.forecastDays)),
    account_id: z.optional(identifierText),
    level: z.optional(intervalLevel),
    currency: z.optional(currencyText),
  }))();

/** What is to be different; `stream` is the `stream_id` of a recurring payment. Amounts are signed. */
export type ForecastChange =
  | {
      readonly kind: 'change-amount';
      readonly stream: string;
      readonly amount?: number | undefined;
      readonly factor?: number | undefined;
      readonly from?: string | undefined;
    }
  | { readonly kind: 'end-stream'; readonly stream: string; readonly from?: string | undefined }
  | { readonly kind: 'begin-stream'; readonly stream: string; readonly from?: string | undefined }
  | {
      readonly kind: 'shift-stream';
      readonly stream: string;
      readonly days: number;
      readonly from?: string | undefined;
    }
  | { readonly kind: 'add-payment'; readonly label: string; readonly date: string; readonly amount: number };

/** Body of `POST /forecast/cashflow`; all of it may be left out. */
export interface ForecastRequest {
  /** Forecast from these transactions instead of the account that the model knows. At least four weeks of one account. */
  readonly history?: readonly TransactionRequest[] | undefined;
  /** What is on the account at the end of the last day known; then balances are projected. */
  readonly balance?: number | undefined;
  /** The level below which the balance should not go. */
  readonly below?: number | undefined;
  readonly scenario?: readonly ForecastChange[] | undefined;
}

export const forecastRequestSchema: z.ZodMiniType<ForecastRequest> = /* @__PURE__ */ (() => {
  const money = z.number().check(z.gte(-1e12), z.lte(1e12));
  const label = z.string().check(z.minLength(1), z.maxLength(limits.nameLength), wellFormed);
  const from = z.optional(plainDateText);
  return z.strictObject({
    history: z.optional(
      z.array(transactionRequestSchema).check(z.minLength(1), z.maxLength(limits.historyRows)),
    ),
    balance: z.optional(money),
    below: z.optional(money),
    scenario: z.optional(
      z
        .array(
          z.discriminatedUnion('kind', [
            z.strictObject({
              kind: z.literal('change-amount'),
              stream: label,
              amount: z.optional(money),
              factor: z.optional(z.number().check(z.gte(-1e6), z.lte(1e6))),
              from,
            }),
            z.strictObject({ kind: z.literal('end-stream'), stream: label, from }),
            z.strictObject({ kind: z.literal('begin-stream'), stream: label, from }),
            z.strictObject({
              kind: z.literal('shift-stream'),
              stream: label,
              days: z.int().check(z.gte(-31), z.lte(31)),
              from,
            }),
            z.strictObject({ kind: z.literal('add-payment'), label, date: plainDateText, amount: money }),
          ]),
        )
        .check(z.minLength(1), z.maxLength(limits.scenarioChanges)),
    ),
  });
})();
