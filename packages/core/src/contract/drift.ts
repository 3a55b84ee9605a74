import * as z from 'zod/mini';
import { limits } from '../transaction/vocabulary.js';
import { probability, seconds } from './envelope.js';
import { integer } from './integer.js';
import { identifierText, plainDateText } from './query-values.js';
import { type TransactionRequest, transactionRequestSchema } from './transaction-request.js';

/** Days of stored transactions. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** Body of `POST /drift`: what is compared with what. */
export interface DriftRequest {
  /** Stored transactions, or transactions themselves. */
  readonly current: DateRange | { readonly transactions: readonly TransactionRequest[] };
  /** Stored transactions, or transactions themselves; unless told, what is kept of those that the models were trained on. */
  readonly reference?: DateRange | { readonly transactions: readonly TransactionRequest[] } | undefined;
  /**
   * Account of stored transactions; all unless told. Models are trained on all accounts, so that one of several may well differ
   * from them without having changed: give its own days as the reference.
   */
  readonly account_id?: string | undefined;
  /** Probability of an alarm without drift, 0.05 unless told. */
  readonly alpha?: number | undefined;
}

export const driftRequestSchema: z.ZodMiniType<DriftRequest> = /* @__PURE__ */ (() => {
  const side = z.union([
    z.strictObject({ from: plainDateText, to: plainDateText }),
    z.strictObject({
      transactions: z.array(transactionRequestSchema).check(z.minLength(1), z.maxLength(limits.historyRows)),
    }),
  ]);
  return z.strictObject({
    current: side,
    reference: z.optional(side),
    account_id: z.optional(identifierText),
    alpha: z.optional(z.number().check(z.gte(0.0001), z.lte(0.5))),
  });
})();

/** Drift of one feature. */
export interface FeatureDrift {
  readonly feature: string;
  /** `null`, as what it found, where there are too few rows. */
  readonly test: string | null;
  readonly statistic: number | null;
  readonly p_value: number | null;
  /** Adjusted for the number of features. */
  readonly q_value: number | null;
  readonly effect: number | null;
  /** What the effect is; 0 for no difference, 1 for nothing in common. */
  readonly effect_measure: string;
  readonly n_reference: number;
  readonly n_current: number;
  /** How often the value is missing; `null` where it never is. */
  readonly missing: {
    readonly reference_share: number;
    readonly current_share: number;
    readonly p_value: number | null;
    readonly q_value: number | null;
  } | null;
  /** Of values and missing values together; `insufficient` where too few rows say anything. */
  readonly state: 'drift' | 'no_drift' | 'insufficient';
}

/** Answer of `POST /drift`. */
export interface DriftResponse {
  readonly drift_detected: boolean;
  /** The specification's overall score: 1 − the data set's p-value. */
  readonly overall_drift_score: number | null;
  readonly features: readonly FeatureDrift[];
  readonly summary: {
    readonly total_features: number;
    readonly drifted_features: number;
    /** Features with too few rows to say. */
    readonly insufficient_features: number;
    readonly max_drift_score: number | null;
    readonly avg_drift_score: number | null;
  };
  readonly processing_time: number;
}

export const driftResponseSchema: z.ZodMiniType<DriftResponse> = z.object({
  drift_detected: z.boolean(),
  overall_drift_score: z.nullable(probability),
  features: z.array(
    z.object({
      feature: z.string(),
      test: z.nullable(z.string()),
      statistic: z.nullable(z.number()),
      p_value: z.nullable(probability),
      q_value: z.nullable(probability),
      effect: z.nullable(z.number()),
      effect_measure: z.string(),
      n_reference: integer,
      n_current: integer,
      missing: z.nullable(
        z.object({
          reference_share: probability,
          current_share: probability,
          p_value: z.nullable(probability),
          q_value: z.nullable(probability),
        }),
      ),
      state: z.enum(['drift', 'no_drift', 'insufficient']),
    }),
  ),
  summary: z.object({
    total_features: integer,
    drifted_features: integer,
    insufficient_features: integer,
    max_drift_score: z.nullable(z.number()),
    avg_drift_score: z.nullable(z.number()),
  }),
  processing_time: seconds,
});
