import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import { type TransactionRequest, transactionRequestSchema } from './transaction-request.js';

const probability = z.number().check(z.gte(0), z.lte(1));

/** Members that every prediction carries. */
export interface PredictionEnvelope {
  /** Seconds that the prediction took on the server. */
  readonly processing_time: number;
  /** Names the exact model: task and the first 12 hexadecimal digits of its artifact's SHA-256. */
  readonly model_version: string;
}

const envelope = {
  processing_time: z.number().check(z.gte(0)),
  model_version: z.string(),
} as const;

/** One reason for an answer, with the weight it had. */
export interface Contribution {
  readonly feature: string;
  readonly contribution: number;
}

const contribution: z.ZodMiniType<Contribution> = z.object({ feature: z.string(), contribution: z.number() });

/** Where a category came from. */
export const categorySources = ['rule', 'memory', 'model', 'lexicon'] as const;
export type CategorySource = (typeof categorySources)[number];

/** Answer of `POST /predict/category`. */
export interface CategoryResponse extends PredictionEnvelope {
  /** The most probable category, also when the model abstains. */
  readonly predicted_category: string;
  readonly confidence: number;
  /** Probability of every category; they sum to 1. */
  readonly all_predictions: Readonly<Record<string, number>>;
  readonly source: CategorySource;
  /** Whether the confidence is below the model's threshold, so that a person should decide. */
  readonly abstained: boolean;
  readonly explanation: readonly Contribution[];
}

export const categoryResponseSchema: z.ZodMiniType<CategoryResponse> = z.object({
  predicted_category: z.string(),
  confidence: probability,
  all_predictions: z.record(z.string(), probability),
  source: z.enum(categorySources),
  abstained: z.boolean(),
  explanation: z.array(contribution),
  ...envelope,
});

/** Answer of `POST /predict/amount`. */
export interface AmountResponse extends PredictionEnvelope {
  /** Signed, in the main unit of the currency. */
  readonly predicted_amount: number;
  /** Share of unseen rows whose amount lay within the range the model gave them, as measured in training. */
  readonly confidence: number;
  readonly prediction_range: { readonly min: number; readonly max: number };
  /** The share of amounts that the range is built to cover. */
  readonly coverage: number;
}

export const amountResponseSchema: z.ZodMiniType<AmountResponse> = z.object({
  predicted_amount: z.number(),
  confidence: probability,
  prediction_range: z.object({ min: z.number(), max: z.number() }),
  coverage: probability,
  ...envelope,
});

/** How strongly a transaction stands out. */
export const riskLevels = ['low', 'medium', 'high', 'critical'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** Answer of `POST /predict/anomaly`. */
export interface AnomalyResponse extends PredictionEnvelope {
  readonly is_anomaly: boolean;
  /** 0 (ordinary) to 1. */
  readonly anomaly_score: number;
  readonly risk_level: RiskLevel;
  readonly explanation: string;
  /** What made the score, strongest first. */
  readonly contributing_factors: readonly string[];
}

export const anomalyResponseSchema: z.ZodMiniType<AnomalyResponse> = z.object({
  is_anomaly: z.boolean(),
  anomaly_score: probability,
  risk_level: z.enum(riskLevels),
  explanation: z.string(),
  contributing_factors: z.array(z.string()),
  ...envelope,
});

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

/** Answer of `POST /forecast/cashflow`. */
export interface ForecastResponse extends PredictionEnvelope {
  readonly forecast_data: readonly ForecastDay[];
  readonly forecast_period_days: number;
  /** Backtest skill: 1 − MAE of the model ÷ MAE of the best naive forecast, at least 0. */
  readonly model_accuracy: number;
  readonly summary_stats: ForecastSummary;
}

export const forecastResponseSchema: z.ZodMiniType<ForecastResponse> = z.object({
  forecast_data: z.array(
    z.object({
      date: z.string(),
      predicted_amount: z.number(),
      confidence_interval_lower: z.number(),
      confidence_interval_upper: z.number(),
    }),
  ),
  forecast_period_days: z.int(),
  model_accuracy: probability,
  summary_stats: z.object({
    total_forecasted: z.number(),
    average_daily: z.number(),
    max_daily: z.number(),
    min_daily: z.number(),
    std_deviation: z.number(),
  }),
  ...envelope,
});

/** Query of `POST /forecast/cashflow`. */
export interface ForecastQuery {
  /** 1 to 365, 30 unless told. */
  readonly days_ahead?: number | undefined;
  /** `"default"` unless told. */
  readonly account_id?: string | undefined;
}

export const forecastQuerySchema: z.ZodMiniType<
  ForecastQuery,
  { days_ahead?: unknown; account_id?: unknown }
> = /* @__PURE__ */ (() =>
  z.strictObject({
    days_ahead: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(limits.forecastDays))),
    account_id: z.optional(z.string().check(z.minLength(1), z.maxLength(limits.identifierLength))),
  }))();

/** Body of `POST /predict/batch`: 1 to 100 transactions. */
export type BatchRequest = readonly TransactionRequest[];

export const batchRequestSchema: z.ZodMiniType<BatchRequest> = /* @__PURE__ */ (() =>
  z.array(transactionRequestSchema).check(z.minLength(1), z.maxLength(limits.batchSize)))();

/** What was predicted for one transaction of a batch. */
export interface BatchPredictions {
  readonly category: string;
  /** Confidence of the category. */
  readonly confidence: number;
  readonly amount: number;
  readonly is_anomaly: boolean;
  readonly anomaly_score: number;
}

/** Result of one transaction of a batch. */
export type BatchItem =
  | { readonly transaction_id: string; readonly status: 'success'; readonly predictions: BatchPredictions }
  | {
      readonly transaction_id: string;
      readonly status: 'failed';
      readonly error: string;
      readonly code: string;
    };

/** Answer of `POST /predict/batch`. */
export interface BatchResponse {
  readonly results: readonly BatchItem[];
  readonly total_processed: number;
  readonly successful_predictions: number;
  readonly failed_predictions: number;
  readonly processing_time: number;
}

export const batchResponseSchema: z.ZodMiniType<BatchResponse> = z.object({
  results: z.array(
    z.discriminatedUnion('status', [
      z.object({
        transaction_id: z.string(),
        status: z.literal('success'),
        predictions: z.object({
          category: z.string(),
          confidence: probability,
          amount: z.number(),
          is_anomaly: z.boolean(),
          anomaly_score: probability,
        }),
      }),
      z.object({
        transaction_id: z.string(),
        status: z.literal('failed'),
        error: z.string(),
        code: z.string(),
      }),
    ]),
  ),
  total_processed: z.int(),
  successful_predictions: z.int(),
  failed_predictions: z.int(),
  processing_time: z.number().check(z.gte(0)),
});
