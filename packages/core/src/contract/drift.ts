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

/** Tests of numbers, by name. */
export const numericDriftTests = [
  'kolmogorov-smirnov',
  'cramer-von-mises',
  'anderson-darling',
  'mann-whitney',
  'wasserstein',
  'energy',
  'population-stability',
  'jensen-shannon',
  'hellinger',
  'total-variation',
] as const;
/** Tests of names, by name. */
export const categoricalDriftTests = [
  'chi-squared',
  'g',
  'fisher-exact',
  'population-stability',
  'jensen-shannon',
  'hellinger',
  'total-variation',
] as const;
/** Tests of all columns together, which need the rows of both. */
export const jointDriftTests = ['domain-classifier', 'maximum-mean-discrepancy'] as const;

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
  /** Tests of columns by what they hold: `kolmogorov-smirnov` and `chi-squared` unless told. */
  readonly tests?:
    | {
        readonly numeric?: (typeof numericDriftTests)[number] | undefined;
        readonly categorical?: (typeof categoricalDriftTests)[number] | undefined;
      }
    | undefined;
  /**
   * Whether what the models say of both is compared too, of at most 1,000 rows of each; `false` unless told. Of what they were trained on
   * the categories alone are known that they gave to rows they had not seen.
   */
  readonly predictions?: boolean | undefined;
  /** Tests all columns together, and so how they go together; neither unless told. Needs a reference. */
  readonly joint?: (typeof jointDriftTests)[number] | undefined;
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
    tests: z.optional(
      z.strictObject({
        numeric: z.optional(z.enum(numericDriftTests)),
        categorical: z.optional(z.enum(categoricalDriftTests)),
      }),
    ),
    predictions: z.optional(z.boolean()),
    joint: z.optional(z.enum(jointDriftTests)),
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

/** Columns that were compared. */
export interface ColumnsDrift {
  readonly drift_detected: boolean;
  /** The specification's overall score: 1 − the data set's p-value. */
  readonly overall_drift_score: number | null;
  readonly features: readonly FeatureDrift[];
}

/** Names in a column that the reference does not know. */
export interface UnseenNames {
  readonly feature: string;
  /** Current rows that have one of them. */
  readonly n_current: number;
  /** The most frequent, at most twenty. */
  readonly names: readonly string[];
}

/** Answer of `POST /drift`. Each of the columns, the predictions and the joint test holds the level by itself. */
export interface DriftResponse extends ColumnsDrift {
  /** Names that the reference does not know. Fields of transactions are given; one that is never there is `missing`. */
  readonly unseen_categories: readonly UnseenNames[];
  /** What the models say of both; `null` unless asked for. */
  readonly predictions: ColumnsDrift | null;
  /** What the test of all columns together found, as of a column; `null` unless asked for. */
  readonly joint: FeatureDrift | null;
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

const probabilityOrNull = z.nullable(probability);
const numberOrNull = z.nullable(z.number());
const column: z.ZodMiniType<FeatureDrift> = z.object({
  feature: z.string(),
  test: z.nullable(z.string()),
  statistic: numberOrNull,
  p_value: probabilityOrNull,
  q_value: probabilityOrNull,
  effect: numberOrNull,
  effect_measure: z.string(),
  n_reference: integer,
  n_current: integer,
  missing: z.nullable(
    z.object({
      reference_share: probability,
      current_share: probability,
      p_value: probabilityOrNull,
      q_value: probabilityOrNull,
    }),
  ),
  state: z.enum(['drift', 'no_drift', 'insufficient']),
});
const columns = {
  drift_detected: z.boolean(),
  overall_drift_score: probabilityOrNull,
  features: z.array(column),
};

export const driftResponseSchema: z.ZodMiniType<DriftResponse> = z.object({
  ...columns,
  unseen_categories: z.array(
    z.object({ feature: z.string(), n_current: integer, names: z.array(z.string()) }),
  ),
  predictions: z.nullable(z.object(columns)),
  joint: z.nullable(column),
  summary: z.object({
    total_features: integer,
    drifted_features: integer,
    insufficient_features: integer,
    max_drift_score: numberOrNull,
    avg_drift_score: numberOrNull,
  }),
  processing_time: seconds,
});
