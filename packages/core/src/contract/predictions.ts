import * as z from 'zod/mini';
import { dictionary } from './dictionary.js';
import {
  type Contribution,
  contributionSchema,
  envelope,
  type PredictionEnvelope,
  probability,
  seconds,
} from './envelope.js';
import { intervalLevel } from './query-values.js';

/** Where a category came from. */
export const categorySources = ['rule', 'memory', 'model', 'lexicon'] as const;
export type CategorySource = (typeof categorySources)[number];

/** How sure an answer is: from 0.98, 0.9, 0.7, 0.4, and below. */
export const confidenceLevels = ['very_high', 'high', 'medium', 'low', 'unknown'] as const;
export type ConfidenceLevel = (typeof confidenceLevels)[number];

/** Answer of `POST /predict/category`. */
export interface CategoryResponse extends PredictionEnvelope {
  /** The most probable category, also when the model abstains. */
  readonly predicted_category: string;
  /** Calibrated probability of the predicted category, rounded to six decimals. */
  readonly confidence: number;
  /** Probability of every category, each rounded to six decimals; before that they sum to 1. */
  readonly all_predictions: Readonly<Record<string, number>>;
  readonly source: CategorySource;
  /** Whether the confidence is below the model's threshold, so that a person should decide. */
  readonly abstained: boolean;
  readonly explanation: readonly Contribution[];
  readonly confidence_level: ConfidenceLevel;
  /** The primary category of the default taxonomy that the category belongs to; `null` where it lies in none. */
  readonly primary_category: string | null;
  /** Name of the other side; `null` where there is no text to read it from. */
  readonly merchant: string | null;
  /** What the other side is, for example `merchant` or `person`; `null` where nothing tells. */
  readonly counterparty_type: string | null;
}

export const categoryResponseSchema: z.ZodMiniType<CategoryResponse> = z.object({
  predicted_category: z.string(),
  confidence: probability,
  all_predictions: dictionary(probability),
  source: z.enum(categorySources),
  abstained: z.boolean(),
  explanation: z.array(contributionSchema),
  confidence_level: z.enum(confidenceLevels),
  primary_category: z.nullable(z.string()),
  merchant: z.nullable(z.string()),
  counterparty_type: z.nullable(z.string()),
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
  /** ISO 4217 code. */
  readonly currency: string;
  /** `payee` where earlier amounts of the payee weigh most, else `model`. */
  readonly source: 'payee' | 'model';
  /** Differences of ln(1 + absolute amount); they add up to that of the amount before rounding. */
  readonly explanation: readonly Contribution[];
}

export const amountResponseSchema: z.ZodMiniType<AmountResponse> = z.object({
  predicted_amount: z.number(),
  confidence: probability,
  prediction_range: z.object({ min: z.number(), max: z.number() }),
  coverage: probability,
  currency: z.string(),
  source: z.enum(['payee', 'model']),
  explanation: z.array(contributionSchema),
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
  /** What made the score, strongest first, in words. */
  readonly contributing_factors: readonly string[];
  /** The same as numbers; they add up to the score. */
  readonly factors: readonly Contribution[];
  /** Whether the score is a calibrated probability or the share of training rows that stood out less. */
  readonly score_kind: 'probability' | 'percentile';
}

export const anomalyResponseSchema: z.ZodMiniType<AnomalyResponse> = z.object({
  is_anomaly: z.boolean(),
  anomaly_score: probability,
  risk_level: z.enum(riskLevels),
  explanation: z.string(),
  contributing_factors: z.array(z.string()),
  factors: z.array(contributionSchema),
  score_kind: z.enum(['probability', 'percentile']),
  ...envelope,
});

/** Query of `POST /predict/amount`. */
export interface AmountQuery {
  /** Share of amounts that the range is to cover: 0.8 unless told, or 0.95. */
  readonly level?: 0.8 | 0.95 | undefined;
}

export const amountQuerySchema: z.ZodMiniType<AmountQuery, { level?: unknown }> = /* @__PURE__ */ (() =>
  z.strictObject({ level: z.optional(intervalLevel) }))();

/** What a task says of one transaction, and why. */
export interface TaskReasons {
  readonly task: 'category' | 'amount' | 'anomaly';
  readonly model_version: string;
  /** The answer in one sentence. */
  readonly answer: string;
  /** Strongest first; the unit is that of the task's score. */
  readonly factors: readonly Contribution[];
}

/** Answer of `POST /explain`. */
export interface ExplainResponse {
  readonly explanations: readonly TaskReasons[];
  readonly processing_time: number;
}

export const explainResponseSchema: z.ZodMiniType<ExplainResponse> = z.object({
  explanations: z.array(
    z.object({
      task: z.enum(['category', 'amount', 'anomaly']),
      model_version: z.string(),
      answer: z.string(),
      factors: z.array(contributionSchema),
    }),
  ),
  processing_time: seconds,
});
